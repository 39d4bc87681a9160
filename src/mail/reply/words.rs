//! The words with which mail programs introduce a quote, one language per line. Tables only; what a
//! line must hold besides them is `attribution`'s business.

/// A language (or the program that writes so) and its words, lower case.
pub(super) type Table = &'static [(&'static str, &'static [&'static str])];

/// Words an introduction may begin with, before its date.
#[rustfmt::skip]
pub(super) const OPENINGS: Table = &[
    ("Indonesian, Malay", &["pada", "pada tanggal", "tanggal", "tarikh", "pada tarikh"]),
    ("Javanese, Sundanese", &["ing", "dina"]),
    ("English", &["on", "at", "in message", "in article"]),
    ("German", &["am", "um"]),
    ("Dutch", &["op"]),
    ("French", &["le", "en date du"]),
    ("Spanish, Catalan, Galician", &["el", "el día", "a", "o", "o día"]),
    ("Italian", &["il", "il giorno", "in data", "alle"]),
    ("Portuguese", &["em", "no dia", "a"]),
    ("Romanian", &["în", "pe", "la", "în data de", "in data de"]),
    ("Danish, Norwegian, Swedish", &["den", "d.", "på", "kl.", "vid"]),
    ("Icelandic", &["þann", "á"]),
    ("Finnish", &["klo"]),
    ("Estonian", &["kuupäeval"]),
    ("Latvian, Lithuanian", &["datums", "dne"]),
    ("Polish", &["w dniu", "dnia", "w"]),
    ("Czech, Slovak", &["dne", "dňa", "v", "po", "út", "st", "čt", "pá", "so", "ne"]),
    ("Croatian, Serbian, Slovenian", &["dana", "u", "dne", "v", "je", "дана"]),
    ("Hungarian", &["dátum"]),
    ("Greek", &["στις", "την", "τη", "το"]),
    ("Russian", &["в", "от"]),
    ("Ukrainian, Belarusian", &["у", "від", "о"]),
    ("Bulgarian, Macedonian", &["на", "в"]),
    ("Turkish, Azerbaijani", &["tarihinde", "tarixində"]),
    ("Vietnamese", &["vào", "vào lúc", "ngày"]),
    ("Filipino", &["noong", "nitong"]),
    ("Thai", &["เมื่อ", "ในวันที่", "วันที่"]),
    ("Chinese", &["在", "于", "於"]),
    ("Arabic", &["في", "بتاريخ", "يوم"]),
    ("Persian", &["در", "در تاریخ"]),
    ("Hebrew", &["בתאריך", "ב-", "ביום"]),
    ("Hindi", &["को"]),
    ("Welsh, Irish", &["ar"]),
    ("Swahili", &["mnamo", "tarehe"]),
];

