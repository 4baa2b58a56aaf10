//! What a class does beside its content: length, structure, format, language, essays' make-up; deductions and flags.
//! Counts of answers, and a few names for each flag.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Distribution, Person};
use crate::feedback::{EssayCheckKind, Feedback, FlagCode, LanguageNoteKind, LengthVerdict, StructureFaultKind};
use crate::points::Points;
use crate::rubric::ElementKind;

/// How often each of a few kinds stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<K>(Vec<(K, u32)>);

/// What a class does beside its content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Habits {
    /// Lengths in 字, in the rubric's way of counting.
    pub lengths: Distribution,
    /// Answers by where their length stands.
    pub verdicts: Tally<LengthVerdict>,
    /// Answers without a fault of structure.
    pub well_structured: u32,
    /// Answers with each fault of structure.
    pub faults: Tally<StructureFaultKind>,
    /// Answers that lack each element asked for.
    pub missing_elements: Tally<ElementKind>,
    /// Answers with each kind of remark on language.
    pub notes: Tally<LanguageNoteKind>,
    /// Words written with wrong characters and how often, as far as there was room.
    wrong_words: BTreeMap<WrongWord, u32>,
    /// Answers and marks that each rule took, by its name.
    pub deductions: BTreeMap<Cow<'static, str>, (u32, Points)>,
    /// Essays that fail each check.
    pub failed_checks: Tally<EssayCheckKind>,
    /// Answers with each flag, in the order of the codes.
    pub flags: BTreeMap<FlagCode, Flagged>,
}

/// A word with a wrong character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrongWord {
    /// As it was written.
    pub written: String,
    /// As it should be, or empty.
    pub right: String,
}

/// Answers with a flag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flagged {
    /// How many.
    pub answers: u32,
    /// The first of them.
    pub people: Vec<Person>,
}

/// Different wrong words that are counted: a class of a thousand has about a hundred.
const WRONG_WORDS_MAX: usize = 1000;
/// People named for a flag: what fits a line or two.
const FLAGGED_MAX: usize = 12;

// === impl Habits ===

impl Habits {
    /// Counts one answer; `person` says who wrote it.
    pub fn add(&mut self, feedback: &Feedback, person: impl Fn() -> Person) {
        self.lengths.add(i64::try_from(feedback.length.count).unwrap_or(i64::MAX));
        self.verdicts.add(feedback.length.verdict);
        self.well_structured += u32::from(feedback.structure.faults.is_empty());
        self.faults.add_different(feedback.structure.faults.iter().map(|fault| fault.kind));
        let missing = feedback.format.elements.iter().filter(|of| of.required && of.evidence.is_none());
        self.missing_elements.add_different(missing.map(|of| of.kind));
        self.notes.add_different(feedback.language.iter().map(|note| note.kind));
        for note in feedback.language.iter().filter(|note| note.kind == LanguageNoteKind::WrongCharacter) {
            let word = WrongWord { written: note.evidence.quote.clone(), right: note.suggestion.clone() };
            let has_room = self.wrong_words.len() < WRONG_WORDS_MAX;
            match self.wrong_words.get_mut(&word) {
                Some(count) => *count += 1,
                None if has_room => _ = self.wrong_words.insert(word, 1),
                None => {}
            }
        }
        for deduction in &feedback.deductions {
            let (answers, points) = self.deductions.entry(deduction.rule.clone()).or_default();
            *answers += 1;
            *points += deduction.points;
        }
        let failed = feedback.essay.iter().flat_map(|essay| &essay.checks).filter(|check| !check.passed);
        self.failed_checks.add_different(failed.map(|check| check.kind));
        let mut codes: Vec<FlagCode> = feedback.flags.iter().map(|flag| flag.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            let flagged = self.flags.entry(code).or_default();
            flagged.answers += 1;
            if flagged.people.len() < FLAGGED_MAX {
                flagged.people.push(person());
            }
        }
    }

    /// Words written with wrong characters and how often, the commonest first.
    #[must_use]
    pub fn wrong_words(&self) -> Vec<(&WrongWord, u32)> {
        let mut words: Vec<(&WrongWord, u32)> = self.wrong_words.iter().map(|(word, count)| (word, *count)).collect();
        words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        words
    }
}

// === impl Tally ===

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + PartialEq> Tally<K> {
    /// Counts one.
    pub fn add(&mut self, kind: K) {
        match self.0.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, count)) => *count += 1,
            None => self.0.push((kind, 1)),
        }
    }

    /// Counts each kind that stands among `kinds` once.
    pub fn add_different(&mut self, kinds: impl Iterator<Item = K>) {
        let mut seen: Vec<K> = Vec::new();
        for kind in kinds {
            if !seen.contains(&kind) {
                seen.push(kind);
                self.add(kind);
            }
        }
    }

    /// How often a kind stands.
    #[must_use]
    pub fn of(&self, kind: K) -> u32 {
        self.0.iter().find(|(other, _)| *other == kind).map_or(0, |(_, count)| *count)
    }

    /// The kinds with their counts, the commonest first.
    #[must_use]
    pub fn sorted(&self) -> Vec<(K, u32)> {
        let mut sorted = self.0.clone();
        sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sorted
    }
}
