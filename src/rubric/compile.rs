//! From a checked draft to what grading looks things up in: weighted terms, one automaton over everything that
//! can match, and fingerprints of the question and the references.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use sha2::{Digest, Sha256};

use super::characters::{Characters, Place, bit};
use super::check::group_points;
use super::draft::{ElementDraft, KeypointDraft, Kind, LengthCharge, LengthDraft, RubricDraft, StructureDraft};
use super::phrases::Phrases;
use super::sense::{OwnSenses, Sense};
use super::shingles::Shingles;
use super::terms::{TermWeights, wording_terms};
use super::{Charge, Credit, FormatPolicy, Group, Keypoint, LengthPolicy, Rubric, StructurePolicy, TypoPolicy};
use crate::lexicon::{Vector, mean, text_vector, valence, valences};
use crate::points::Points;
use crate::rubric::MatchPolicy;
use crate::text::Text;

/// What grading looks things up in.
pub struct Compiled {
    /// Finds every pattern; its values are indexes into `patterns`. `None` where there is nothing to find.
    pub automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// What each pattern tells.
    pub patterns: Vec<Pattern>,
    /// Wordings of all keypoints, accepted and opposite.
    pub wordings: Vec<Wording>,
    /// Runs of their terms, in which one wrong character is a typo.
    pub phrases: Phrases,
    /// How many different terms they have.
    pub terms: usize,
    /// The characters of the terms.
    pub characters: Characters,
    /// Which way each keypoint points by the meaning of its wordings.
    pub points: Vec<Option<Vector>>,
    /// Which way each opposite wording points, with its keypoint.
    pub opposite_points: Vec<(usize, Vector)>,
    /// For each keypoint, whether its wordings tell of things going well or badly, in thousandths.
    pub valences: Vec<i32>,
    /// Whether denials turn what an answer says; they do, unless that layer is left out.
    pub reads_denials: bool,
    /// For each keypoint, whether a bare label is less than what its shortest wording says.
    pub elaborate: Vec<bool>,
    /// Fingerprints of the question, without what the references say as well.
    pub question: Shingles,
    /// Fingerprints of the reference answers.
    pub references: Shingles,
    /// Fingerprints of the source material.
    pub material: Shingles,
    /// The telling words of each reference, or of all keypoints where there is none, each with whether it is denied;
    /// found at the first calibration.
    pub reference_words: OnceLock<Vec<BTreeSet<(String, bool)>>>,
    /// Marks that the groups' headings alone earn; found at the first keyword list.
    pub headings_points: OnceLock<Points>,
}

impl std::fmt::Debug for Compiled {
    /// The automaton has no form that a person could read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled")
            .field("patterns", &self.patterns)
            .field("wordings", &self.wordings)
            .finish_non_exhaustive()
    }
}

/// A string that the automaton finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its length in characters.
    pub length: usize,
    /// What it tells, of every term that it belongs to.
    pub postings: Vec<Posting>,
}

/// What finding a pattern tells of one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Index of the wording.
    pub wording: u32,
    /// Index of the term in the wording.
    pub term: u32,
    /// How the pattern relates to the term.
    pub relation: Relation,
    /// Which way the wording states the term.
    pub sense: Sense,
}

/// How a pattern relates to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is the term.
    Same,
    /// It is known to mean the same.
    Alias,
    /// It is a word inside the term: the bits tell which characters.
    Piece(u16),
    /// It is the term, written wrong.
    Typo,
    /// It says the opposite.
    Opposite,
}

/// One wording of a keypoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Index of the keypoint.
    pub keypoint: usize,
    /// Whether it says the opposite of the keypoint.
    pub opposite: bool,
    /// What it says, in order; never empty.
    pub terms: Vec<WordingTerm>,
    /// Sum of the terms' weights; never zero.
    pub weight: u32,
    /// Sum of the terms' weights of each statement.
    pub statements: Vec<u32>,
    /// How many clauses it has.
    pub clauses: usize,
    /// How many letters it has, punctuation left out.
    pub letters: usize,
}

