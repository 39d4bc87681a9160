//! What servers say in their reports, as tables: one language or one family of servers per line, lower
//! case, blanks single, apostrophes straight, a bar between two phrases. Knows phrases; decides nothing.
use std::sync::LazyLock;

/// A table cut into its phrases.
type Phrases = LazyLock<Vec<&'static str>>;

/// Nothing arrived, and nobody tries again.
const FAILED: [(&str, &str); 24] = [
    (
        "id",
        "tidak terkirim|tidak dapat dikirim|gagal terkirim|gagal dikirim|pengiriman gagal|\
         gagal mengirim|tidak dapat menyampaikan|tidak dapat disampaikan|alamat tidak ditemukan|\
         tidak sampai ke|kegagalan pengiriman|pesan dikembalikan|surat dikembalikan|\
         tidak dapat terkirim|tidak berhasil dikirim|pesan ditolak",
    ),
    ("ms", "tidak dapat dihantar|penghantaran gagal|gagal dihantar"),
    (
        "en notice",
        "undelivered mail|undeliverable|undelivered message|\
         delivery status notification (failure)|delivery status notification: error|\
         mail delivery failed|mail delivery failure|delivery failure|delivery failed|\
         failed delivery|failure delivery|failure notice|returned mail|returned to sender|\
         return to sender|returning to sender|returning message to sender|non-delivery|\
         nondeliverable|mail failed|mail failure|message failure|failed mail|mail system error|\
         delivery error|delivery problem|error sending your mail|\
         mail error|rejected mail|rejected message|bounced mail|bounce notification",
    ),
    (
        "en not delivered",
        "not delivered|not been delivered|wasn't delivered|not be delivered|\
         couldn't be delivered|cannot be delivered|can't be delivered|wasn't able to deliver|\
         unable to deliver|could not deliver|couldn't deliver|cannot deliver|not able to deliver|\
         delivery has failed|has failed to these|failed to deliver|trouble delivering|\
         error delivering|did not reach|error has occurred while attempting to deliver|\
         did not receive a copy|delivery to the following recipient failed|\
         delivery to the following recipients failed|\
         delivery to the following recipients was aborted|delevery to the following recipients|\
         unable to be delivered",
    ),
    (
        "en permanent",
        "permanent fatal errors|permanent error|permanent delivery errors|permanent failure|\
         returned permanent errors|had delivery problems|had delivery errors|\
         fatal delivery errors|unrecoverable|failed addresses follow|failed recipient|\
         message returned|was automatically rejected|was rejected|incorrectly constructed|\
         malformed address|unknown user|user unknown|no such user|could not be sent|unsent mail|\
         rejected your message|rejected recipient",
    ),
    (
        "en robots",
        "errors from|address not found|invalid address|invalid user address|\
         invalid final delivery userid|one or more addresses|returned a non-delivery|\
         message blocked|an error was detected while processing",
    ),
    (
        "de",
        "konnte nicht zugestellt|nicht zugestellt werden|unzustellbar|zustellung fehlgeschlagen|\
         nicht zustellbar|fehler bei der zustellung",
    ),
    (
        "fr",
        "non remis|n'a pas pu etre|n'a pas pu être|échec de la remise|echec de la remise|\
         non distribu|n'a pas été remis|echec de remise",
    ),
    (
        "es",
        "no se pudo entregar|no se ha podido entregar|no se puede entregar|no entregado|\
         no se entreg|error de entrega|devuelto al remitente",
    ),
    (
        "pt",
        "não foi possível entregar|nao foi possivel entregar|não entregue|não pôde ser entregue|\
         falha na entrega",
    ),
    (
        "it",
        "impossibile recapitare|mancato recapito|mancata consegna|non è stato recapitato|\
         non recapitabile",
    ),
    ("nl", "onbestelbaar|niet worden bezorgd|niet worden afgeleverd|bezorging mislukt"),
    ("sv da no", "kunde inte levereras|kunne ikke leveres|ikke leveret|olevererbart|uleverbar"),
    ("fi", "ei voitu toimittaa|toimitus epäonnistui"),
    ("pl", "niedostarczaln|nie można dostarczyć|nie została dostarczona|niedoręczon"),
    ("cs sk", "nedoručiteln|nelze doručit|nebylo možné doručit|nedoručen"),
    ("hu ro", "kézbesíthetetlen|nem kézbesíthető|nu a putut fi livrat|nelivrabil"),
    ("tr", "teslim edilemedi|iletilemedi|teslim edilemiyor"),
    (
        "ru uk",
        "не может быть доставлено|недоставленное|не доставлено|не удалось доставить|\
         не было доставлено|не было отправлено|не вдалося доставити|не доставлена",
    ),
    (
        "ja",
        "配信できませんでした|送信できませんでした|配送できませんでした|配信不能|配信エラー|メールエラー|メッセージを配信できません|送信に失敗|配送に失敗|届けられません|\
         送信エラー",
    ),
    (
        "zh",
        "退信|投递失败|无法投递|发送失败|无法送达|未能送达|递送失败|無法傳遞|無法投遞|寄送失敗|邮件传输失败|无法发送|傳送失敗",
    ),
    ("ko", "전송 실패|배달할 수 없|발송 실패|전송하지 못|전달되지 않|배달되지 않"),
    ("vi", "không gửi được|không thể gửi|không tìm thấy địa chỉ"),
    ("th ar", "ไม่สามารถส่ง|ส่งไม่สำเร็จ|تعذر تسليم|لم يتم تسليم"),
];

