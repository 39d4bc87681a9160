//! The lines that say "here begins the old mail": original message, forwarded message, reply above this
//! line. One language per line; knows nothing of what stands above or below.
use super::words::Table;

/// What such a line introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Original,
    Forward,
}

#[rustfmt::skip]
const ORIGINAL: Table = &[
    ("Indonesian", &["pesan asli", "surat asli", "pesan awal", "pesan sebelumnya", "email asli", "balas pesan"]),
    ("Indonesian, apps", &["pesan balasan", "surel asli", "pesan original", "surel sebelumnya", "email sebelumnya"]),
    ("Malay", &["mesej asal", "mesej asli", "mel asal", "e-mel asal"]),
    ("English", &["original message", "reply message", "original appointment", "original", "original email"]),
    ("English, older", &["original e-mail", "previous message", "original mail", "message"]),
    ("German", &["ursprüngliche nachricht", "originalnachricht", "original-nachricht", "antwort nachricht"]),
    ("German, apps", &["ursprüngliche e-mail", "ursprünglicher termin", "original nachricht"]),
    ("Dutch", &["oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht"]),
    ("French", &["message d'origine", "message original", "message d’origine", "message initial"]),
    ("Spanish", &["mensaje original", "mensaje de origen", "mensaje inicial"]),
    ("Portuguese", &["mensagem original", "mensagem inicial"]),
    ("Catalan", &["missatge original"]),
    ("Italian", &["messaggio originale", "messaggio originario"]),
    ("Romanian", &["mesaj original", "mesajul original", "mesaj inițial"]),
    ("Danish", &["oprindelig meddelelse", "original meddelelse", "oprindelig besked", "original besked"]),
    ("Norwegian", &["opprinnelig melding", "original melding", "opprinnelig e-post"]),
    ("Swedish", &["ursprungligt meddelande", "originalmeddelande", "ursprungsmeddelande"]),
    ("Finnish", &["alkuperäinen viesti"]),
    ("Estonian, Latvian, Lithuanian", &["algne kiri", "sākotnējais ziņojums", "pradinis laiškas"]),
    ("Polish", &["wiadomość oryginalna", "oryginalna wiadomość", "treść oryginalnej wiadomości"]),
    ("Czech", &["původní zpráva", "původní e-mail"]),
    ("Slovak", &["pôvodná správa"]),
    ("Croatian, Slovenian, Serbian", &["izvorna poruka", "izvirno sporočilo", "оригинална порука", "originalna poruka"]),
    ("Hungarian", &["eredeti üzenet", "eredeti levél"]),
    ("Greek", &["αρχικό μήνυμα"]),
    ("Russian", &["исходное сообщение", "оригинальное сообщение", "original message/оригинал"]),
    ("Ukrainian", &["вихідне повідомлення", "оригінальне повідомлення", "початкове повідомлення"]),
    ("Bulgarian", &["оригинално съобщение"]),
    ("Turkish", &["özgün ileti", "orijinal mesaj", "orjinal mesaj", "orijinal ileti", "özgün mesaj"]),
    ("Vietnamese", &["thư gốc", "tin nhắn gốc", "tin nhắn ban đầu"]),
    ("Thai", &["ข้อความต้นฉบับ", "ข้อความเดิม"]),
    ("Chinese", &["原始邮件", "原始郵件", "原邮件", "原郵件", "原始信件"]),
    ("Japanese", &["元のメッセージ", "元のメール", "オリジナルメッセージ"]),
    ("Korean", &["원본 메시지", "원본 메일", "원본메시지", "original message"]),
    ("Arabic", &["الرسالة الأصلية", "رسالة أصلية"]),
    ("Persian", &["پیام اصلی"]),
    ("Hebrew", &["הודעה מקורית", "ההודעה המקורית"]),
];