/// A term of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingTerm {
    /// The term, folded.
    pub text: String,
    /// Its number in the rubric: the same term has the same number in every wording.
    pub number: usize,
    /// Its length in characters.
    pub length: usize,
    /// How much it tells; above zero.
    pub weight: u32,
    /// Its characters, in order; empty for a term of a single one.
    pub characters: Vec<Character>,
    /// Sum of the characters' weights.
    pub character_weight: u32,
    /// What each set of its characters counts where they stand apart, in per cent of the term's weight; for a term
    /// of up to `TABLED_CHARS` characters.
    pub apart: [u8; 1 << TABLED_CHARS],
    /// Index of the statement that it stands in, in [`Wording::statements`].
    pub statement: usize,
    /// Which way the wording states it.
    pub sense: Sense,
}

/// A character of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Character {
    /// The character itself.
    pub value: char,
    /// How much it tells; above zero.
    pub weight: u32,
}

/// Characters up to which what a term's characters count stands in a table.
pub const TABLED_CHARS: usize = 4;

// === impl WordingTerm ===

impl WordingTerm {
    /// What a set of its characters counts where they stand apart, in per cent of its weight: a bit each, those past
    /// the 16th not told apart.
    #[must_use]
    pub fn apart(&self, set: u16) -> u32 {
        match self.apart.get(usize::from(set)) {
            Some(share) if self.characters.len() <= TABLED_CHARS => u32::from(*share),
            _ => super::terms::apart(&self.characters, self.character_weight, set),
        }
    }
}

/// Characters up to which a wording is a bare label that a bare label answers in full.
const LABEL_MAX_CHARS: usize = 8;

pub(super) fn compile(draft: RubricDraft) -> Rubric {
    let points = |marks: f64| Points::from_f64(marks).unwrap_or_default();
    let groups: Vec<Group> = draft
        .groups
        .iter()
        .map(|group| Group {
            id: group.id.clone(),
            title: group.title.clone(),
            take: group.take.map_or(group.keypoints.len(), |take| take as usize),
            points: group_points(group),
        })
        .collect();
    let numbered = draft.groups.iter().enumerate();
    let keypoints: Vec<Keypoint> = numbered
        .flat_map(|(group, of)| of.keypoints.iter().map(move |keypoint| (group, keypoint)))
        .map(|(group, keypoint)| Keypoint {
            id: keypoint.id.clone(),
            group,
            point: keypoint.point.clone(),
            points: points(keypoint.points),
            match_policy: keypoint.match_policy,
        })
        .collect();
    let max_score = points(draft.max_score);
    Rubric {
        id: draft.id.clone(),
        title: draft.title.clone(),
        revision: revision(&draft),
        kind: draft.kind,
        max_score,
        groups,
        keypoints,
        credit: draft.credit.steps.iter().map(Credit::new).collect(),
        length: length(&draft.length, draft.kind, max_score),
        structure: structure(&draft.structure, draft.kind, max_score),
        format: FormatPolicy {
            genre: draft.format.genre.clone(),
            elements: draft
                .format
                .elements
                .iter()
                .map(|ElementDraft { kind, points: marks }| (*kind, points(*marks)))
                .collect(),
        },
        typos: draft.language.typos.map(|typos| TypoPolicy {
            every: typos.every as usize,
            points: points(typos.points),
            max: points(typos.max),
        }),
        essay: super::essay::compile(&draft, max_score),
        calibration: draft.calibration.as_ref().map(super::calibration::compile),
        reading: draft.reading,
        wordings_visible: draft.wordings_visible,
        compiled: compile_matching(&draft),
        draft,
    }
}

