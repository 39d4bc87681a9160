//! Who plays: staff, holders of accounts, strangers. Invented people; the passwords Admin PPE types.
use crate::office::{Holder, Mailbox, Office, Plan};
use crate::post::{Letter, Mail, Paper, Person};
use std::sync::Arc;

macro_rules! people {
    ($($constant:ident = $name:literal, $address:literal;)*) => {
        $(pub const $constant: Person = Person { name: $name, address: $address };)*
    };
}

people! {
    DEWI = "Dewi Anjani", "dewi.helpdesk@kkp.example";
    BAGUS = "Bagus Prakoso", "bagus.ppe@kkp.example";
    CITRA = "Citra Maharani", "citra.ppe@kkp.example";
    TIARA = "Tiara Anjani", "tiara.fo@kkp.example";
    HENDRA = "Hendra Saputra", "hendra.kasubag@kkp.example";
    WULAN = "Wulan Sekar", "wulan.helpdesk@kkp.example";

    RATNA = "Ratna Kusumawardani", "ratna.k@kkp.example";
    YOHANES = "Yohanes Tangkuman", "y.tangkuman@contohbarat.example";
    SARI = "Sari Wulandari Putri", "sari.wulandari@kkp.example";
    LUKMAN = "Lukman Hadi", "lukman.hadi@kkp.example";
    MADE = "made surya", "made.ardika@kkp.example";
    WAYAN = "Wayan Contoh", "wayan@contohtimur.example";
    NYOMAN = "Nyoman Contoh", "nyoman@kkp.example";
    KETUT = "Ketut Contoh", "ketut@kkp.example";
    TIRTA = "Tirta Contoh", "tirta@kkp.example";
    DUA = "Rudi Hartanto Wijoyo", "dkp@contohtengah.example";
    PINDAI = "Putri Contoh", "putri@kkp.example";
    CUTI = "Cuti Contoh", "cuti@kkp.example";
    HILANG = "Hilang Contoh", "hilang@kkp.example";
    DITOLAK = "Ditolak Contoh", "ditolak@kkp.example";
    BALIK = "Balik Contoh", "balik@kkp.example";
    PEMILIK = "Pemilik Contoh", "pemilik@kkp.example";
    RAGU = "Ragu Contoh", "ragu@kkp.example";
    SUSULAN = "Susulan Contoh", "susulan@kkp.example";
    PUTUS = "Putus Contoh", "putus@kkp.example";
    LAMA = "Lama Contoh", "lama@kkp.example";
    BANGUN = "Bangun Contoh", "bangun@kkp.example";
    MUAT = "Muat Contoh", "muat@kkp.example";

    PENYEDIA = "PT Contoh Bahari", "tender@contohbahari.example";
    ASING = "Orang Asing", "orang.asing@suratgratis.example";
    WAKIL = "Wakil Pemilik", "wakil.pemilik@suratgratis.example";
    TAMU = "Tamu Contoh", "tamu@kkp.example";
}

const fn holder(person: Person, user_id: &'static str) -> Holder {
    Holder { name: person.name, address: person.address, user_id, mailbox: Mailbox::There }
}

/// The office before its first mail.
pub const PLAN: Plan = Plan {
    people: PEOPLE,
    staff: &[
        DEWI.address,
        BAGUS.address,
        CITRA.address,
        TIARA.address,
        HENDRA.address,
        WULAN.address,
    ],
    holders: &[
        holder(RATNA, "AA.TELUKCONTOH"),
        holder(YOHANES, "AA.CONTOHBARAT"),
        holder(SARI, "AA.SARI"),
        holder(LUKMAN, "AA.RUMPUTLAUT"),
        holder(MADE, "AA.LOKAPESISIR"),
        holder(WAYAN, "AA.WAYAN"),
        holder(NYOMAN, "AA.NYOMAN"),
        holder(KETUT, "AA.KETUT"),
        holder(TIRTA, "AA.TIRTA"),
        holder(DUA, "AA.DKPTENGAH1"),
        holder(PINDAI, "AA.PINDAI"),
        holder(CUTI, "AA.CUTI"),
        Holder { mailbox: Mailbox::ComesBack, ..holder(HILANG, "AA.HILANG") },
        Holder { mailbox: Mailbox::Refused, ..holder(DITOLAK, "AA.DITOLAK") },
        holder(BALIK, "AA.BALIK"),
        holder(PEMILIK, "AA.PEMILIK"),
        holder(RAGU, "AA.RAGU"),
        holder(SUSULAN, "AA.SUSULAN"),
        holder(PUTUS, "AA.PUTUS"),
        holder(LAMA, "AA.LAMA"),
        holder(BANGUN, "AA.BANGUN"),
        holder(MUAT, "AA.MUAT"),
        holder(TAMU, "AA.TAMU"),
    ],
    strangers: &[PENYEDIA.address, ASING.address, WAKIL.address],
};

