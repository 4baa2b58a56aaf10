//! What we know of the language, read once from the data in `lexicon/`: words that turn a statement round,
//! opposites, expressions that mean the same, words that tell nothing. Knows nothing of rubrics or answers.

mod confusion;
mod documents;
mod essay;
mod polarity;
mod valence;
mod vectors;

pub use confusion::{Confusion, confusion, misspellings, word_confusion};
pub use documents::document_words;
pub use essay::essay_words;
pub use polarity::{Bearing, Unit, unit_at, units};
pub use valence::{valence, valences};
pub use vectors::{Sum, Vector, clause_sums, cosine, generic_vectors, mean, text_vector};

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use foldhash::fast::FixedState;

use crate::text::fold::{is_han, is_word};
use crate::text::{Folded, Term, Text, is_verb};

/// What a word of the lexicon does in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Says that something is not so (没有).
    Not,
    /// Does away with something (消除).
    Remove,
    /// Says that something is wanting or goes badly (不足).
    Lack,
    /// Looks like one of these and is none (不断).
    Neutral,
    /// Does away with some of what follows it, where it opens the statement (减少).
    Reduce,
    /// Opens a statement of what is to be done (加强).
    Measure,
    /// Says that something is to be done (应当).
    Modal,
    /// Says how something is to be done (切实).
    Manner,
    /// Opens another statement inside the clause (导致).
    Turn,
    /// A spoken word; the number is its place in [`Lexicon::written`].
    Spoken(usize),
    /// Addresses the marker (请给满分).
    Marker,
}

/// A word of the lexicon in a text, as positions of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// What it does.
    pub role: Role,
}

/// Characters from which a word of the dictionary is more than a denial and what it denies, as 不高 and 并不大 are.
const IDIOM_MIN_CHARS: usize = 4;

/// The loaded lexicon.
pub struct Lexicon {
    /// All words with a role, the longest first where they overlap; `None` if there were none.
    scanner: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    roles: Vec<(Role, usize)>,
    written: Vec<String>,
    stopwords: HashSet<String, FixedState>,
    stop_characters: HashSet<char, FixedState>,
    /// In how many clauses each character stands, of how many in all.
    characters: (HashMap<char, u32>, u32),
    opposites: HashMap<String, Vec<String>>,
    synonyms: HashMap<String, Vec<String>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// The lexicon, read at the first call (about 2 ms).
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

// === impl Lexicon ===

impl Lexicon {
    fn load() -> Self {
        let mut words: Vec<(String, Role)> = Vec::new();
        for (section, word) in sections(include_str!("../../lexicon/negation.txt")) {
            let role = match section {
                "not" => Role::Not,
                "remove" => Role::Remove,
                "lack" | "predicate" => Role::Lack,
                "reduce" => Role::Reduce,
                "measure" => Role::Measure,
                "modal" => Role::Modal,
                "manner" => Role::Manner,
                "turn" => Role::Turn,
                _ => Role::Neutral,
            };
            words.push((word.to_owned(), role));
        }
        let mut written = Vec::new();
        for line in lines(include_str!("../../lexicon/spoken.txt")) {
            if let Some((spoken, instead)) = line.split_once(char::is_whitespace) {
                words.push((spoken.to_owned(), Role::Spoken(written.len())));
                written.push(instead.trim().to_owned());
            }
        }
        for line in lines(include_str!("../../lexicon/marker_phrases.txt")) {
            // The folded view of a phrase, since that is what it is looked for in.
            words.push((Folded::new(line).as_str().to_owned(), Role::Marker));
        }
        // 溃乏 says what 匮乏 does.
        let roles: HashMap<&str, Role> = words.iter().map(|(word, role)| (word.as_str(), *role)).collect();
        let misspelt: Vec<(String, Role)> =
            confusion::misspelt().filter_map(|(wrong, right)| Some((wrong.to_owned(), *roles.get(right)?))).collect();
        words.extend(misspelt);
        let mut seen = HashSet::new();
        words.retain(|(word, _)| !word.is_empty() && seen.insert(word.clone()));
        let scanner = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words.iter().map(|(word, _)| word))
            .ok();
        Self {
            scanner,
            roles: words.iter().map(|(word, role)| (*role, word.chars().count())).collect(),
            written,
            stop_characters: lines(include_str!("../../lexicon/stopwords.txt"))
                .flat_map(str::split_whitespace)
                .filter_map(single)
                .collect(),
            stopwords: lines(include_str!("../../lexicon/stopwords.txt"))
                .flat_map(str::split_whitespace)
                .map(str::to_owned)
                .collect(),
            characters: characters(include_str!("../../lexicon/characters.txt")),
            opposites: opposites(include_str!("../../lexicon/opposites.txt")),
            synonyms: synonyms(include_str!("../../lexicon/synonyms.txt")),
        }
    }

