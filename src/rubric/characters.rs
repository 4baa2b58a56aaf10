//! The characters of a rubric's terms, so that one walk over a clause finds what it has of every term.

use std::collections::BTreeMap;

/// A place of a character in a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of the term in the rubric.
    pub term: u32,
    /// A bit for the place in it.
    pub bit: u16,
}

/// Which terms have a character, and where. Looked up once for every character of an answer.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    /// Open addressing: a character and the range of its places. A power of two long, at most half full.
    slots: Vec<Option<(char, u32, u32)>>,
    places: Vec<Place>,
}

// === impl Characters ===

impl Characters {
    /// Puts each character with its places.
    pub fn new(characters: impl IntoIterator<Item = (char, Place)>) -> Self {
        let mut by_character: BTreeMap<char, Vec<Place>> = BTreeMap::new();
        for (c, place) in characters {
            by_character.entry(c).or_default().push(place);
        }
        let slots = vec![None; (by_character.len() * 2).next_power_of_two().max(2)];
        let mut table = Self { slots, places: Vec::new() };
        let index = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        for (c, places) in by_character {
            let from = index(table.places.len());
            table.places.extend(places);
            let mut at = table.home(c);
            while table.slots.get(at).is_some_and(Option::is_some) {
                at = (at + 1) % table.slots.len();
            }
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = Some((c, from, index(table.places.len())));
            }
        }
        table
    }

    /// The places of a character.
    #[must_use]
    pub fn places(&self, c: char) -> &[Place] {
        let mut at = self.home(c);
        while let Some(Some((found, from, to))) = self.slots.get(at) {
            if *found == c {
                return self.places.get(*from as usize..*to as usize).unwrap_or_default();
            }
            at = (at + 1) % self.slots.len();
        }
        &[]
    }

    fn home(&self, c: char) -> usize {
        // Multiplicative hashing; the high bits are the well-mixed ones.
        let hash = u32::from(c).wrapping_mul(0x9E37_79B1);
        (hash >> 12) as usize & self.slots.len().saturating_sub(1)
    }
}

/// A bit for a place in a term; places past the 16th have none.
#[must_use]
pub fn bit(place: usize) -> u16 {
    u32::try_from(place).ok().and_then(|place| 1u16.checked_shl(place)).unwrap_or_default()
}
