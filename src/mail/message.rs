//! A parsed mail as plain data. Knows no IO.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Everything Loket understands of one mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// Lenient reading, for display only.
    pub from: Mailbox,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// Addresses of To, Cc, Delivered-To, X-Original-To and Envelope-To: where a reply token may stand.
    pub delivered_to: Vec<String>,
    pub subject: String,
    /// The sender's claim, RFC 3339; never used as arrival time.
    pub date: Option<Timestamp>,
    /// Without angle brackets.
    /// Addresses of `Reply-To`: shown, never written to (`security.md` A1-06).
    #[serde(default)]
    pub reply_to: Vec<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// Whole best body text.
    pub text: String,
    /// The new words only.
    pub reply: String,
    /// Whose words `reply` holds: a command counts only among new ones (`security.md` A3-40).
    #[serde(default)]
    pub newness: Newness,
    /// The new words of the form not chosen for `reply` (plain or HTML), where the mail has both
    /// and they differ in words.
    pub other_reply: Option<String>,
    pub kind: MailKind,
    pub bounce: Option<Bounce>,
    pub authentication: Authentication,
    pub attachments: Vec<Attachment>,
    pub defects: Vec<String>,
    /// Set when the subject, a text, an attached text or an attached mail holds something labelled as a
    /// password: the mail as it may be kept, with all of these masked and the other files unchanged. The
    /// daemon stores this instead of the original.
    pub redacted: Option<Vec<u8>>,
    /// Set when one S/MIME signature stands over all that the mail says.
    #[serde(default)]
    pub signature: Option<Signature>,
}

/// An S/MIME signature over the whole of a mail's words, checked against the certificate that came with
/// it. It proves that the holder of a key wrote them; whose key it is, `signature::proof` asks of the
/// pinned certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Hex SHA-256 of the certificate (DER), lower case.
    pub fingerprint: String,
    /// The addresses the certificate names that are addresses by the strict reading.
    pub addresses: Vec<String>,
    pub valid_from: Timestamp,
    pub valid_until: Timestamp,
    /// The signer's own clock.
    pub signed_at: Option<Timestamp>,
    /// Hex SHA-256 of what was signed: the same signature a second time has the same.
    pub act: String,
}

/// Whose words the `reply` of a mail holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Newness {
    /// The sender's own, written now.
    #[default]
    New,
    /// Another's mail that was passed on without a word.
    Forwarded,
    /// Nothing new was written; the whole text, quotes and all, was kept so that nothing is lost.
    Old,
}

/// A display name and an address, as found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    pub name: Option<String>,
    pub address: Option<String>,
}

/// What sort of mail it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    Request,
    Reply,
    AutoReply,
    Bounce,
    MailingList,
    #[default]
    Other,
}

/// A delivery report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    pub recipients: Vec<BouncedRecipient>,
    /// Without angle brackets.
    pub original_message_id: Option<String>,
}

/// One recipient of a delivery report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BouncedRecipient {
    pub address: String,
    /// RFC 3463 code, for instance `5.1.1`.
    pub status: Option<String>,
    /// RFC 3464 action: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
    pub action: Option<String>,
}

/// Who really sent it, as far as can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// The one strict From address in ASCII lower-case domain form, or `None`.
    pub identity: Option<String>,
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    /// What is wrong with the way it came, whatever else proves the sender.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// When our border took it, by its own `Received` line.
    #[serde(default)]
    pub border_at: Option<Timestamp>,
    /// When the author's domain says it signed it (DKIM `t=`).
    #[serde(default)]
    pub signed_at: Option<Timestamp>,
}

impl Authentication {
    /// Takes over what the header block tells of the mail's way: it counts whoever checked the sender.
    pub fn with_way_of(mut self, header: &Authentication) -> Authentication {
        (self.border_at, self.signed_at) = (header.border_at, header.signed_at);
        self.doubt = header.doubt;
        if let Some(doubt) = self.doubt {
            self.reasons.push(doubt.sentence().to_owned());
            if matches!(self.verdict, Verdict::Pass | Verdict::Weak) {
                self.verdict = Verdict::None;
            }
        }
        self
    }
}

/// What is wrong with the way a mail came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// No server of ours delivered it: somebody put it into the mailbox (`security.md` A1-13).
    NotDelivered,
    /// Handed in with the login of another mailbox than the author's (`security.md` A1-07).
    LoginMismatch,
}

impl Doubt {
    pub fn sentence(self) -> &'static str {
        match self {
            Doubt::NotDelivered => {
                "Surat tidak diantar oleh server surat kami: ditaruh langsung di kotak surat."
            }
            Doubt::LoginMismatch => "Surat dikirim dengan login kotak surat lain.",
        }
    }
}

/// The verdict of our own border on the identity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    Weak,
    Fail,
    #[default]
    None,
    Temperror,
}

/// A file that came along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    /// By content.
    pub media_type: String,
    /// As written in the mail.
    pub declared_type: String,
    /// Bytes after decoding.
    pub size: u64,
    /// Hex of the decoded bytes.
    pub sha256: String,
    /// Decoration of the body (logo, tracking pixel), not a paper.
    pub inline: bool,
    /// Subject and sender of the attached mails it lay in; nothing decides by it.
    #[serde(default)]
    pub within: Option<String>,
}

/// How the border's verdict is read (`trust.*` in the configuration).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustSettings {
    /// Our own authserv-id; without it no `Authentication-Results` is believed.
    pub authserv_id: Option<String>,
    /// Where our border writes its results.
    #[serde(default)]
    pub results: ResultsPlace,
    /// What our own servers call themselves behind `by` in `Received`; empty means that it is not
    /// looked at, or, for results below the line, the authserv-id.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// A login our own server states in its `Received` line proves the author.
    #[serde(default)]
    pub received_login: bool,
}

/// Where our border writes its `Authentication-Results`, seen from its own `Received` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultsPlace {
    /// Above it, as RFC 8601 §4 wants it.
    #[default]
    Above,
    /// Directly below it, as milters do that insert at index 1. Safe only where the border takes
    /// away what a sender wrote under our name.
    Below,
}
