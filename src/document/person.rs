//! Names of people as offices write them, with titles. Knows no paper.
use super::lines::squeeze;
use super::pattern::{Pattern, pattern};

/// Words that stand in roles, offices, ranks and remarks, never in a name.
const NO_NAME: &str = "\
    ttd dto tanda tangan ditanda ditandatangani secara elektronik kepala sekretaris \
    sekretariat direktur direktorat kementerian menteri dinas balai loka kabupaten kota \
    provinsi kecamatan kelurahan desa hormat pemohon mengetahui menyetujui tembusan salinan \
    sesuai asli aslinya stempel materai meterai ketua bupati walikota wali gubernur camat \
    lurah inspektur inspektorat plt plh pj ditetapkan dikeluarkan cap admin administrasi \
    administrator agency subbagian bagian bidang biro pusat seksi subbag kasubbag kasubag \
    kabag keputusan surat dokumen sertifikat terima kasih pengguna anggaran kuasa pejabat \
    halaman paraf pembina penata pengatur juru yth kepada qr rektor dekan wakil asisten \
    komandan panglima manajer manager president vice chief badan stasiun pelabuhan upt uptd \
    rsud rumah sakit universitas politeknik fakultas jenderal deputi pengadaan perikanan \
    kelautan tempat tanggal nomor perihal lampiran sifat nama nip nrp jabatan pangkat \
    golongan unit kerja satuan user email surel telepon demikian atas dengan untuk yang dan \
    di ke dari pada oleh sebagai selaku menetapkan menunjuk mengangkat memutuskan saudara \
    saudari bapak ibu pegawai negeri sipil pns pppk permohonan reset password republik \
    indonesia polisi komisaris kepolisian perairan udara keuangan barang jasa pemberi \
    penerima pelaksana harian tugas an ub pt persero lpse spse helpdesk layanan tahun \
    januari februari maret september november nopember \
    desember bsre biasa penting segera rahasia terbatas hal besar sertifikasi sandi siber \
    negara ttd. sekda kasi koordinator penanggung jawab tim anggota keterangan no kolonel \
    letkol mayor laksamana kesatu kedua ketiga keempat kelima keenam brigjen kombes akbp kompol tk tingkat \
    jaksa pulau kepulauan laut utara selatan tengah barat kabupaten kota provinsi panitera auditor analis penyuluh";

/// Words that may stand before a name and are none of it.
const BEFORE: &str = "\
    saudara saudari saudara/i saudara/saudari sdr sdri sdr/i sdr/sdri bapak ibu bpk nama an \
    a.n pns pegawai kepada yth bapak/ibu tuan nyonya ny sdra sdr/sdri/";

static TITLE: Pattern = pattern!(
    r"^(?:(?:[A-Z][A-Za-z]{0,4}\.)+ ?[A-Za-z]{0,6}\.?(?:\([A-Za-z]{1,6}\)[A-Za-z]{0,4}\.?)?|[A-Z]{2,6}\.?(?:\([A-Z]{1,6}\))?|[A-Z]{2,5}[a-z]{1,4}\.?|SE|SH|MM|ST|MT|MH|MSi|SPi|MPi|Ak|CA|CPA|PhD|SKM|MBA|MAP|SSTP|SIP|SSos|SPd|MPd|SKom|MKom|Apt|Ners|SIK|MSc|MA|BSc|AMd|SPt|SP|MP|M|MAk|MEng|CGCAE|QIA|CRMO|SAP|SST|Sp|Hum|Hanla|[A-Z]{1,3}[a-z]{0,3}\.?)$"
);
static FRONT: Pattern = pattern!(
    r"^(?:Dr|Drs|Dra|Ir|Prof|H|Hj|dr|drh|drg|R|Rd|Rr|RA|R\.A|K\.?H|Tb|Tgk|Apt|apt|Ns|A\.A|I\.G|AA|M|Moh|Muh|Abd|St)\.?$|^(?:rer|nat|phil|pol|oec)\.$|^[A-Z][a-z]{0,3}\.$"
);
static SMALL: Pattern = pattern!(r"^(?:bin|binti|van|de|der|al|el|alias|ibn|d')$");
static CORE: Pattern = pattern!(r"^['’`]?\p{Lu}[\p{L}'’`.\-]*$");
static NICKNAME: Pattern = pattern!(r"\s*\([A-Z][^)]{0,20}\)");

/// Could this be the name of a person, with or without titles?
pub(super) fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if !(3..=70).contains(&letters) {
        return false;
    }
    let plain = NICKNAME.find(text).map(|m| text.replace(m.as_str(), ""));
    let text = plain.as_deref().unwrap_or(text);
    let mut groups = text.split(',').map(str::trim);
    let core = groups.next().unwrap_or_default();
    is_core(core) && groups.all(|group| group.is_empty() || is_titles(group))
}

fn is_core(core: &str) -> bool {
    let words: Vec<&str> = core.split_whitespace().collect();
    let told = |w: &&&str| !FRONT.is_match(w) && !SMALL.is_match(w);
    let own: Vec<&&str> = words.iter().filter(told).collect();
    let fits =
        |w: &&str| (FRONT.is_match(w) || SMALL.is_match(w) || CORE.is_match(w)) && !is_role(w);
    (1..=8).contains(&words.len())
        && words.iter().all(fits)
        && own.iter().map(|w| w.chars().filter(|c| c.is_alphabetic()).count()).sum::<usize>() >= 3
        && own.iter().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        && !own.iter().all(|w| w.contains('.') && TITLE.is_match(w))
}

pub(super) fn is_titles(group: &str) -> bool {
    let words: Vec<&str> = group.split_whitespace().collect();
    (1..=4).contains(&words.len()) && words.iter().all(|w| TITLE.is_match(w) && !is_role(w))
}