#[rustfmt::skip]
const FORWARD: Table = &[
    ("Indonesian", &["pesan terusan", "pesan diteruskan", "pesan yang diteruskan", "terusan", "diteruskan"]),
    ("Indonesian, apps", &["mulai pesan yang diteruskan", "mulai pesan diteruskan", "awal pesan terusan", "email terusan"]),
    ("Indonesian, older", &["awal pesan yang diteruskan", "mulai meneruskan pesan", "surel terusan", "surat diteruskan"]),
    ("Malay", &["mesej dimajukan", "mesej yang dimajukan", "mesej dipanjangkan", "mula mesej dimajukan"]),
    ("English", &["forwarded message", "begin forwarded message", "forwarded mail", "forwarded email", "forward message"]),
    ("German", &["weitergeleitete nachricht", "weitergeleitete mail", "anfang der weitergeleiteten nachricht"]),
    ("German, apps", &["anfang der weitergeleiteten e-mail", "beginn der weitergeleiteten nachricht", "forwarded message/weiterleitung"]),
    ("Dutch", &["doorgestuurd bericht", "doorgezonden bericht", "begin doorgestuurd bericht", "begin van doorgestuurd bericht"]),
    ("French", &["message transféré", "message transmis", "début du message transféré", "début du message réexpédié"]),
    ("French, apps", &["message réexpédié", "courriel transféré", "début du message transmis"]),
    ("Spanish", &["mensaje reenviado", "inicio del mensaje reenviado", "comienzo del mensaje reenviado"]),
    ("Portuguese", &["mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada"]),
    ("Catalan", &["missatge reenviat", "inici del missatge reenviat"]),
    ("Italian", &["messaggio inoltrato", "messaggio inoltrato da", "inizio messaggio inoltrato"]),
    ("Romanian", &["mesaj redirecționat", "mesaj redirectionat", "mesaj transmis mai departe", "mesaj înaintat"]),
    ("Danish", &["videresendt meddelelse", "videresendt besked", "start på videresendt besked"]),
    ("Norwegian", &["videresendt melding", "start på videresendt melding", "videresendt e-post"]),
    ("Swedish", &["vidarebefordrat meddelande", "vidarebefordrat mail", "vidarebefordrat brev", "start på vidarebefordrat meddelande"]),
    ("Finnish", &["välitetty viesti", "edelleenlähetetty viesti", "välitetty viesti alkaa"]),
    ("Polish", &["przekazana wiadomość", "wiadomość przekazana", "początek przekazanej wiadomości"]),
    ("Czech", &["přeposlaná zpráva", "začátek přeposlané zprávy", "předaná zpráva"]),
    ("Slovak", &["preposlaná správa", "začiatok preposlanej správy"]),
    ("Croatian, Slovenian, Serbian", &["proslijeđena poruka", "posredovano sporočilo", "прослеђена порука", "prosleđena poruka"]),
    ("Hungarian", &["továbbított üzenet", "továbbított levél", "továbbított üzenet kezdete"]),
    ("Greek", &["προωθημένο μήνυμα", "έναρξη προωθημένου μηνύματος"]),
    ("Russian", &["пересылаемое сообщение", "пересланное сообщение", "пересылаемое письмо", "начало переадресованного сообщения"]),
    ("Russian, apps", &["начало пересылаемого сообщения", "перенаправленное сообщение"]),
    ("Ukrainian", &["переслане повідомлення", "пересилається повідомлення", "початок листа, що пересилається"]),
    ("Bulgarian", &["препратено съобщение"]),
    ("Turkish", &["iletilen ileti", "iletilmiş mesaj", "iletilen mesaj", "yönlendirilmiş ileti", "başlangıç: iletilen ileti"]),
    ("Vietnamese", &["thư được chuyển tiếp", "tin nhắn được chuyển tiếp", "thư đã chuyển tiếp", "bắt đầu thư được chuyển tiếp"]),
    ("Thai", &["ข้อความที่ส่งต่อ", "เริ่มต้นข้อความที่ส่งต่อ"]),
    ("Chinese", &["转发的邮件", "轉寄郵件", "轉寄的郵件", "转发邮件信息", "已转发的邮件", "開始轉寄郵件", "开始转发的邮件"]),
    ("Japanese", &["転送メッセージ", "転送されたメッセージ", "転送されたメール", "転送メール"]),
    ("Korean", &["전달된 메시지", "전달된 메일", "전달한 메시지"]),
    ("Arabic", &["الرسالة المعاد توجيهها", "رسالة معاد توجيهها", "بداية الرسالة المحولة"]),
    ("Hebrew", &["הודעה שהועברה", "תחילת ההודעה שהועברה"]),
];

