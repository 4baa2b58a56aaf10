//! A model answer (范文) that fits the limit of its question: a reference where one fits, else a reference without the
//! sentences that earn least. Never longer than allowed, and nothing where the rubric keeps its wordings for markers.

use crate::feedback::{Feedback, Language, PartKind};
use crate::grading::{Grader, Submission};
use crate::points::Points;
use crate::rubric::Rubric;
use crate::text::Text;

/// An answer that candidates can learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelAnswer {
    /// The answer.
    pub text: String,
    /// Its length in 字, in the rubric's way of counting.
    pub count: usize,
    /// What it is made from.
    pub origin: ModelOrigin,
    /// Marks that it earns with its content and format; in an essay, what it says of the keypoints by weight.
    pub points: Points,
    /// The most that can be earned so.
    pub max_points: Points,
}

/// What a model answer is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelOrigin {
    /// It is a reference as it stands.
    Reference,
    /// It is a reference without some of its sentences.
    Shortened,
    /// It is made of the keypoints: no reference fits, or there is none.
    Keypoints,
}

/// Share of what a bare list of keypoints earns that prose must earn to be shown instead: candidates write prose.
const PROSE_SHARE_MIN: f64 = 0.8;
/// Sentences of a reference among which those to leave out are looked for; longer references are not shortened.
const SENTENCES_MAX: usize = 120;

// === impl ModelAnswer ===

impl ModelAnswer {
    /// The best model answer that a rubric has; `None` where it keeps its wordings for markers, or where nothing that
    /// says a keypoint fits.
    #[must_use]
    pub fn new(rubric: &Rubric) -> Option<Self> {
        if !rubric.wordings_visible {
            return None;
        }
        let mut judge = Judge { rubric, grader: Grader::new() };
        let fitting = rubric.references().filter(|text| judge.fits(text)).map(|text| text.trim().to_owned());
        if let Some(model) = judge.best(fitting.collect(), ModelOrigin::Reference) {
            return Some(model);
        }
        let shortened = rubric.references().filter_map(|text| judge.shorten(text)).collect();
        let shortened = judge.best(shortened, ModelOrigin::Shortened);
        let keypoints = judge.keypoints();
        let keypoints = judge.best(keypoints.into_iter().collect(), ModelOrigin::Keypoints);
        match (shortened, keypoints) {
            (Some(prose), Some(list)) => {
                let is_document = rubric.essay.is_some() || rubric.format_points() > Points::ZERO;
                let enough = list.points.share(PROSE_SHARE_MIN);
                Some(if is_document || prose.points >= enough { prose } else { list })
            }
            (one, other) => one.or(other),
        }
    }
}

/// Reads drafts of the answer as a marker would.
struct Judge<'r> {
    rubric: &'r Rubric,
    grader: Grader,
}

/// A sentence of a reference with the mark that ends it, and whether it ends its line.
struct Sentence {
    text: String,
    ends_line: bool,
}

// === impl Judge ===

