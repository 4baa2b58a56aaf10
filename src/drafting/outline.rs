//! What a reference answer consists of: sections with their headings, and passages of a size that a marker would
//! give marks for.

use std::collections::HashSet;
use std::ops::Range;

use super::list;
use crate::lexicon::{document_words, lexicon, telling_words};
use crate::text::fold::{is_han, is_word};
use crate::text::{Clause, Text};

/// A part of the reference under one heading, or all of it where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading; empty where there is none.
    pub title: String,
    /// What it says, in order.
    pub passages: Vec<Passage>,
}

/// What one keypoint may be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The passage, without its marker.
    pub text: String,
    /// The heading of its own list item, where that says it in short; else empty.
    pub label: String,
    /// How much it tells: characters of the words that tell something.
    pub content: usize,
}

/// A reference, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its sections in order; none is empty.
    pub sections: Vec<Section>,
    /// How many sentences were left out because the question says them, or because they only lead in.
    pub left_out: usize,
}

/// Letters of a passage, at least and at most: a clause by itself, and as much as one can take in at a glance.
const PASSAGE_LETTERS: Range<usize> = 16..38;
/// Letters of a passage outside the list of a text that has one.
const AROUND_LETTERS: usize = 48;
/// The longest heading, in letters.
const HEADING_LETTERS: usize = 24;
/// Letters below which a sentence is no statement of its own.
const FRAGMENT_LETTERS: usize = 7;
/// What ends a clause that leads into what follows.
const FOLLOWS: &str = "如下";
/// What ends a clause that calls people.
const PLURAL: char = '们';
/// The longest such clause, in characters: 广大居民朋友们.
const ADDRESS_CHARS: usize = 10;
/// Share of its content that a sentence has from the question when it says nothing new, in per cent.
const GIVEN: usize = 80;

/// A sentence, or a part of one. Clauses are indexes.
#[derive(Debug, Clone)]
struct Sentence {
    clauses: Range<usize>,
    /// Index of its list item: how many markers stand before it.
    item: usize,
    paragraph: usize,
}

/// Reads the part of a reference that stands at positions `body`. `keypoints` is about how many are wanted.
pub fn outline(text: &Text<'_>, body: Range<usize>, question: &Text<'_>, keypoints: usize) -> Outline {
    let reader = Reader { text, question: telling_words(question) };
    let mut sentences = reader.sentences(&body);
    let before = sentences.len();
    reader.drop_lead_ins(&mut sentences);
    let letters: usize = sentences.iter().map(|sentence| reader.letters(&sentence.clauses)).sum();
    let size = (letters / keypoints.max(1)).clamp(PASSAGE_LETTERS.start, PASSAGE_LETTERS.end);
    let left_out = before - sentences.len();
    if let Some(passages) = reader.entries(&sentences) {
        return Outline { sections: vec![Section { title: String::new(), passages }], left_out };
    }
    Outline { sections: reader.sections(&sentences, size), left_out }
}

struct Reader<'a> {
    text: &'a Text<'a>,
    /// Words of the question.
    question: HashSet<String>,
}

// === impl Reader ===

