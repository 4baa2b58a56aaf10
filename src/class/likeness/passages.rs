//! The passages that two answers share, as long as they go on; what the question, the material or a reference says is
//! left out.

use std::collections::HashMap;

use super::SharedPassage;
use crate::rubric::{RUN, Run, Shingles, runs};
use crate::text::Folded;

/// Places of one run that are tried: a refrain that stands more often tells no more.
const PLACES_MAX: usize = 8;

/// The shared passages in the order of the first text, none overlapping another in either.
pub(super) fn shared(one: &str, other: &str, known: &Shingles) -> Vec<SharedPassage> {
    let (one, other) = (Folded::new(one), Folded::new(other));
    let (first, second): (Vec<Run>, Vec<Run>) = (runs(&one).collect(), runs(&other).collect());
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, run) in first.iter().enumerate().filter(|(_, run)| !known.contains(run.hash)) {
        let places = places.entry(run.hash).or_default();
        if places.len() < PLACES_MAX {
            places.push(index);
        }
    }
    let mut passages: Vec<SharedPassage> = Vec::new();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(run) = second.get(at) {
        // How many runs on end are the same from a place of the first text on.
        let length = |from: usize| {
            let same = first.iter().skip(from).zip(second.iter().skip(at));
            same.take_while(|(one, other)| one.hash == other.hash && !known.contains(one.hash)).count()
        };
        let is_free =
            |from: usize, length: usize| taken.iter().all(|(start, end)| from + length <= *start || *end <= from);
        let found = places.get(&run.hash).into_iter().flatten().map(|from| (length(*from), *from));
        let longest = found
            .filter(|(length, from)| is_free(*from, *length))
            .max_by_key(|(length, from)| (*length, std::cmp::Reverse(*from)));
        let Some((length, from)) = longest.filter(|(length, _)| *length > 0) else {
            at += 1;
            continue;
        };
        let span = |text: &Folded, runs: &[Run], from: usize| {
            let (start, end) = (runs.get(from)?.start, runs.get(from + length - 1)?.end);
            Some(text.span(start, end))
        };
        if let (Some(one), Some(other)) = (span(&one, &first, from), span(&other, &second, at)) {
            passages.push(SharedPassage { one, other });
        }
        // The last run reaches over the letters behind its first one.
        taken.push((from, from + length + RUN - 1));
        at += length + RUN - 1;
    }
    passages.sort_unstable();
    passages
}