impl Judge<'_> {
    fn count(&self, text: &str) -> usize {
        Text::new(text).counts().get(self.rubric.length.mode)
    }

    fn fits(&self, text: &str) -> bool {
        self.rubric.length.max.is_none_or(|max| self.count(text.trim()) <= max)
    }

    fn grade(&mut self, text: &str) -> Feedback {
        self.grader.grade(self.rubric, &Submission { id: "", text, language: Language::Chinese })
    }

    /// What a text earns with its content and format, and its faults of structure, which are to be few.
    fn worth(&mut self, text: &str) -> (Points, std::cmp::Reverse<usize>) {
        let feedback = self.grade(text);
        let parts = feedback.parts.iter().filter(|part| matches!(part.kind, PartKind::Content | PartKind::Format));
        let parts: Points = parts.map(|part| part.points).sum();
        let essay = if feedback.essay.is_some() { feedback.content_points() } else { Points::ZERO };
        (parts + essay, std::cmp::Reverse(feedback.structure.faults.len()))
    }

    /// The text that earns most, the first of equals.
    fn best(&mut self, texts: Vec<String>, origin: ModelOrigin) -> Option<ModelAnswer> {
        let mut best: Option<(Points, String)> = None;
        for text in texts {
            let (points, _) = self.worth(&text);
            if points > best.as_ref().map_or(Points::ZERO, |(points, _)| *points) {
                best = Some((points, text));
            }
        }
        let max_points = self.rubric.content_points() + self.rubric.format_points();
        best.map(|(points, text)| ModelAnswer { count: self.count(&text), text, origin, points, max_points })
    }

    /// A reference without the sentences that earn least for their length, until it fits.
    fn shorten(&mut self, reference: &str) -> Option<String> {
        let sentences = sentences(reference);
        let mut kept: Vec<bool> = vec![true; sentences.len()];
        if sentences.len() > SENTENCES_MAX {
            return None;
        }
        loop {
            let text = joined(&sentences, &kept);
            if self.fits(&text) {
                return Some(self.filled(&sentences, kept, text));
            }
            let worth = self.worth(&text);
            let mut cheapest: Option<(Loss, usize)> = None;
            for (index, sentence) in sentences.iter().enumerate().filter(|(index, _)| kept.get(*index) == Some(&true)) {
                let mut without = kept.clone();
                set(&mut without, index, false);
                let rest = self.worth(&joined(&sentences, &without));
                let loss = Loss::new(worth.0 - rest.0, rest.1.0, sentence.text.chars().count());
                if cheapest.as_ref().is_none_or(|(least, _)| loss < *least) {
                    cheapest = Some((loss, index));
                }
            }
            let (_, index) = cheapest?;
            set(&mut kept, index, false);
        }
    }

    /// Sentences that still fit once others are out come back, in the order of the text.
    fn filled(&mut self, sentences: &[Sentence], mut kept: Vec<bool>, text: String) -> String {
        let mut text = text;
        for index in 0..sentences.len() {
            if kept.get(index) != Some(&false) {
                continue;
            }
            let mut with = kept.clone();
            set(&mut with, index, true);
            let longer = joined(sentences, &with);
            if self.fits(&longer) && self.worth(&longer) > self.worth(&text) {
                (kept, text) = (with, longer);
            }
        }
        text
    }

    /// The keypoints in numbered lines, as many as fit, the dearest for their length first; in the order of the rubric.
    fn keypoints(&self) -> Option<String> {
        let mut order: Vec<usize> = (0..self.rubric.keypoints.len()).collect();
        let price = |index: &usize| {
            let keypoint = self.rubric.keypoints.get(*index)?;
            let length = i64::try_from(keypoint.point.chars().count()).ok()?;
            Some(std::cmp::Reverse(keypoint.points.hundredths() * PRICE_SCALE / length.max(1)))
        };
        order.sort_by_key(price);
        let mut taken: Vec<usize> = Vec::new();
        for index in order {
            let mut more = taken.clone();
            more.push(index);
            more.sort_unstable();
            if self.fits(&self.lines(&more)) {
                taken = more;
            }
        }
        (!taken.is_empty()).then(|| self.lines(&taken))
    }

    fn lines(&self, taken: &[usize]) -> String {
        let points = taken.iter().filter_map(|index| self.rubric.keypoints.get(*index));
        let lines = points.enumerate().map(|(at, keypoint)| format!("{}. {}。", at + 1, keypoint.point));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Marks a 字 are compared in ten-thousandths.
const PRICE_SCALE: i64 = 10_000;

/// What leaving a sentence out costs: marks for its length first, then faults of structure; of equals the longest goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Loss {
    price: i64,
    faults: usize,
    length: std::cmp::Reverse<usize>,
}

impl Loss {
    fn new(points: Points, faults: usize, length: usize) -> Self {
        let per = i64::try_from(length.max(1)).unwrap_or(i64::MAX);
        let price = points.hundredths() * PRICE_SCALE / per;
        Self { price, faults, length: std::cmp::Reverse(length) }
    }
}

/// A text in sentences: each with the marks that close it, and the last of each line.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for line in text.trim().lines() {
        let mut rest = line.trim();
        while !rest.is_empty() {
            let end = rest.find(|c| "。！？；!?;".contains(c)).map_or(rest.len(), |at| {
                let after = rest.get(at..).unwrap_or_default();
                at + after.find(|c| !"。！？；!?;”』」）".contains(c)).unwrap_or(after.len())
            });
            let (sentence, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            sentences.push(Sentence { text: sentence.to_owned(), ends_line: after.trim().is_empty() });
            rest = after;
        }
    }
    sentences
}

fn joined(sentences: &[Sentence], kept: &[bool]) -> String {
    let mut text = String::new();
    let mut line = String::new();
    for (sentence, kept) in sentences.iter().zip(kept) {
        if *kept {
            line.push_str(&sentence.text);
        }
        if sentence.ends_line && !line.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&closed(&line));
            line.clear();
        }
    }
    text
}

/// A line that had its last sentence taken away ends as a sentence all the same.
fn closed(line: &str) -> String {
    line.strip_suffix(['；', ';']).map_or_else(|| line.to_owned(), |rest| format!("{rest}。"))
}

fn set(flags: &mut [bool], index: usize, value: bool) {
    if let Some(flag) = flags.get_mut(index) {
        *flag = value;
    }
}
