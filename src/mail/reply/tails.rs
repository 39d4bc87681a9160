//! The lines telephones and mail programs add below a person's words: `Dikirim dari iPhone saya`. One
//! language per line; only such a line itself goes.
use super::words::Table;

/// How such a line begins when what follows alone decides (see `DEVICES`).
#[rustfmt::skip]
const SENT_FROM: Table = &[
    ("Indonesian", &["dikirim dari", "terkirim dari", "dikirim dengan", "dikirim melalui", "dikirim via"]),
    ("Indonesian, apps", &["dikirim menggunakan", "dikirim lewat", "dikirimkan dari", "dikirim oleh", "kirim dari", "diketik di", "diketik dari"]),
    ("Malay", &["dihantar dari", "dihantar daripada", "dihantar melalui", "dihantar menggunakan"]),
    ("German", &["gesendet von", "gesendet mit", "von meinem", "diese nachricht wurde von", "verschickt mit"]),
    ("German, apps", &["gesendet über", "gesendet mit der", "diese e-mail wurde von"]),
    ("Dutch", &["verzonden met", "verzonden vanaf", "verzonden vanuit", "verstuurd vanaf", "verstuurd met", "verstuurd vanuit"]),
    ("French", &["envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé par", "envoyé via", "envoyé sans fil"]),
    ("Spanish", &["enviado desde", "enviado con", "enviado mediante", "enviado vía", "enviado a través"]),
    ("Portuguese", &["enviado do", "enviado pelo", "enviado a partir", "enviado de", "enviado via", "enviado da", "enviada do"]),
    ("Catalan", &["enviat des", "enviat amb"]),
    ("Italian", &["inviato da", "inviato dal", "inviato con", "inviato tramite", "inviato su"]),
    ("Romanian", &["trimis de pe", "trimis din", "trimis cu"]),
    ("Danish, Norwegian", &["sendt fra", "sendt med", "sendt via", "sendt uten"]),
    ("Swedish", &["skickat från", "skickat med", "skickat via", "skickades från", "från min"]),
    ("Icelandic", &["sent úr", "sent frá"]),
    ("Finnish", &["lähetetty", "lähetin"]),
    ("Estonian, Latvian, Lithuanian", &["saadetud minu", "nosūtīts no", "išsiųsta iš"]),
    ("Polish", &["wysłane z", "wysłano z", "wysłane za", "wysłane przez"]),
    ("Czech", &["odesláno z", "odesláno pomocí", "odesláno ze"]),
    ("Slovak", &["odoslané z", "odoslané zo", "poslané z"]),
    ("Croatian, Slovenian, Serbian", &["poslano s", "poslano sa", "poslano iz", "poslano z", "poslato sa", "послато"]),
    ("Hungarian", &["elküldve", "küldve", "iphone-ról küldve", "az iphone-omról küldve"]),
    ("Greek", &["στάλθηκε από", "εστάλη από", "αποστολή από"]),
    ("Russian", &["отправлено с", "отправлено из", "отправлено через", "послано с"]),
    ("Ukrainian", &["надіслано з", "відправлено з", "надіслано через", "надіслано із"]),
    ("Bulgarian", &["изпратено от", "изпратено с"]),
    ("Turkish", &["iphone'umdan gönderildi", "iphone'dan gönderildi", "android'den gönderildi", "ipad'imden gönderildi"]),
    ("Vietnamese", &["đã gửi từ", "được gửi từ", "gửi từ"]),
    ("Thai", &["ส่งจาก"]),
    ("Chinese", &["发自我的", "從我的", "从我的", "發自我的", "传送自", "傳送自", "发自", "寄自"]),
    ("Japanese", &["iphoneから送信", "ipadから送信", "androidから送信", "私のiphone", "iphone から送信"]),
    ("Korean", &["나의 iphone에서", "내 iphone에서", "iphone에서 보냄", "나의 ipad에서"]),
    ("Arabic, Persian", &["أرسلت من", "مرسل من", "أُرسلت من", "تم الإرسال من", "ارسال شده از"]),
    ("Hebrew", &["נשלח מ", "נשלח מה"]),
];

