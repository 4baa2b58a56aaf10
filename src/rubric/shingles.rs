//! Fingerprints of texts: which runs of characters another text shares with them.

use crate::text::fold::{is_han, is_word};
use crate::text::{Folded, Text};

/// Hashes of every run of eight letters, punctuation left out, of some texts.
#[derive(Debug, Clone, Default)]
pub struct Shingles {
    sorted: Vec<u64>,
    /// One bit a hash, by its low bits: most runs of a strange text are turned away here.
    filter: Vec<u64>,
}

/// Characters in a run: shorter runs are common phrases, longer ones miss a copy with a word changed.
pub const RUN: usize = 8;
/// Bits of a hash that choose its place in the filter: 2^15 bits are 4 KiB and stay in the cache.
const FILTER_BITS: u32 = 15;

// === impl Shingles ===

impl Shingles {
    /// The fingerprints of `texts`.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut hashes: Vec<u64> =
            texts.into_iter().flat_map(|text| runs(&Folded::new(text)).map(|run| run.hash)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self::from_sorted(hashes)
    }

    /// These without what `others` have as well.
    #[must_use]
    pub fn without(self, others: &Self) -> Self {
        Self::from_sorted(self.sorted.into_iter().filter(|hash| others.sorted.binary_search(hash).is_err()).collect())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The positions `start..end` of `text` that stand in shared runs, merged, in order.
    #[must_use]
    pub fn shared(&self, text: &Text<'_>) -> Vec<(usize, usize)> {
        let mut shared: Vec<(usize, usize)> = Vec::new();
        if self.is_empty() {
            return shared;
        }
        for run in runs(text.folded()).filter(|run| self.contains(run.hash)) {
            match shared.last_mut() {
                Some(last) if run.start <= last.1 => last.1 = last.1.max(run.end),
                _ => shared.push((run.start, run.end)),
            }
        }
        shared
    }

    /// Whether a run with this hash is among them.
    #[must_use]
    pub fn contains(&self, hash: u64) -> bool {
        let (word, bit) = place(hash);
        self.filter.get(word).is_some_and(|bits| bits & bit != 0) && self.sorted.binary_search(&hash).is_ok()
    }

    fn from_sorted(sorted: Vec<u64>) -> Self {
        let mut filter = vec![0u64; if sorted.is_empty() { 0 } else { 1 << (FILTER_BITS - 6) }];
        for hash in &sorted {
            let (word, bit) = place(*hash);
            if let Some(bits) = filter.get_mut(word) {
                *bits |= bit;
            }
        }
        Self { sorted, filter }
    }
}

fn place(hash: u64) -> (usize, u64) {
    let low = (hash >> (64 - FILTER_BITS)) as usize;
    (low / 64, 1 << (low % 64))
}

/// A run of [`RUN`] letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The same for the same letters.
    pub hash: u64,
    /// Position of its first letter in the folded view.
    pub start: usize,
    /// One past the position of its last letter.
    pub end: usize,
}

/// Every run of letters of a text, by a rolling polynomial hash.
pub fn runs(text: &Folded) -> impl Iterator<Item = Run> + use<> {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let drop = BASE.wrapping_pow(u32::try_from(RUN).unwrap_or_default());
    let letters = text.chars().iter().enumerate().filter(|(_, c)| is_han(**c) || is_word(**c));
    let mut window: [(usize, u64); RUN] = [(0, 0); RUN];
    let mut seen = 0;
    let mut sum = 0u64;
    letters
        .filter_map(move |(at, c)| {
            let code = u64::from(u32::from(*c)) + 1;
            sum = sum.wrapping_mul(BASE).wrapping_add(code);
            let slot = window.get_mut(seen % RUN)?;
            let old = std::mem::replace(slot, (at, code));
            sum = sum.wrapping_sub(old.1.wrapping_mul(drop));
            seen += 1;
            let start = window.get(seen % RUN)?.0;
            // A last mix, since the filter looks at the high bits.
            (seen >= RUN).then_some(Run { hash: (sum ^ (sum >> 29)).wrapping_mul(BASE), start, end: at + 1 })
        })
        .collect::<Vec<_>>()
        .into_iter()
}