pub(super) fn revision(draft: &RubricDraft) -> String {
    let canonical = serde_json::to_vec(draft).unwrap_or_default();
    Sha256::digest(&canonical).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn length(draft: &LengthDraft, kind: Kind, max_score: Points) -> LengthPolicy {
    /// What 左右 allows either way where the rubric does not say.
    const TOLERANCE: f64 = 0.1;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive length of at most 1.5 × 2^32"
    )]
    let around = |target: u32, share: f64| (f64::from(target) * share).round() as usize;
    let tolerance = draft.tolerance.unwrap_or(TOLERANCE);
    let over = LengthCharge { free: 0.05, every: 30, points: 1.0, max: max_score.share(0.1).as_f64() };
    let under = match kind {
        Kind::Essay => LengthCharge { free: 0.0, every: 50, points: 1.0, max: 4.0 },
        _ => LengthCharge { free: 0.0, every: 1, points: 0.0, max: 0.0 },
    };
    LengthPolicy {
        mode: draft.mode,
        min: draft.min.map(|min| min as usize).or_else(|| draft.target.map(|target| around(target, 1.0 - tolerance))),
        max: draft.max.map(|max| max as usize).or_else(|| draft.target.map(|target| around(target, 1.0 + tolerance))),
        target: draft.target.map(|target| target as usize),
        over: charge(&draft.over.unwrap_or(over)),
        under: charge(&draft.under.unwrap_or(under)),
    }
}

fn charge(charge: &LengthCharge) -> Charge {
    Charge {
        free: charge.free,
        every: (charge.every as usize).max(1),
        points: Points::from_f64(charge.points).unwrap_or_default(),
        max: Points::from_f64(charge.max).unwrap_or_default(),
    }
}

fn structure(draft: &StructureDraft, kind: Kind, max_score: Points) -> StructurePolicy {
    let pool = Points::from_f64(draft.points).unwrap_or_default();
    let share = if kind == Kind::Essay { 0.0 } else { 0.1 };
    let cap = draft.max_deduction.and_then(Points::from_f64).unwrap_or_else(|| max_score.share(share));
    StructurePolicy {
        itemized: !draft.one_paragraph
            && draft.itemized.unwrap_or(matches!(kind, Kind::Summary | Kind::Countermeasure)),
        one_paragraph: draft.one_paragraph,
        pool,
        fault: draft.fault.and_then(Points::from_f64).unwrap_or(Points::from_hundredths(50)),
        max_deduction: if pool > Points::ZERO { pool } else { cap },
    }
}

fn compile_matching(draft: &RubricDraft) -> Compiled {
    let aliases = alias_table(&draft.aliases);
    let expressions: HashSet<&str> = aliases.keys().map(String::as_str).collect();
    let keypoints: Vec<&KeypointDraft> = draft.groups.iter().flat_map(|group| &group.keypoints).collect();
    let mut wordings: Vec<Wording> = Vec::new();
    let mut phrases = Vec::new();
    for (keypoint, of) in keypoints.iter().enumerate() {
        let accepted = std::iter::once(&of.point).chain(&of.wordings).map(|text| (text, false));
        for (text, opposite) in accepted.chain(of.opposites.iter().map(|text| (text, true))) {
            let read = wording_terms(text, &expressions);
            phrases.extend(read.phrases.iter().map(|phrase| phrase.of(wordings.len())));
            wordings.push(read.into_wording(keypoint, opposite));
        }
    }
    TermWeights::new(&wordings, &draft.question).apply(&mut wordings);
    let (terms, characters) = number_terms(&mut wordings);
    let exact = |keypoint: usize| keypoints.get(keypoint).is_some_and(|of| of.match_policy == MatchPolicy::Wording);
    let mut own = OwnSenses::default();
    let mut patterns: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    for (index, wording) in wordings.iter().enumerate() {
        for (term, of) in wording.terms.iter().enumerate() {
            let mut post = |text: String, relation, sense| {
                #[expect(clippy::cast_possible_truncation, reason = "a rubric has far fewer wordings and terms")]
                let posting = Posting { wording: index as u32, term: term as u32, relation, sense };
                patterns.entry(text).or_default().push(posting);
            };
            post(of.text.clone(), Relation::Same, of.sense);
            for (text, relation) in super::terms::related(&of.text, &aliases, exact(wording.keypoint)) {
                let sense = match relation {
                    Relation::Alias => own.instead(of.sense, &of.text, &text),
                    Relation::Opposite => own.opposite(of.sense, &of.text, &text),
                    Relation::Same | Relation::Piece(_) | Relation::Typo => of.sense,
                };
                post(text, relation, sense);
            }
        }
    }
    let automaton = CharwiseDoubleArrayAhoCorasick::new(patterns.keys()).ok();
    let (points, valences) = keypoints.iter().map(|of| ways(of)).unzip();
    let references = Shingles::new(draft.references.iter().map(|reference| reference.text.as_str()));
    Compiled {
        automaton,
        patterns: patterns
            .into_iter()
            .map(|(text, postings)| Pattern { length: text.chars().count(), postings })
            .collect(),
        points,
        opposite_points: keypoints.iter().enumerate().flat_map(|(index, of)| opposite_points(index, of)).collect(),
        valences,
        reads_denials: true,
        elaborate: keypoints.iter().map(|of| shortest(of) > LABEL_MAX_CHARS).collect(),
        wordings,
        phrases: Phrases::new(phrases),
        terms,
        characters,
        question: Shingles::new([draft.question.as_str()]).without(&references),
        references,
        material: Shingles::new([draft.material.as_str()]),
        reference_words: OnceLock::new(),
        headings_points: OnceLock::new(),
    }
}

