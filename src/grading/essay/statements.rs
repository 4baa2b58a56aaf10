//! What the paragraphs of an essay state: the thesis of its opening, the sub-theses of its body, the return of its
//! ending. Recognised tolerantly, by words that take a stand, by the theme, and by parallel form.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::layout::{Layout, Paragraph, Range, asks, letters};
use crate::lexicon::{essay_words, lexicon};
use crate::text::Text;
use crate::text::fold::{is_han, is_word};

/// What an essay is about, as it shows in the text: positions at which the theme, or a keypoint, is named.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// First positions of the theme's words, in order; of the keypoints' evidence where the rubric names no theme.
    pub theme: Vec<usize>,
    /// First positions of the keypoints' evidence, in order.
    pub keypoints: Vec<usize>,
}

/// What an essay states.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// The sentence that states the thesis.
    pub thesis: Option<Range>,
    /// A sentence for each paragraph of the body that has a sub-thesis.
    pub sub_theses: Vec<Range>,
    /// Index of the last paragraph of the opening.
    pub opening: usize,
    /// The sentence by which the last paragraph comes back to the thesis, where it is an ending.
    pub ending: Option<Range>,
    /// Whether the last paragraph stops in the middle of a sentence.
    pub broken_off: bool,
}

/// Letters that a statement has at least: a subject and what is said of it.
const STATEMENT_MIN_LETTERS: usize = 6;
/// Letters of a sub-thesis, at most: two rows and a half of the answer sheet; longer sentences argue already.
const SUB_THESIS_MAX_LETTERS: usize = 60;
/// Letters of an opening below which the next paragraph may still belong to it.
const OPENING_SHORT_LETTERS: usize = 120;
/// Paragraphs from which an opening may have two.
const LONG_ESSAY_PARAGRAPHS: usize = 5;
/// Letters that parallel statements share at their start or end: a word.
const PARALLEL_LETTERS: usize = 2;
/// Telling words that an ending shares with title and opening where it does not name the theme.
const SHARED_WORDS: usize = 3;
/// Length of a body's mean paragraph, in per cent, up to which a last paragraph that is parallel to the body may still
/// be the ending.
const ENDING_PER_CENT: usize = 75;

/// Reads what an essay states.
pub(super) fn statements(text: &Text<'_>, layout: &Layout, subject: &Subject) -> Statements {
    let reader = Reader { text, subject };
    let paragraphs = layout.paragraphs.as_slice();
    let mut found = Statements::default();
    let Some((first, rest)) = paragraphs.split_first() else { return found };
    found.thesis = reader.thesis(first);
    if let Some(second) = rest.first()
        && found.thesis.is_none()
        && paragraphs.len() >= LONG_ESSAY_PARAGRAPHS
        && first.letters < OPENING_SHORT_LETTERS
        && second.heading.is_none()
        && let Some(thesis) = reader.thesis(second)
    {
        found.thesis = Some(thesis);
        found.opening = 1;
    }
    let body = paragraphs.get(found.opening + 1..).unwrap_or_default();
    let forms = Forms::new(text, body);
    if let Some((last, before)) = body.split_last() {
        found.broken_off = reader.is_broken_off(last);
        let mean = before.iter().map(|paragraph| paragraph.letters).sum::<usize>() / before.len().max(1);
        let goes_on = last.heading.is_some()
            || last.numbered
            || (forms.is_parallel(text, last) && last.letters * 100 > mean * ENDING_PER_CENT);
        if !before.is_empty() && !goes_on && !found.broken_off {
            found.ending = reader.ending(last, layout, found.opening);
        }
    }
    let body = if found.ending.is_some() { body.get(..body.len() - 1).unwrap_or_default() } else { body };
    found.sub_theses = body.iter().filter_map(|paragraph| reader.sub_thesis(paragraph, &forms)).collect();
    found
}

struct Reader<'a> {
    text: &'a Text<'a>,
    subject: &'a Subject,
}

// === impl Reader ===

