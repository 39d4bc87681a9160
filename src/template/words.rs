//! The word lists of a language (`_words.toml`): names of states, papers, months and so on. Knows no letter.
use super::{Language, embedded};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Table → key → words.
#[derive(Clone, Debug, Default)]
pub struct Words(BTreeMap<String, BTreeMap<String, String>>);

static BUILTIN_ID: LazyLock<Words> = LazyLock::new(|| Words::builtin(Language::Id));
static BUILTIN_EN: LazyLock<Words> = LazyLock::new(|| Words::builtin(Language::En));

impl Words {
    /// Reads one file; the error is one line for the operator.
    pub fn parse(source: &str) -> Result<Words, String> {
        toml::from_str(source).map(Words).map_err(|e| e.to_string().replace('\n', " "))
    }

    /// The list that ships; a test proves that it can be read.
    fn builtin(language: Language) -> Words {
        embedded::file(language, embedded::WORDS)
            .and_then(|source| Words::parse(source).ok())
            .unwrap_or_default()
    }

    /// The operator's words over these; a table or key of his that we do not know is an error.
    pub fn overlay(mut self, over: Words) -> Result<Words, String> {
        for (table, keys) in over.0 {
            let Some(mine) = self.0.get_mut(&table) else {
                return Err(format!("[{table}] is not a table of words"));
            };
            for (key, words) in keys {
                match mine.get_mut(&key) {
                    Some(slot) => *slot = words,
                    None => return Err(format!("[{table}] has no key {key}")),
                }
            }
        }
        Ok(self)
    }

    /// The words for a key, or those of the table's `other`.
    pub fn get(&self, table: &str, key: &str) -> Option<&str> {
        let table = self.0.get(table)?;
        table.get(key).or_else(|| table.get("other")).map(String::as_str)
    }

    /// Whether exactly this key is there.
    #[cfg(test)]
    pub fn has(&self, table: &str, key: &str) -> bool {
        self.0.get(table).is_some_and(|t| t.contains_key(key))
    }

    /// All tables and keys, for comparing two languages.
    #[cfg(test)]
    pub fn keys(&self) -> Vec<(String, String)> {
        let each = |(t, ks): (&String, &BTreeMap<String, String>)| {
            ks.keys().map(|k| (t.clone(), k.clone())).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(each).collect()
    }
}

/// The words that ship with the program.
pub fn builtin(language: Language) -> &'static Words {
    match language {
        Language::Id => &BUILTIN_ID,
        Language::En => &BUILTIN_EN,
    }
}

/// The words for one value of a closed enum; its code name should a list lack it.
pub fn of(language: Language, table: &str, value: &impl Serialize) -> String {
    let code = serde_json::to_value(value).ok();
    let code = code.as_ref().and_then(|v| v.as_str()).unwrap_or_default();
    builtin(language).get(table, code).unwrap_or(code).to_owned()
}
