//! What a rubric says of an essay (大作文): bands, theme, sub-theses, sayings. As written, checked and compiled; knows
//! nothing of how an essay is read.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::Problem;
use super::draft::{Kind, RubricDraft};
use super::sayings::{SAYING_MAX_LETTERS, Sayings, saying_letters};
use crate::points::Points;

/// How an essay (大作文) is judged; only where `kind = "essay"`. An essay gets a range of marks, never an exact mark:
/// its keypoints tell what it is about and earn nothing by themselves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EssayDraft {
    /// The bands (档), best first. Default: 一类文 up to all marks, 二类文 to 0.75, 三类文 to 0.5, 四类文 to 0.25.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandDraft>,
    /// Words of the theme, or wordings of the thesis (总论点), each up to 64 letters; an essay that has none of them
    /// where it matters is off the topic. Default: the keypoints stand for it, with less confidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub theme: Vec<String>,
    /// How many sub-theses (分论点) are asked for. Default: 2 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_theses: Option<SubThesesDraft>,
    /// Known sayings (名言金句) of the topic, 4 to 64 letters each: one found shows that the essay quotes. One wrong
    /// character in four is tolerated. Default: none, quoting is not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotations: Vec<String>,
    /// Share of the essay that may be copied from the `material`, 0 to 1, before the band falls. Default 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_max: Option<f64>,
    /// Marks that an essay without a title loses. Default: 5 % of `max_score`, in half marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_points: Option<f64>,
}

/// A band of essays (档).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandDraft {
    /// Its name, for instance 一类文.
    pub name: String,
    /// Share of `max_score` up to which it reaches, that mark included; it begins above the next lower band. Above 0,
    /// 1 for the best band.
    pub up_to: f64,
}

/// How many sub-theses an essay should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubThesesDraft {
    /// The least, at least 1.
    pub min: u32,
    /// The most, at least `min`, at most 12.
    pub max: u32,
}

/// How an essay is judged, ready for grading.
#[derive(Debug)]
pub struct EssayPolicy {
    /// The bands, best first; never empty, the first reaches up to all marks.
    pub bands: Vec<Band>,
    /// Words of the theme and wordings of the thesis.
    pub theme: Sayings,
    /// The least and the most sub-theses.
    pub sub_theses: (usize, usize),
    /// Sayings that an essay may quote.
    pub quotations: Sayings,
    /// Share of the essay that may be copied, in thousandths.
    pub copied_max: u32,
    /// Marks that a missing title takes.
    pub title_points: Points,
}

/// A band of essays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its name.
    pub name: String,
    /// The highest mark in it.
    pub up_to: Points,
}

/// Bands where the rubric does not say: what papers of 40 marks print as 31–40, 21–30, 11–20 and 1–10.
const BANDS: [(&str, f64); 4] = [("一类文", 1.0), ("二类文", 0.75), ("三类文", 0.5), ("四类文", 0.25)];
/// The most bands: papers have three to five.
const BANDS_MAX: usize = 9;
/// Sub-theses where the rubric does not say: three is the rule, two or four are common, and five the most that a
/// thousand 字 can carry.
const SUB_THESES: SubThesesDraft = SubThesesDraft { min: 2, max: 5 };
/// The most sub-theses that a rubric may ask for.
const SUB_THESES_MAX: u32 = 12;
/// Share of an essay that may be copied where the rubric does not say: a fact or two of the material with their names.
const COPIED_MAX: f64 = 0.2;
/// Share of the marks that a missing title takes where the rubric does not say: 2 of 40.
const TITLE_SHARE: f64 = 0.05;
/// Half a mark, the least that markers give.
const HALF_MARK: i64 = 50;
/// The shortest saying, in letters: an idiom.
const SAYING_MIN_LETTERS: usize = 4;

/// What is wrong with what a draft says of its essay; and, where it is one, with marks that it does not give.
pub(super) fn check(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    if draft.kind == Kind::Essay {
        check_pools(draft, problems);
    }
    let Some(essay) = &draft.essay else { return };
    if draft.kind != Kind::Essay {
        let what = format!("given for a question of kind {:?}", draft.kind.name());
        problems.push(Problem::new("essay", what, "remove it, or set kind to \"essay\""));
    }
    check_bands(&essay.bands, problems);
    check_sayings("essay.theme", &essay.theme, 1, problems);
    check_sayings("essay.quotations", &essay.quotations, SAYING_MIN_LETTERS, problems);
    if let Some(SubThesesDraft { min, max }) = essay.sub_theses {
        if !(1..=SUB_THESES_MAX).contains(&min) {
            problems.push(Problem::new("essay.sub_theses.min", format!("{min}"), format!("use 1 to {SUB_THESES_MAX}")));
        }
        if !(min..=SUB_THESES_MAX).contains(&max) {
            let advice = format!("use at least the min of {min}, at most {SUB_THESES_MAX}");
            problems.push(Problem::new("essay.sub_theses.max", format!("{max}"), advice));
        }
    }
    if let Some(share) = essay.copied_max.filter(|share| !(0.0..=1.0).contains(share)) {
        problems.push(Problem::new("essay.copied_max", format!("{share}"), "use 0 to 1"));
    }
    let most = Points::from_f64(draft.max_score).unwrap_or(Points::MAX);
    if let Some(marks) = essay.title_points
        && Points::from_f64(marks).is_none_or(|points| !(Points::ZERO..=most).contains(&points))
    {
        let what = format!("{marks} is not a number of marks up to max_score");
        problems.push(Problem::new("essay.title_points", what, "use a multiple of 0.01, at least 0"));
    }
}

