//! What is said beside a document's text: what was left out, what it carries along. Knows no element.

pub(super) const HIDDEN: &str = "Dokumen memuat teks tersembunyi yang tidak dibaca.";
pub(super) const DELETED: &str =
    "Dokumen memuat perubahan terlacak (track changes); teks yang dihapus tidak dibaca.";
pub(super) const EMBEDDED: &str = "Dokumen memuat objek tertanam (OLE) yang tidak dibuka.";
pub(super) const LINKED: &str =
    "Dokumen merujuk berkas atau alamat di luar dokumen; rujukan itu tidak dibuka.";
pub(super) const TEMPLATE: &str =
    "Dokumen memakai templat dari luar dokumen (attachedTemplate); templat itu tidak diambil.";
pub(super) const ACTIVE_FIELD: &str =
    "Dokumen memuat field DDE, INCLUDE atau LINK; field itu tidak dijalankan.";
pub(super) const CUT: &str = "Dokumen terlalu panjang; hanya bagian awalnya yang dibaca.";

/// Each once, in the order they came.
pub(super) fn once(remarks: Vec<&'static str>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for remark in remarks {
        if !said.iter().any(|s| s == remark) {
            said.push(remark.into());
        }
    }
    said
}