/// Numbers the terms, and finds where their characters stand. How many there are, and the characters.
fn number_terms(wordings: &mut [Wording]) -> (usize, Characters) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut places = Vec::new();
    for term in wordings.iter_mut().flat_map(|wording| &mut wording.terms) {
        let next = numbers.len();
        term.number = *numbers.entry(term.text.clone()).or_insert(next);
        if term.number == next {
            let number = u32::try_from(next).unwrap_or(u32::MAX);
            let place = |(at, character): (usize, &Character)| (character.value, Place { term: number, bit: bit(at) });
            places.extend(term.characters.iter().enumerate().map(place));
        }
    }
    (numbers.len(), Characters::new(places))
}

/// Where the wordings of a keypoint point together by their meaning, and which way they go on average, in thousandths.
fn ways(keypoint: &KeypointDraft) -> (Option<Vector>, i32) {
    let read: Vec<Text<'_>> =
        std::iter::once(&keypoint.point).chain(&keypoint.wordings).map(|wording| Text::new(wording)).collect();
    let sum: i32 = read.iter().map(|text| valence(valences(text).into_iter().sum())).sum();
    let point = mean(read.iter().filter_map(|text| text_vector(text, ..)));
    (point, sum / i32::try_from(read.len()).unwrap_or(i32::MAX))
}

/// Which way each opposite wording of a keypoint points.
fn opposite_points(index: usize, keypoint: &KeypointDraft) -> impl Iterator<Item = (usize, Vector)> {
    keypoint.opposites.iter().filter_map(move |wording| Some((index, text_vector(&Text::new(wording), ..)?)))
}

fn shortest(keypoint: &KeypointDraft) -> usize {
    std::iter::once(&keypoint.point)
        .chain(&keypoint.wordings)
        .map(|text| text.chars().count())
        .min()
        .unwrap_or_default()
}

/// Each expression of the rubric's own sets with the others of its set, folded.
fn alias_table(sets: &[Vec<String>]) -> HashMap<String, Vec<String>> {
    let mut table: HashMap<String, Vec<String>> = HashMap::new();
    for set in sets {
        let folded: Vec<String> = set.iter().map(|text| crate::text::Folded::new(text).as_str().to_owned()).collect();
        for text in &folded {
            table.entry(text.clone()).or_default().extend(folded.iter().filter(|other| *other != text).cloned());
        }
    }
    table
}