pub const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]

[[person]]
id = "citra"
name = "Citra Maharani"
addresses = ["citra.ppe@kkp.example"]
roles = ["admin_ppe"]

[[person]]
id = "tiara"
name = "Tiara Anjani"
addresses = ["tiara.fo@kkp.example"]
roles = ["front_office"]

[[person]]
id = "hendra"
name = "Hendra Saputra"
addresses = ["hendra.kasubag@kkp.example"]
roles = ["supervisor"]
"#;

/// A password somebody typed, and the only mailbox it may ever be in.
pub struct Canary {
    pub password: &'static str,
    pub owner: Option<Person>,
}

pub const RATNA_PASSWORD: &str = "Kp7#mRwt4=Qz";
pub const SARI_PASSWORD: &str = "Gunung;Biru-58?Tk";
pub const LUKMAN_PASSWORD: &str = "r4mputLaut%Hijau";
pub const MADE_PASSWORD: &str = "Xh4+vbnT9?sd";
pub const WAYAN_PASSWORD: &str = "tanpaNomor_77Zq";
pub const HILANG_PASSWORD: &str = "takPernah!Sampai3";
pub const FORGED_PASSWORD: &str = "punyaSaya123x";
pub const SPENT_PASSWORD: &str = "Kedua-kali99Wm";

pub const PEMILIK_PASSWORD: &str = "hanyaPemilik!44Yy";
pub const SUSULAN_PASSWORD: &str = "sesudahSusulan(8)Pz";

pub const BALIK_PASSWORD: &str = "pulang+Kembali=6Rd";
/// What an applicant types into his own request.
pub const BALIK_OWN: &str = "kataKunciku_52Hn";

pub const CANARIES: [Canary; 12] = [
    Canary { password: BALIK_PASSWORD, owner: Some(BALIK) },
    Canary { password: BALIK_OWN, owner: None },
    Canary { password: PEMILIK_PASSWORD, owner: Some(PEMILIK) },
    Canary { password: SUSULAN_PASSWORD, owner: Some(SUSULAN) },
    Canary { password: RATNA_PASSWORD, owner: Some(RATNA) },
    Canary { password: SARI_PASSWORD, owner: Some(SARI) },
    Canary { password: LUKMAN_PASSWORD, owner: Some(LUKMAN) },
    Canary { password: MADE_PASSWORD, owner: Some(MADE) },
    Canary { password: WAYAN_PASSWORD, owner: Some(WAYAN) },
    Canary { password: HILANG_PASSWORD, owner: None },
    Canary { password: FORGED_PASSWORD, owner: None },
    Canary { password: SPENT_PASSWORD, owner: None },
];

/// An ordinary request for a reset, with these papers. Waits for the receipt; the case number.
pub async fn request(office: &Office, who: Person, papers: &[Paper]) -> String {
    let text = "Yth. Helpdesk LPSE KKP\r\n\r\nMohon reset password Admin Agency kami. Berkas \
                terlampir.\r\n\r\nHormat kami,";
    let mail = Mail::new(who, "Permohonan reset password Admin Agency", text);
    mail.papers(papers).send(office).await;
    receipt(office, who).await
}

/// The case number on the receipt.
pub async fn receipt(office: &Office, who: Person) -> String {
    who.letter(office, &["Tanda Terima"]).await.case()
}

/// The hand-over letter of a case for one of Admin PPE.
pub async fn hand_over(office: &Office, judge: Person, case: &str) -> Arc<Letter> {
    judge.letter(office, &[case, "Penyerahan Berkas"]).await
}