/// Not yet arrived; the server goes on trying.
const DELAYED: [(&str, &str); 4] = [
    (
        "id",
        "penundaan pengiriman|pengiriman tertunda|pengiriman ditunda|tertunda pengirimannya|\
         belum terkirim",
    ),
    (
        "en",
        "is delayed|only a temporary failure report|delivery status notification (delay)|delayed mail|still being retried|warning: message|\
         delivery delayed|has been delayed|message delayed|mail delayed|delivery is delayed|\
         delay in delivery|not yet been delivered|warning: could not send message|\
         transient non-fatal errors|you do not need to resend|delivery incomplete|\
         no need to resend|temporarily undeliverable|is still undelivered|will keep trying|\
         will be retried|could not be delivered for the last|will continue to be attempted|\
         delivery attempts will continue",
    ),
    ("de fr es", "verzögert|zustellung verzoegert|remise différée|remise retard|entrega retrasada"),
    ("ja zh", "遅延|延迟"),
];

/// Arrived, or handed on to a server that reports no further.
const DELIVERED: &str = "successful mail delivery report|delivery status notification (success)|\
         successfully delivered|was successfully relayed|delivery status notification (relay)|\
         successful delivery notifications|berhasil disampaikan";

/// What begins a list of the addresses that a report is about.
const HEADINGS: &str = "following address|following recipient|following user|following destination|\
         following mailbox|following person|these recipients|these addresses|these people|\
         following e-mail address|following email address|did not reach|addresses had permanent|\
         addresses had delivery|addresses had transient|addresses had problems|\
         addresses had successful|failed recipients|failed addresses|list of recipients|\
         one or more recipients|unable to be delivered to|not delivered to|n't delivered to|\
         not be delivered to|n't be delivered to|unable to deliver to|\
         unable to deliver message to|unable to deliver mail to|could not deliver to|\
         could not deliver message to|failed to deliver to|was not sent to|affected recipient|\
         unknown recipients|undeliverable to|addressed to email address|unknown user:|\
         mailbox is full:|invalid addresses|of its recipients|fatal errors|permanent errors|\
         delivery to|pu etre delivre a|pu être remis|penerima berikut|alamat berikut|\
         tidak terkirim ke|tidak dapat dikirim ke|tidak sampai ke|次の受信者|以下のメールアドレス|以下のアドレス";

/// What stands right before the address that failed, on the same line or the line before.
const LABELS: &str = "quota violation for|\
    rcpt to:|failed recipient:|recipient address:|recipient:|error-for:|final-recipient:|\
         original-recipient:|intended recipient:|invalid recipient:|address:|\
         undeliverable address:|unknown user:|unknown address:|delivery failed:|undeliverable to|\
         undelivered to|delivered to:|delivered to|deliver message to|deliver mail to|\
         delivering your mail to|delivery to|deliver to|your message to|your mail to|message to|\
         mail to|recipient|user|mailbox|email address|e-mail address|for address|generated by|\
         generated from|routing:|gateway for|sent to|rejected by|malformed address:|addressed,|\
         addressed to|penerima:|kepada|alamat|ke|宛先";

/// Words of a line whose address is where to ask, not who failed.
const CONTACT: &str = "sent by|message from|\
    assistance|contact|please send|send mail to|postmaster|administrator|for help|help desk|\
         helpdesk|questions|report this|forward this|unsubscribe|reply to|envelope-from|\
         mail from|from:|sender|hubungi|bantuan|pengirim|message-id";

