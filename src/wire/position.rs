//! From byte offsets of a text to positions in Unicode code points, and back. Knows nothing of feedback.

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

/// The byte offsets of one text's code points. Making them takes time linear in the text, each look-up at most one block.
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// Where each block of code points starts.
    starts: Vec<usize>,
}

/// Code points between two offsets that are kept.
const BLOCK_CHARS: usize = 32;

// === impl Offsets ===

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let starts = text.char_indices().step_by(BLOCK_CHARS).map(|(offset, _)| offset).collect();
        Self { text, starts }
    }

    /// The text between two positions in code points, and its span; `None` where they do not stand in the text.
    pub(super) fn of(&self, start: u32, end: u32) -> Option<(Span, &'t str)> {
        let span = Span { start: self.at(start)?, end: self.at(end)? };
        Some((span, self.text.get(span.start..span.end)?))
    }

    /// One past the last code point is the end of the text; beyond it is nowhere.
    fn at(&self, position: u32) -> Option<usize> {
        let position = usize::try_from(position).ok()?;
        let (block, within) = (position / BLOCK_CHARS, position % BLOCK_CHARS);
        let Some(start) = self.starts.get(block) else {
            let is_end = within == 0 && block == self.starts.len();
            return is_end.then_some(self.text.len()).filter(|_| self.is_full());
        };
        let mut offsets = self.text.get(*start..)?.char_indices().map(|(offset, _)| start + offset);
        match offsets.nth(within) {
            Some(offset) => Some(offset),
            None => (self.text.get(*start..)?.chars().count() == within).then_some(self.text.len()),
        }
    }

    /// Whether the last block has all its code points.
    fn is_full(&self) -> bool {
        let last = self.starts.last().and_then(|start| self.text.get(*start..)).unwrap_or_default();
        last.is_empty() || last.chars().count() == BLOCK_CHARS
    }
}

/// Bytes that open a code point: all but UTF-8 continuation bytes.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]
mod tests {
    use super::{BLOCK_BYTES, Offsets, Positions};
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
                let (span, quote) = Offsets::new(text).of(start, end).unwrap();
                assert_eq!((span.end, quote), (offset, &text[..offset]));
            }
            let beyond = u32::try_from(text.chars().count()).unwrap() + 1;
            assert_eq!(Offsets::new(text).of(0, beyond), None);
        }
    }
}
