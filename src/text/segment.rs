//! Words. The only file that knows jieba.

use std::sync::LazyLock;

use jieba_rs::Jieba;

/// A word of a text, as positions of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
}

static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Loads the dictionary now rather than at the first answer (about 0.1 s).
pub fn warm_up() {
    LazyLock::force(&DICTIONARY);
}

/// Cuts a folded text into words. Unknown words fall into characters: there is no guessing by a hidden Markov
/// model, so that a word is the same wherever it stands.
#[must_use]
pub fn segment(folded: &str) -> Vec<Term> {
    DICTIONARY.cut(folded, false).iter().map(|token| Term { start: token.start, end: token.end }).collect()
}

/// The words, and dictionary words inside long words, of a short phrase.
#[must_use]
pub fn subwords(phrase: &str) -> Vec<String> {
    DICTIONARY.cut_all(phrase).iter().map(|token| token.word.to_owned()).filter(|word| word != phrase).collect()
}

/// Whether the dictionary has a word.
#[must_use]
pub fn is_known(word: &str) -> bool {
    DICTIONARY.has_word(word)
}

/// Whether the dictionary has a word as a verb.
#[must_use]
pub fn is_verb(word: &str) -> bool {
    DICTIONARY.tag(word, false).first().is_some_and(|tag| tag.tag.starts_with('v'))
}

/// How rare a word is: the natural logarithm of how many words of running text stand for one of it (about 4
/// for 的, 9 for 数据, 18 for a word met once or never).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "frequencies are far below 2^53")]
pub fn rarity(word: &str) -> f64 {
    /// Sum of the frequencies of jieba's dictionary.
    const TOTAL: f64 = 60_101_967.0;
    (TOTAL / DICTIONARY.suggest_freq(word).max(1) as f64).ln()
}
