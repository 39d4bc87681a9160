//! From an order to the bytes of one mail: whose address, which words, which papers. The same order
//! gives the same bytes: number, dates and token come from its row.
use super::pictures::pictures;
use super::{Dispatch, House};
use crate::mail;
use crate::mail::compose::{OutFile, Outgoing, compose};
use crate::store::{Claimed, StoreError};
use crate::template::Site;
use crate::workflow::effect::{Attach, Capability, Effect, Recipient};
use crate::workflow::letter::Letter;
use zeroize::Zeroizing;

/// A mail ready to go.
pub(super) struct Ready {
    pub to: String,
    /// The address as lists and events may show it.
    pub shown: String,
    /// Wiped when dropped: it may hold a password.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Why an order gives no mail.
pub(super) enum NoMail {
    Store(StoreError),
    /// Nobody to send to, or nothing to say: with the reason.
    Permanent(String),
}

impl From<StoreError> for NoMail {
    fn from(error: StoreError) -> NoMail {
        NoMail::Store(error)
    }
}

/// Resolved recipient.
pub(super) struct Address {
    pub name: Option<String>,
    pub address: String,
    pub shown: String,
    pub staff: bool,
}

impl Dispatch {
    /// Looks the recipient up now, not when the letter was wished for.
    pub(super) async fn address(&self, to: &Recipient, house: &House) -> Result<Address, NoMail> {
        match to {
            Recipient::Applicant { name, address } => Ok(Address {
                name: name.clone(),
                address: address.clone(),
                shown: address.clone(),
                staff: false,
            }),
            Recipient::Staff { person } => {
                let found = house.rules.people.iter().find(|p| p.id == person.id);
                let person = found.ok_or_else(|| {
                    NoMail::Permanent(format!(
                        "petugas {} tidak ada lagi di people.toml",
                        person.id
                    ))
                })?;
                Ok(Address {
                    name: Some(person.name.clone()),
                    address: person.address().to_owned(),
                    shown: person.address().to_owned(),
                    staff: true,
                })
            }
            Recipient::Contact { account } => {
                let account = self.store.account(*account).await?;
                let contact = account.as_ref().and_then(|account| account.contact_address());
                let contact = contact.ok_or_else(|| {
                    NoMail::Permanent("akun tidak punya kontak kedua lagi di register".to_owned())
                })?;
                Ok(Address {
                    name: None,
                    address: contact.as_str().to_owned(),
                    shown: contact.masked(),
                    staff: false,
                })
            }
            Recipient::Registered { account } => {
                let account = self.store.account(*account).await?;
                let account = account.ok_or_else(|| {
                    NoMail::Permanent("akun tidak ada lagi di register".to_owned())
                })?;
                let registered = account.registered_address();
                Ok(Address {
                    name: Some(account.name.clone()),
                    address: registered.as_str().to_owned(),
                    shown: registered.masked(),
                    staff: false,
                })
            }
        }
    }

