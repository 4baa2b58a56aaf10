//! What each place sees of the others of its pair: a mean of what they tell, weighed by how well their answer fits what
//! the place asks.
//!
//! All places of a pair are worked at side by side, so that wide registers hold a place in each lane.

use super::arithmetic::exp;
use super::network::HIDDEN;

/// Parts of a place that look each by itself, and their entries.
const HEADS: usize = 12;
const HEAD: usize = HIDDEN / HEADS;
/// One over the square root of [`HEAD`].
const SCALE: f32 = 0.176_776_7;
/// Rows are filled up to a multiple of so many places.
const LANES: usize = 16;
/// Rows that are added in one pass, since fetching the sums takes longer than adding to them.
const TOGETHER: usize = 4;

/// Room to work in; rows have an entry for each place that looks.
#[derive(Default)]
pub struct Attention {
    /// For each entry of a head what is asked, and later what is seen.
    entries: Vec<f32>,
    /// For each place how much it counts.
    weights: Vec<f32>,
    /// A row beside these.
    row: Vec<f32>,
}

// === impl Attention ===

impl Attention {
    /// `asked` has for each place what it asks, what it answers and what it tells; `seen` becomes what it sees.
    #[inline(always)]
    pub fn look(&mut self, asked: &[f32], seen: &mut [f32]) {
        let (places, _) = asked.as_chunks::<{ 3 * HIDDEN }>();
        let (seen, _) = seen.as_chunks_mut::<HIDDEN>();
        let width = places.len().next_multiple_of(LANES);
        self.entries.clear();
        self.entries.resize(HEAD * width, 0.0);
        // Filled up to whole passes with places that count nothing.
        self.weights.clear();
        self.weights.resize(places.len().next_multiple_of(TOGETHER) * width, 0.0);
        self.row.resize(width, 0.0);
        for head in 0..HEADS {
            self.ask(places, head, width);
            self.share(places.len(), width);
            self.see(places, head, width);
            for (at, seen) in seen.iter_mut().enumerate() {
                let entries = self.entries.iter().skip(at).step_by(width);
                for (x, entry) in part_mut(seen, head).iter_mut().zip(entries) {
                    *x = *entry;
                }
            }
        }
    }

    /// How well each place's answer fits what the others ask.
    #[inline(always)]
    fn ask(&mut self, places: &[[f32; 3 * HIDDEN]], head: usize, width: usize) {
        for (at, place) in places.iter().enumerate() {
            for (entry, x) in self.entries.iter_mut().skip(at).step_by(width).zip(part(place, head)) {
                *entry = x * SCALE;
            }
        }
        for (weights, place) in self.weights.chunks_exact_mut(width).zip(places) {
            weights.fill(0.0);
            let (answers, _) = part(place, HEADS + head).as_chunks::<TOGETHER>();
            for (answers, rows) in answers.iter().zip(self.entries.chunks_exact(TOGETHER * width)) {
                add(weights, answers, rows);
            }
        }
    }

    /// Makes of fits what sums to the row's entry for each place that looks.
    #[inline(always)]
    fn share(&mut self, places: usize, width: usize) {
        self.row.fill(f32::MIN);
        for weights in self.weights.chunks_exact(width).take(places) {
            for (most, weight) in self.row.iter_mut().zip(weights) {
                *most = if *weight > *most { *weight } else { *most };
            }
        }
        for weights in self.weights.chunks_exact_mut(width).take(places) {
            for (most, weight) in self.row.iter().zip(weights) {
                *weight = exp(*weight - most);
            }
        }
        self.row.fill(0.0);
        for rows in self.weights.chunks_exact(TOGETHER * width) {
            add(&mut self.row, &[1.0; TOGETHER], rows);
        }
    }

    /// What each place sees.
    #[inline(always)]
    fn see(&mut self, places: &[[f32; 3 * HIDDEN]], head: usize, width: usize) {
        const NOTHING: [f32; HEAD] = [0.0; HEAD];
        self.entries.fill(0.0);
        for (rows, places) in self.weights.chunks_exact(TOGETHER * width).zip(places.chunks(TOGETHER)) {
            let told: [_; TOGETHER] =
                std::array::from_fn(|at| places.get(at).map_or(&NOTHING, |place| part(place, 2 * HEADS + head)));
            for (entry, entries) in self.entries.chunks_exact_mut(width).enumerate() {
                add(entries, &told.map(|told| told[entry]), rows);
            }
        }
        for entries in self.entries.chunks_exact_mut(width) {
            for (entry, sum) in entries.iter_mut().zip(&self.row) {
                *entry /= sum;
            }
        }
    }
}

/// Adds multiples of rows that follow one another, the first one first.
#[inline(always)]
fn add(sums: &mut [f32], times: &[f32; TOGETHER], rows: &[f32]) {
    let (first, others) = rows.split_at(rows.len() / 2);
    let (first, second) = first.split_at(first.len() / 2);
    let (third, fourth) = others.split_at(others.len() / 2);
    let rows = first.iter().zip(second).zip(third.iter().zip(fourth));
    for (sum, ((first, second), (third, fourth))) in sums.iter_mut().zip(rows) {
        *sum = *sum + times[0] * first + times[1] * second + times[2] * third + times[3] * fourth;
    }
}

/// A head's entries of a place.
#[inline(always)]
fn part<const N: usize>(place: &[f32; N], number: usize) -> &[f32; HEAD] {
    &place.as_chunks().0[number]
}

#[inline(always)]
fn part_mut(place: &mut [f32; HIDDEN], number: usize) -> &mut [f32; HEAD] {
    &mut place.as_chunks_mut().0[number]
}
