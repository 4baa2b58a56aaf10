//! A fixed-size picture of a set of hashes: of two pictures, about as many places agree as the sets have in common
//! (`MinHash`).

/// Bands of a sketch: answers that share half of what they say meet in one of them 98 times in 100.
pub(super) const BANDS: usize = 32;
/// Places of a band: those that share little seldom meet.
const ROWS: usize = 3;
const PLACES: usize = BANDS * ROWS;
/// Where the hash functions come from: any odd number would do.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// The least value of each hash function over a set.
#[derive(Debug, Clone)]
pub(super) struct Sketch([u32; PLACES]);

// === impl Sketch ===

impl Sketch {
    pub(super) fn new(hashes: &[u64]) -> Self {
        let mut least = [u32::MAX; PLACES];
        let mut multiplier = SEED;
        for place in &mut least {
            multiplier = multiplier.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (factor, shift) = (multiplier | 1, multiplier.rotate_left(32));
            // The upper half of a product by an odd number: a hash function of its own.
            let of = |hash: &u64| (hash.wrapping_add(shift).wrapping_mul(factor) >> 32) as u32;
            *place = hashes.iter().map(of).min().unwrap_or(u32::MAX);
        }
        Self(least)
    }

    /// What a band says, as one number.
    pub(super) fn band(&self, band: usize) -> u64 {
        let rows = self.0.iter().skip(band * ROWS).take(ROWS);
        rows.fold(0, |key, row| (key ^ u64::from(*row)).wrapping_mul(SEED).rotate_left(29))
    }

    /// The share of the places in which two sketches agree.
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred places")]
    pub(super) fn agreement(&self, other: &Self) -> f64 {
        self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count() as f64 / PLACES as f64
    }
}
