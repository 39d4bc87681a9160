//! From pieces on a page to lines of text that keep their columns. Knows no PDF.
use super::show::Piece;

/// Lines of one page; a dense one has about 80.
const MOST_LINES: usize = 2_000;
/// Blanks between two pieces of one line at most.
const MOST_BLANKS: usize = 120;

/// The text of a page as a reader sees it: top to bottom, left to right, wide gaps as several
/// blanks, paragraphs apart by an empty line.
pub(super) fn lines(pieces: Vec<Piece>) -> String {
    let mut pieces = upright(pieces);
    pieces.retain(|p| p.x.is_finite() && p.y.is_finite() && p.size > 0.5 && p.size < 400.0);
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let usual = median(pieces.iter().map(|p| p.size).collect()).unwrap_or(11.0);
    let left = pieces.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let full = rows.len() >= MOST_LINES;
        match rows.last_mut() {
            // The same line: baselines closer than a third of the type size.
            Some(row) if row.first().is_some_and(|f| (f.y - piece.y).abs() < 0.35 * f.size.max(piece.size)) => {
                row.push(piece);
            }
            _ if !full => rows.push(vec![piece]),
            _ => break,
        }
    }
    let mut text = String::new();
    let mut above: Option<f64> = None;
    for mut row in rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        let y = row.first().map(|p| p.y).unwrap_or_default();
        let size = median(row.iter().map(|p| p.size).collect()).unwrap_or(usual);
        if above.is_some_and(|above| above - y > 1.9 * size.max(usual)) {
            text.push('\n');
        }
        above = Some(y);
        text.push_str(line(&row, left, usual).trim_end());
        text.push('\n');
    }
    text
}

/// One line; columns at half the type size, which is the usual width of a letter.
fn line(row: &[Piece], left: f64, usual: f64) -> String {
    let cell = usual * 0.5;
    let mut out = String::new();
    let mut letters = 0usize;
    let mut end: Option<f64> = None;
    let mut last: Option<&Piece> = None;
    for piece in row {
        // Bold type is often the same letter printed twice, a hair apart.
        let double = last.is_some_and(|l| l.text == piece.text && (l.x - piece.x).abs() < 0.15 * piece.size);
        if double {
            continue;
        }
        let column = ((piece.x - left) / cell).round().clamp(0.0, 500.0) as usize;
        let blanks = match end {
            None => column.min(MOST_BLANKS),
            Some(end) => {
                let gap = piece.x - end;
                let ends_blank = out.ends_with(' ') || piece.text.starts_with(' ');
                if gap > 1.4 * piece.size {
                    column.saturating_sub(letters).clamp(3, MOST_BLANKS)
                } else if gap > 0.17 * piece.size && !ends_blank {
                    1
                } else {
                    0
                }
            }
        };
        out.push_str(&" ".repeat(blanks));
        out.push_str(&piece.text);
        letters += blanks + piece.text.chars().count();
        end = Some(piece.x + piece.width);
        last = Some(piece);
    }
    out
}

/// Turns the page so that most of its text runs to the right.
fn upright(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut votes = [0usize; 4];
    for piece in &pieces {
        if let Some(vote) = votes.get_mut(usize::from(piece.turn)) {
            *vote += 1;
        }
    }
    let best = (0u8..4).max_by_key(|t| (votes.get(usize::from(*t)).copied(), 4 - t)).unwrap_or(0);
    pieces
        .into_iter()
        // Stamps and margin notes across the text would tear its lines.
        .filter(|piece| piece.turn == best)
        .map(|piece| {
            let (x, y) = match best {
                1 => (piece.y, -piece.x),
                2 => (-piece.x, -piece.y),
                3 => (-piece.y, piece.x),
                _ => (piece.x, piece.y),
            };
            Piece { x, y, ..piece }
        })
        .collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f64, y: f64, text: &str) -> Piece {
        let width = 5.0 * text.chars().count() as f64;
        Piece { x, y, width, size: 10.0, turn: 0, text: text.into() }
    }

    #[test]
    fn columns_words_and_paragraphs() {
        let text = lines(vec![
            piece(150.0, 700.0, ": Ratna"),
            piece(50.0, 700.5, "Nama"),
            piece(190.0, 700.0, "K."),
            piece(50.0, 640.0, "Demikian"),
        ]);
        assert_eq!(text, "Nama                : Ratna K.\n\nDemikian\n");
    }

    #[test]
    fn a_turned_page_reads_the_same() {
        let turned: Vec<Piece> = [piece(10.0, 0.0, "Nama"), piece(80.0, 0.0, ": X")]
            .into_iter()
            .map(|p| Piece { x: -p.y, y: p.x, turn: 1, ..p })
            .collect();
        assert_eq!(lines(turned), "Nama          : X\n");
    }

    #[test]
    fn a_letter_printed_twice_counts_once() {
        let text = lines(vec![piece(10.0, 5.0, "A"), piece(10.4, 5.0, "A"), piece(15.0, 5.0, "B")]);
        assert_eq!(text, "AB\n");
    }
}
