//! The file of the weights. Numbers are little-endian; the large parts stay where they are, in the program's image.
//!
//! `YJR1`; how many pieces (u32), bytes of their list (u32), layers (u32); the list, in UTF-8, each piece followed by a
//! line feed; a score a piece, in thousandths (i32). Then the vectors of `<s>`, `</s>`, what is unknown, and the pieces:
//! what an entry is worth (f32 each), entries (i8). Vectors of places and of the two texts, scale and shift of the first
//! norm (f32). For each layer four matrices (query, key and value in one; what was seen; the wide one and back), each
//! as worth, shift (f32) and excess (i32) an output and its tiles, then scale and shift of its two norms. Last, for the
//! first place and the mean, the four classes' weights, and their shifts (f32).

use super::multiply::{BLOCK, GROUP, Matrix, TILE};
use super::network::{CLASSES, HIDDEN, Layer, Network, Norm, PLACES, WIDE};
use super::pieces::{Pieces, SPECIAL};

/// The bytes not yet read.
struct Rest(&'static [u8]);

/// The pieces and the network of a file; `None` if it is not one, which a test rules out.
pub fn read(file: &'static [u8]) -> Option<(Pieces, Network)> {
    let mut rest = Rest(file.strip_prefix(b"YJR1")?);
    let count = rest.number()?;
    let length = rest.number()?;
    let layers = rest.number()?;
    let list = str::from_utf8(rest.bytes(length)?).ok()?;
    let scores = rest.whole(count)?;
    let pieces = Pieces::new(list.lines().zip(scores));
    let worth = rest.floats(count + SPECIAL)?;
    let (words, []) = rest.bytes((count + SPECIAL) * HIDDEN)?.as_chunks::<HIDDEN>() else { return None };
    let places = rest.floats(PLACES * HIDDEN)?;
    let texts = rest.floats(2 * HIDDEN)?;
    let norm = rest.norm()?;
    let layers = (0..layers).map(|_| rest.layer()).collect::<Option<_>>()?;
    let head = rest.floats(2 * HIDDEN * CLASSES)?.as_chunks().0.to_vec();
    let head_shifts = *rest.floats(CLASSES)?.first_chunk()?;
    rest.0.is_empty().then_some((pieces, Network { worth, words, places, texts, norm, layers, head, head_shifts }))
}

// === impl Rest ===

impl Rest {
    fn bytes(&mut self, length: usize) -> Option<&'static [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn words(&mut self, count: usize) -> Option<&'static [[u8; 4]]> {
        Some(self.bytes(count.checked_mul(4)?)?.as_chunks().0)
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(*self.words(1)?.first()?)).ok()
    }

    fn whole(&mut self, count: usize) -> Option<Vec<i32>> {
        Some(self.words(count)?.iter().map(|word| i32::from_le_bytes(*word)).collect())
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        Some(self.words(count)?.iter().map(|word| f32::from_le_bytes(*word)).collect())
    }

    fn norm(&mut self) -> Option<Norm> {
        Some(Norm { scale: self.floats(HIDDEN)?, shift: self.floats(HIDDEN)? })
    }

    fn matrix(&mut self, inputs: usize, outputs: usize) -> Option<Matrix> {
        debug_assert!(inputs.is_multiple_of(GROUP) && outputs.is_multiple_of(BLOCK), "tiles fill a matrix");
        let (scales, shifts, excess) = (self.floats(outputs)?, self.floats(outputs)?, self.whole(outputs)?);
        let weights = self.bytes(inputs * outputs)?.as_chunks::<TILE>().0;
        Some(Matrix { inputs, weights, scales, shifts, excess })
    }

    fn layer(&mut self) -> Option<Layer> {
        Some(Layer {
            asked: self.matrix(HIDDEN, 3 * HIDDEN)?,
            seen: self.matrix(HIDDEN, HIDDEN)?,
            wide: self.matrix(HIDDEN, WIDE)?,
            back: self.matrix(WIDE, HIDDEN)?,
            norms: [self.norm()?, self.norm()?],
        })
    }
}
