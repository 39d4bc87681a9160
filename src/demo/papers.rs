//! The papers that ship with the tests, for the people on the stage. Invented persons and offices.

/// A paper to attach: the name the sender gave it, and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    pub name: &'static str,
    pub bytes: &'static [u8],
}

macro_rules! paper {
    ($constant:ident, $file:literal, $name:literal) => {
        pub const $constant: Paper = Paper {
            name: $name,
            bytes: include_bytes!(concat!("../../tests/data/papers/", $file)),
        };
    };
}

impl Paper {
    paper!(RATNA_LETTER, "ratna-permohonan.pdf", "B.412 Permohonan Reset Password.pdf");
    paper!(RATNA_DECREE, "ratna-sk.pdf", "SK Admin Agency 2026.pdf");
    paper!(RATNA_WRONG_DECREE, "ratna-sk-salah.pdf", "SK Admin Agency.pdf");
    paper!(YOHANES_LETTER, "yohanes-permohonan.pdf", "Permohonan Informasi User ID.pdf");
    paper!(YOHANES_DECREE, "yohanes-sk.pdf", "SK Pengangkatan.pdf");
    paper!(MADE_LETTER, "made-permohonan.pdf", "surat permohonan.pdf");
    paper!(MADE_DECREE, "made-sk.pdf", "scan0003.pdf");
    paper!(SARI_LETTER, "sari-permohonan.pdf", "Permohonan Sari.pdf");
    paper!(SARI_DECREE, "sari-sk.pdf", "SK Sari.pdf");
}
