//! Who has answered a question already: 学号 and 编号 that come up twice. Memory is bounded: a hash of 64 bits a key, with
//! the place where it first stood, for the first [`KEYS_MAX`] of them, some 36 MB at most. Two keys of a million have the
//! same hash once in some 40 million classes; then a candidate is named who is nobody's double.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::intake::{Answer, place_and_row, question_key};

/// Keys that are remembered: a table of hashes that holds more is twice as large.
const KEYS_MAX: usize = 1_800_000;

/// What was there before.
#[derive(Debug, Default)]
pub(super) struct Answered {
    first: HashMap<u64, Place>,
    /// The files that places are in.
    files: Vec<String>,
    is_full: bool,
}

/// A place: the file by its number, and the row; 0 where it has none.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: u32,
    row: u32,
}

/// What an answer's candidate brings up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Again {
    /// The candidate is new.
    No,
    /// The same 学号 or 编号 answered the question at this place.
    Yes(String),
    /// The candidate is new, and no more are remembered from here on.
    Full,
}

// === impl Answered ===

impl Answered {
    /// Remembers who wrote an answer, and says where the same candidate first answered the question.
    pub(super) fn again(&mut self, answer: &Answer) -> Again {
        let candidate = &answer.candidate;
        let question = question_key(&answer.question_id);
        let number = Some(&candidate.number).filter(|number| !number.is_empty() && **number != candidate.id);
        let keys = [Some(("id", &candidate.id)), number.map(|number| ("number", number))];
        let mut again = Again::No;
        for (field, value) in keys.into_iter().flatten() {
            let mut hasher = DefaultHasher::new();
            (field, value, &question).hash(&mut hasher);
            match self.take(hasher.finish(), &answer.place) {
                Again::No => {}
                found @ Again::Yes(_) => return found,
                Again::Full => again = Again::Full,
            }
        }
        again
    }

    fn take(&mut self, key: u64, place: &str) -> Again {
        let is_at_end = self.first.len() >= KEYS_MAX;
        match self.first.entry(key) {
            Entry::Occupied(first) => {
                let Place { file, row } = *first.get();
                let file = self.files.get(file as usize).cloned().unwrap_or_default();
                Again::Yes(if row == 0 { file } else { format!("{file}:{row}") })
            }
            Entry::Vacant(_) if is_at_end => {
                if std::mem::replace(&mut self.is_full, true) {
                    Again::No
                } else {
                    Again::Full
                }
            }
            Entry::Vacant(free) => {
                let (file, row) = place_and_row(place);
                if self.files.last().is_none_or(|last| last != file) {
                    self.files.push(file.to_owned());
                }
                let file = u32::try_from(self.files.len() - 1).unwrap_or_default();
                free.insert(Place { file, row: row.and_then(|row| u32::try_from(row).ok()).unwrap_or_default() });
                Again::No
            }
        }
    }
}