/// Does the word belong to a role, an office or a remark?
fn is_role(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    NO_NAME.split(' ').any(|role| role == word)
}

/// Is the word a form of address?
fn is_address(word: &str) -> bool {
    BEFORE.split(' ').any(|address| address == word)
}

/// The name that ends `text`, as in "... menunjuk Sdr. Ratna Contoh, S.Pi., (": where it begins,
/// and the name.
pub(super) fn name_at_end(text: &str) -> Option<(usize, String)> {
    let end = |c: char| matches!(c, ' ' | ',' | '(' | '/' | '-' | ':' | ';' | '|' | '[');
    let mut rest = text.trim_end_matches(end);
    let stop = rest.len();
    let mut start = stop;
    // Groups between commas, the last first: titles, then the name itself.
    for _ in 0..8 {
        let cut = rest.rfind(',').map(|at| at + 1).unwrap_or(0);
        let group = rest.get(cut..)?;
        if cut > 0 && is_titles(group.trim()) && group.trim() != "" {
            start = cut;
            rest = rest.get(..cut - 1)?;
            continue;
        }
        start = core_at_end(rest)?;
        break;
    }
    let name = squeeze(text.get(start..stop)?);
    is_name(&name).then_some((start, name))
}

/// Where the name without titles begins that ends `text`.
fn core_at_end(text: &str) -> Option<usize> {
    let mut start = None;
    let mut at = text.len();
    for word in text.split(' ').rev().take(9) {
        at = at.checked_sub(word.len())?;
        let bare = word.to_lowercase();
        let bare = bare.trim_matches(|c: char| matches!(c, '.' | ':' | ';' | ',' | '('));
        let fits = FRONT.is_match(word) || SMALL.is_match(word) || CORE.is_match(word);
        let ends = word.ends_with([':', ';', ',', ')']) || word.starts_with('(');
        if !fits || ends || is_address(bare) || is_role(word) {
            break;
        }
        // "Agency. Ratna": the end of a sentence, not an initial.
        let sentence = word.ends_with('.') && word.len() > 5 && !FRONT.is_match(word);
        if sentence {
            break;
        }
        start = Some(at);
        at = at.saturating_sub(1);
    }
    start
}

/// The name without a form of address and without the marks around it.
pub(super) fn plain_name(text: &str) -> String {
    let mut name = squeeze(text);
    while let Some((first, rest)) = name.split_once(' ') {
        let word = first.to_lowercase();
        let word = word.trim_end_matches(['.', ':', ',']);
        if !is_address(word) && word != ":" && !word.is_empty() {
            break;
        }
        name = rest.trim_start_matches([':', ' ']).to_string();
    }
    // "RATNA CONTOH (Ratna Contoh)": said twice.
    if let Some((own, again)) = name.split_once(" (")
        && is_name(again.trim_end_matches([')', ' ']))
        && is_name(own)
    {
        name = own.to_string();
    }
    let cut = name.trim_end_matches([',', ' ', ':', ';', '/', '(']).len();
    name.truncate(cut);
    // The dot of a last title stays, the dot of a sentence does not.
    if name.ends_with('.')
        && !name.contains(',')
        && name.split(' ').next_back().is_none_or(|w| w.len() > 3)
    {
        name.pop();
    }
    name
}

/// Are these the same person's name, titles and capitals aside?
pub(super) fn same(a: &str, b: &str) -> bool {
    let bare = |name: &str| -> String {
        let name = name.split(',').next().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = name
            .split_whitespace()
            .filter(|w| {
                !w.ends_with('.') && !matches!(*w, "dr" | "ir" | "drs" | "dra" | "h" | "hj")
            })
            .collect();
        words.join(" ")
    };
    !bare(a).is_empty() && bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_not_names() {
        for name in [
            "Ir. Bambang Suryalaga, M.Si.",
            "BAMBANG SURYALAGA",
            "Nurhayati Daeng Macora, S.Pi., M.P.",
            "Made Surya Ardika",
            "Dr. H. Abdul Contoh, S.H., M.Hum",
            "I Gusti Ayu Made Rai Contoh, S.E., M.Ak.",
            "I Wayan Sudana",
            "A.A. Gde Oka",
            "Suharto",
            "Ma'ruf bin Contoh",
            "dr. Evelin Contoh Mandagi, Sp.PD.",
            "Drs. BAHARUDDIN CONTOH, S.I.K.",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Kepala Balai,",
            "ttd.",
            "(tanda tangan dan cap)",
            "Tembusan",
            "NIP. 1974",
            "Pembina Utama Muda",
            "Direktur Keuangan dan Umum",
            "Komisaris Besar Polisi",
        ] {
            assert!(!is_name(other), "{other}");
        }
        assert!(same("Ir. Bambang Suryalaga, M.Si.", "BAMBANG SURYALAGA"));
    }

    #[test]
    fn the_name_before_a_number() {
        for (text, name) in [
            ("KESATU : Menunjuk Sdr. Ratna Contoh, S.St.Pi., ", "Ratna Contoh, S.St.Pi."),
            ("atas nama Sumiyati, ", "Sumiyati"),
            (
                "Mengangkat Saudari HJ. SITI CONTOH, S.Sos., M.AP., ",
                "HJ. SITI CONTOH, S.Sos., M.AP.",
            ),
            ("pada Balai Contoh, Ratna Contoh (", "Ratna Contoh"),
            ("sebagai Admin Agency. I Made Contoh / ", "I Made Contoh"),
        ] {
            assert_eq!(name_at_end(text).map(|n| n.1).as_deref(), Some(name), "{text}");
        }
        assert!(name_at_end("Kepala Balai, ").is_none());
    }
}