/// Lines that are such a tail by their beginning alone.
#[rustfmt::skip]
const WHOLE: Table = &[
    ("Indonesian", &["dapatkan outlook untuk", "unduh outlook untuk", "dapatkan aplikasi outlook", "email ini dikirim dari", "dapatkan bluemail untuk"]),
    ("Malay", &["dapatkan outlook", "muat turun outlook"]),
    ("English", &["get outlook for", "get bluemail", "from my iphone", "from my ipad", "from my android", "yahoo mail: "]),
    ("English, apps", &["download outlook for", "sent wirelessly", "powered by cyberbox", "typed on my", "written on my"]),
    ("English, older", &["this message was sent from my", "this email was sent from my", "connected by motoblur"]),
    ("German", &["outlook für android", "outlook für ios", "holen sie sich outlook", "laden sie outlook"]),
    ("French", &["télécharger outlook pour", "obtenir outlook pour", "obtenez outlook pour"]),
    ("Spanish, Portuguese, Italian", &["obtener outlook para", "obter o outlook para", "scarica outlook per", "ottieni outlook per"]),
    ("Dutch, Danish, Swedish", &["outlook voor", "hent outlook til", "hämta outlook för", "download outlook voor"]),
    ("Russian, Polish, Turkish", &["скачать outlook для", "pobierz program outlook", "outlook'u edinin", "outlook для"]),
    ("Chinese, Japanese, Korean", &["获取 outlook", "取得 outlook", "outlook for ios を入手", "outlook for android を入手"]),
];

/// What such a line names: things that send mail.
#[rustfmt::skip]
const DEVICES: &[&str] = &[
    "iphon", "ipad", "ipod", "android", "samsung", "galaxy", "xiaomi", "redmi", "poco", "oppo", "vivo",
    "realme", "huawei", "honor", "nokia", "infinix", "asus", "lenovo", "blackberry", "windows", "yahoo",
    "gmail", "outlook", "mail", "zimbra", "spark", "proton", "bluemail", "mobil", "phone", "fon", "ponsel",
    "hp saya", "gawai", "smartphone", "handphone", "perangkat", "tablet", "telepon", "telefon", "téléphone",
    "móvil", "celular", "telemóvel", "cellulare", "dispositiv", "appareil", "terminal", "gerät", "handy",
    "laptop", "komputer", "peranti", "puhelim", "telefon", "mobiel", "móvel", "айфон", "телефон", "смартфон",
    "устройств", "почт", "手机", "手機", "信箱", "邮箱", "携帯", "roundcube", "thunderbird", "hotmail", "mailbird",
    "whatsapp", "lg ", "htc",
];

/// Words of a sentence: `Sent from my desk, which is …` is prose.
#[rustfmt::skip]
const SENTENCE: &[&str] =
    &[
    " is ", " are ", " was ", " were ", " will ", " has ", " have ", " and then ", " please ",
];

const LENGTH: usize = 160;

/// Whether a line in plain form (`lines::plain`) is such a tail.
pub(super) fn is_tail(plain: &str) -> bool {
    let line = plain.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '_' | '<' | '>' | '(' | ')' | '[' | ']' | '-' | '—' | '.' | '"' | '~')
    });
    // A link behind the words does not make them long.
    let words = line.find("http").and_then(|at| line.get(..at)).unwrap_or(line);
    if words.is_empty() || words.len() > LENGTH {
        return false;
    }
    if begins(WHOLE, &words.replace(['[', ']'], "")) {
        return true;
    }
    if english(words) {
        return true;
    }
    let device = || DEVICES.iter().any(|device| words.contains(device));
    if words.ends_with("gönderildi") || words.ends_with("から送信") || words.ends_with("에서 보냄")
    {
        return device();
    }
    let own = [" saya", " hp", " ku", " gesendet"]
        .iter()
        .any(|end| words.trim_end_matches(['.', '!']).ends_with(end));
    begins(SENT_FROM, words) && (device() || own && words.split(' ').count() <= 8)
}

/// `Sent from …`, `Sent with …`, `Nik from mobile`: short, and no sentence.
fn english(words: &str) -> bool {
    let apology = words.split_once(',').or_else(|| words.split_once(". "));
    let head = apology.filter(|(_, tail)| excuse(tail)).map_or(words, |(head, _)| head);
    let padded = format!("{head} ");
    if SENTENCE.iter().any(|word| padded.contains(word)) || head.split(' ').count() > 12 {
        return false;
    }
    let sent = ["sent from", "sent via", "sent with", "sent using", "sent through", "sent by"];
    let begins =
        sent.iter().any(|start| head.strip_prefix(start).is_some_and(|r| r.starts_with(' ')));
    let device = DEVICES.iter().any(|device| head.contains(device));
    let own = head.contains(" my ") && !head.contains(" desk");
    let named = head.split(' ').count() <= 4 && !head.starts_with("sent by");
    if begins && (device || own || named) {
        return true;
    }
    let mobile = ["via mobile", "from mobile", "from my mobile", "on mobile"];
    head.split(' ').count() <= 4 && mobile.iter().any(|end| head.ends_with(end))
}

/// `please excuse any typos`.
fn excuse(tail: &str) -> bool {
    ["excuse", "typo", "brevity", "maaf", "harap maklum"].iter().any(|word| tail.contains(word))
}

fn begins(table: Table, words: &str) -> bool {
    table.iter().any(|(_, all)| all.iter().any(|start| words.starts_with(start)))
}
