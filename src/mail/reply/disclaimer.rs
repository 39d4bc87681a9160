//! The notices organisations put around people's words: confidentiality below, warnings on top. Knows how
//! they begin; one language per entry.
use super::lines::LINE_BYTES;
use regex::RegexSet;
use std::sync::LazyLock;

const NOTICES: &[(&str, &str)] = &[
    (
        "Indonesian",
        r"pernyataan (?:penyangkalan|kerahasiaan)|penafian\b|sanggahan\s*:|pemberitahuan kerahasiaan",
    ),
    (
        "Indonesian, sentence",
        r"(?:email|e-mail|surel|surat elektronik|pesan) ini (?:\(?(?:dan|beserta|termasuk) .* )?(?:bersifat|mungkin|adalah) (?:sangat )?rahasia",
    ),
    (
        "Indonesian, longer sentence",
        r"(?:email|e-mail|surel|surat elektronik|pesan) ini (?:bersifat|mengandung|berisi|dan|beserta|hanya (?:ditujukan|untuk)|dimaksudkan).*(?:rahasia|penerima)",
    ),
    (
        "Indonesian, information",
        r"(?:(?:perhatian|peringatan|catatan)\s*: ?)?(?:informasi|keterangan) (?:yang )?(?:terdapat|terkandung|termuat|ada)? ?(?:di )?(?:dalam|pada) (?:email|e-mail|surel|surat elektronik|pesan) ini",
    ),
    (
        "Indonesian, paper",
        r"(?:mohon |harap )?(?:pertimbangkan|pikirkan) (?:dampak |kelestarian )?lingkungan sebelum mencetak",
    ),
    (
        "Malay",
        r"(?:e-?mel|mesej) ini (?:dan|adalah|mungkin|mengandungi).*(?:sulit|rahsia|penerima)",
    ),
    (
        "English",
        r"disclaimer\b|confidentiality (?:notice|note|statement)|privileged (?:and|&) confidential",
    ),
    (
        "English, sentence",
        r"this (?:e-?mail|message|communication|transmission)\b.*(?:confidential|intended|privileged)",
    ),
    (
        "English, information",
        r"the information (?:contained |transmitted )?in this (?:e-?mail|message|communication)",
    ),
    ("English, paper", r"please consider the environment before printing|think before you print"),
    (
        "English, warning",
        r"caution: ?this email originated|caution: external|\[?external (?:email|sender)\]?\s*[:!]?\s*$|warning: this email originated",
    ),
    (
        "Indonesian, warning",
        r"\[?(?:email|surel) eksternal\]?\s*[:!]?\s*$|(?:peringatan|perhatian): ?(?:email|surel|pesan) ini (?:berasal|dikirim)",
    ),
    ("German", r"diese (?:e-?mail|nachricht) .*(?:vertraulich|bestimmt)"),
    ("French", r"ce (?:message|courriel|courrier) .*(?:confidentiel|destin)"),
    (
        "Spanish",
        r"este (?:mensaje|correo) .*(?:confidencial|destinatario)|aviso (?:legal|de confidencialidad)",
    ),
    ("Portuguese", r"esta mensagem .*(?:confidencia|destinat)|aviso de confidencialidade"),
    (
        "Italian",
        r"(?:questo messaggio|il presente messaggio|la presente e-?mail) .*(?:riservat|confidenzial)",
    ),
    ("Dutch", r"(?:dit|deze) (?:bericht|e-?mail) .*(?:vertrouwelijk|bestemd)"),
    ("Polish, Czech", r"ta wiadomość .*poufn|tato zpráva .*důvěrn"),
    ("Russian", r"(?:это|данное) (?:сообщение|письмо) .*конфиденциальн"),
];

static BEGINS: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new(NOTICES.iter().map(|(_, words)| format!(r"^[\s>*_=-]*(?:{words})"))).ok()
});

/// Words without which no notice names itself; they spare prose the patterns.
#[rustfmt::skip]
const NAMED: &[&str] = &[
    "mail", "message", "messag", "surel", "surat", "pesan", "mesej", "mel ", "penafian", "pernyataan", "sanggahan",
    "pemberitahuan", "lingkungan", "disclaimer", "confidential", "communication", "transmission", "environment",
    "print", "external", "eksternal", "nachricht", "courri", "mensaje", "correo", "aviso", "mensagem", "bericht",
    "wiadomo", "zpráva", "сообщение", "письмо",
];

/// Whether a line in plain form begins such a notice.
pub(super) fn is_disclaimer(plain: &str) -> bool {
    plain.len() <= LINE_BYTES
        && NAMED.iter().any(|word| plain.contains(word))
        && BEGINS.as_ref().is_some_and(|set| set.is_match(plain))
}