/// How such a line goes on with a name: Lotus Notes and Exchange.
#[rustfmt::skip]
const FORWARDED_BY: Table = &[
    ("Indonesian, Malay", &["diteruskan oleh", "dimajukan oleh"]),
    ("English", &["forwarded by", "forwarded message from", "message from"]),
    ("German", &["weitergeleitet von", "weitergeleitet durch"]),
    ("French, Spanish, Portuguese, Italian", &["transféré par", "reenviado por", "encaminhado por", "inoltrato da"]),
];

/// Lines of trackers that ask for the answer above themselves.
#[rustfmt::skip]
const ABOVE: Table = &[
    ("Indonesian", &["balas di atas garis ini", "balas di atas baris ini", "tulis balasan di atas", "ketik balasan anda di atas"]),
    ("English", &["reply above this line", "type your reply above this line", "write your reply above", "write above this line"]),
    ("English, older", &["reply above the line", "reply above this message", "enter your reply above", "add your reply above"]),
    ("German", &["bitte oberhalb dieser linie antworten", "antworten sie oberhalb dieser zeile", "antwort über dieser linie"]),
    ("French", &["répondre au-dessus de cette ligne", "répondez au-dessus de cette ligne"]),
    ("Spanish", &["responda por encima de esta línea", "responder por encima de esta línea"]),
    ("Dutch, Portuguese", &["antwoord boven deze lijn", "responda acima desta linha", "responder acima desta linha"]),
];

const STROKES: [char; 13] = ['-', '–', '—', '_', '=', '*', '~', '#', '>', '<', '|', '[', ']'];

/// The mark on a line in plain form (`lines::plain`), with or without its strokes.
pub(super) fn mark(plain: &str) -> Option<Mark> {
    if plain.len() > 300 {
        return None;
    }
    let stroke = |c: char| STROKES.contains(&c);
    let bare = plain.trim_start_matches(|c: char| stroke(c) || c == ' ');
    let lead = plain.chars().take_while(|c| stroke(*c) || *c == ' ').filter(|c| stroke(*c)).count();
    let end = bare.trim_end_matches(|c: char| stroke(c) || c == ' ');
    let trail = bare.len() > end.len();
    let colon = end.ends_with([':', '：']);
    let core = end.trim_end_matches([':', '：', ' ']);
    if lead >= 2 || colon {
        if is(FORWARD, core) {
            return Some(Mark::Forward);
        }
        // `---- Forwarded by Made on 18/11/2026 ----`, `--- Pesan terusan dari Made ---`.
        let goes_on = begins(FORWARDED_BY, core) || core.contains(' ') && begins(FORWARD, core);
        if lead >= 2 && trail && goes_on && core.len() < 120 {
            return Some(Mark::Forward);
        }
    }
    if lead >= 2 && (trail || lead >= 5 || colon) && (is(ORIGINAL, core) && core != "message") {
        return Some(Mark::Original);
    }
    // `-----Original Message-----From: …` on one line.
    if lead >= 4 && ORIGINAL.iter().any(|(_, all)| all.iter().any(|p| runs_on(core, p))) {
        return Some(Mark::Original);
    }
    None
}

/// Whether a line names an old mail without strokes; it counts only above a header block.
pub(super) fn named(plain: &str) -> bool {
    let core = plain.trim_matches(|c: char| STROKES.contains(&c) || matches!(c, ' ' | ':'));
    plain.len() < 100 && core != "message" && (is(ORIGINAL, core) || is(FORWARD, core))
}

/// Whether the line asks for the answer above itself.
pub(super) fn above(plain: &str) -> bool {
    let strokes = plain.starts_with(|c: char| STROKES.contains(&c) || matches!(c, '.' | '(' | '='));
    let short = plain.len() < 160;
    short
        && ABOVE.iter().flat_map(|(_, all)| *all).any(|p| {
            plain.find(p).is_some_and(|at| at == 0 || strokes || at < 30 && plain.len() < 100)
        })
}

fn is(table: Table, core: &str) -> bool {
    table.iter().any(|(_, all)| all.contains(&core))
}

fn begins(table: Table, core: &str) -> bool {
    table.iter().any(|(_, all)| all.iter().any(|p| core.starts_with(p)))
}

fn runs_on(core: &str, phrase: &str) -> bool {
    phrase != "original"
        && core.strip_prefix(phrase).is_some_and(|rest| rest.trim_start().starts_with("--"))
}
