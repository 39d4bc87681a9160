//! The table of verbs: the closed list of `domain.md` §4.12. One row for each word that may act; adding
//! a command means a row here and a reader in its family's file.
use super::Verdict;
use super::words::Word;
use crate::workflow::actor::Role;

/// What may follow the word and who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// SETUJU, TOLAK, KONFIRMASI, TUNDA.
    Decision,
    /// HASIL with its lines.
    Result,
    /// LENGKAP, KURANG.
    Completeness,
    /// BUKA, TUTUP, STATUS and the like.
    Housekeeping,
    /// BUKU TAMU, PANGGIL, TIDAK HADIR, DISAMPAIKAN LANGSUNG.
    Counter,
}

/// One row: the words (lower case, abbreviations spelt out), what they mean and who may use them.
#[derive(Debug)]
pub(super) struct Verb {
    pub phrase: &'static [&'static str],
    pub verdict: Verdict,
    pub family: Family,
    pub roles: &'static [Role],
}

const PPE: &[Role] = &[Role::AdminPpe];
const HELP: &[Role] = &[Role::Helpdesk];
const DESK: &[Role] = &[Role::Helpdesk, Role::FrontOffice];
const BOTH: &[Role] = &[Role::AdminPpe, Role::Helpdesk];
const STAFF: &[Role] = &[Role::AdminPpe, Role::Helpdesk, Role::FrontOffice, Role::Supervisor];

const fn row(
    phrase: &'static [&'static str],
    verdict: Verdict,
    family: Family,
    roles: &'static [Role],
) -> Verb {
    Verb { phrase, verdict, family, roles }
}

/// Every word that may act, and no other.
pub(super) const VERBS: &[Verb] = &[
    row(&["setuju"], Verdict::Approve, Family::Decision, PPE),
    row(&["disetujui"], Verdict::Approve, Family::Decision, PPE),
    row(&["setujui"], Verdict::Approve, Family::Decision, PPE),
    row(&["ok", "setuju"], Verdict::Approve, Family::Decision, PPE),
    row(&["oke", "setuju"], Verdict::Approve, Family::Decision, PPE),
    row(&["acc"], Verdict::Approve, Family::Decision, PPE),
    row(&["valid"], Verdict::Approve, Family::Decision, PPE),
    row(&["tolak"], Verdict::Reject, Family::Decision, PPE),
    row(&["ditolak"], Verdict::Reject, Family::Decision, PPE),
    row(&["tidak", "setuju"], Verdict::Reject, Family::Decision, PPE),
    row(&["tidak", "disetujui"], Verdict::Reject, Family::Decision, PPE),
    row(&["tidak", "valid"], Verdict::Reject, Family::Decision, PPE),
    row(&["konfirmasi", "dulu"], Verdict::ConfirmByPhone, Family::Decision, PPE),
    row(&["konfirmasi"], Verdict::ConfirmByPhone, Family::Decision, PPE),
    row(&["telepon", "dulu"], Verdict::ConfirmByPhone, Family::Decision, PPE),
    row(&["tunda"], Verdict::Hold, Family::Decision, BOTH),
    row(&["pending"], Verdict::Hold, Family::Decision, BOTH),
    row(&["hasil"], Verdict::Result, Family::Result, PPE),
    row(&["selesai"], Verdict::Result, Family::Result, PPE),
    row(&["sudah", "direset"], Verdict::Result, Family::Result, PPE),
    row(&["sudah", "reset"], Verdict::Result, Family::Result, PPE),
    row(&["lengkap"], Verdict::Complete, Family::Completeness, HELP),
    row(&["berkas", "lengkap"], Verdict::Complete, Family::Completeness, HELP),
    row(&["sudah", "lengkap"], Verdict::Complete, Family::Completeness, HELP),
    row(&["teruskan"], Verdict::Complete, Family::Completeness, HELP),
    row(&["kurang"], Verdict::Incomplete, Family::Completeness, HELP),
    row(&["kurang", "lengkap"], Verdict::Incomplete, Family::Completeness, HELP),
    row(&["belum", "lengkap"], Verdict::Incomplete, Family::Completeness, HELP),
    row(&["tidak", "lengkap"], Verdict::Incomplete, Family::Completeness, HELP),
    row(&["buka"], Verdict::Open, Family::Housekeeping, HELP),
    row(&["buka", "kembali"], Verdict::Reopen, Family::Housekeeping, HELP),
    row(&["tutup"], Verdict::Close, Family::Housekeeping, HELP),
    row(&["status"], Verdict::Status, Family::Housekeeping, STAFF),
    row(&["daftar"], Verdict::List, Family::Housekeeping, STAFF),
    row(&["ambil"], Verdict::Take, Family::Housekeeping, BOTH),
    row(&["catat"], Verdict::Note, Family::Housekeeping, STAFF),
    row(&["kirim", "ulang"], Verdict::Resend, Family::Housekeeping, HELP),
    row(&["penjelasan"], Verdict::ExplainDeviation, Family::Housekeeping, STAFF),
    row(&["delegasi"], Verdict::Delegate, Family::Housekeeping, PPE),
    row(&["delegasikan"], Verdict::Delegate, Family::Housekeeping, PPE),
    row(&["alihkan"], Verdict::Delegate, Family::Housekeeping, PPE),
    row(&["cabut", "delegasi"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["delegasi", "dicabut"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["delegasi", "dibatalkan"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["delegasi", "selesai"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["batalkan", "delegasi"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["akhiri", "delegasi"], Verdict::EndDelegation, Family::Housekeeping, PPE),
    row(&["disampaikan", "langsung"], Verdict::DeliverInPerson, Family::Counter, DESK),
    row(&["buku", "tamu"], Verdict::Guestbook, Family::Counter, DESK),
    row(&["panggil"], Verdict::CallNext, Family::Counter, DESK),
    row(&["tidak", "hadir"], Verdict::NoShow, Family::Counter, DESK),
];

/// The row whose phrase opens `words`, the longest if several do.
pub(super) fn opening(words: &[Word]) -> Option<&'static Verb> {
    VERBS.iter().filter(|v| stands_at(v.phrase, words)).max_by_key(|v| v.phrase.len())
}

fn stands_at(phrase: &[&str], words: &[Word]) -> bool {
    words.len() >= phrase.len() && phrase.iter().zip(words).all(|(p, w)| *p == w.plain)
}

/// The first row whose phrase stands anywhere after the first word, with its place.
pub(super) fn somewhere(words: &[Word]) -> Option<(usize, &'static Verb)> {
    (0..words.len()).find_map(|at| words.get(at..).and_then(opening).map(|v| (at, v)))
}
