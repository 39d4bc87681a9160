//! PDFs with one more signature by `openssl`, and with what should not be in one. Knows nothing of Loket.
use crate::rig::signer::Card;

/// Digits of the container: more than any of these signatures needs.
const ROOM: usize = 8000;

/// A signature to be made, as an incremental update; without a trick a right one.
#[derive(Clone)]
pub struct Forge {
    base: Vec<u8>,
    from: usize,
    hole: (i64, i64),
    short: usize,
    kind: String,
    in_front: String,
    in_the_hole: String,
    more: Vec<String>,
}

impl Forge {
    pub fn new(base: Vec<u8>) -> Forge {
        Forge {
            base,
            from: 0,
            hole: (0, 0),
            short: 0,
            kind: "ETSI.CAdES.detached".into(),
            in_front: String::new(),
            in_the_hole: String::new(),
            more: vec!["-cades".into()],
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.base.clone()
    }

    /// What is signed begins here.
    pub fn from(mut self, at: usize) -> Forge {
        self.from = at;
        self
    }

    /// The edges of the hole are moved.
    pub fn hole(mut self, start: i64, end: i64) -> Forge {
        self.hole = (start, end);
        self
    }

    /// So many last bytes are not signed.
    pub fn short_by(mut self, bytes: usize) -> Forge {
        self.short = bytes;
        self
    }

    pub fn kind(mut self, kind: &str) -> Forge {
        self.kind = kind.into();
        self
    }

    /// More entries before the container.
    pub fn in_front(mut self, entries: &str) -> Forge {
        self.in_front = entries.into();
        self
    }

    /// More entries behind the container, and within the hole.
    pub fn in_the_hole(mut self, entries: &str) -> Forge {
        self.in_the_hole = entries.into();
        self
    }

    /// Arguments for `openssl cms -sign`.
    pub fn with(mut self, more: &[&str]) -> Forge {
        self.more = more.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    pub fn signed(&self, card: &Card) -> Vec<u8> {
        let mut out = self.base.clone();
        let size = highest(&out) + 1;
        let (seal, field) = (size, size + 1);
        let mut places = Vec::new();
        let mut object = |out: &mut Vec<u8>, number: usize, body: &str| {
            places.push((number, out.len()));
            out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
        };
        let head = format!(
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{}{}/ByteRange [@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@]/Contents ",
            self.kind, self.in_front
        );
        let zeros = "0".repeat(ROOM);
        object(&mut out, seal, &format!("{head}<{zeros}>{}>>", self.in_the_hole));
        let widget = format!(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(F{field})/Rect[0 0 0 0]/F 132/V {seal} 0 R/P 3 0 R>>"
        );
        object(&mut out, field, &widget);
        let all: Vec<String> =
            fields(&self.base).into_iter().chain([field]).map(|n| format!("{n} 0 R")).collect();
        let all = all.join(" ");
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[{all}]>>"
        );
        object(&mut out, 3, &page);
        let form = format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{all}]/SigFlags 3>>>>");
        object(&mut out, 1, &form);
        let before = last_index(&self.base);
        let start = out.len();
        let mut index = String::from("xref\n");
        for (number, at) in &places {
            index.push_str(&format!("{number} 1\n{at:010} 00000 n \n"));
        }
        let size = field + 1;
        index.push_str(&format!(
            "trailer\n<</Size {size}/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
        ));
        out.extend_from_slice(index.as_bytes());
        self.fill(out, card)
    }

    fn fill(&self, mut out: Vec<u8>, card: &Card) -> Vec<u8> {
        let open = find(&out, &[b"<".as_slice(), &vec![b'0'; ROOM]].concat());
        let close = open + ROOM + 2 + self.in_the_hole.len();
        let moved = |at: usize, by: i64| usize::try_from(i64::try_from(at).unwrap() + by).unwrap();
        let (start, end) = (moved(open, self.hole.0), moved(close, self.hole.1));
        let until = out.len() - self.short;
        let range =
            format!("{:>9} {:>9} {:>9} {:>9} ", self.from, start - self.from, end, until - end);
        let at = find(&out, &[b'@'; 40]);
        out[at..at + 40].copy_from_slice(range.as_bytes());
        let signed = [&out[self.from..start], &out[end..until]].concat();
        let more: Vec<&str> = self.more.iter().map(String::as_str).collect();
        let container = card.container(&signed, &more);
        let digits = data_encoding::HEXLOWER.encode(&container);
        assert!(digits.len() <= ROOM, "{}", digits.len());
        out[open + 1..open + 1 + digits.len()].copy_from_slice(digits.as_bytes());
        out
    }
}

/// `count` objects that call themselves signatures.
pub fn many(base: &[u8], count: usize) -> Vec<u8> {
    let mut out = base.to_vec();
    let mut index = String::from("xref\n");
    for number in 10..10 + count {
        index.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        let seal = format!(
            "{number} 0 obj\n<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 100 200 {}]/Contents<3000>>>\nendobj\n",
            base.len() - 200
        );
        out.extend_from_slice(seal.as_bytes());
    }
    let (start, before) = (out.len(), last_index(base));
    let size = 10 + count;
    index.push_str(&format!(
        "trailer\n<</Size {size}/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.extend_from_slice(index.as_bytes());
    out
}

/// The last place of `from` with other words; the same length keeps every offset.
pub fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).rposition(|w| w == from.as_bytes());
    let at = at.unwrap_or_else(|| panic!("{from} is not there"));
    let mut out = bytes.to_vec();
    let room = from.len().max(to.len());
    out[at..at + room].fill(b' ');
    out[at..at + to.len()].copy_from_slice(to.as_bytes());
    out
}

fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).rposition(|w| w == wanted).expect("it is there")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn highest(bytes: &[u8]) -> usize {
    let text = words(bytes);
    let size = text.rsplit("/Size ").next().unwrap();
    size.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<usize>().unwrap() - 1
}

fn last_index(bytes: &[u8]) -> usize {
    let text = words(bytes);
    text.rsplit("startxref").next().unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

/// The fields the form has so far.
fn fields(bytes: &[u8]) -> Vec<usize> {
    let text = words(bytes);
    let Some((_, after)) = text.rsplit_once("/Fields[") else { return Vec::new() };
    let list = after.split(']').next().unwrap();
    list.split(" 0 R").filter_map(|n| n.trim().parse().ok()).collect()
}

/// An incremental update by somebody who signs nothing: these objects, and those of them named by the
/// index (`true`).
pub fn updated(base: &[u8], objects: &[(usize, &str, bool)]) -> Vec<u8> {
    let mut out = base.to_vec();
    let mut index = String::from("xref\n");
    for (number, body, named) in objects {
        if *named {
            index.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        }
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let (start, before) = (out.len(), last_index(base));
    index.push_str(&format!(
        "trailer\n<</Size 40/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.extend_from_slice(index.as_bytes());
    out
}