impl Reader<'_> {
    /// The last sentence of an opening that takes a stand on the theme, else its last sentence where that names it.
    fn thesis(&self, paragraph: &Paragraph) -> Option<Range> {
        let states = |sentence: &&Range| {
            let named = self.names_theme(sentence) || self.names_keypoint(sentence);
            named && !asks(self.text, sentence) && letters(self.text, sentence) >= STATEMENT_MIN_LETTERS
        };
        let mut named = paragraph.sentences.iter().rev().filter(states);
        let last = paragraph.sentences.last();
        let stand = named.clone().find(|sentence| self.has(sentence, &essay_words().stances));
        stand.or_else(|| named.find(|sentence| Some(*sentence) == last)).cloned()
    }

    /// The heading of a paragraph; else its first sentence, or its last, where that is a short statement.
    fn sub_thesis(&self, paragraph: &Paragraph, forms: &Forms) -> Option<Range> {
        if let Some(heading) = &paragraph.heading {
            return Some(heading.clone());
        }
        let fits = |sentence: &Range| {
            let length = STATEMENT_MIN_LETTERS..=SUB_THESIS_MAX_LETTERS;
            length.contains(&letters(self.text, sentence)) && !asks(self.text, sentence)
        };
        let stands = |sentence: &Range| self.has(sentence, &essay_words().stances);
        let first = paragraph.sentences.first().filter(|first| {
            fits(first)
                && (forms.is_parallel(self.text, paragraph)
                    || self.names_theme(first)
                    || (stands(first) && self.names_keypoint(first)))
        });
        let closing = || {
            paragraph.sentences.last().filter(|last| {
                fits(last) && stands(last) && self.names_theme(last) && self.opens(last, &essay_words().concluding)
            })
        };
        first.or_else(closing).cloned()
    }

    /// The last sentence of a last paragraph that comes back to the theme, or to the words of title and opening.
    fn ending(&self, paragraph: &Paragraph, layout: &Layout, opening: usize) -> Option<Range> {
        let concludes = paragraph.sentences.iter().any(|sentence| {
            self.opens(sentence, &essay_words().concluding) || self.has(sentence, &essay_words().appeals)
        });
        if let Some(sentence) = paragraph.sentences.iter().rev().find(|sentence| self.names_theme(sentence)) {
            return Some(sentence.clone());
        }
        let opened = layout.paragraphs.iter().take(opening + 1).map(|paragraph| &paragraph.range);
        let known: HashSet<&[char], FixedState> =
            layout.title.iter().chain(opened).flat_map(|range| self.words(range)).collect();
        let shared: HashSet<&[char], FixedState> =
            self.words(&paragraph.range).filter(|word| known.contains(word)).collect();
        let returns = shared.len() >= SHARED_WORDS && concludes;
        paragraph.sentences.last().filter(|_| returns).cloned()
    }

    fn is_broken_off(&self, paragraph: &Paragraph) -> bool {
        let last = paragraph.range.end.checked_sub(1).and_then(|last| self.text.folded().chars().get(last));
        !last.is_some_and(|c| matches!(c, '。' | '!' | '?' | '…' | '"' | '\'' | ')' | '.' | '—'))
    }

    fn names_theme(&self, range: &Range) -> bool {
        names(&self.subject.theme, range)
    }

    fn names_keypoint(&self, range: &Range) -> bool {
        names(&self.subject.keypoints, range)
    }

    /// The words at some positions that tell something.
    fn words(&self, range: &Range) -> impl Iterator<Item = &[char]> {
        let (start, end) = (range.start, range.end);
        let terms = self.text.terms();
        let from = terms.partition_point(|term| term.start < start);
        let inside = terms.iter().skip(from).take_while(move |term| term.end <= end);
        let words = inside.filter_map(|term| self.text.folded().chars().get(term.start..term.end));
        words.filter(|word| word.len() > 1 && lexicon().tells(&word.iter().collect::<String>()))
    }

    /// Whether a sentence has one of some words; those of a single character by themselves.
    fn has(&self, sentence: &Range, words: &[&str]) -> bool {
        let chars = self.text.folded().chars();
        let string: String = chars.get(sentence.clone()).unwrap_or_default().iter().collect();
        let alone = |word: &str| {
            let terms = self.text.terms();
            let from = terms.partition_point(|term| term.start < sentence.start);
            let inside = terms.iter().skip(from).take_while(|term| term.end <= sentence.end);
            inside.filter_map(|term| chars.get(term.start..term.end)).any(|term| word.chars().eq(term.iter().copied()))
        };
        words.iter().any(|word| string.contains(word) && (word.chars().nth(1).is_some() || alone(word)))
    }

    fn opens(&self, sentence: &Range, words: &[&str]) -> bool {
        let chars = self.text.folded().chars().get(sentence.clone()).unwrap_or_default();
        words.iter().any(|word| word.chars().eq(chars.iter().copied().take(word.chars().count())))
    }
}

/// Whether one of `places`, which are in order, lies in a range.
pub(super) fn names(places: &[usize], range: &Range) -> bool {
    let after = places.partition_point(|place| *place < range.start);
    places.get(after).is_some_and(|place| *place < range.end)
}

/// How the first statements of paragraphs begin and end, each with how many do.
#[derive(Debug, Default)]
struct Forms {
    starts: HashMap<Vec<char>, usize, FixedState>,
    ends: HashMap<Vec<char>, usize, FixedState>,
}

// === impl Forms ===

impl Forms {
    fn new(text: &Text<'_>, paragraphs: &[Paragraph]) -> Self {
        let mut forms = Self::default();
        for (start, end) in paragraphs.iter().filter_map(|paragraph| form(text, paragraph)) {
            *forms.starts.entry(start).or_default() += 1;
            *forms.ends.entry(end).or_default() += 1;
        }
        forms
    }

    /// Whether another paragraph begins in the same form.
    fn is_parallel(&self, text: &Text<'_>, paragraph: &Paragraph) -> bool {
        // Connectives (还有, 另外) make no form.
        let shared = |counts: &HashMap<Vec<char>, usize, FixedState>, key: Vec<char>| {
            counts.get(&key).is_some_and(|n| *n > 1) && lexicon().tells(&key.iter().collect::<String>())
        };
        form(text, paragraph).is_some_and(|(start, end)| shared(&self.starts, start) || shared(&self.ends, end))
    }
}

/// The first and last letters of a paragraph's first clause, its numbering left out.
fn form(text: &Text<'_>, paragraph: &Paragraph) -> Option<(Vec<char>, Vec<char>)> {
    let clauses = text.clauses();
    let first = clauses.get(clauses.partition_point(|clause| clause.start < paragraph.range.start))?;
    let chars = text.folded().chars().get(first.start..first.end.min(paragraph.range.end))?;
    let letters: Vec<char> = chars.iter().copied().filter(|c| is_han(*c) || is_word(*c)).collect();
    let end = letters.len().checked_sub(PARALLEL_LETTERS)?;
    Some((letters.get(..PARALLEL_LETTERS)?.to_vec(), letters.get(end..)?.to_vec()))
}
