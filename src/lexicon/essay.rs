//! The words by which the make-up of an essay is known. Knows nothing of where they stand in one.

use std::sync::LazyLock;

use super::sections;

/// What the lexicon knows of essays. All words are in the form of the folded view.
#[derive(Debug, Default)]
pub struct EssayWords {
    /// Stand in sentences that take a stand.
    pub stances: Vec<&'static str>,
    /// Open an ending.
    pub concluding: Vec<&'static str>,
    /// Stand in sentences that call for something.
    pub appeals: Vec<&'static str>,
}

static ESSAY_WORDS: LazyLock<EssayWords> = LazyLock::new(|| {
    let mut words = EssayWords::default();
    for (section, word) in sections(include_str!("../../lexicon/essay.txt")) {
        match section {
            "stance" => words.stances.push(word),
            "concluding" => words.concluding.push(word),
            _ => words.appeals.push(word),
        }
    }
    words
});

/// The words of essays, read at the first call.
pub fn essay_words() -> &'static EssayWords {
    &ESSAY_WORDS
}
