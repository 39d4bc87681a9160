//! Notices of sending services that come as one JSON document in the words of a mail (Amazon SES through
//! its notification service). Knows that document; no headers.
use super::{BouncedRecipient, RECIPIENT_LIMIT, address, status};
use crate::mail::{Bounce, header};
use serde_json::Value;

/// Most bytes of a document that is read.
const DOCUMENT_LIMIT: usize = 256 * 1024;

/// The notice, where the words begin with one.
pub(super) fn read(text: &str) -> Option<Bounce> {
    let text = text.trim_start();
    if !text.starts_with('{') || text.len() > DOCUMENT_LIMIT {
        return None;
    }
    let outer = document(text)?;
    // The notification service wraps what it passes on as a string, unless told not to.
    let inner = outer.get("Message").and_then(Value::as_str).and_then(document);
    let document = inner.unwrap_or(outer);
    let kind = document.get("notificationType").or_else(|| document.get("eventType"))?.as_str()?;
    let (told, list, action) = match kind {
        "Bounce" => ("bounce", "bouncedRecipients", "failed"),
        "Complaint" => ("complaint", "complainedRecipients", "delivered"),
        "Delivery" => ("delivery", "recipients", "delivered"),
        "DeliveryDelay" => ("deliveryDelay", "delayedRecipients", "delayed"),
        _ => return None,
    };
    let people = document.get(told)?.get(list)?.as_array()?;
    let recipients = people.iter().take(RECIPIENT_LIMIT).filter_map(|person| one(person, action));
    Some(Bounce { recipients: recipients.collect(), original_message_id: message_id(&document) })
}

/// The first document of a text; the lines of a mail are cut anywhere, also within a string.
fn document(text: &str) -> Option<Value> {
    let joined = text.replace(['\r', '\n'], "");
    serde_json::Deserializer::from_str(&joined).into_iter::<Value>().next()?.ok()
}

fn one(person: &Value, action: &str) -> Option<BouncedRecipient> {
    let text = |name: &str| person.get(name).and_then(Value::as_str);
    let address = person.as_str().or_else(|| text("emailAddress")).and_then(address::typed)?;
    let words = text("diagnosticCode").unwrap_or_default();
    let status = text("status")
        .and_then(status::exact)
        .or_else(|| status::of_words(words, Some(action)).filter(|_| action != "delivered"));
    Some(BouncedRecipient { address, status, action: Some(action.to_owned()) })
}

/// The header of the letter where it is told, not the service's own number.
fn message_id(document: &Value) -> Option<String> {
    let mail = document.get("mail")?;
    let of =
        |value: &Value| value.as_str().and_then(|v| header::ids(v.as_bytes()).into_iter().next());
    let headers = mail.get("headers").and_then(Value::as_array);
    let named = headers.into_iter().flatten().find(|h| {
        h.get("name").and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case("message-id"))
    });
    named
        .and_then(|h| h.get("value"))
        .and_then(of)
        .or_else(|| mail.get("commonHeaders").and_then(|c| c.get("messageId")).and_then(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_with_cut_lines() {
        let text = "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":\"budi@lcpp.exa\nmple\",\
            \"action\":\"failed\",\"status\":\"5.1.1\"}]},\"mail\":{\"headers\":[{\"name\":\"Message-ID\",\"value\":\"<o.7@lpse.example>\"}]}}\n--\nStop";
        let bounce = read(text).unwrap();
        assert_eq!(bounce.recipients[0].address, "budi@lcpp.example");
        assert_eq!(bounce.recipients[0].status.as_deref(), Some("5.1.1"));
        assert_eq!(bounce.original_message_id.as_deref(), Some("o.7@lpse.example"));
        assert_eq!(read("{\"notificationType\":\"Bounce\""), None);
        assert_eq!(read("Saya tempel {\"notificationType\":\"Bounce\"}"), None);
    }
}
