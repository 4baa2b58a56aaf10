//! Arithmetic in f32 that gives the same bits on every machine: plain operations in a fixed order, no fused
//! multiplication, and an exponential of our own. Rows are worked through in lanes, so that wide registers can be used
//! without another order.

/// Sums run in so many lanes, which are folded at the end.
const LANES: usize = 16;
/// Adding it to a number of less than 2²² rounds that to a whole one, which then stands in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;
/// Bits of an f32's fraction.
const FRACTION_BITS: u32 = 23;
/// Beyond these the exponential leaves the range of f32.
const EXPONENTS: (f32, f32) = (-87.0, 88.0);
/// ln 2 in two parts, so that a multiple of the first is exact.
const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);
/// Of `1 + x + x²·…`: what approaches e^x within half of ln 2 to the last bits (Cephes, `expf`).
const POLYNOMIAL: [f32; 6] = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1];
/// Of the form of GELU with tanh: 2·√(2/π), and the weight of the cube.
const GELU: (f32, f32) = (1.595_769, 0.044_715);
/// What keeps a row's deviation from being nothing.
const EPSILON: f32 = 1e-12;
/// The largest whole number that an entry becomes, either way.
const ENTRY_MAX: f32 = 127.0;
/// What is added to an entry so that it is never negative.
const OFFSET: u32 = 128;

/// e to the power of `x`.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.max(EXPONENTS.0).min(EXPONENTS.1);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = (x - whole * LN_2.0) - whole * LN_2.1;
    let mut power = POLYNOMIAL[0];
    for factor in &POLYNOMIAL[1..] {
        power = power * rest + factor;
    }
    let power = power * (rest * rest) + rest + 1.0;
    f32::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << FRACTION_BITS))
}

/// The network's bend.
#[inline(always)]
pub fn gelu(row: &mut [f32]) {
    for x in row {
        let turned = GELU.0 * (*x + GELU.1 * *x * *x * *x);
        *x /= 1.0 + exp(-turned);
    }
}

/// The sum of a row.
#[inline(always)]
pub fn sum(row: &[f32]) -> f32 {
    lanes(row, |total, x| total + x, |one, other| one + other)
}

#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    lanes(
        row,
        |most, x| if x.abs() > most { x.abs() } else { most },
        |one, other| if other > one { other } else { one },
    )
}

/// Folds a row lane by lane, and then the lanes.
#[inline(always)]
fn lanes(row: &[f32], step: impl Fn(f32, f32) -> f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = step(*lane, *x);
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        *lane = step(*lane, *x);
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        let (low, high) = lanes.split_at_mut(width);
        for (one, other) in low.iter_mut().zip(high) {
            *one = join(*one, *other);
        }
    }
    lanes[0]
}

/// Makes a row's mean nothing and its deviation one, then scales and moves each entry.
#[inline(always)]
pub fn normalise(row: &mut [f32], scale: &[f32], shift: &[f32]) {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let length = row.len() as f32;
    let mean = sum(row) / length;
    for x in &mut *row {
        *x -= mean;
    }
    let squares = lanes(row, |total, x| total + x * x, |one, other| one + other);
    let factor = 1.0 / (squares / length + EPSILON).sqrt();
    for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
        *x = *x * factor * scale + shift;
    }
}

/// Makes of scores shares that sum to one.
#[inline(always)]
pub fn softmax(row: &mut [f32]) {
    let most = row.iter().fold(f32::MIN, |most, x| if *x > most { *x } else { most });
    for x in &mut *row {
        *x = exp(*x - most);
    }
    let factor = 1.0 / sum(row);
    for x in row {
        *x *= factor;
    }
}

/// Writes a row in whole numbers of −127 to 127, each with 128 added, and returns what one of them is worth.
#[inline(always)]
pub fn quantise(row: &[f32], bytes: &mut [u8]) -> f32 {
    let most = largest(row);
    let factor = if most > 0.0 { ENTRY_MAX / most } else { 0.0 };
    for (byte, x) in bytes.iter_mut().zip(row) {
        #[expect(clippy::cast_possible_truncation, reason = "the lowest bits hold the whole number")]
        let whole = (*x * factor + ROUNDER).to_bits().wrapping_add(OFFSET) as u8;
        *byte = whole;
    }
    most / ENTRY_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_the_exact_one() {
        for step in -8_600..=8_700_i16 {
            let x = f32::from(step) / 100.0;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            assert!(error < 2e-7, "{x}: {} for {exact}", exp(x));
        }
        assert_eq!(exp(0.0).to_bits(), 1.0_f32.to_bits());
        assert!(exp(-1e9) > 0.0 && exp(1e9).is_finite());
    }

    #[test]
    fn entries_are_rounded_to_the_even_neighbour() {
        let mut bytes = [0; 6];
        let worth = quantise(&[127.0, -127.0, 0.5, 1.5, -0.5, 0.0], &mut bytes);
        assert_eq!((worth.to_bits(), bytes), (1.0_f32.to_bits(), [255, 1, 128, 130, 128, 128]));
        assert_eq!(quantise(&[0.0; 3], &mut bytes).to_bits(), 0);
        assert_eq!(bytes[..3], [128; 3]);
    }

    #[test]
    fn shares_sum_to_one_and_rows_are_normal() {
        let mut row: Vec<f32> = (0..37_i16).map(|x| f32::from(x % 7)).collect();
        softmax(&mut row);
        assert!((sum(&row) - 1.0).abs() < 1e-6);
        let mut row: Vec<f32> = (0..40_i16).map(f32::from).collect();
        normalise(&mut row, &[2.0; 40], &[1.0; 40]);
        assert!((sum(&row) - 40.0).abs() < 1e-4, "{}", sum(&row));
    }
}
