//! Runs of a rubric's terms in which a wrong character is looked for, so that one look at the characters
//! around a doubtful one finds every run that it may belong to.

/// A run of neighbouring terms of a wording, four to eight characters long, or a term of two or three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Index of the wording.
    pub wording: usize,
    /// Its characters.
    pub chars: Vec<char>,
    /// The terms that it consists of: first and one past the last.
    pub terms: (usize, usize),
}

// === impl Phrase ===

impl Phrase {
    /// The same run, of the wording at `index`.
    #[must_use]
    pub fn of(&self, wording: usize) -> Self {
        Self { wording, ..self.clone() }
    }
}

/// Phrases by the two characters next to each of theirs.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    all: Vec<Phrase>,
    /// A key, the phrase and the place in it of the character that the key surrounds; sorted.
    index: Vec<(u64, u32, u8)>,
    /// One bit a key: most characters of an answer are turned away here.
    filter: Vec<u64>,
}

/// Where the two known characters stand.
#[derive(Debug, Clone, Copy)]
enum Side {
    Around = 0,
    After = 1,
    Before = 2,
    /// One character is known, and it is the last of two.
    Last = 3,
    /// One character is known, and it is the first of two.
    First = 4,
}

/// Bits of a key's hash that choose its place in the filter: 2^15 bits are 4 KiB, which stay in the nearest cache
/// and let about one in ten through that has none.
const FILTER_BITS: u32 = 15;

// === impl Phrases ===

impl Phrases {
    pub(super) fn new(all: Vec<Phrase>) -> Self {
        let mut index = Vec::new();
        for (number, phrase) in (0..).zip(&all) {
            let at = |place: usize| phrase.chars.get(place).copied();
            for place in 0..phrase.chars.len() {
                let key = match (place.checked_sub(1).and_then(at), at(place + 1)) {
                    (Some(before), Some(after)) => Some(key(Side::Around, before, after)),
                    (None, Some(after)) => Some(match at(place + 2) {
                        Some(next) => key(Side::After, after, next),
                        None => key(Side::Last, after, after),
                    }),
                    (Some(before), None) => Some(match place.checked_sub(2).and_then(at) {
                        Some(first) => key(Side::Before, first, before),
                        None => key(Side::First, before, before),
                    }),
                    (None, None) => None,
                };
                let place = u8::try_from(place).unwrap_or(u8::MAX);
                index.extend(key.map(|key| (key, number, place)));
            }
        }
        index.sort_unstable();
        let mut filter = vec![0; if index.is_empty() { 0 } else { 1 << (FILTER_BITS - 6) }];
        for (key, ..) in &index {
            let (word, bit) = place_in_filter(*key);
            if let Some(bits) = filter.get_mut(word) {
                *bits |= bit;
            }
        }
        Self { all, index, filter }
    }

    /// Phrases to which the character at `at` of `chars` may belong, whichever it is, and where each would start.
    pub fn around(&self, chars: &[char], at: usize) -> impl Iterator<Item = (&Phrase, usize)> {
        let char_at = |place: Option<usize>| place.and_then(|place| chars.get(place)).copied();
        let (before, after) = (char_at(at.checked_sub(1)), char_at(Some(at + 1)));
        let keys = [
            before.zip(after).map(|(one, other)| key(Side::Around, one, other)),
            after.zip(char_at(Some(at + 2))).map(|(one, other)| key(Side::After, one, other)),
            char_at(at.checked_sub(2)).zip(before).map(|(one, other)| key(Side::Before, one, other)),
            after.map(|after| key(Side::Last, after, after)),
            before.map(|before| key(Side::First, before, before)),
        ];
        keys.into_iter().flatten().filter(|key| self.may_have(*key)).flat_map(move |key| {
            let from = self.index.partition_point(|(other, ..)| *other < key);
            let with_key = self.index.iter().skip(from).take_while(move |(other, ..)| *other == key);
            with_key.filter_map(move |(_, number, place)| {
                Some((self.all.get(*number as usize)?, at.checked_sub(usize::from(*place))?))
            })
        })
    }

    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = place_in_filter(key);
        self.filter.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

fn key(side: Side, one: char, other: char) -> u64 {
    (side as u64) << 42 | u64::from(u32::from(one)) << 21 | u64::from(u32::from(other))
}

fn place_in_filter(key: u64) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - FILTER_BITS);
    ((hash / 64) as usize, 1 << (hash % 64))
}