/// An essay is marked by bands: nothing else of it gives marks.
fn check_pools(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let elements = draft.format.elements.iter().enumerate().filter(|(_, element)| element.points > 0.0);
    let elements = elements.map(|(i, _)| format!("format.elements[{i}].points"));
    let pool = (draft.structure.points > 0.0).then(|| "structure.points".to_owned());
    for path in elements.chain(pool) {
        let advice = "set it to 0: an essay gets its marks by bands, and `essay.title_points` prices a title";
        problems.push(Problem::new(path, "marks for a part of an essay", advice));
    }
}

fn check_bands(bands: &[BandDraft], problems: &mut Vec<Problem>) {
    if bands.len() == 1 || bands.len() > BANDS_MAX {
        let advice = format!("name 2 to {BANDS_MAX}, or leave them out for the default");
        problems.push(Problem::new("essay.bands", format!("{} in number", bands.len()), advice));
    }
    for (i, band) in bands.iter().enumerate() {
        let earlier = bands.get(..i).unwrap_or_default();
        let path = |field: &str| format!("essay.bands[{i}].{field}");
        if band.name.trim().is_empty() {
            problems.push(Problem::new(path("name"), "empty", "name the band, for instance 一类文"));
        } else if earlier.iter().any(|other| other.name == band.name) {
            problems.push(Problem::new(path("name"), "stands twice", "give it another name"));
        }
        let within = band.up_to > 0.0 && band.up_to <= 1.0;
        match earlier.last() {
            _ if !within => {
                problems.push(Problem::new(path("up_to"), format!("{}", band.up_to), "use a share above 0, at most 1"));
            }
            None if band.up_to < 1.0 => {
                problems.push(Problem::new(path("up_to"), "the best band does not reach all marks", "set it to 1"));
            }
            Some(above) if band.up_to >= above.up_to => {
                problems.push(Problem::new(path("up_to"), "does not fall", "order the bands from the best down"));
            }
            _ => {}
        }
    }
}

fn check_sayings(path: &str, sayings: &[String], min: usize, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for (i, saying) in sayings.iter().enumerate() {
        let letters = saying_letters(saying);
        let path = format!("{path}[{i}]");
        if !(min..=SAYING_MAX_LETTERS).contains(&letters.len()) {
            let what = format!("{} letters", letters.len());
            let advice = format!("use {min} to {SAYING_MAX_LETTERS}, punctuation not counted");
            problems.push(Problem::new(path, what, advice));
        } else if !seen.insert(letters) {
            problems.push(Problem::new(path, "stands twice", "remove one of the two"));
        }
    }
}

/// The policy of a checked draft; `None` where the question asks for no essay.
pub(super) fn compile(draft: &RubricDraft, max_score: Points) -> Option<EssayPolicy> {
    if draft.kind != Kind::Essay {
        return None;
    }
    let essay = draft.essay.clone().unwrap_or_default();
    let band = |name: &str, up_to: f64| Band { name: name.to_owned(), up_to: max_score.share(up_to) };
    let bands = if essay.bands.is_empty() {
        BANDS.iter().map(|(name, up_to)| band(name, *up_to)).collect()
    } else {
        essay.bands.iter().map(|of| band(&of.name, of.up_to)).collect()
    };
    let SubThesesDraft { min, max } = essay.sub_theses.unwrap_or(SUB_THESES);
    let default_title = max_score.share(TITLE_SHARE).hundredths() / HALF_MARK * HALF_MARK;
    Some(EssayPolicy {
        bands,
        theme: Sayings::exact_when_short(&essay.theme),
        sub_theses: (min as usize, max as usize),
        quotations: Sayings::new(&essay.quotations),
        copied_max: thousandths(essay.copied_max.unwrap_or(COPIED_MAX)),
        title_points: essay.title_points.and_then(Points::from_f64).unwrap_or(Points::from_hundredths(default_title)),
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}

// === impl EssayPolicy ===

impl EssayPolicy {
    /// The name of the band that a mark lies in.
    #[must_use]
    pub fn band(&self, points: Points) -> &str {
        let reaches = |band: &&Band| points <= band.up_to;
        let band = self.bands.iter().rev().find(reaches).or(self.bands.first());
        band.map(|band| band.name.as_str()).unwrap_or_default()
    }
}
