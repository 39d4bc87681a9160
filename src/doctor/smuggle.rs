//! Ends of a text that only some servers see (SMTP smuggling, CVE-2023-51764 and its family;
//! `security.md` A1-11). Pure.
use crate::sink::{Envelope, RawEnd};

/// One such end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    LfDotLf,
    LfDotCrLf,
    CrLfDotLf,
    CrDotCr,
    CrLfDotCrCrLf,
}

impl Variant {
    pub const ALL: [Variant; 5] = [
        Variant::LfDotLf,
        Variant::LfDotCrLf,
        Variant::CrLfDotLf,
        Variant::CrDotCr,
        Variant::CrLfDotCrCrLf,
    ];

    pub fn bytes(self) -> &'static [u8] {
        match self {
            Variant::LfDotLf => b"\n.\n",
            Variant::LfDotCrLf => b"\n.\r\n",
            Variant::CrLfDotLf => b"\r\n.\n",
            Variant::CrDotCr => b"\r.\r",
            Variant::CrLfDotCrCrLf => b"\r\n.\r\r\n",
        }
    }

    /// In a Message-ID.
    pub fn name(self) -> &'static str {
        match self {
            Variant::LfDotLf => "lf-lf",
            Variant::LfDotCrLf => "lf-crlf",
            Variant::CrLfDotLf => "crlf-lf",
            Variant::CrDotCr => "cr-cr",
            Variant::CrLfDotCrCrLf => "crlf-crcrlf",
        }
    }

    /// For people.
    pub fn shown(self) -> &'static str {
        match self {
            Variant::LfDotLf => "\\n.\\n",
            Variant::LfDotCrLf => "\\n.\\r\\n",
            Variant::CrLfDotLf => "\\r\\n.\\n",
            Variant::CrDotCr => "\\r.\\r",
            Variant::CrLfDotCrCrLf => "\\r\\n.\\r\\r\\n",
        }
    }
}

/// The first mail, the doubtful end, and behind it a second mail as a client would hand it in. The
/// whole ends as every text must. No line of the mails begins with a dot.
pub fn stream(variant: Variant, first: &str, envelope: &Envelope, second: &str) -> Vec<u8> {
    let first = first.strip_suffix("\r\n").unwrap_or(first);
    let commands = format!(
        "MAIL FROM:<{}>\r\nRCPT TO:<{}>\r\nDATA\r\n{second}.\r\n",
        envelope.from, envelope.to
    );
    [first.as_bytes(), variant.bytes(), commands.as_bytes()].concat()
}

/// Whether the server carried out commands that stood in the text: behind its answer to the text
/// itself it may only say goodbye.
pub fn obeyed(end: &RawEnd) -> bool {
    end.replies.iter().skip(1).any(|(code, _)| !matches!(code, 221 | 421))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_holds_the_end_once_and_ends_properly() {
        let envelope = Envelope {
            from: "a@x.example".into(),
            to: "b@x.example".into(),
            envid: None,
            ret_hdrs: false,
            notify: None,
        };
        for variant in Variant::ALL {
            let bytes =
                stream(variant, "From: a\r\n\r\nhai\r\n", &envelope, "From: a\r\n\r\nx\r\n");
            assert!(bytes.ends_with(b"\r\n.\r\n"), "{variant:?}");
            let good = bytes.windows(5).filter(|five| five == b"\r\n.\r\n").count();
            assert_eq!(good, 1, "{variant:?}: only the last end is a good one");
            let at = memchr::memmem::find(&bytes, variant.bytes()).unwrap();
            let after = &bytes[at + variant.bytes().len()..];
            assert!(after.starts_with(b"MAIL FROM:<a@x.example>\r\n"), "{variant:?}");
        }
    }

    #[test]
    fn an_answer_to_a_second_command_betrays_the_server() {
        let end = |codes: &[u16]| RawEnd {
            replies: codes.iter().map(|code| (*code, String::new())).collect(),
        };
        for good in [&[250, 221][..], &[550], &[521], &[250, 421], &[]] {
            assert!(!obeyed(&end(good)), "{good:?}");
        }
        for bad in [&[250, 250, 250, 354, 250, 221][..], &[250, 550, 503, 221], &[550, 250, 221]] {
            assert!(obeyed(&end(bad)), "{bad:?}");
        }
    }
}
