//! Papers made to break a reader or to deceive one, built when the tests run. Knows what is hostile,
//! nothing of how Loket reads it.
pub mod office;
pub mod packed;
pub mod pdfs;
pub mod pictures;
pub mod twofold;

/// What the answer has to be.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// Refused, by one of these words.
    Refused(&'static [&'static str]),
    /// Read: its kind is not `unreadable`.
    Read,
    /// Not refused; what is made of it is not asked.
    Admitted,
    /// Any answer with the contract's keys, in time and within the memory.
    Answer,
}

/// One file.
#[derive(Clone, Copy)]
pub struct Trap {
    pub name: &'static str,
    /// The name it comes under.
    pub file: &'static str,
    pub wanted: Wanted,
    pub make: fn() -> Vec<u8>,
}

pub const fn refused(
    name: &'static str,
    file: &'static str,
    by: &'static [&'static str],
    make: fn() -> Vec<u8>,
) -> Trap {
    Trap { name, file, wanted: Wanted::Refused(by), make }
}

pub const fn answered(name: &'static str, file: &'static str, make: fn() -> Vec<u8>) -> Trap {
    Trap { name, file, wanted: Wanted::Answer, make }
}

pub const fn read(name: &'static str, file: &'static str, make: fn() -> Vec<u8>) -> Trap {
    Trap { name, file, wanted: Wanted::Read, make }
}

/// The words of a letter that is recognised wherever they stand.
pub const LETTER: &[&str] = &[
    "KEMENTERIAN KELAUTAN DAN PERIKANAN",
    "Nomor : B.12/BC/XI/2026",
    "Hal : Permohonan Reset Password Admin Agency",
    "Yth. Kepala LPSE",
    "Dengan hormat, kami mengajukan permohonan reset password Admin Agency atas nama:",
    "Nama : Ratna Kusumawardani",
    "NIP : 198703142011012901",
    "User ID : AA.BC.01",
    "Demikian, terima kasih.",
];

/// Bytes that look like chance and are the same each time (xorshift).
pub fn noise(n: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..n.div_ceil(8)).flat_map(|_| next()).take(n).collect()
}

/// A raw deflate stream of `mebibytes` of one byte, made without packing them all: a block that ends on
/// a byte, again and again.
pub fn deflated(byte: u8, mebibytes: usize) -> Vec<u8> {
    use miniz_oxide::deflate::core::{
        CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
    };
    let plain = vec![byte; 1 << 20];
    let mut packer = CompressorOxide::new(create_comp_flags_from_zip_params(9, 0, 0));
    let mut block = vec![0u8; 64 << 10];
    // The second block repeats no distance that reaches before its own beginning.
    let (_, read, wrote) = compress(&mut packer, &plain, &mut block, TDEFLFlush::Full);
    assert_eq!(read, plain.len());
    block.truncate(wrote);
    let mut out = block.repeat(mebibytes);
    // An empty last block with fixed codes.
    out.extend_from_slice(&[0x03, 0x00]);
    out
}

/// The same with the frame of zlib; its sum is wrong, which most readers forgive.
pub fn zlibbed(byte: u8, mebibytes: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0xda];
    out.extend(deflated(byte, mebibytes));
    out.extend_from_slice(&[0, 0, 0, 0]);
    out
}