/// Facts of the letter that a report repeats: whom it was written to is not who failed.
const FACTS: &str =
    "to:|cc:|from:|subject:|date:|sent:|kepada:|dari:|perihal:|subjek:|tanggal:|dikirim:";

/// Lines with which the copy of the original begins.
const COPY: &str = "below this line is a copy of the message|this is a copy of the message|\
         this is a copy of your message|original message headers|original message follows|\
         original mail as follows|original message as received|original message is following|\
         original message follow|header of the original message|headers of the original message|\
         the original message was:|message headers follow|message header follow|\
         message text follows|message text follow|unsent message below|unsent message follows|\
         original mail info|returned mail -----|undelivered message follows|\
         below is a copy of the original message|enclosed is a copy of the message|\
         a copy of the original message below|original message -----|original message ---|\
         ----original message|----- original|-------original|pesan asli -----|\
         summary of the undelivered message|first part of the message|your message reads|\
         beginning of your message|message contents follow|start of returned message|\
         returned message follows|returned message below|old message:|the header and top|\
         the header page of your message|text of your message|your original message|\
         undelivered message|the body of the message|header dari pesan asli|salinan pesan|\
         salinan surat|pesan asli:|non-delivered message is attached|message headers:|\
         transcript of message|following is a copy of the message|full message follows";

static FAILED_PHRASES: Phrases = LazyLock::new(|| by_language(&FAILED));
static DELAYED_PHRASES: Phrases = LazyLock::new(|| by_language(&DELAYED));
static DELIVERED_PHRASES: Phrases = LazyLock::new(|| DELIVERED.split('|').collect());
static COPY_PHRASES: Phrases = LazyLock::new(|| COPY.split('|').collect());
static HEADING_PHRASES: Phrases = LazyLock::new(|| HEADINGS.split('|').collect());
static LABEL_PHRASES: Phrases = LazyLock::new(|| LABELS.split('|').collect());
static CONTACT_PHRASES: Phrases = LazyLock::new(|| CONTACT.split('|').collect());
static FACT_PHRASES: Phrases = LazyLock::new(|| FACTS.split('|').collect());

fn by_language(table: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    table.iter().flat_map(|(_, phrases)| phrases.split('|')).collect()
}

/// Lower case, straight apostrophes, single blanks: the form in which all of these tables are compared.
pub(super) fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}', '`'], "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether words tell of a failure.
pub(super) fn failed(words: &str) -> bool {
    FAILED_PHRASES.iter().any(|p| words.contains(p))
}

/// Whether words tell of a delay.
pub(super) fn delayed(words: &str) -> bool {
    DELAYED_PHRASES.iter().any(|p| words.contains(p))
}

/// Whether words tell of an arrival.
pub(super) fn delivered(words: &str) -> bool {
    DELIVERED_PHRASES.iter().any(|p| words.contains(p))
}

/// The RFC 3464 action that words tell: a delay is no failure, though its words often name one.
pub(super) fn action(words: &str) -> Option<&'static str> {
    if delayed(words) {
        Some("delayed")
    } else if failed(words) {
        Some("failed")
    } else if delivered(words) {
        Some("delivered")
    } else {
        None
    }
}

/// Whether a subject is a report's.
pub(super) fn subject_tells(subject: &str) -> bool {
    let subject = plain(subject);
    action(&subject).is_some() || subject.starts_with("delivery ")
}

/// Whether a line announces the copy of the original.
pub(super) fn announces_copy(line: &str) -> bool {
    line.len() < 200 && COPY_PHRASES.iter().any(|p| line.contains(p))
}

/// Whether a line is the heading of a list of those the report is about.
pub(super) fn is_heading(line: &str) -> bool {
    HEADING_PHRASES.iter().any(|p| line.contains(p))
}

/// Whether an address on this line is one to ask or one to answer, not one that failed.
pub(super) fn is_contact(line: &str) -> bool {
    CONTACT_PHRASES.iter().any(|p| line.contains(p))
        || FACT_PHRASES.iter().any(|p| line.starts_with(p))
}

/// Whether the words right before an address label it as the one that failed.
pub(super) fn is_label(before: &str) -> bool {
    let before = before.trim_end_matches(['<', '"', '\'', '(', '[', ' ', '*', ':', '=']);
    LABEL_PHRASES.iter().any(|label| {
        before
            .strip_suffix(label.trim_end_matches(':'))
            .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}
