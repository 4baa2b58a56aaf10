//! What can be said of a class's answers to each question, added up one answer after another. Memory grows with different
//! marks and lengths and with a few samples, not with answers.

use std::collections::BTreeMap;

use super::{
    Best, Distribution, Edges, Entry, Habits, Humans, KeypointStatistics, NearMiss, Nearest, Person, Question, Reviews,
    UNSURE_MAX, Unsure,
};
use crate::points::Points;
use crate::rubric::Rubric;

/// What the figures take for granted where the rubric does not say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Share of the marks from which an answer passes.
    pub pass_share: f64,
    /// Share of the marks that two markers may differ by before a third should look.
    pub arbitration_share: f64,
}

/// Share of the marks from which an answer passes: 及格.
const PASS_SHARE: f64 = 0.6;
/// Share of the marks that two markers may differ by: written exams send what differs by more than a tenth or so to a
/// third person.
const ARBITRATION_SHARE: f64 = 0.1;
/// Share of the answers at either end that difficulty is compared between (T. Kelley, "The selection of upper and lower
/// groups for the validation of test items", Journal of Educational Psychology 30, 1939).
const END_SHARE: f64 = 0.27;
/// School classes that are told apart: a large school's year has a few dozen.
const GROUPS_MAX: usize = 200;

/// The figures of all questions of a class.
#[derive(Debug)]
pub struct ClassStatistics<'r> {
    /// The questions in order.
    pub questions: Vec<Statistics<'r>>,
    /// Entries added so far.
    pub entries: usize,
    /// Entries that belong to no question.
    pub strangers: usize,
}

/// The figures of one question.
#[derive(Debug)]
pub struct Statistics<'r> {
    /// The question's id, or empty.
    pub id: String,
    /// What its answers are marked by.
    pub rubric: &'r Rubric,
    /// Marks from which an answer passes.
    pub pass_mark: Points,
    /// Answers without a single character.
    pub blank: u32,
    /// Scores in hundredths: a person's where one decided, else the engine's.
    pub scores: Distribution,
    /// The keypoints in the order of the rubric.
    pub keypoints: Vec<KeypointStatistics>,
    /// Length, structure, format, language, deductions, flags.
    pub habits: Habits,
    /// Human marks beside the engine's.
    pub humans: Humans,
    /// What people decided afterwards.
    pub reviews: Reviews,
    /// Candidates near a band's edge or the pass mark, but for those on whom a person decided.
    pub edges: Edges,
    /// The answers whose marks are least sure, that one first; none on which a person decided.
    pub unsure: Best<Unsure>,
    /// School classes (班级) by name, as far as there was room; empty names are not among them.
    pub groups: BTreeMap<String, Group>,
    nearest: Vec<Nearest>,
}

/// The figures of one school class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Scores in hundredths.
    pub scores: Distribution,
}

// === impl Settings ===

impl Default for Settings {
    fn default() -> Self {
        Self { pass_share: PASS_SHARE, arbitration_share: ARBITRATION_SHARE }
    }
}

// === impl ClassStatistics ===

impl<'r> ClassStatistics<'r> {
    /// No answers yet.
    #[must_use]
    pub fn new(questions: &[Question<'r>], settings: Settings) -> Self {
        let questions = questions.iter().map(|question| Statistics::new(question, settings)).collect();
        Self { questions, entries: 0, strangers: 0 }
    }

    /// Adds the next entry: to the question that has its id and rubric.
    pub fn add(&mut self, entry: &Entry) {
        let number = self.entries;
        self.entries += 1;
        let fits = |of: &&mut Statistics<'_>| of.id == entry.question_id && of.rubric.id == entry.feedback.rubric_id;
        match self.questions.iter_mut().find(fits) {
            Some(question) => question.add(number, entry),
            None => self.strangers += 1,
        }
    }
}

// === impl Statistics ===

impl<'r> Statistics<'r> {
    fn new(question: &Question<'r>, settings: Settings) -> Self {
        let rubric = question.rubric;
        let pass_mark = rubric.max_score.share(settings.pass_share);
        Self {
            id: question.id.clone(),
            rubric,
            pass_mark,
            blank: 0,
            scores: Distribution::default(),
            keypoints: rubric.keypoints.iter().map(KeypointStatistics::new).collect(),
            habits: Habits::default(),
            humans: Humans::new(rubric.max_score, rubric.max_score.share(settings.arbitration_share)),
            reviews: Reviews::new(),
            edges: Edges::new(rubric, pass_mark),
            unsure: Best::new(UNSURE_MAX),
            groups: BTreeMap::new(),
            nearest: rubric.keypoints.iter().map(|_| Nearest::new()).collect(),
        }
    }

