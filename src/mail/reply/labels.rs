//! The labels of a quoted mail's header block, one language per line. Tables only.
use super::words::Table;

/// `From:`.
#[rustfmt::skip]
pub(super) const FROM: Table = &[
    ("Indonesian, Malay", &["dari", "pengirim", "daripada", "dari pengirim"]),
    ("English", &["from", "sender"]),
    ("German", &["von", "absender"]),
    ("Dutch, Afrikaans", &["van", "afzender"]),
    ("French", &["de", "expéditeur", "exp"]),
    ("Spanish, Portuguese, Catalan", &["de", "remitente", "remetente", "desde"]),
    ("Italian", &["da", "mittente"]),
    ("Romanian", &["de la", "expeditor"]),
    ("Danish, Norwegian", &["fra", "afsender", "avsender"]),
    ("Swedish", &["från", "avsändare"]),
    ("Finnish, Estonian", &["lähettäjä", "saatja"]),
    ("Icelandic", &["frá"]),
    ("Polish", &["od", "nadawca"]),
    ("Czech, Slovak, Croatian, Slovenian", &["od", "odesílatel", "odosielateľ", "šalje", "pošiljatelj"]),
    ("Hungarian", &["feladó", "küldő"]),
    ("Greek", &["από", "αποστολέας"]),
    ("Russian, Bulgarian", &["от", "от кого", "отправитель", "подател"]),
    ("Ukrainian, Belarusian, Serbian", &["від", "від кого", "ад", "од"]),
    ("Turkish", &["kimden", "gönderen", "gönderici"]),
    ("Latvian, Lithuanian", &["no", "sūtītājs", "nuo", "siuntėjas"]),
    ("Vietnamese", &["từ", "người gửi"]),
    ("Filipino", &["mula kay", "mula sa"]),
    ("Thai", &["จาก", "ผู้ส่ง"]),
    ("Chinese", &["发件人", "寄件者", "寄件人", "發件人", "发信人"]),
    ("Japanese", &["差出人", "送信者", "送信元"]),
    ("Korean", &["보낸 사람", "보낸사람", "발신"]),
    ("Arabic, Persian", &["من", "المرسل", "از", "فرستنده"]),
    ("Hebrew", &["מאת", "השולח"]),
    ("Hindi", &["से", "प्रेषक"]),
];

/// `Sent:`: a label that only mail programs write.
#[rustfmt::skip]
pub(super) const SENT: Table = &[
    ("Indonesian", &["dikirim", "terkirim", "waktu pengiriman", "tanggal pengiriman", "dikirim pada"]),
    ("Malay", &["dihantar", "dihantar pada"]),
    ("English", &["sent", "sent at", "sent on", "date sent"]),
    ("German", &["gesendet", "gesendet am", "verschickt"]),
    ("Dutch", &["verzonden", "verstuurd"]),
    ("French", &["envoyé", "envoyé le", "date d'envoi"]),
    ("Spanish, Catalan", &["enviado", "enviado el", "enviat", "enviado en"]),
    ("Portuguese", &["enviado", "enviada", "enviado em", "enviada em"]),
    ("Italian", &["inviato", "inviata"]),
    ("Romanian", &["trimis", "trimis la"]),
    ("Danish, Norwegian", &["sendt"]),
    ("Swedish, Icelandic", &["skickat", "sent", "sänt", "sendt"]),
    ("Finnish, Estonian", &["lähetetty", "saadetud"]),
    ("Polish", &["wysłano", "wysłane", "data wysłania"]),
    ("Czech, Slovak", &["odesláno", "odoslané", "odoslaná"]),
    ("Croatian, Slovenian, Serbian", &["poslano", "poslato", "послато"]),
    ("Hungarian", &["elküldve", "küldve"]),
    ("Greek", &["στάλθηκε", "αποστολή", "εστάλη"]),
    ("Russian", &["отправлено", "отправлен"]),
    ("Ukrainian, Bulgarian", &["надіслано", "відправлено", "изпратено"]),
    ("Turkish", &["gönderildi", "gönderme tarihi", "gönderim"]),
    ("Latvian, Lithuanian", &["nosūtīts", "išsiųsta"]),
    ("Vietnamese", &["đã gửi", "ngày gửi", "thời gian gửi"]),
    ("Thai", &["ส่งเมื่อ", "ส่ง"]),
    ("Chinese", &["发送时间", "傳送時間", "寄件日期", "发送日期", "發送時間", "已发送"]),
    ("Japanese", &["送信日時", "送信", "送信済み"]),
    ("Korean", &["보낸 날짜", "보낸날짜", "보냄", "보낸 시간"]),
    ("Arabic", &["تاريخ الإرسال", "أرسلت", "تم الإرسال"]),
    ("Hebrew", &["נשלח"]),
];

/// `Date:`: people write it as well.
#[rustfmt::skip]
pub(super) const DATE: Table = &[
    ("Indonesian, Malay", &["tanggal", "waktu", "tgl", "hari/tanggal", "tarikh", "jam"]),
    ("English, French", &["date", "le", "message du"]),
    ("German, Dutch, Danish, Swedish", &["datum", "dato", "datum/uhrzeit"]),
    ("Spanish", &["fecha"]),
    ("Catalan, Italian, Portuguese, Romanian", &["data"]),
    ("Finnish, Estonian", &["päivämäärä", "pvm", "päiväys", "kuupäev"]),
    ("Icelandic", &["dagsetning"]),
    ("Polish, Czech, Slovak", &["data", "datum", "dátum"]),
    ("Hungarian", &["dátum"]),
    ("Greek", &["ημερομηνία"]),
    ("Russian, Bulgarian, Ukrainian", &["дата"]),
    ("Turkish", &["tarih"]),
    ("Vietnamese", &["ngày", "thời gian"]),
    ("Thai", &["วันที่"]),
    ("Chinese, Japanese", &["日期", "日付", "日時", "时间"]),
    ("Korean", &["날짜", "일시"]),
    ("Arabic, Hebrew", &["التاريخ", "תאריך", "تاریخ"]),
];