    pub(super) async fn ready(
        &self,
        order: &Claimed,
        house: &House,
        secret: Option<&str>,
    ) -> Result<Ready, NoMail> {
        let Effect::Send { letter, to, attach, reply } = &order.effect else {
            return Err(NoMail::Permanent("bukan surat".into()));
        };
        let address = self.address(to, house).await?;
        if let Some(bytes) = &order.rendered {
            let bytes = match (reply, house.delimiter) {
                // It was kept without its token (`security.md` A2-24).
                (Some(_), Some(sign)) => {
                    let token = self.store.key().token(order.id);
                    mail::with_token(bytes.clone(), &house.site.address, sign, &token)
                }
                _ => bytes.clone(),
            };
            let bytes = Zeroizing::new(bytes);
            return Ok(Ready { to: address.address, shown: address.shown, bytes });
        }
        let outgoing =
            self.outgoing(order, letter, &address, attach, reply.as_ref(), house, secret);
        let outgoing = outgoing.await?;
        let bytes = compose(&outgoing).map_err(|e| NoMail::Permanent(e.to_string()))?;
        let bytes = Zeroizing::new(bytes);
        Ok(Ready { to: address.address, shown: address.shown, bytes })
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) async fn outgoing(
        &self,
        order: &Claimed,
        letter: &Letter,
        address: &Address,
        attach: &[Attach],
        reply: Option<&Capability>,
        house: &House,
        secret: Option<&str>,
    ) -> Result<Outgoing, NoMail> {
        let case_no = (!order.case_id.is_empty()).then_some(order.case_id.as_str());
        // The address of the answer carries the code, or the letter itself does.
        let quoted = reply.filter(|_| house.delimiter.is_none());
        let reply_code = quoted.map(|_| self.store.key().code(order.id));
        let site = Site { reply_code, ..house.site.clone() };
        let rendered = house
            .templates
            .render(letter, case_no, &site, secret)
            .map_err(|e| NoMail::Permanent(e.to_string()))?;
        let own = house.site.address.clone();
        let (local, domain) = own.split_once('@').unwrap_or((own.as_str(), "localhost"));
        let key = self.store.key();
        let text = match case_no {
            Some(case) => format!("{case}.o{}", order.id),
            None => format!("o{}", order.id),
        };
        let message_id = format!("{text}.{}@{domain}", key.mark(&text));
        let (html, inline) = pictures(letter, rendered.html, &message_id)
            .map_err(|error| NoMail::Permanent(error.to_string()))?;
        let mut references = Vec::new();
        let mut in_reply_to = None;
        if let Some(case_no) = case_no {
            references.push(format!("{case_no}.{}@{domain}", key.mark(case_no)));
            if matches!(&order.effect, Effect::Send { to: Recipient::Contact { .. }, .. }) {
                // He never wrote to us: nothing to thread with.
            } else if !address.staff {
                let case = self.store.case(case_no).await?;
                in_reply_to = case.and_then(|c| c.thread);
                references.extend(in_reply_to.clone());
            }
        }
        let reply_to = reply
            .zip(house.delimiter)
            .map(|(_, sign)| format!("{local}{sign}{}@{domain}", key.token(order.id)));
        Ok(Outgoing {
            from_name: house.from_name.clone(),
            from_address: own.clone(),
            to_name: address.name.clone(),
            to_address: address.address.clone(),
            reply_to,
            subject: rendered.subject,
            message_id,
            in_reply_to,
            references,
            date: order.created_at,
            zone: house.site.zone.to_offset(order.created_at),
            cc: Vec::new(),
            bulk: matches!(letter, Letter::Digest(_)),
            extra: Vec::new(),
            // A password's line is never wrapped nor encoded, so that it can be copied as it is.
            text_only_ascii: secret.is_some() && rendered.text.is_ascii(),
            text: rendered.text,
            html,
            inline,
            attachments: self.files(attach).await?,
            auto_submitted: if address.staff { "auto-generated" } else { "auto-replied" },
        })
    }

    /// The papers that go along, out of the shelf; a mail is opened once for all of its papers.
    async fn files(&self, attach: &[Attach]) -> Result<Vec<OutFile>, NoMail> {
        let mut files = Vec::with_capacity(attach.len());
        for papers in attach.chunk_by(|one, next| one.mail == next.mail) {
            let Some(mail) = papers.first().map(|paper| paper.mail) else { continue };
            let Some(raw) = self.store.shelf(mail).await? else { continue };
            let wanted: Vec<&str> = papers.iter().map(|paper| paper.sha256.as_str()).collect();
            let found = match self.workers.extract_all(&raw, &wanted).await {
                Ok(found) => found,
                Err(error) => {
                    // The letter goes without them; its list of papers still names the files.
                    tracing::warn!(mail, %error, "papers not extracted");
                    continue;
                }
            };
            for (paper, bytes) in papers.iter().zip(found) {
                match bytes {
                    Some(bytes) => files.push(OutFile {
                        name: paper.name.clone(),
                        media_type: paper.media_type.clone(),
                        bytes,
                    }),
                    None => tracing::warn!(mail, "paper not found in its mail"),
                }
            }
        }
        Ok(files)
    }
}
