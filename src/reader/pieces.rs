//! From text to the numbers of pieces: the split of greatest score, as the encoder's own tokenizer finds it, over the
//! pieces that Chinese needs.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Numbers that are no pieces of text: `<s>`, `</s>` and what is unknown come first.
pub const SPECIAL: usize = 3;
/// Stands before a pair.
pub const FIRST: usize = 0;
/// Stands behind a text.
pub const LAST: usize = 1;
const UNKNOWN: usize = 2;
/// What an unknown character costs beside the worst piece, as in the encoder, in thousandths.
const UNKNOWN_COST: i32 = 10_000;

/// The pieces of text with their numbers and scores.
#[derive(Debug)]
pub struct Pieces {
    scores: HashMap<&'static str, (usize, i32), FixedState>,
    /// Characters of the longest one.
    longest: usize,
    unknown: i32,
}

/// The best split that ends at some place.
#[derive(Clone, Copy)]
struct Best {
    score: i32,
    /// Where its last piece starts.
    start: usize,
    piece: usize,
}

// === impl Pieces ===

impl Pieces {
    /// Pieces with their scores in thousandths, in the order of their numbers.
    pub fn new(pieces: impl Iterator<Item = (&'static str, i32)>) -> Self {
        let mut scores = HashMap::default();
        let (mut longest, mut worst) = (1, 0);
        for (number, (piece, score)) in pieces.enumerate() {
            scores.insert(piece, (number + SPECIAL, score));
            longest = longest.max(piece.chars().count());
            worst = worst.min(score);
        }
        Self { scores, longest, unknown: worst - UNKNOWN_COST }
    }

    /// Splits a folded text, blanks left out, into at most `most` pieces. Of equal splits the one counts whose last
    /// piece starts first.
    pub fn split(&self, folded: &str, most: usize) -> Vec<usize> {
        let text: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let mut best: Vec<Option<Best>> = vec![None; ends.len() + 1];
        for start in 0..ends.len() {
            let before = match best.get(start).copied().flatten() {
                Some(best) => best.score,
                None => 0,
            };
            let from = start.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or_default();
            for end in start + 1..=(start + self.longest).min(ends.len()) {
                let piece = ends.get(end - 1).and_then(|to| text.get(from..*to));
                let (number, score) = match piece.and_then(|piece| self.scores.get(piece)) {
                    Some(known) => *known,
                    None if end == start + 1 => (UNKNOWN, self.unknown),
                    None => continue,
                };
                // A text of any length: what is far beyond the places of a pair may meet the floor of numbers.
                let score = before.saturating_add(score);
                if let Some(best) = best.get_mut(end)
                    && best.is_none_or(|best| score > best.score)
                {
                    *best = Some(Best { score, start, piece: number });
                }
            }
        }
        let mut numbers = Vec::new();
        let mut at = ends.len();
        while let Some(Some(best)) = best.get(at) {
            numbers.push(best.piece);
            at = best.start;
        }
        numbers.reverse();
        numbers.truncate(most);
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        let scores =
            [("中", -5000), ("国", -5000), ("中国", -8000), ("国人", -7000), ("人", -6000), ("中国人", -16_000)];
        Pieces::new(scores.into_iter())
    }

    #[test]
    fn the_split_of_greatest_score_counts() {
        let check = |text: &str, expected: &[usize]| assert_eq!(pieces().split(text, 9), expected, "{text}");
        check("", &[]);
        check("中国", &[5]);
        // 中 国人 for −12000; 中国 人 for −14000.
        check("中国人", &[3, 6]);
        check(" 中\n国 ", &[5]);
        check("中x国", &[3, UNKNOWN, 4]);
        check("😀", &[UNKNOWN]);
    }

    #[test]
    fn a_split_ends_at_the_number_asked_for() {
        assert_eq!(pieces().split("人人人人", 3), [7; 3]);
        assert_eq!(pieces().split(&"x".repeat(200_000), 2), [UNKNOWN; 2]);
    }
}
