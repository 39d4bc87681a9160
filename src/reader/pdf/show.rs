//! Runs the content of a page and notes what text and which pictures are shown where. Knows no lines.
use super::MOST_STREAM;
use super::fonts::{self, Font};
use super::matrix::Matrix;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{BTreeMap, HashMap};

/// Pieces of text of one page; a full page has about 4,000 letters.
const MOST_PIECES: usize = 60_000;
/// Operations of one page, forms included.
const MOST_STEPS: usize = 2_000_000;
/// Forms inside forms, and forms of one page.
const MOST_DEPTH: u32 = 6;
const MOST_FORMS: usize = 2_000;

/// One glyph, or a few that belong together, on the page.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Along the direction of writing.
    pub(super) width: f64,
    pub(super) size: f64,
    /// Direction of writing: 0 right, 1 up, 2 left, 3 down.
    pub(super) turn: u8,
    pub(super) text: String,
}

/// A picture on the page: the name it has in the file, and where its unit square goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) id: ObjectId,
    pub(super) place: Matrix,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) pieces: Vec<Piece>,
    /// Text that nobody sees (ISO 32000-1, 9.3.6: modes 3 and 7): what a scanner has read.
    pub(super) hidden: Vec<Piece>,
    pub(super) pictures: Vec<Placed>,
    /// Codes that no font gave a character for.
    pub(super) lost: usize,
    /// Lines and areas drawn: letters may have been drawn with them.
    pub(super) strokes: usize,
    /// Something of it was not read: too large, broken, or a picture without a name.
    pub(super) partial: bool,
    /// Its content unpacks to more than any page needs.
    pub(super) swells: bool,
}

/// Pictures of one page.
const MOST_PICTURES: usize = 200;

/// All that a page shows.
pub(super) fn page(document: &Document, id: ObjectId) -> Shown {
    let content = match document.get_page_content_with_limit(id, MOST_STREAM) {
        Ok(content) => content,
        Err(error) => {
            let swells = matches!(
                error,
                lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })
            );
            return Shown { partial: true, swells, ..Shown::default() };
        }
    };
    let fonts = document.get_page_fonts(id).unwrap_or_default();
    let (own, shared) = document.get_page_resources(id).unwrap_or_default();
    let shared = shared.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    let resources: Vec<&Dictionary> = own.into_iter().chain(shared).collect();
    let mut run = Run { document, shown: Shown::default(), steps: 0, forms: 0 };
    run.stream(&content, &fonts, &resources, Matrix::ONE, 0);
    run.shown
}

struct Run<'a> {
    document: &'a Document,
    shown: Shown,
    steps: usize,
    forms: usize,
}

/// Text state (ISO 32000-1, 9.3); saved and restored by q and Q.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Vec<u8>,
    size: f64,
    between: f64,
    words: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    /// Text rendering mode.
    mode: i64,
}

/// Where the text cursor is.
struct Cursor {
    line: Matrix,
    text: Matrix,
}

