//! Multiplication of rows of bytes by a matrix of bytes, exactly, in whole numbers.

/// Outputs that lie together in the file.
pub const BLOCK: usize = 16;
/// Inputs of an output that lie together.
pub const GROUP: usize = 4;
/// Bytes of a block's groups: [`GROUP`] weights for each of [`BLOCK`] outputs.
pub const TILE: usize = BLOCK * GROUP;
/// What was added to each byte of a row.
const OFFSET: i32 = 128;

/// A matrix of whole numbers with what they are worth.
#[derive(Debug)]
pub struct Matrix {
    /// Entries of a row that goes in.
    pub inputs: usize,
    /// For each block of outputs, its tiles: inputs four by four.
    pub weights: &'static [[u8; TILE]],
    /// For each output what one is worth.
    pub scales: Vec<f32>,
    /// For each output what is added.
    pub shifts: Vec<f32>,
    /// For each output 128 times the sum of its weights: what the offset of the inputs adds.
    pub excess: Vec<i32>,
}

/// A way to multiply; every one gives the same numbers.
pub trait Multiply {
    /// For each row of `bytes` ([`Matrix::inputs`] each, with 128 added to every entry) a row of products.
    fn multiply(&self, matrix: &Matrix, bytes: &[u8], products: &mut [i32]);
}

/// Without the registers of any one processor.
pub struct Plain;

// === impl Plain ===

impl Multiply for Plain {
    fn multiply(&self, matrix: &Matrix, bytes: &[u8], products: &mut [i32]) {
        let tiles = matrix.inputs / GROUP;
        let rows = bytes.chunks_exact(matrix.inputs).zip(products.chunks_exact_mut(matrix.outputs()));
        for (row, products) in rows {
            let (groups, _) = row.as_chunks::<GROUP>();
            let (blocks, _) = products.as_chunks_mut::<BLOCK>();
            for (block, tiles) in blocks.iter_mut().zip(matrix.weights.chunks_exact(tiles)) {
                *block = of_block(groups, tiles);
            }
        }
    }
}

fn of_block(groups: &[[u8; GROUP]], tiles: &[[u8; TILE]]) -> [i32; BLOCK] {
    let mut sums = [0; BLOCK];
    for (group, tile) in groups.iter().zip(tiles) {
        let group = group.map(|byte| i32::from(byte) - OFFSET);
        let (weights, _) = tile.as_chunks::<GROUP>();
        for (sum, weights) in sums.iter_mut().zip(weights) {
            for (entry, weight) in group.iter().zip(weights) {
                *sum += entry * i32::from(weight.cast_signed());
            }
        }
    }
    sums
}

// === impl Matrix ===

impl Matrix {
    /// Entries of a row that comes out.
    #[inline(always)]
    pub fn outputs(&self) -> usize {
        self.scales.len()
    }
}
