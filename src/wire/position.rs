//! From byte offsets of a text to positions in Unicode code points. Knows nothing of feedback.

use super::count;
use crate::span::Span;

/// Bytes between two counted offsets: few enough that a look-up is one short scan, many enough that the table of
/// a usual answer has some dozen entries.
const BLOCK_BYTES: usize = 32;

/// The positions of one text. Making them takes time linear in the text, each look-up at most one block.
pub(super) struct Positions<'t> {
    bytes: &'t [u8],
    /// Code points before each block.
    before: Vec<usize>,
}

// === impl Positions ===

impl<'t> Positions<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::with_capacity(bytes.len() / BLOCK_BYTES + 1);
        let mut total = 0;
        for block in bytes.chunks(BLOCK_BYTES) {
            before.push(total);
            total += code_points(block);
        }
        // An offset at the end of a text of whole blocks falls into this one.
        before.push(total);
        Self { bytes, before }
    }

    /// The start and end of a span, in code points.
    pub(super) fn of(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }

    fn at(&self, offset: usize) -> u32 {
        let offset = offset.min(self.bytes.len());
        let block = offset / BLOCK_BYTES;
        let before = self.before.get(block).copied().unwrap_or_default();
        let rest = self.bytes.get(block * BLOCK_BYTES..offset).unwrap_or_default();
        count(before + code_points(rest))
    }
}

/// Bytes that open a code point: all but UTF-8 continuation bytes.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK_BYTES, Positions};
    use crate::span::Span;

    #[test]
    fn positions_are_those_of_chars() {
        let long = "数据😀共享é，abc".repeat(BLOCK_BYTES);
        for text in ["", "a", "一是😀数据", &long, &"x".repeat(BLOCK_BYTES * 2)] {
            let positions = Positions::new(text);
            let ends = text.char_indices().map(|(offset, _)| offset).chain([text.len()]);
            for (expected, offset) in ends.enumerate() {
                let (start, end) = positions.of(Span { start: 0, end: offset });
                assert_eq!((start as usize, end as usize), (0, expected));
            }
        }
    }
}
