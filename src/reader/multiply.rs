//! Multiplication of rows of bytes by a matrix of bytes, exactly, in whole numbers.

/// Outputs that lie together in the file.
pub const BLOCK: usize = 16;
/// Inputs of an output that lie together.
pub const GROUP: usize = 4;
/// Bytes of a block's groups: [`GROUP`] weights for each of [`BLOCK`] outputs.
pub const TILE: usize = BLOCK * GROUP;
/// What was added to each byte of a row.
const OFFSET: i16 = 128;

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
        let outputs = matrix.outputs();
        let entries: Vec<i16> = bytes.iter().map(|byte| i16::from(*byte) - OFFSET).collect();
        let mut columns = vec![0; BLOCK * matrix.inputs];
        for (block, tiles) in matrix.weights.chunks_exact(matrix.inputs / GROUP).enumerate() {
            untile(tiles, matrix.inputs, &mut columns);
            let rows = entries.chunks_exact(matrix.inputs).zip(products.chunks_exact_mut(outputs));
            for (row, products) in rows {
                let products = products.iter_mut().skip(block * BLOCK);
                for (product, column) in products.zip(columns.chunks_exact(matrix.inputs)) {
                    *product = dot(row, column);
                }
            }
        }
    }
}

/// The weights of each output of a block, one output after another.
fn untile(tiles: &[[u8; TILE]], inputs: usize, columns: &mut [i16]) {
    for (column, at) in columns.chunks_exact_mut(inputs).zip(0..) {
        let (groups, _) = column.as_chunks_mut::<GROUP>();
        for (group, tile) in groups.iter_mut().zip(tiles) {
            for (weight, byte) in group.iter_mut().zip(tile.iter().skip(at * GROUP)) {
                *weight = i16::from(byte.cast_signed());
            }
        }
    }
}

/// In this form compilers know an instruction for it on most processors.
fn dot(row: &[i16], column: &[i16]) -> i32 {
    row.iter().zip(column).map(|(entry, weight)| i32::from(*entry) * i32::from(*weight)).sum()
}

// === impl Matrix ===

impl Matrix {
    /// Entries of a row that comes out.
    #[inline(always)]
    pub fn outputs(&self) -> usize {
        self.scales.len()
    }
}
