//! The network: what each place of a pair comes to, layer by layer, and the chances of the four classes.
//!
//! Matrices are multiplied in whole numbers, all else is f32 in a fixed order ([`super::arithmetic`]). Pairs are worked
//! at several together, since a matrix is then fetched once for all; what one comes to does not depend on the others.

use super::arithmetic::{gelu, normalise, quantise, softmax};
use super::attention::Attention;
use super::multiply::{Matrix, Multiply};

/// Entries of a place.
pub const HIDDEN: usize = 384;
/// Entries of a place at its widest.
pub const WIDE: usize = 1536;
/// Places of a pair at most.
pub const PLACES: usize = 128;
/// What a keypoint may be to a window.
pub const CLASSES: usize = 4;
/// Places that are worked at together at most, unless a single pair has more: what they come to stays near the
/// processor.
const TOGETHER: usize = 192;

/// The chances of full, half, opposite and other.
pub type Chances = [f32; CLASSES];

/// The pieces of a keypoint and of a window, with what stands before, between and behind them.
#[derive(Debug)]
pub struct Pair {
    /// Numbers of the pieces.
    pub pieces: Vec<usize>,
    /// Where the window starts.
    pub window: usize,
}

/// Scale and shift of a norm.
#[derive(Debug)]
pub struct Norm {
    /// For each entry.
    pub scale: Vec<f32>,
    /// For each entry.
    pub shift: Vec<f32>,
}

/// One layer.
#[derive(Debug)]
pub struct Layer {
    /// To what a place asks, answers and tells.
    pub asked: Matrix,
    /// From what it saw.
    pub seen: Matrix,
    /// To the wide view.
    pub wide: Matrix,
    /// And back.
    pub back: Matrix,
    /// After seeing, and at the end.
    pub norms: [Norm; 2],
}

/// All weights.
#[derive(Debug)]
pub struct Network {
    /// What an entry of each piece is worth.
    pub worth: Vec<f32>,
    /// Entries of each piece, as the bytes of an i8 each.
    pub words: &'static [[u8; HIDDEN]],
    /// [`HIDDEN`] entries for each place.
    pub places: Vec<f32>,
    /// [`HIDDEN`] entries for each of the two texts.
    pub texts: Vec<f32>,
    /// The first norm.
    pub norm: Norm,
    /// From the first to the last.
    pub layers: Vec<Layer>,
    /// What each entry of the first place and of the mean tells of each class.
    pub head: Vec<[f32; CLASSES]>,
    /// What is added.
    pub head_shifts: [f32; CLASSES],
}

/// Room to work in, with a row for each place.
#[derive(Default)]
struct Room {
    /// What each place has come to.
    x: Vec<f32>,
    asked: Vec<f32>,
    seen: Vec<f32>,
    wide: Vec<f32>,
    rows: Rows,
    attention: Attention,
}

/// Rows in whole numbers, what one is worth in each, and their products.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    worth: Vec<f32>,
    products: Vec<i32>,
}

// === impl Network ===

impl Network {
    /// One that knows nothing.
    pub fn empty() -> Self {
        let norm = Norm { scale: Vec::new(), shift: Vec::new() };
        let (worth, places, texts, head) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { worth, words: &[], places, texts, norm, layers: Vec::new(), head, head_shifts: [0.0; CLASSES] }
    }

    /// The chances for each pair.
    #[inline(always)]
    pub fn read(&self, pairs: &[Pair], multiply: &impl Multiply) -> Vec<Chances> {
        let mut room = Room::default();
        let mut chances = Vec::with_capacity(pairs.len());
        let mut rest = pairs;
        while !rest.is_empty() {
            let mut places = 0;
            let fits = rest.iter().take_while(|pair| {
                places += pair.pieces.len();
                places <= TOGETHER
            });
            let (together, after) = rest.split_at(fits.count().max(1));
            self.together(together, multiply, &mut room, &mut chances);
            rest = after;
        }
        chances
    }

    #[inline(always)]
    fn together(&self, pairs: &[Pair], multiply: &impl Multiply, room: &mut Room, chances: &mut Vec<Chances>) {
        room.x.clear();
        for pair in pairs {
            self.open(pair, &mut room.x);
        }
        for layer in &self.layers {
            room.pass(layer, pairs, multiply);
        }
        let mut rest = room.x.as_slice();
        for pair in pairs {
            let (own, after) = rest.split_at(pair.pieces.len() * HIDDEN);
            chances.push(self.close(own));
            rest = after;
        }
    }