/// Words an introduction ends with, before its colon.
#[rustfmt::skip]
pub(super) const WROTE: Table = &[
    ("Indonesian, Malay", &["menulis", "telah menulis", "tulis", "menuliskan", "berkata"]),
    ("Indonesian, apps", &["menulis pesan", "mengirim", "menulis sebagai berikut", "menjawab"]),
    ("Javanese, Sundanese", &["nulis", "nyerat"]),
    ("English", &["wrote", "writes", "has written", "sent", "said", "says", "a wrote"]),
    ("German", &["schrieb", "geschrieben", "schrieben sie", "schreibt"]),
    ("Dutch", &["schreef", "het volgende geschreven", "geschreven", "schreef het volgende"]),
    ("Afrikaans", &["het geskryf", "geskryf"]),
    ("French", &["a écrit", "a ecrit", "écrit", "nous a dit", "a écrit ceci"]),
    ("Spanish", &["escribió", "escribio", "ha escrito", "escribe"]),
    ("Catalan", &["ha escrit", "va escriure", "escrigué"]),
    ("Galician, Portuguese", &["escribiu", "escreveu", "escreveu o seguinte"]),
    ("Italian", &["ha scritto", "scrive", "scrisse"]),
    ("Romanian", &["a scris", "a scris următoarele"]),
    ("Danish, Norwegian, Swedish", &["skrev", "skrev følgende", "skreiv"]),
    ("Icelandic", &["skrifaði", "ritaði"]),
    ("Finnish", &["kirjoitti"]),
    ("Estonian", &["kirjutas"]),
    ("Latvian", &["rakstīja"]),
    ("Lithuanian", &["rašė"]),
    ("Polish", &["napisał(a)", "napisał", "napisała", "pisze", "pisał", "pisała"]),
    ("Czech", &["napsal(a)", "napsal", "napsala", "napsal/a"]),
    ("Slovak", &["napísal(a)", "napísal", "napísala", "napísal/a"]),
    ("Croatian, Serbian", &["je napisao/la", "napisao/la", "je napisao", "je napisala", "napisao je", "napisala je", "је написао/ла", "је написао", "пише"]),
    ("Slovenian", &["je napisal/-a", "je napisal", "je napisala", "napisal/a", "napisal", "napisala"]),
    ("Hungarian", &["írta", "ezt írta", "a következőt írta", "írt"]),
    ("Greek", &["έγραψε", "έγραψαν"]),
    ("Russian", &["написал", "написала", "написал(а)", "пишет", "писал", "писал(а)"]),
    ("Ukrainian", &["пише", "написав", "написала", "написав(ла)", "писав"]),
    ("Belarusian", &["напісаў", "напісала", "піша"]),
    ("Bulgarian, Macedonian", &["написа", "написал", "напиша"]),
    ("Turkish", &["şunu yazdı", "şunları yazdı", "yazdı", "yazmış"]),
    ("Azerbaijani", &["yazıb", "yazdı"]),
    ("Vietnamese", &["đã viết", "viết"]),
    ("Filipino", &["isinulat", "sumulat", "ay sumulat"]),
    ("Thai", &["เขียนว่า", "เขียน", "ได้เขียน"]),
    ("Khmer, Lao, Burmese", &["បានសរសេរ", "ຂຽນ", "ရေးခဲ့သည်"]),
    ("Chinese", &["写道", "寫道", "编写", "撰写", "撰寫", "写", "寫"]),
    ("Japanese", &["のメッセージ", "のメール", "は書きました", "が書きました", "wrote", "より", "書きました"]),
    ("Korean", &["작성", "님이 작성", "님이 작성한 메시지", "쓴 글", "썼습니다"]),
    ("Arabic", &["كتب", "كتبت", "كتب ما يلي"]),
    ("Persian", &["نوشت", "نوشته است"]),
    ("Hebrew", &["כתב", "כתבה", "כתב/ה", "מאת", "כתב(ה)"]),
    ("Hindi, Bengali, Tamil", &["ने लिखा", "লিখেছেন", "எழுதியது"]),
    ("Swahili", &["aliandika"]),
    ("Basque", &["idatzi du", "igorleak hau idatzi du", "erabiltzaileak hau idatzi du"]),
    ("Welsh, Irish", &["ysgrifennodd", "scríobh"]),
];

/// Words after which the writer's name still comes: `Am 18.11.2026 schrieb Made:`.
#[rustfmt::skip]
pub(super) const WROTE_WHO: Table = &[
    ("German", &["schrieb"]),
    ("Dutch", &["schreef", "heeft"]),
    ("Danish, Norwegian, Swedish", &["skrev", "skreiv"]),
    ("Icelandic", &["skrifaði", "reit"]),
    ("Finnish", &["kirjoitti"]),
    ("Estonian", &["kirjutas"]),
    ("Czech, Slovak", &["napsal", "napísal"]),
    ("Lithuanian, Latvian", &["rašė", "rakstīja"]),
    ("Hebrew", &["מאת"]),
    ("Filipino", &["isinulat ni"]),
];

/// Words before the name of the quoted writer: Horde and its like.
#[rustfmt::skip]
pub(super) const QUOTING: Table = &[
    ("Indonesian, Malay", &["mengutip", "kutipan dari", "memetik"]),
    ("English", &["quoting", "excerpts from", "you wrote", "also sprach"]),
    ("German", &["zitat von", "zitiere"]),
    ("Dutch", &["citeren", "citaat van"]),
    ("French", &["citation de", "en citant", "selon"]),
    ("Spanish, Portuguese, Italian", &["citando", "mensaje citado por", "missatge de"]),
    ("Danish, Norwegian, Swedish", &["citerer", "siterer", "citerar", "citat"]),
    ("Polish, Czech, Slovak", &["cytowanie", "citace", "citát", "wiadomość napisana przez"]),
    ("Finnish, Hungarian", &["lainaus", "idézet"]),
    ("Russian", &["цитирую", "цитирование"]),
];

/// People who speak of themselves: `kami menulis:` is prose, not a mail program.
pub(super) const ONESELF: &[&str] = &[
    "saya", "kami", "kita", "aku", "i", "we", "ich", "wir", "je", "nous", "yo", "ik", "wij", "jeg",
];
