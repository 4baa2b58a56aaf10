//! The same numbers by the wide registers of x86-64: sums are whole numbers, so that their order tells nothing, and all
//! other arithmetic is compiled from the same lines. The one file with `unsafe`: it calls what only some processors
//! have, after asking for it, and reads through pointers within slices whose lengths it has checked.

#![allow(unsafe_code, reason = "instructions that only some processors have")]
#![allow(clippy::wildcard_imports, reason = "intrinsics carry their module in their names")]
#![allow(clippy::cast_ptr_alignment, reason = "what is read through these pointers need not be aligned")]

use std::arch::x86_64::*;

use super::multiply::{BLOCK, GROUP, Matrix, Multiply, Plain, TILE};
use super::network::{Chances, Network, Pair};

/// Blocks of outputs and rows that are worked at together: as many sums as there are registers.
const BLOCKS: usize = 2;
const ROWS: usize = 8;
/// Rows at a time with registers half as wide and half as many.
const ROWS_AVX2: usize = 2;

/// What a processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing beyond what each one has.
    Plain,
    /// AVX2.
    Avx2,
    /// AVX-512 with its instructions for bytes.
    Vnni,
}

struct Avx2;
struct Vnni;

// === impl Level ===

impl Level {
    /// The best that this processor has.
    pub fn best() -> Self {
        let levels = [Self::Vnni, Self::Avx2];
        levels.into_iter().find(|level| level.is_there()).unwrap_or(Self::Plain)
    }

    /// Whether this processor has it.
    pub fn is_there(self) -> bool {
        match self {
            Self::Plain => true,
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            Self::Vnni => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vnni")
            }
        }
    }

    /// Reads pairs by the instructions of this level, if the processor has them.
    pub fn read(self, network: &Network, pairs: &[Pair]) -> Vec<Chances> {
        match self {
            // SAFETY: the processor has been asked.
            Self::Avx2 if self.is_there() => unsafe { read_avx2(network, pairs) },
            // SAFETY: as above.
            Self::Vnni if self.is_there() => unsafe { read_vnni(network, pairs) },
            _ => network.read(pairs, &Plain),
        }
    }
}