impl Reader<'_> {
    /// The points of a reference that is nothing but a list of words.
    fn entries(&self, sentences: &[Sentence]) -> Option<Vec<Passage>> {
        let (first, last) = (sentences.first()?, sentences.last()?);
        let clauses = self.text.clauses().get(first.clauses.start..last.clauses.end)?;
        let one_list = sentences.iter().all(|sentence| {
            sentence.item == first.item
                && (sentence.clauses.end == last.clauses.end
                    || matches!(self.end_mark(sentence.clauses.end - 1), Some(';' | '\n')))
        });
        let passage = |entry: Range<usize>| Passage {
            text: self.text.quote(entry.start, entry.end).trim().to_owned(),
            label: String::new(),
            content: self.content_of(&entry),
        };
        if !one_list {
            return None;
        }
        let fresh: Vec<Clause> = (first.clauses.start..last.clauses.end)
            .filter(|index| !self.is_given(&(*index..index + 1)))
            .filter_map(|index| self.clause(index).copied())
            .collect();
        let clauses = if fresh.is_empty() { clauses } else { &fresh };
        let is_given = |positions: &Range<usize>| self.is_given_at(positions.clone());
        Some(list::entries(self.text, clauses, is_given)?.into_iter().map(passage).collect())
    }

    fn clause(&self, index: usize) -> Option<&Clause> {
        self.text.clauses().get(index)
    }

    /// The character after a clause.
    fn end_mark(&self, clause: usize) -> Option<char> {
        self.text.folded().chars().get(self.clause(clause)?.end).copied()
    }

    /// Sentences of the body; one that a colon opens is cut there where what stands before is a heading.
    fn sentences(&self, body: &Range<usize>) -> Vec<Sentence> {
        let mut sentences: Vec<Sentence> = Vec::new();
        let mut previous: Option<&Clause> = None;
        for (index, clause) in self.text.clauses().iter().enumerate() {
            if clause.start < body.start || clause.end > body.end {
                continue;
            }
            let goes_on = previous.is_some_and(|previous| {
                (previous.sentence, previous.item, previous.paragraph)
                    == (clause.sentence, clause.item, clause.paragraph)
            });
            match sentences.last_mut() {
                Some(sentence) if goes_on && !self.is_heading_with_colon(sentence) => sentence.clauses.end = index + 1,
                _ => sentences.push(Sentence {
                    clauses: index..index + 1,
                    item: clause.item,
                    paragraph: clause.paragraph,
                }),
            }
            previous = Some(clause);
        }
        sentences
    }

    fn is_heading_with_colon(&self, sentence: &Sentence) -> bool {
        self.end_mark(sentence.clauses.end - 1) == Some(':') && self.letters(&sentence.clauses) <= HEADING_LETTERS
    }

    /// Leaves out what stands before the list and only leads in, and what the question says already.
    fn drop_lead_ins(&self, sentences: &mut Vec<Sentence>) {
        let first_item = sentences.iter().find(|sentence| sentence.item > 0).map(|sentence| sentence.item);
        let opening = sentences.first().map_or(0, |sentence| sentence.clauses.start);
        let mut kept = sentences.clone();
        kept.retain(|sentence| {
            let before_list = sentence.item == 0 && first_item.is_some();
            let opens = sentence.item == 0 && sentence.clauses.start == opening;
            let leads_in = (before_list || opens) && self.end_mark(sentence.clauses.end - 1) == Some(':');
            !leads_in && !self.only_leads_on(sentence) && !self.is_given(&sentence.clauses)
        });
        for Sentence { clauses, .. } in &mut kept {
            if clauses.len() > 1 && self.addresses(clauses.start) {
                clauses.start += 1;
            }
            if clauses.len() > 1 && self.announces(clauses.end - 1) {
                clauses.end -= 1;
            }
        }
        // A reference that only repeats the question is still all there is.
        if !kept.is_empty() {
            *sentences = kept;
        }
    }

    /// Whether a sentence is one clause that says that something follows, or calls people.
    fn only_leads_on(&self, sentence: &Sentence) -> bool {
        let clauses = &sentence.clauses;
        clauses.len() == 1 && (self.announces(clauses.start) || self.addresses(clauses.start))
    }

    /// Whether a clause says that something follows: 现将做法介绍如下.
    fn announces(&self, clause: usize) -> bool {
        self.quote(&(clause..clause + 1)).ends_with(FOLLOWS)
    }

    /// Whether a clause only calls those who are spoken to: 市民朋友们.
    fn addresses(&self, clause: usize) -> bool {
        let quote = self.quote(&(clause..clause + 1));
        let named = || document_words().addressees.iter().any(|name| quote.ends_with(name));
        quote.ends_with(PLURAL) && quote.chars().count() <= ADDRESS_CHARS && named()
    }

    /// Whether clauses say next to nothing that the question doesn't.
    fn is_given(&self, clauses: &Range<usize>) -> bool {
        let (Some(first), Some(last)) = (self.clause(clauses.start), self.clause(clauses.end.saturating_sub(1))) else {
            return true;
        };
        self.is_given_at(first.start..last.end)
    }

    fn is_given_at(&self, positions: Range<usize>) -> bool {
        let (mut all, mut given) = (0, 0);
        for word in self.words_between(positions) {
            let length = word.chars().count();
            all += length;
            given += if self.question.contains(&word) { length } else { 0 };
        }
        given * 100 >= all * GIVEN
    }

    /// The words of some clauses that tell something.
    fn words(&self, clauses: &Range<usize>) -> Vec<String> {
        let (Some(first), Some(last)) = (self.clause(clauses.start), self.clause(clauses.end.saturating_sub(1))) else {
            return Vec::new();
        };
        self.words_between(first.start..last.end)
    }

    fn words_between(&self, positions: Range<usize>) -> Vec<String> {
        let chars = self.text.folded().chars();
        let terms = self.text.terms();
        let from = terms.partition_point(|term| term.start < positions.start);
        let inside = terms.iter().skip(from).take_while(|term| term.end <= positions.end);
        inside
            .map(|term| chars.get(term.start..term.end).unwrap_or_default().iter().collect::<String>())
            .filter(|word| lexicon().tells(word))
            .collect()
    }

    fn letters(&self, clauses: &Range<usize>) -> usize {
        let chars = self.text.folded().chars();
        let of = |clause: &Clause| {
            chars
                .get(clause.start..clause.end)
                .unwrap_or_default()
                .iter()
                .filter(|c| is_han(**c) || is_word(**c))
                .count()
        };
        clauses.clone().filter_map(|index| self.clause(index)).map(of).sum()
    }

    /// The candidate's own text from the first to the last clause, on one line.
    fn quote(&self, clauses: &Range<usize>) -> String {
        let (Some(first), Some(last)) = (self.clause(clauses.start), self.clause(clauses.end.saturating_sub(1))) else {
            return String::new();
        };
        let quote = self.text.quote(first.start, last.end);
        quote.split_whitespace().collect::<Vec<_>>().join(if quote.is_ascii() { " " } else { "" })
    }

    /// How much some clauses tell: what the question says counts half.
    fn content(&self, clauses: &Range<usize>) -> usize {
        self.worth(&self.words(clauses))
    }

    fn content_of(&self, positions: &Range<usize>) -> usize {
        self.worth(&self.words_between(positions.clone()))
    }

    fn worth(&self, words: &[String]) -> usize {
        let worth = |word: &String| word.chars().count() * if self.question.contains(word) { 1 } else { 2 };
        words.iter().map(worth).sum::<usize>().div_ceil(2).max(1)
    }

    fn level(&self, item: usize) -> usize {
        let marker = item.checked_sub(1).and_then(|marker| self.text.outline().markers.get(marker));
        marker.map_or(0, |marker| marker.level)
    }

    fn sections(&self, sentences: &[Sentence], size: usize) -> Vec<Section> {
        let items: Vec<&[Sentence]> = sentences.chunk_by(|one, other| one.item == other.item).collect();
        let levels = items.iter().filter_map(|item| item.first()).map(|first| self.level(first.item));
        let top = levels.filter(|level| *level > 0).min().unwrap_or_default();
        let is_top = |item: &[Sentence]| item.first().is_some_and(|first| self.level(first.item) == top && top > 0);
        let tops = items.iter().filter(|item| is_top(item)).count();
        let heads = |at: usize| {
            let next_is_deeper = items.get(at + 1).is_some_and(|next| !is_top(next));
            items.get(at).is_some_and(|item| is_top(item) && self.heading(item, next_is_deeper).is_some())
        };
        let headed = (0..items.len()).filter(|at| heads(*at)).count();
        // Where most items have a heading, they are sections; else they are points of one.
        let by_heading = headed >= 2 && headed * 2 > tops;
        let mut sections: Vec<Section> = vec![Section::default()];
        for (at, item) in items.iter().enumerate() {
            let opens = by_heading && is_top(item);
            let next_is_deeper = items.get(at + 1).is_some_and(|next| !is_top(next));
            let heading = self.heading(item, next_is_deeper);
            let rest = item.get(usize::from(heading.is_some())..).unwrap_or_default();
            let label = heading.map(|heading| self.quote(&heading.clauses)).unwrap_or_default();
            if opens {
                sections.push(Section { title: label.clone(), passages: Vec::new() });
            }
            // What stands around a list leads in or sums up: it is told in fewer points.
            let around = top > 0 && item.first().is_some_and(|first| self.level(first.item) == 0);
            let size = if around { size.max(AROUND_LETTERS) } else { size };
            let mut passages = self.passages(if rest.is_empty() && !opens { item } else { rest }, size);
            if let Some(first) = passages.first_mut()
                && !opens
                && !rest.is_empty()
            {
                first.label = label;
            }
            if let Some(section) = sections.last_mut() {
                section.passages.append(&mut passages);
            }
        }
        // A heading with nothing under it is a point by itself.
        for section in &mut sections {
            if section.passages.is_empty() && !section.title.is_empty() {
                let text = std::mem::take(&mut section.title);
                let content = text.chars().count();
                section.passages.push(Passage { text, label: String::new(), content });
            }
        }
        sections.retain(|section| !section.passages.is_empty());
        sections
    }

    /// The heading of an item: its short first sentence, where more follows.
    fn heading<'s>(&self, item: &'s [Sentence], next_is_deeper: bool) -> Option<&'s Sentence> {
        let (first, rest) = item.split_first()?;
        if self.level(first.item) == 0 || (rest.is_empty() && !next_is_deeper) {
            return None;
        }
        let short = first.clauses.len() <= 2 && self.letters(&first.clauses) <= HEADING_LETTERS;
        let ends = matches!(self.end_mark(first.clauses.end - 1), Some('。' | ':' | '\n' | ' ')) || next_is_deeper;
        (short && ends).then_some(first)
    }

    /// Cuts the sentences of one item into passages of about `size` letters.
    fn passages(&self, sentences: &[Sentence], size: usize) -> Vec<Passage> {
        let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
        for sentence in sentences {
            let letters = self.letters(&sentence.clauses);
            let joins = pieces.last().is_some_and(|(last, paragraph)| {
                let before = self.letters(last);
                let fits = before + letters <= size;
                // 究其原因：belongs to what follows.
                let leads = letters < FRAGMENT_LETTERS && self.end_mark(sentence.clauses.end - 1) == Some(':');
                *paragraph == sentence.paragraph
                    && self.end_mark(last.end - 1) != Some(';')
                    && last.end == sentence.clauses.start
                    && !leads
                    && (fits || before < FRAGMENT_LETTERS || letters < FRAGMENT_LETTERS)
            });
            match pieces.last_mut() {
                Some((last, _)) if joins => last.end = sentence.clauses.end,
                _ => pieces
                    .extend(self.cut(&sentence.clauses, size).into_iter().map(|piece| (piece, sentence.paragraph))),
            }
        }
        let passage = |(clauses, _): (Range<usize>, usize)| Passage {
            text: self.quote(&clauses),
            label: String::new(),
            content: self.content(&clauses),
        };
        pieces.into_iter().map(passage).collect()
    }

    /// Cuts a long sentence between clauses into parts of about equal length.
    fn cut(&self, clauses: &Range<usize>, size: usize) -> Vec<Range<usize>> {
        let letters = self.letters(clauses);
        let parts = (letters * 2).div_ceil(size * 3).clamp(1, clauses.len().max(1));
        let aim = letters.div_ceil(parts);
        let mut cut = Vec::with_capacity(parts);
        let (mut start, mut held) = (clauses.start, 0);
        for index in clauses.clone() {
            let next = self.letters(&(index..index + 1));
            // The clause goes where the part comes nearer to its aim.
            if index > start && cut.len() + 1 < parts && held + next / 2 >= aim {
                cut.push(start..index);
                (start, held) = (index, 0);
            }
            held += next;
        }
        cut.push(start..clauses.end);
        cut
    }
}