    /// The words with a role in a text, in order and apart. What is only part of a longer word has none: 不 in
    /// 屡教不改.
    #[must_use]
    pub fn scan(&self, text: &Text<'_>) -> Vec<Word> {
        let Some(scanner) = &self.scanner else { return Vec::new() };
        let folded = text.folded().as_str();
        let mut position = Position::default();
        scanner
            .leftmost_find_iter(folded)
            .filter_map(|found| {
                let (role, length) = *self.roles.get(found.value() as usize)?;
                let end = position.advance(folded, found.end());
                let start = end.saturating_sub(length);
                let at = text.terms().partition_point(|term| term.end <= start);
                let term = *text.terms().get(at)?;
                let neutral = match (role, length) {
                    (Role::Marker, _) => false,
                    (Role::Lack | Role::Modal, 1) => !is_predicate(text, (start, end), at, role),
                    // 使 in 使用, 并 in 并购.
                    (Role::Turn, 1) => (term.start, term.end) != (start, end),
                    _ => {
                        let inside = term.start <= start && end <= term.end;
                        // 难以 in 难以获得.
                        let leads = role == Role::Lack && length > 1;
                        let denies = term.start == start && (leads || term.end - term.start < IDIOM_MIN_CHARS)
                            || is_potential(text, (start, end), term);
                        inside && term.end - term.start > length.max(2) && !denies
                    }
                };
                Some(Word { start, end, role: if neutral { Role::Neutral } else { role } })
            })
            .collect()
    }

    /// How to write a spoken word.
    #[must_use]
    pub fn written(&self, index: usize) -> &str {
        self.written.get(index).map(String::as_str).unwrap_or_default()
    }

    /// Whether a word tells nothing about what a clause says.
    #[must_use]
    pub fn is_stopword(&self, word: &str) -> bool {
        self.stopwords.contains(word)
    }

    /// Whether a word tells anything: no punctuation, no stop word.
    #[must_use]
    pub fn tells(&self, word: &str) -> bool {
        word.chars().all(|c| is_han(c) || is_word(c)) && !self.is_stopword(word)
    }

    /// Whether a character by itself is a word that tells nothing.
    #[must_use]
    pub fn is_stop_character(&self, c: char) -> bool {
        self.stop_characters.contains(&c)
    }

    /// How rare a character is in the answers of these papers: the natural logarithm of how many clauses there
    /// are for one that has it (about 2 for 不, 9 for a character met once or never).
    #[must_use]
    pub fn character_rarity(&self, c: char) -> f64 {
        let (counts, clauses) = &self.characters;
        (f64::from(clauses + 1) / f64::from(counts.get(&c).copied().unwrap_or_default() + 1)).ln()
    }

