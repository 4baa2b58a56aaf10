//! Reads whether a window of an answer says what a keypoint asks for, in whatever words: a small network over both
//! texts, trained for this ([the run](../../training/README.md)). It knows texts alone, nothing of rubrics or marks.
//!
//! The same texts come to the same figures on every machine: matrices are multiplied in whole numbers, and the rest is
//! plain arithmetic in a fixed order. Nothing is loaded until it is asked for.

#![allow(clippy::inline_always, reason = "compiled once for each kind of processor, with what that has")]

#[allow(clippy::indexing_slicing, reason = "arrays of a fixed size, at positions that are known")]
mod arithmetic;
#[allow(clippy::indexing_slicing, reason = "arrays of a fixed size, at positions that are known or counted")]
mod attention;
mod file;
mod multiply;
mod network;
mod pieces;
#[cfg(target_arch = "x86_64")]
#[allow(clippy::indexing_slicing, reason = "arrays of a fixed size, at counted positions")]
mod simd;

use std::sync::OnceLock;

use network::{Chances, Network, PLACES, Pair};
use pieces::{FIRST, LAST, Pieces};

/// Pieces of a keypoint at most; what is longer is cut.
const KEYPOINT_MAX: usize = 60;
/// Thousandths in one.
const THOUSAND: f32 = 1000.0;

/// Reads pairs of a keypoint and a window.
#[derive(Debug)]
pub struct Reader {
    pieces: Pieces,
    network: Network,
}

/// How sure the reader is of each thing that a window may be to a keypoint, in thousandths, about 1000 together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// It says all of it.
    pub full: u16,
    /// It says a part of it, or names it only.
    pub half: u16,
    /// It says the opposite, or what would put an end to it.
    pub opposite: u16,
    /// It says something else.
    pub other: u16,
}

// === impl Reader ===

impl Reader {
    /// The reader inside the binary; the first call makes it ready (about 3 ms).
    #[must_use]
    pub fn load() -> &'static Self {
        static READER: OnceLock<Reader> = OnceLock::new();
        READER.get_or_init(|| Self::of_file(include_bytes!("../../models/reader.bin")))
    }

    /// What each window is to the keypoint. All texts are folded; what is longer than a pair may be is cut.
    #[must_use]
    pub fn read(&self, keypoint: &str, windows: &[&str]) -> Vec<Judgement> {
        let pairs = self.pairs(keypoint, windows);
        self.chances(&pairs).into_iter().map(Judgement::of).collect()
    }

    fn of_file(file: &'static [u8]) -> Self {
        let (pieces, network) = file::read(file).unwrap_or_else(|| (Pieces::new([].into_iter()), Network::empty()));
        Self { pieces, network }
    }

    fn pairs(&self, keypoint: &str, windows: &[&str]) -> Vec<Pair> {
        let mut first = vec![FIRST];
        first.extend(self.pieces.split(keypoint, KEYPOINT_MAX));
        first.push(LAST);
        let of_window = |window: &&str| {
            let mut pieces = first.clone();
            pieces.extend(self.pieces.split(window, PLACES - 1 - first.len()));
            pieces.push(LAST);
            Pair { pieces, window: first.len() }
        };
        windows.iter().map(of_window).collect()
    }

    #[cfg(target_arch = "x86_64")]
    fn chances(&self, pairs: &[Pair]) -> Vec<Chances> {
        simd::Level::best().read(&self.network, pairs)
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn chances(&self, pairs: &[Pair]) -> Vec<Chances> {
        self.network.read(pairs, &multiply::Plain)
    }
}

// === impl Judgement ===

impl Judgement {
    fn of(chances: Chances) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
        let [full, half, opposite, other] = chances.map(|chance| (chance * THOUSAND).round() as u16);
        Self { full, half, opposite, other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let reader = Reader::load();
        assert_eq!(reader.network.layers.len(), 6);
        assert_eq!(reader.network.words.len(), reader.network.worth.len());
        assert_eq!(file_with(|file| file.push(0)), None);
        assert_eq!(file_with(|file| file.truncate(file.len() - 1)), None);
        assert_eq!(file_with(|file| file[0] = b'X'), None);
    }

    /// How many layers a file has that differs from ours.
    fn file_with(change: impl Fn(&mut Vec<u8>)) -> Option<usize> {
        let mut file = include_bytes!("../../models/reader.bin").to_vec();
        change(&mut file);
        file::read(file.leak()).map(|(_, network)| network.layers.len())
    }

    #[test]
    fn one_that_knows_nothing_says_nothing() {
        let reader = Reader::of_file(b"");
        let nothing = Judgement { full: 250, half: 250, opposite: 250, other: 250 };
        assert_eq!(reader.read("建好污水站", &["污水站建好了", ""]), [nothing; 2]);
    }

    #[test]
    fn what_a_pair_comes_to_does_not_depend_on_the_others() {
        let reader = Reader::load();
        // More places than are worked at together.
        let windows = ["垃圾无人清理,".repeat(40), "垃圾无人清理".to_owned(), "清理,".repeat(50)];
        let windows = windows.each_ref().map(String::as_str);
        let together = reader.read("垃圾无人打捞", &windows);
        let apart: Vec<_> = windows.iter().flat_map(|window| reader.read("垃圾无人打捞", &[window])).collect();
        assert_eq!(together, apart);
    }

    #[test]
    fn any_text_is_read() {
        let check = |keypoint: &str, windows: &[&str]| {
            let read = Reader::load().read(keypoint, windows);
            assert_eq!(read.len(), windows.len());
            for one in read {
                let sum = one.full + one.half + one.opposite + one.other;
                assert!((998..=1002).contains(&sum), "{one:?}");
            }
        };
        let long = "长".repeat(10_000);
        check("", &["", " \n", "😀𠮷é", &long]);
        check(&long, &["a"]);
        check("a", &[]);
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn every_kind_of_processor_comes_to_the_same_bits() {
        let reader = Reader::load();
        let pairs = reader.pairs("无人打捞", &["没人去捞", "4份a"]);
        let bits = |level: simd::Level| {
            let chances = level.read(&reader.network, &pairs);
            chances.into_iter().map(|chances| chances.map(f32::to_bits)).collect::<Vec<_>>()
        };
        for level in [simd::Level::Avx2, simd::Level::Vnni] {
            assert_eq!(bits(level), bits(simd::Level::Plain), "{level:?}");
        }
    }
}
