//! The marked answers as figures: what each shows, and what the teacher gave it. Each text is read once for every way of
//! paying keypoints that is tried.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::size;
use crate::evaluation::{Answer, Basis};
use crate::feedback::{Language, PartKind};
use crate::grading::{Submission, grade, signs};
use crate::lexicon::lexicon;
use crate::points::Points;
use crate::rubric::{CreditDraft, CreditStep, Expression, Rubric, WHOLE};
use crate::text::fold::is_han;
use crate::text::{Term, Text};

/// The figures of all answers, in one order for all lists.
pub(super) struct Sample {
    /// How many answers there are.
    pub answers: usize,
    /// What the teacher gave in all, as a share.
    pub human: Vec<f64>,
    /// What the rubric as it is gives in all, as a share.
    pub engine: Vec<f64>,
    /// Marks of the other parts, format and length and so on, and the marks for all content, both as shares of what the
    /// human's score stands against.
    pub others: Vec<f64>,
    pub whole: f64,
    /// What faults of layout took, as shares of the same; nothing where they take from a pool.
    pub taken: Vec<f64>,
    /// Ways from coverage to marks, the rubric's own first, and the share of the content marks that each gives.
    pub ways: Vec<Way>,
    /// The share of the key's words that each answer says.
    pub words: Vec<f64>,
    /// What tells, perhaps, and which answers have it.
    pub candidates: Vec<Candidate>,
}

/// A way from coverage to marks.
pub(super) struct Way {
    pub credit: CreditDraft,
    pub content: Vec<f64>,
}

/// An expression that may tell.
pub(super) struct Candidate {
    pub text: String,
    /// For each answer, 1 where it has it.
    pub said: Vec<f64>,
}

/// Words of the longest expression.
const EXPRESSION_MAX_WORDS: usize = 3;
/// Characters of the longest expression.
const EXPRESSION_MAX_CHARS: usize = 10;
/// Answers that must have an expression, and must lack it: fewer are someone's own way of putting things.
const HAVING_MIN: usize = 3;
const LACKING_MIN: usize = 2;
/// Expressions that are looked at, those of most answers first.
const CANDIDATES_MAX: usize = 3000;
/// By how much the steps of credit are moved, as multiples of the rubric's own thresholds.
const MOVES: [f64; 4] = [0.6, 0.8, 1.25, 1.6];

// === impl Sample ===