    /// Words that say the opposite of `word`.
    #[must_use]
    pub fn opposites(&self, word: &str) -> &[String] {
        self.opposites.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// Expressions that mean the same as `word`, itself left out.
    #[must_use]
    pub fn synonyms(&self, word: &str) -> &[String] {
        self.synonyms.get(word).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The different words of a text that tell anything.
#[must_use]
pub fn telling_words(text: &Text<'_>) -> HashSet<String> {
    let chars = text.folded().chars();
    let word = |term: &Term| chars.get(term.start..term.end).unwrap_or_default().iter().collect();
    text.terms().iter().map(word).filter(|word: &String| lexicon().tells(word)).collect()
}

/// Clauses that stand in any paper and say nothing of its question.
pub fn generic_clauses() -> impl Iterator<Item = &'static str> {
    lines(include_str!("../../lexicon/generic_clauses.txt"))
}

/// Whether a single character is a predicate: 低 in 效率很低, 难 in 难进 and 贷款难; not in 低碳 or 困难. `at` is the
/// index of the term that it stands in.
fn is_predicate(text: &Text<'_>, (start, end): (usize, usize), at: usize, role: Role) -> bool {
    let chars = text.folded().chars();
    let (Some(term), Some(c)) = (text.terms().get(at), chars.get(start)) else { return false };
    let graded = || matches!(chars.get(term.start), Some('不' | '没' | '很' | '较' | '更' | '太' | '过' | '偏' | '最'));
    let closes = || closes(chars.get(end).copied());
    let next_verb = || {
        let next = text.terms().get(at + 1).and_then(|next| chars.get(next.start..next.end));
        next.is_some_and(|next| is_verb(&next.iter().collect::<String>()))
    };
    let alone = term.end == end && (term.start == start || (term.start + 1 == start && graded()));
    match (role, c) {
        (Role::Modal, _) | (_, '缺' | '欠' | '愁') => alone,
        (_, '难') => {
            // 难进, 贷款难, 看病难
            (alone && (closes() || next_verb()))
                || (term.start == start
                    && end < term.end
                    && term.end - start == 2
                    && !closes()
                    && is_verb_of(text, end))
                || (term.end == end && term.end - term.start > 2 && closes())
        }
        _ => alone && closes(),
    }
}

/// Whether 不 at `start..end` says that what a verb tells does not come about: 找不出, 用不上.
fn is_potential(text: &Text<'_>, (start, end): (usize, usize), term: Term) -> bool {
    let chars = text.folded().chars();
    end - start == 1
        && term.start + 1 == start
        && term.end == end + 1
        && chars.get(start) == Some(&'不')
        && matches!(
            chars.get(end),
            Some(
                '到' | '出'
                    | '上'
                    | '下'
                    | '动'
                    | '了'
                    | '住'
                    | '起'
                    | '着'
                    | '开'
                    | '清'
                    | '见'
                    | '成'
                    | '透'
                    | '懂'
                    | '准'
                    | '去'
                    | '来'
            )
        )
}

/// Whether a predicate may stand before `next`: at the end of a statement, or where it qualifies what follows.
#[must_use]
pub fn closes(next: Option<char>) -> bool {
    next.is_none_or(|c| matches!(c, ',' | ';' | '。' | '!' | '?' | '、' | ':' | ')' | '\n' | '的' | '了' | '且' | '而'))
}

/// Whether the character at `at` is by itself a verb.
fn is_verb_of(text: &Text<'_>, at: usize) -> bool {
    text.folded().chars().get(at).is_some_and(|c| is_verb(c.encode_utf8(&mut [0; 4])))
}

/// Turns rising byte offsets of a text into character positions, in one walk.
#[derive(Debug, Default)]
pub struct Position {
    byte: usize,
    position: usize,
}

// === impl Position ===

impl Position {
    /// The character position of byte offset `byte`, which is not before the last one asked for.
    pub fn advance(&mut self, text: &str, byte: usize) -> usize {
        let walked = text.get(self.byte..byte).unwrap_or_default();
        self.position += walked.chars().count();
        self.byte = byte.max(self.byte);
        self.position
    }
}

/// The character of a word that has only one.
fn single(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

fn sections(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    lines(data).flat_map(move |line| {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            return Vec::new();
        }
        line.split_whitespace().map(|word| (section, word)).collect()
    })
}

fn characters(data: &'static str) -> (HashMap<char, u32>, u32) {
    let mut counts = HashMap::new();
    let mut clauses = 0;
    for (count, characters) in lines(data).filter_map(|line| line.split_once(' ')) {
        let count: u32 = count.parse().unwrap_or_default();
        if characters == "*" {
            clauses = count;
        } else {
            counts.extend(characters.chars().map(|c| (c, count)));
        }
    }
    (counts, clauses)
}

fn opposites(data: &'static str) -> HashMap<String, Vec<String>> {
    let mut opposites: HashMap<String, Vec<String>> = HashMap::new();
    for (one, other) in lines(data).filter_map(|line| line.split_once('|')) {
        for (words, against) in [(one, other), (other, one)] {
            for word in words.split_whitespace() {
                opposites.entry(word.to_owned()).or_default().extend(against.split_whitespace().map(str::to_owned));
            }
        }
    }
    opposites
}

fn synonyms(data: &'static str) -> HashMap<String, Vec<String>> {
    let mut synonyms: HashMap<String, Vec<String>> = HashMap::new();
    for line in lines(data) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for word in &words {
            let others = words.iter().filter(|other| *other != word).map(|other| (*other).to_owned());
            synonyms.entry((*word).to_owned()).or_default().extend(others);
        }
    }
    synonyms
}