impl Run<'_> {
    fn stream(
        &mut self,
        content: &[u8],
        dictionaries: &BTreeMap<Vec<u8>, &Dictionary>,
        resources: &[&Dictionary],
        page: Matrix,
        depth: u32,
    ) {
        let document = self.document;
        let prepared: Vec<(&Vec<u8>, &Dictionary, Dictionary)> = dictionaries
            .iter()
            .take(200)
            .map(|(name, font)| (name, *font, fonts::prepare(document, font)))
            .collect();
        let fonts: HashMap<&[u8], Font<'_>> = prepared
            .iter()
            .map(|(name, original, font)| (name.as_slice(), Font::new(document, font, original)))
            .collect();
        let mut state = State {
            page,
            font: Vec::new(),
            size: 0.0,
            between: 0.0,
            words: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut cursor = Cursor { line: Matrix::ONE, text: Matrix::ONE };
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.shown.partial = true;
                return;
            };
            self.steps += 1;
            if self.steps > MOST_STEPS || self.full() {
                self.shown.partial = true;
                return;
            }
            let operands = operation.operands.as_slice();
            match operation.operator.as_str() {
                "q" if saved.len() < 256 => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::from(operands) {
                        state.page = matrix.then(state.page);
                    }
                }
                "Do" => self.object(operands, resources, state.page, depth),
                "l" | "c" | "v" | "y" | "re" => self.shown.strokes += 1,
                "BI" | "EI" | "sh" => self.shown.partial = true,
                "Tj" | "TJ" | "'" | "\"" => {
                    if let ("'" | "\"", spacing) = (operation.operator.as_str(), operands) {
                        if let [words, between, _] = spacing {
                            state.words = number(words);
                            state.between = number(between);
                        }
                        newline(&mut cursor, 0.0, -state.leading);
                    }
                    if let Some(shown) = operands.last() {
                        self.show(shown, fonts.get(state.font.as_slice()), &state, &mut cursor);
                    }
                }
                other => text_operator(other, operands, &mut state, &mut cursor),
            }
        }
    }

    fn full(&self) -> bool {
        self.shown.pieces.len() + self.shown.hidden.len() > MOST_PIECES
    }

    /// A form or a picture.
    fn object(&mut self, operands: &[Object], resources: &[&Dictionary], page: Matrix, depth: u32) {
        let Some(Ok(name)) = operands.first().map(Object::as_name) else { return };
        let document = self.document;
        let found = resources.iter().find_map(|r| {
            let objects = r.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            let id = objects.get(name).and_then(Object::as_reference).ok();
            let object = objects.get_deref(name, document).and_then(Object::as_stream).ok()?;
            Some((id, object))
        });
        let Some((id, object)) = found else { return };
        let kind = object.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        match (kind, id) {
            (b"Image", Some(id)) if self.shown.pictures.len() < MOST_PICTURES => {
                self.shown.pictures.push(Placed { id, place: page });
            }
            (b"Form", _) if depth < MOST_DEPTH && self.forms < MOST_FORMS => {
                self.forms += 1;
                self.form(object, resources, page, depth);
            }
            _ => self.shown.partial = true,
        }
    }

    /// A form is a small page of its own.
    fn form(&mut self, form: &Stream, resources: &[&Dictionary], page: Matrix, depth: u32) {
        let document = self.document;
        let Ok(content) = form.get_plain_content_with_limit(MOST_STREAM / 4) else {
            self.shown.partial = true;
            return;
        };
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let inner: Vec<&Dictionary> =
            own.into_iter().chain(resources.iter().copied()).take(8).collect();
        let mut fonts: BTreeMap<Vec<u8>, &Dictionary> = BTreeMap::new();
        for holder in &inner {
            let Ok(list) = holder.get_deref(b"Font", document).and_then(Object::as_dict) else {
                continue;
            };
            for (name, _) in list.iter().take(200) {
                if let Ok(font) = list.get_deref(name, document).and_then(Object::as_dict) {
                    fonts.entry(name.clone()).or_insert(font);
                }
            }
        }
        let matrix = form
            .dict
            .get_deref(b"Matrix", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|m| Matrix::from(m))
            .unwrap_or(Matrix::ONE);
        self.stream(&content, &fonts, &inner, matrix.then(page), depth + 1);
    }

    /// Notes the glyphs of one string or of an array of strings and shifts.
    fn show(
        &mut self,
        shown: &Object,
        font: Option<&Font<'_>>,
        state: &State,
        cursor: &mut Cursor,
    ) {
        let Some(font) = font else { return };
        match shown {
            Object::String(bytes, _) => self.glyphs(bytes, font, state, cursor),
            Object::Array(items) => {
                for item in items {
                    match item {
                        Object::String(bytes, _) => self.glyphs(bytes, font, state, cursor),
                        other => {
                            let back = number(other) / 1000.0 * state.size * state.scale;
                            cursor.text = Matrix::shift(-back, 0.0).then(cursor.text);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn glyphs(&mut self, bytes: &[u8], font: &Font<'_>, state: &State, cursor: &mut Cursor) {
        for (text, width, blank) in font.glyphs(bytes) {
            let ahead = (width / 1000.0 * state.size
                + state.between
                + if blank { state.words } else { 0.0 })
                * state.scale;
            let glyph = width / 1000.0 * state.size * state.scale;
            let place =
                Matrix { a: state.size * state.scale, d: state.size, f: state.rise, ..Matrix::ONE }
                    .then(cursor.text)
                    .then(state.page);
            let stretch = {
                let along = cursor.text.then(state.page);
                along.a.hypot(along.b)
            };
            if text.is_empty() {
                self.shown.lost += 1;
            } else if !self.full() {
                let seen = !matches!(state.mode, 3 | 7);
                let pieces = if seen { &mut self.shown.pieces } else { &mut self.shown.hidden };
                pieces.push(Piece {
                    x: place.e,
                    y: place.f,
                    width: glyph * stretch,
                    size: place.c.hypot(place.d),
                    turn: turn(&place),
                    text,
                });
            }
            cursor.text = Matrix::shift(ahead, 0.0).then(cursor.text);
        }
    }
}

fn turn(place: &Matrix) -> u8 {
    match (place.a.abs() >= place.b.abs(), place.a >= 0.0, place.b >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    }
}

fn newline(cursor: &mut Cursor, x: f64, y: f64) {
    cursor.line = Matrix::shift(x, y).then(cursor.line);
    cursor.text = cursor.line;
}

/// Operators that only move the cursor or set the state.
fn text_operator(operator: &str, operands: &[Object], state: &mut State, cursor: &mut Cursor) {
    match (operator, operands) {
        ("BT", _) => *cursor = Cursor { line: Matrix::ONE, text: Matrix::ONE },
        ("Tf", [Object::Name(name), size]) => {
            state.font = name.clone();
            state.size = number(size);
        }
        ("Tc", [value]) => state.between = number(value),
        ("Tw", [value]) => state.words = number(value),
        ("Tz", [value]) => state.scale = number(value) / 100.0,
        ("TL", [value]) => state.leading = number(value),
        ("Ts", [value]) => state.rise = number(value),
        ("Tr", [value]) => state.mode = value.as_i64().unwrap_or(0),
        ("Td", [x, y]) => newline(cursor, number(x), number(y)),
        ("TD", [x, y]) => {
            state.leading = -number(y);
            newline(cursor, number(x), number(y));
        }
        ("T*", _) => newline(cursor, 0.0, -state.leading),
        ("Tm", six) => {
            if let Some(matrix) = Matrix::from(six) {
                *cursor = Cursor { line: matrix, text: matrix };
            }
        }
        _ => {}
    }
}

fn number(object: &Object) -> f64 {
    object.as_float().ok().map(f64::from).filter(|n| n.is_finite()).unwrap_or(0.0)
}