#[target_feature(enable = "avx2")]
fn read_avx2(network: &Network, pairs: &[Pair]) -> Vec<Chances> {
    network.read(pairs, &Avx2)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn read_vnni(network: &Network, pairs: &[Pair]) -> Vec<Chances> {
    network.read(pairs, &Vnni)
}

/// Checks what the kernels rely on, and gives the number of rows.
fn rows(matrix: &Matrix, bytes: &[u8], products: &[i32]) -> usize {
    let rows = bytes.len() / matrix.inputs;
    let outputs = matrix.outputs();
    assert!(matrix.inputs.is_multiple_of(GROUP) && outputs.is_multiple_of(BLOCKS * BLOCK), "a matrix of another shape");
    assert!(
        matrix.weights.len() * TILE == matrix.inputs * outputs && matrix.excess.len() == outputs,
        "a part is missing"
    );
    assert!(products.len() >= rows * outputs, "no room for the products");
    rows
}

// === impl Vnni ===

impl Multiply for Vnni {
    #[inline(always)]
    fn multiply(&self, matrix: &Matrix, bytes: &[u8], products: &mut [i32]) {
        let rows = rows(matrix, bytes, products);
        // SAFETY: only `read_vnni` makes use of this, and the lengths have been checked.
        unsafe { multiply_vnni(matrix, bytes, products, rows) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn multiply_vnni(matrix: &Matrix, bytes: &[u8], products: &mut [i32], rows: usize) {
    for block in (0..matrix.outputs() / BLOCK).step_by(BLOCKS) {
        let mut row = 0;
        while row + ROWS <= rows {
            // SAFETY: rows and blocks lie within, by the caller's check.
            unsafe { tile_vnni::<ROWS>(matrix, bytes, products, row, block) };
            row += ROWS;
        }
        while row < rows {
            // SAFETY: as above.
            unsafe { tile_vnni::<1>(matrix, bytes, products, row, block) };
            row += 1;
        }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn tile_vnni<const N: usize>(matrix: &Matrix, bytes: &[u8], products: &mut [i32], row: usize, block: usize) {
    let tiles = matrix.inputs / GROUP;
    // SAFETY: `block` and the next one, and N rows from `row` on, lie within.
    unsafe {
        let excess = matrix.excess.as_ptr().add(block * BLOCK);
        let start: [__m512i; BLOCKS] = std::array::from_fn(|b| {
            _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_loadu_si512(excess.add(b * BLOCK).cast()))
        });
        let mut sums = [start; N];
        let weights: [_; BLOCKS] = std::array::from_fn(|b| matrix.weights.as_ptr().add((block + b) * tiles));
        let entries: [_; N] = std::array::from_fn(|n| bytes.as_ptr().add((row + n) * matrix.inputs).cast::<i32>());
        for tile in 0..tiles {
            let weights: [__m512i; BLOCKS] = std::array::from_fn(|b| _mm512_loadu_si512(weights[b].add(tile).cast()));
            for (sums, entries) in sums.iter_mut().zip(&entries) {
                let entries = _mm512_set1_epi32(entries.add(tile).read_unaligned());
                for (sum, weights) in sums.iter_mut().zip(&weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, entries, *weights);
                }
            }
        }
        for (n, sums) in sums.iter().enumerate() {
            let place = products.as_mut_ptr().add((row + n) * matrix.outputs() + block * BLOCK);
            for (b, sum) in sums.iter().enumerate() {
                _mm512_storeu_si512(place.add(b * BLOCK).cast(), *sum);
            }
        }
    }
}

// === impl Avx2 ===

impl Multiply for Avx2 {
    #[inline(always)]
    fn multiply(&self, matrix: &Matrix, bytes: &[u8], products: &mut [i32]) {
        let rows = rows(matrix, bytes, products);
        // SAFETY: only `read_avx2` makes use of this, and the lengths have been checked.
        unsafe { multiply_avx2(matrix, bytes, products, rows) }
    }
}

#[target_feature(enable = "avx2")]
unsafe fn multiply_avx2(matrix: &Matrix, bytes: &[u8], products: &mut [i32], rows: usize) {
    for block in (0..matrix.outputs() / BLOCK).step_by(BLOCKS) {
        let mut row = 0;
        while row + ROWS_AVX2 <= rows {
            // SAFETY: rows and blocks lie within, by the caller's check.
            unsafe { tile_avx2::<ROWS_AVX2>(matrix, bytes, products, row, block) };
            row += ROWS_AVX2;
        }
        if row < rows {
            // SAFETY: as above.
            unsafe { tile_avx2::<1>(matrix, bytes, products, row, block) };
        }
    }
}

/// A sign goes from the entry to the weight, since the instruction wants one side without: 2 · 127 · 127 fits into i16.
#[target_feature(enable = "avx2")]
unsafe fn tile_avx2<const N: usize>(matrix: &Matrix, bytes: &[u8], products: &mut [i32], row: usize, block: usize) {
    /// A block takes two registers of this width.
    const PARTS: usize = BLOCKS * 2;
    const PART: usize = BLOCK / 2;
    let tiles = matrix.inputs / GROUP;
    let (ones, offset) = (_mm256_set1_epi16(1), _mm256_set1_epi8(i8::MIN));
    // SAFETY: `block` and the next one, and N rows from `row` on, lie within.
    unsafe {
        let mut sums = [[_mm256_setzero_si256(); PARTS]; N];
        let weights: [_; BLOCKS] = std::array::from_fn(|b| matrix.weights.as_ptr().add((block + b) * tiles));
        let entries: [_; N] = std::array::from_fn(|n| bytes.as_ptr().add((row + n) * matrix.inputs).cast::<i32>());
        for tile in 0..tiles {
            let weights: [__m256i; PARTS] =
                std::array::from_fn(|p| _mm256_loadu_si256(weights[p / 2].add(tile).cast::<__m256i>().add(p % 2)));
            for (sums, entries) in sums.iter_mut().zip(&entries) {
                let entries = _mm256_xor_si256(_mm256_set1_epi32(entries.add(tile).read_unaligned()), offset);
                let sizes = _mm256_abs_epi8(entries);
                for (sum, weights) in sums.iter_mut().zip(&weights) {
                    let pairs = _mm256_maddubs_epi16(sizes, _mm256_sign_epi8(*weights, entries));
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                }
            }
        }
        for (n, sums) in sums.iter().enumerate() {
            let place = products.as_mut_ptr().add((row + n) * matrix.outputs() + block * BLOCK);
            for (p, sum) in sums.iter().enumerate() {
                _mm256_storeu_si256(place.add(p * PART).cast(), *sum);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, from −127 to 127.
    fn entries(count: usize) -> impl Iterator<Item = i8> {
        (0..count as u64).map(|at| {
            let entry = ((at * at * 2_654_435_761 + at) >> 7) % 255;
            i8::try_from(i64::try_from(entry).unwrap() - 127).unwrap()
        })
    }

    #[test]
    fn products_are_the_same_whatever_multiplies() {
        let check = |rows: usize, inputs: usize, outputs: usize, extreme: Option<i8>| {
            let weights: Vec<u8> = entries(inputs * outputs).map(|w| extreme.unwrap_or(w).cast_unsigned()).collect();
            let weights = weights.leak().as_chunks::<TILE>().0;
            let of_output = |output: usize| {
                let tiles = weights.iter().skip(output / BLOCK * (inputs / GROUP)).take(inputs / GROUP);
                tiles.flat_map(move |tile| tile.iter().skip(output % BLOCK * GROUP).take(GROUP))
            };
            let excess = (0..outputs).map(|o| of_output(o).map(|w| 128 * i32::from(w.cast_signed())).sum()).collect();
            let (scales, shifts) = (vec![1.0; outputs], vec![0.0; outputs]);
            let matrix = Matrix { inputs, weights, scales, shifts, excess };
            let bytes: Vec<u8> =
                entries(rows * inputs).map(|entry| extreme.unwrap_or(entry).cast_unsigned() ^ 128).collect();
            let mut plain = vec![0; rows * outputs];
            Plain.multiply(&matrix, &bytes, &mut plain);
            let exact = bytes.chunks(inputs).flat_map(|row| {
                (0..outputs).map(|output| {
                    let products = row.iter().zip(of_output(output));
                    products.map(|(byte, w)| (i32::from(*byte) - 128) * i32::from(w.cast_signed())).sum::<i32>()
                })
            });
            assert_eq!(plain, exact.collect::<Vec<_>>(), "{rows} rows");
            let mut found = vec![0; rows * outputs];
            if Level::Avx2.is_there() {
                Avx2.multiply(&matrix, &bytes, &mut found);
                assert_eq!(found, plain, "AVX2, {rows} rows");
            }
            if Level::Vnni.is_there() {
                found.fill(0);
                Vnni.multiply(&matrix, &bytes, &mut found);
                assert_eq!(found, plain, "AVX-512, {rows} rows");
            }
        };
        for rows in [0, 1, 2, 7, 8, 17] {
            check(rows, 64, 64, None);
        }
        check(3, 384, 32, Some(127));
        check(3, 384, 32, Some(-127));
    }
}
