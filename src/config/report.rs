//! Settings of the monthly report: what stands on its cover and under it. Knows no IO.
use serde::{Deserialize, Serialize};

/// The monthly report (`loket report`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// Where it is signed.
    pub place: String,
    /// Who takes note of it; without a name there is a line to sign on.
    pub known_by_title: String,
    pub known_by_name: String,
    /// Who made it.
    pub prepared_by_title: String,
    pub prepared_by_name: String,
    /// What the service rests on, as printed on the cover.
    pub legal_basis: Vec<String>,
}

impl Default for Report {
    fn default() -> Report {
        let basis = [
            "Undang-Undang Nomor 11 Tahun 2008 tentang Informasi dan Transaksi Elektronik, sebagaimana telah diubah terakhir dengan Undang-Undang Nomor 1 Tahun 2024",
            "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi",
            "Peraturan Pemerintah Nomor 71 Tahun 2019 tentang Penyelenggaraan Sistem dan Transaksi Elektronik",
            "Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah, sebagaimana telah diubah terakhir dengan Peraturan Presiden Nomor 46 Tahun 2025",
            "Peraturan LKPP Nomor 14 Tahun 2018 tentang Layanan Pengadaan Secara Elektronik",
            "SOP Nomor B. 1958/SJ.6/ST.310/VI/1/2018 tentang Perubahan Password dan Pemberian Informasi User ID Admin Agency",
        ];
        Report {
            place: "Jakarta".into(),
            known_by_title: "Koordinator LPSE".into(),
            known_by_name: String::new(),
            prepared_by_title: "Helpdesk LPSE".into(),
            prepared_by_name: String::new(),
            legal_basis: basis.into_iter().map(str::to_owned).collect(),
        }
    }
}
