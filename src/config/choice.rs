//! The closed choices of the settings file: a word in, a variant out, and a sentence that lists
//! the words when it is none of them. Knows no IO.
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum whose variants are words in the settings file; the first is the default.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident = $first_word:literal
        $(, $(#[$more_doc:meta])* $more:ident = $more_word:literal)* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            #[default]
            $(#[$first_doc])*
            $first,
            $($(#[$more_doc])* $more,)*
        }

        impl $name {
            /// The words a settings file may hold, the default first.
            pub const WORDS: &'static [&'static str] = &[$first_word $(, $more_word)*];

            /// The word of the settings file.
            pub fn as_str(self) -> &'static str {
                match self {
                    $name::$first => $first_word,
                    $($name::$more => $more_word,)*
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<$name, D::Error> {
                let word = String::deserialize(input)?;
                match word.as_str() {
                    $first_word => Ok($name::$first),
                    $($more_word => Ok($name::$more),)*
                    _ => Err(serde::de::Error::custom(format!(
                        "bernilai `{word}`; pilihannya: {}", $name::WORDS.join(", ")
                    ))),
                }
            }
        }
    };
}

choice! {
    /// What becomes of a dossier when its time is over.
    Final {
        Destroy = "destroy",
        Permanent = "permanent",
    }
}

choice! {
    /// Language of the letters.
    Language { Indonesian = "id", English = "en" }
}
choice! {
    /// Which clock the daemon goes by. `simulated` is for practice: every letter says SIMULASI.
    ClockKind { System = "system", Simulated = "simulated" }
}
choice! {
    /// Where mail comes from.
    MailboxKind { Imap = "imap", Maildir = "maildir" }
}
choice! {
    /// Where mail goes to.
    SmtpKind { Smtp = "smtp", Maildir = "maildir" }
}
choice! {
    /// How a connection is protected. `none` only on this machine (`security.md` A4-70).
    Tls { Implicit = "implicit", Starttls = "starttls", None = "none" }
}
choice! {
    /// Who says whether the sender is genuine.
    Verify {
        /// Our own MX, by its `Authentication-Results`.
        Header = "header",
        /// Loket itself, by DKIM.
        Own = "self",
        Both = "both",
    }
}
choice! {
    /// What carries a letter's reply code back (`security.md` D.1).
    ReplyCarrier {
        /// The address of the answer: `loket+CODE@…`.
        Address = "address",
        /// A line in the letter, for servers that know no plus addresses.
        Body = "body",
    }
}
choice! {
    /// When an approval needs a second factor (`security.md` D.2).
    SecondFactor {
        /// Where a risk asks for it.
        Risk = "risk",
        Always = "always",
    }
}
choice! {
    /// Where our own MX writes its `Authentication-Results`, seen from its own `Received` line.
    Results { Above = "above", Below = "below" }
}
choice! {
    /// Who judges whether the papers are complete (SOP step 5).
    Completeness { Auto = "auto", Helpdesk = "helpdesk" }
}
choice! {
    /// What kind of account system a back-end is.
    BackendKind { Command = "command", Ldap = "ldap" }
}
choice! {
    /// What an account system wants of a password.
    PasswordShape {
        Plain = "plain",
        /// Capital, small letter, digit and sign.
        Mixed = "mixed",
    }
}
choice! {
    /// How a directory is told a password.
    LdapMethod { Exop = "exop", Modify = "modify" }
}
choice! {
    /// How the log is written.
    LogFormat { Text = "text", Json = "json" }
}
choice! {
    /// How much the log says.
    LogLevel { Info = "info", Error = "error", Warn = "warn", Debug = "debug", Trace = "trace" }
}