    /// What the places of a pair start as.
    #[inline(always)]
    fn open(&self, pair: &Pair, x: &mut Vec<f32>) {
        let (first, second) = self.texts.split_at(self.texts.len() / 2);
        let mut places = self.places.chunks_exact(HIDDEN);
        for (at, piece) in pair.pieces.iter().enumerate() {
            let start = x.len();
            x.resize(start + HIDDEN, 0.0);
            let row = x.get_mut(start..).unwrap_or_default();
            let (Some(word), Some(worth)) = (self.words.get(*piece), self.worth.get(*piece)) else { continue };
            let text = if at < pair.window { first } else { second };
            let entries = row.iter_mut().zip(word).zip(places.next().unwrap_or_default()).zip(text);
            for (((x, byte), place), text) in entries {
                *x = f32::from(byte.cast_signed()) * worth + (place + text);
            }
            normalise(row, &self.norm.scale, &self.norm.shift);
        }
    }

    /// What the places of a pair say in the end.
    #[inline(always)]
    fn close(&self, places: &[f32]) -> Chances {
        let Some((first, _)) = places.split_first_chunk::<HIDDEN>() else { return [0.0; CLASSES] };
        let mut mean = [0.0; HIDDEN];
        for place in places.chunks_exact(HIDDEN) {
            for (sum, x) in mean.iter_mut().zip(place) {
                *sum += x;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "at most PLACES")]
        let count = (places.len() / HIDDEN) as f32;
        for sum in &mut mean {
            *sum /= count;
        }
        let mut scores = self.head_shifts;
        for (x, weights) in first.iter().chain(&mean).zip(&self.head) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += x * weight;
            }
        }
        softmax(&mut scores);
        scores
    }
}

// === impl Room ===

impl Room {
    /// Takes the places of several pairs through a layer.
    #[inline(always)]
    fn pass(&mut self, layer: &Layer, pairs: &[Pair], multiply: &impl Multiply) {
        self.rows.linear(&layer.asked, multiply, &self.x, &mut self.asked);
        // What was seen takes the room of what comes of it.
        self.seen.resize(self.x.len(), 0.0);
        let (mut asked, mut seen) = (self.asked.as_slice(), self.seen.as_mut_slice());
        for pair in pairs {
            let (own, after) = asked.split_at(pair.pieces.len() * 3 * HIDDEN);
            let (own_seen, after_seen) = seen.split_at_mut(pair.pieces.len() * HIDDEN);
            self.attention.look(own, own_seen);
            (asked, seen) = (after, after_seen);
        }
        self.rows.linear(&layer.seen, multiply, &self.seen, &mut self.asked);
        add(&mut self.x, &self.asked, &layer.norms[0]);
        self.rows.linear(&layer.wide, multiply, &self.x, &mut self.wide);
        gelu(&mut self.wide);
        self.rows.linear(&layer.back, multiply, &self.wide, &mut self.asked);
        add(&mut self.x, &self.asked, &layer.norms[1]);
    }
}

/// Adds a row to each, and makes the sums normal.
#[inline(always)]
fn add(x: &mut [f32], more: &[f32], norm: &Norm) {
    for (row, more) in x.chunks_exact_mut(HIDDEN).zip(more.chunks_exact(HIDDEN)) {
        for (x, more) in row.iter_mut().zip(more) {
            *x += more;
        }
        normalise(row, &norm.scale, &norm.shift);
    }
}

// === impl Rows ===

impl Rows {
    /// Multiplies each row of `x` and puts what comes of it into `out`.
    #[inline(always)]
    fn linear(&mut self, matrix: &Matrix, multiply: &impl Multiply, x: &[f32], out: &mut Vec<f32>) {
        self.bytes.resize(x.len(), 0);
        self.worth.clear();
        for (row, bytes) in x.chunks_exact(matrix.inputs).zip(self.bytes.chunks_exact_mut(matrix.inputs)) {
            self.worth.push(quantise(row, bytes));
        }
        let outputs = matrix.outputs();
        let size = self.worth.len() * outputs;
        self.products.resize(size, 0);
        multiply.multiply(matrix, &self.bytes, &mut self.products);
        out.resize(size, 0.0);
        let rows = out.chunks_exact_mut(outputs).zip(self.products.chunks_exact(outputs)).zip(&self.worth);
        for ((row, products), worth) in rows {
            let entries = row.iter_mut().zip(products).zip(&matrix.scales).zip(&matrix.shifts);
            for (((x, product), scale), shift) in entries {
                #[expect(clippy::cast_precision_loss, reason = "rounded alike everywhere")]
                let product = *product as f32;
                *x = product * (scale * worth) + shift;
            }
        }
    }
}
