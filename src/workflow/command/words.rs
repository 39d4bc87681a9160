//! Words of a line with the abbreviations people type (`domain.md` §2) spelt out, and the closed
//! lists of words that change a meaning. Knows nothing of commands.

/// One word: lower case, abbreviation spelt out, and where it stands in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub plain: String,
    pub start: usize,
    pub end: usize,
}

/// Words of a line that are looked at.
const MAX_WORDS: usize = 300;

/// Runs of letters and digits; an apostrophe inside a word is dropped.
pub(crate) fn split(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    for (at, c) in line.char_indices() {
        if c.is_alphanumeric() {
            let word =
                open.get_or_insert_with(|| Word { plain: String::new(), start: at, end: at });
            word.plain.extend(c.to_lowercase());
            word.end = at + c.len_utf8();
        } else if c != '\'' {
            words.extend(open.take().map(spelt));
        }
        if words.len() >= MAX_WORDS {
            return words;
        }
    }
    words.extend(open.take().map(spelt));
    words
}

fn spelt(word: Word) -> Word {
    Word { plain: spell_out(&word.plain).to_string(), ..word }
}

/// The full form of an abbreviation, or the word itself.
pub(crate) fn spell_out(word: &str) -> &str {
    match word {
        "tdk" | "tak" | "gak" | "ga" | "gk" | "nggak" | "ngga" | "enggak" | "engga" | "kagak"
        | "ndak" | "g" | "tdak" | "tida" | "ngak" | "nda" => "tidak",
        "blm" | "blum" | "blom" | "belom" => "belum",
        "sdh" | "udh" | "udah" | "sudh" | "dah" | "telah" => "sudah",
        "lgkp" | "lngkp" | "lengkp" => "lengkap",
        "krn" | "karna" | "krna" => "karena",
        "jgn" | "jngn" => "jangan",
        "tp" | "tpi" | "tetapi" | "ttp" => "tapi",
        "klo" | "kalo" | "klu" | "kl" => "kalau",
        "bs" | "bsa" => "bisa",
        "yg" => "yang",
        "dgn" | "dg" | "dngn" => "dengan",
        "utk" | "u" | "tuk" => "untuk",
        "dr" => "dari",
        "pd" => "pada",
        "sy" | "sya" => "saya",
        "tlg" | "tolg" | "tlong" => "tolong",
        "mhn" | "mhon" => "mohon",
        "bpk" => "bapak",
        "telp" | "telpon" | "tlp" | "telfon" | "telepn" => "telepon",
        "ya" | "yaa" | "y" => "ya",
        "dulu" | "dl" | "dlu" | "dahulu" => "dulu",
        "jd" => "jadi",
        "sm" => "sama",
        "bsk" => "besok",
        "skrg" | "skrng" => "sekarang",
        "brkas" => "berkas",
        other => other,
    }
}

pub(crate) fn is_negation_word(word: &str) -> bool {
    matches!(
        word,
        "tidak" | "belum" | "bukan" | "jangan" | "kurang" | "tanpa" | "batal" | "never" | "not"
    )
}

/// Whether `word` is one of a list of words parted by blanks.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

const CONDITIONS: &str = "\
    tapi namun asal asalkan jika jikalau kalau bila apabila setelah sesudah sebelum sepanjang \
    selama kecuali melainkan meskipun walaupun dulu nanti besok lusa tunggu menunggu syarat \
    bersyarat but if unless sebaiknya harusnya seharusnya andai seandainya sementara ragu \
    mungkin kayaknya sepertinya cuma cuman hanya sayangnya";

/// Words after a keyword that take it back or tie it to something (`domain.md` §4.12, Rules).
pub(super) fn is_condition(word: &str) -> bool {
    listed(CONDITIONS, word)
}

pub(super) fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "apakah"
            | "apa"
            | "bagaimana"
            | "gimana"
            | "gmn"
            | "kapan"
            | "kenapa"
            | "mengapa"
            | "siapa"
            | "mana"
            | "dimana"
            | "bolehkah"
            | "bisakah"
            | "adakah"
            | "sudahkah"
            | "setujukah"
            | "kah"
            | "berapa"
            | "knp"
    )
}

const COURTESIES: &str = "\
    pak bapak bu ibu bpk mas mba mbak kang min admin kak bang ya yah terima kasih terimakasih \
    makasih mksh trims tks thx thanks thank you salam deh dong nih sih saja aja rekan om hormat \
    kami silakan silahkan mohon please pls tim gan nggih njih inggih bunda sdr saudara \
    trimakasih matur nuwun suwun amin";

/// Forms of address and thanks: they carry no meaning of their own.
pub(crate) fn is_courtesy(word: &str) -> bool {
    listed(COURTESIES, word)
}

const ASSENTS: &str = "\
    ok oke okay okey okeh okee oks siap siaap siapp sip siip sipp noted baik baiklah lanjut \
    lanjutkan lanjutken proses diproses silakan silahkan monggo mangga gas gaskan gasken sudah \
    done approved approve approval agree agreed accept accepted yes yup yoi yo iya iyo ya boleh \
    betul benar bagus mantap good cocok sesuai aman fix clear laksanakan kerjakan eksekusi nggih \
    njih inggih okelah jos sah go menyetujui sepakat setujulah persetujuan rekomendasi fine \
    alright roger";

/// Assent that is no command: "apakah maksudnya SETUJU?" (fixtures 24, 25, 26, 30).
pub(crate) fn is_assent_word(word: &str) -> bool {
    listed(ASSENTS, word)
}

const REFUSALS: &str = "\
    rejected reject decline declined denied menolak penolakan tidak jangan batal batalkan \
    dibatalkan cancel belum bukan ditunda hold";

/// Refusal that is no command (fixture 27).
pub(super) fn is_refusal(word: &str) -> bool {
    listed(REFUSALS, word)
}

const LEAD_INS: &str = "\
    berikut ini hasil hasilnya sudah saya kami reset direset user id dan password passwordnya \
    baru untuk siap mohon disampaikan sampaikan akun akunnya datanya data selesai di nya \
    informasi info adalah ok oke baik dimaksud yang tersebut tsb agency sebagai sbb sandi kata \
    username ke pemohon dengan bersama bersangkutan ybs kepada berhasil permohonan pass uid \
    userid";

/// Words that may stand before a result's lines without changing anything.
pub(super) fn is_lead_in(word: &str) -> bool {
    is_courtesy(word) || listed(LEAD_INS, word)
}