/// `To:`.
#[rustfmt::skip]
pub(super) const TO: Table = &[
    ("Indonesian, Malay", &["kepada", "untuk", "ke", "penerima", "kpd"]),
    ("English", &["to", "recipient"]),
    ("German", &["an", "empfänger"]),
    ("Dutch", &["aan"]),
    ("French", &["à", "a", "pour", "destinataire"]),
    ("Spanish, Portuguese, Catalan", &["para", "per a", "destinatario", "destinatário"]),
    ("Italian", &["a", "destinatario"]),
    ("Romanian", &["către", "catre", "pentru"]),
    ("Danish, Norwegian", &["til"]),
    ("Swedish", &["till"]),
    ("Finnish, Estonian", &["vastaanottaja", "kopio", "adressaat"]),
    ("Polish, Slovenian, Croatian", &["do", "za", "prima"]),
    ("Czech, Slovak", &["komu", "pro"]),
    ("Hungarian", &["címzett"]),
    ("Greek", &["προς"]),
    ("Russian, Bulgarian", &["кому", "до", "получатель"]),
    ("Ukrainian, Serbian", &["кому", "до", "за"]),
    ("Turkish", &["kime", "alıcı"]),
    ("Latvian, Lithuanian", &["kam", "kas"]),
    ("Vietnamese", &["đến", "tới", "người nhận"]),
    ("Thai", &["ถึง"]),
    ("Chinese", &["收件人", "收件者"]),
    ("Japanese", &["宛先", "受信者"]),
    ("Korean", &["받는 사람", "받는사람"]),
    ("Arabic, Persian", &["إلى", "الى", "به"]),
    ("Hebrew", &["אל", "ל"]),
];

/// `Subject:`.
#[rustfmt::skip]
pub(super) const SUBJECT: Table = &[
    ("Indonesian, Malay", &["subjek", "perihal", "hal", "judul", "subyek", "perkara", "tajuk"]),
    ("English", &["subject", "re"]),
    ("German", &["betreff", "betrifft"]),
    ("Dutch", &["onderwerp"]),
    ("French", &["objet", "sujet"]),
    ("Spanish", &["asunto"]),
    ("Portuguese, Catalan", &["assunto", "assumpte"]),
    ("Italian", &["oggetto"]),
    ("Romanian", &["subiect"]),
    ("Danish, Norwegian", &["emne"]),
    ("Swedish", &["ämne"]),
    ("Finnish, Estonian, Icelandic", &["aihe", "teema", "efni"]),
    ("Polish", &["temat"]),
    ("Czech, Slovak", &["předmět", "predmet"]),
    ("Croatian, Slovenian, Serbian", &["predmet", "zadeva", "tema", "предмет"]),
    ("Hungarian", &["tárgy"]),
    ("Greek", &["θέμα"]),
    ("Russian, Bulgarian, Ukrainian", &["тема", "относно"]),
    ("Turkish", &["konu"]),
    ("Latvian, Lithuanian", &["temats", "tēma"]),
    ("Vietnamese", &["chủ đề", "tiêu đề"]),
    ("Thai", &["เรื่อง", "หัวเรื่อง"]),
    ("Chinese", &["主题", "主旨", "主題"]),
    ("Japanese", &["件名"]),
    ("Korean", &["제목"]),
    ("Arabic, Persian", &["الموضوع", "موضوع"]),
    ("Hebrew", &["נושא", "הנדון"]),
];

/// Further lines of such a block; they prove nothing themselves.
#[rustfmt::skip]
pub(super) const FURTHER: Table = &[
    ("Indonesian, Malay", &["tembusan", "salinan", "cc", "bcc", "balas ke", "salinan kepada"]),
    ("English", &["cc", "bcc", "reply-to", "reply to", "importance", "attachments", "priority", "organization"]),
    ("German, Dutch", &["kopie", "antwort an", "antwoord aan", "beantwoorden - aan", "priorität", "anlagen"]),
    ("French", &["cc", "répondre à", "copie à", "copie", "importance", "pièces jointes"]),
    ("Spanish, Portuguese, Italian", &["cco", "responder a", "responder para", "risposta", "rispondi a", "anexos"]),
    ("Danish, Norwegian, Swedish", &["kopi", "svar til", "kopia", "svara till"]),
    ("Polish, Czech, Slovak", &["dw", "udw", "kopie", "kópia", "do wiadomości"]),
    ("Greek, Russian, Ukrainian", &["κοιν", "копия", "копія"]),
    ("Chinese, Japanese, Korean", &["抄送", "副本", "抄送人", "参照", "참조"]),
    ("Turkish, Vietnamese, Thai", &["bilgi", "cc", "สำเนา", "สําเนา"]),
];

/// Labels of official letters and memos: a block that holds one is a letter's head, not a mail's.
pub(super) const LETTER: &[&str] =
    &["nomor", "no", "no.", "sifat", "lampiran", "klasifikasi", "nip", "jabatan", "nama"];