    fn add(&mut self, number: usize, entry: &Entry) {
        let person = || Person { entry: number, candidate: entry.candidate.clone() };
        let feedback = &entry.feedback;
        self.blank += u32::from(entry.answer.trim().is_empty());
        self.scores.add(entry.score().hundredths());
        let keypoints = self.keypoints.iter_mut().zip(&mut self.nearest);
        for ((statistics, nearest), of) in keypoints.zip(&feedback.keypoints) {
            statistics.add(self.rubric, feedback, of);
            nearest.add(self.rubric, entry, of, person);
        }
        self.habits.add(feedback, person);
        self.humans.add(entry, person);
        self.reviews.add(entry, person);
        // What a person decided needs no second look.
        if entry.review.is_none() {
            self.edges.add(self.rubric, entry, person);
            if let Some(rank) = Unsure::rank(entry) {
                self.unsure.offer(rank, || Unsure::new(entry, person()));
            }
        }
        let name = &entry.candidate.class;
        if !name.is_empty() && (self.groups.len() < GROUPS_MAX || self.groups.contains_key(name)) {
            self.groups.entry(name.clone()).or_default().scores.add(entry.score().hundredths());
        }
    }

    /// How many answers there are.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.scores.total()
    }

    /// Mean score in marks; `None` without answers.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.scores.mean().map(|hundredths| hundredths / 100.0)
    }

    /// 难度: the mean score as a share of the marks, high where a question is easy; `None` without answers.
    #[must_use]
    pub fn difficulty(&self) -> Option<f64> {
        self.mean().map(|mean| mean / self.rubric.max_score.as_f64())
    }

    /// 区分度: the mean of the best 27 % less that of the worst 27 %, as a share of the marks (T. Kelley, 1939: see
    /// `END_SHARE`); `None` without answers.
    #[must_use]
    pub fn discrimination(&self) -> Option<f64> {
        let (low, high) = self.scores.ends(END_SHARE)?;
        Some((high - low) / 100.0 / self.rubric.max_score.as_f64())
    }

    /// Answers that pass.
    #[must_use]
    pub fn passed(&self) -> u32 {
        self.scores.at_least(self.pass_mark.hundredths())
    }

    /// Answers in each band of an essay, by about the middle of their ranges, best first; empty for other questions.
    #[must_use]
    pub fn bands(&self) -> Vec<(String, u32)> {
        let bands = self.rubric.essay.iter().flat_map(|policy| &policy.bands);
        let mut above = 0;
        let mut counts = Vec::new();
        for (index, band) in bands.enumerate() {
            let from = self.edges.marks.get(index).map_or(i64::MIN, |(_, edge)| edge.hundredths());
            let so_far = self.scores.at_least(from);
            counts.push((band.name.clone(), so_far - above));
            above = so_far;
        }
        counts
    }

    /// The passages that came nearest to each keypoint, in the order of the rubric.
    #[must_use]
    pub fn near_misses(&self) -> Vec<Vec<NearMiss>> {
        self.nearest.iter().enumerate().map(|(index, nearest)| nearest.passages(self.rubric, index)).collect()
    }
}