impl Sample {
    pub(super) fn new(mut rubric: Rubric, answers: &[Answer], basis: Basis) -> Self {
        let texts: Vec<Text<'_>> = answers.iter().map(|answer| Text::new(&answer.text)).collect();
        let names = names(&texts);
        let expressions: Vec<Expression> = names.iter().map(|name| Expression::new(name, 0)).collect();
        let human: Vec<f64> = answers.iter().map(|answer| answer.human.score).collect();
        let all = rubric.content_points();
        let against = if basis == Basis::Content { all } else { rubric.max_score };
        let whole = share(all, against);
        let (mut engine, mut others, mut taken, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut own = Vec::new();
        let mut candidates: Vec<Candidate> =
            names.into_iter().map(|text| Candidate { text, said: Vec::new() }).collect();
        for answer in answers {
            let submission = Submission { id: &answer.id, text: &answer.text, language: Language::default() };
            let feedback = grade(&rubric, &submission);
            let content = feedback.content_points();
            let beside = if basis == Basis::Content { Points::ZERO } else { feedback.score - content };
            let faults = feedback.deductions.iter().filter(|taken| taken.part == PartKind::Structure);
            let faults: Points = faults.map(|deduction| deduction.points).sum();
            let pooled = basis == Basis::Content || rubric.structure.pool > Points::ZERO;
            taken.push(if pooled { 0.0 } else { share(faults, against) });
            others.push(share(beside, against));
            engine.push(share(content + beside, against));
        }
        for text in &texts {
            let signs = signs(&rubric, text, &expressions);
            own.push(f64::from(signs.content) / f64::from(WHOLE));
            words.push(f64::from(signs.words) / f64::from(WHOLE));
            for (candidate, said) in candidates.iter_mut().zip(signs.expressions) {
                candidate.said.push(if said { 1.0 } else { 0.0 });
            }
        }
        candidates.retain(|candidate| {
            let having = candidate.said.iter().sum::<f64>();
            having >= size(HAVING_MIN) && having <= size(answers.len()) - size(LACKING_MIN)
        });
        let mut ways = vec![Way { credit: rubric.draft.credit.clone(), content: own }];
        for credit in other_ways(&rubric.draft.credit) {
            let Ok(moved) = rubric.with_credit(credit.clone()) else { break };
            rubric = moved;
            // A reference earns all content marks on its own rubric.
            if !rubric.references().all(|text| signs(&rubric, &Text::new(text), &[]).content == WHOLE) {
                continue;
            }
            let content = texts.iter().map(|text| f64::from(signs(&rubric, text, &[]).content) / f64::from(WHOLE));
            ways.push(Way { credit, content: content.collect() });
        }
        Self { answers: answers.len(), human, engine, others, whole, taken, ways, words, candidates }
    }
}

// === impl Sample ===

impl Sample {
    /// What the teacher gave for content, as a share of its marks; `waived` where faults of layout take nothing.
    pub(super) fn targets(&self, waived: bool) -> Vec<f64> {
        let beside =
            self.others.iter().zip(&self.taken).map(|(others, taken)| others + if waived { *taken } else { 0.0 });
        self.human.iter().zip(beside).map(|(human, beside)| ((human - beside) / self.whole).clamp(0.0, 1.0)).collect()
    }
}

fn share(points: Points, all: Points) -> f64 {
    if all > Points::ZERO { points.as_f64() / all.as_f64() } else { 0.0 }
}

/// The steps moved up and down, and a finer row of steps from the first to what says nearly all.
fn other_ways(own: &CreditDraft) -> Vec<CreditDraft> {
    let moved = |by: f64| {
        let step = |step: &CreditStep| CreditStep { coverage: hundredths(step.coverage * by), share: step.share };
        CreditDraft { steps: own.steps.iter().map(step).collect() }
    };
    let first = own.steps.first().map_or(0.2, |step| step.coverage);
    /// Coverage from which a fine row of steps gives all marks.
    const NEARLY_ALL: f64 = 0.8;
    /// Steps of a fine row.
    const FINE: u32 = 5;
    let fine = (0..FINE).map(|step| CreditStep {
        coverage: hundredths(first + (NEARLY_ALL - first) * f64::from(step) / f64::from(FINE - 1)),
        share: f64::from(step + 1) / f64::from(FINE),
    });
    let mut ways: Vec<CreditDraft> = MOVES.into_iter().map(moved).collect();
    ways.push(CreditDraft { steps: fine.collect() });
    ways.retain(|way| {
        let rises = way.steps.windows(2).all(|pair| matches!(pair, [one, two] if one.coverage < two.coverage));
        rises && way.steps.iter().all(|step| step.coverage > 0.0 && step.coverage <= 1.0)
    });
    ways
}

fn hundredths(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// Runs of words within a clause that stand in several answers, in order of their characters.
fn names(texts: &[Text<'_>]) -> Vec<String> {
    let mut having: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let runs: BTreeSet<String> = text
            .clauses()
            .iter()
            .flat_map(|clause| {
                let terms = text.terms();
                let first = terms.partition_point(|term| term.start < clause.start);
                let last = terms.partition_point(|term| term.end <= clause.end);
                runs(text, terms.get(first..last).unwrap_or_default())
            })
            .collect();
        for run in runs {
            *having.entry(run).or_default() += 1;
        }
    }
    let mut names: Vec<(String, usize)> = having.into_iter().filter(|(_, count)| *count >= HAVING_MIN).collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    names.truncate(CANDIDATES_MAX);
    let mut names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
    names.sort();
    names
}

/// The runs of the words of one clause. Those of several words begin and end with one that tells something, so that a
/// teacher can read them; a single character of Chinese says too little, and a word that says little may tell which way an answer
/// goes, as 没有.
fn runs(text: &Text<'_>, terms: &[Term]) -> Vec<String> {
    let chars = text.folded().chars();
    let word = |term: &Term| chars.get(term.start..term.end).unwrap_or_default().iter().collect::<String>();
    let words: Vec<String> = terms.iter().map(word).collect();
    let tells: Vec<bool> = words.iter().map(|word| lexicon().tells(word)).collect();
    let mut runs = Vec::new();
    for length in 1..=EXPRESSION_MAX_WORDS {
        for (of, told) in words.windows(length).zip(tells.windows(length)) {
            let run = of.concat();
            let ends = (told.first(), told.last()) == (Some(&true), Some(&true));
            let is_short = run.chars().all(is_han) && run.chars().nth(1).is_none();
            let may_tell = !is_short && (ends || length == 1);
            if may_tell && run.chars().count() <= EXPRESSION_MAX_CHARS && run.chars().all(char::is_alphanumeric) {
                runs.push(run);
            }
        }
    }
    runs
}
