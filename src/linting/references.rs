//! What the references earn: all content marks at home, and next to nothing abroad; and whether they keep to the
//! length that they are a model of.

use super::{Finding, Found, Place, content, mark, said_in, steps};
use crate::feedback::{Coverage, Feedback, KeypointFeedback};
use crate::grading::award;
use crate::points::Points;
use crate::rubric::Rubric;
use crate::text::{CountMode, Text};

/// Share of the content marks above which another question's reference earns too much, in per cent: half of one
/// keypoint in five, which is more than what the words that all papers share come to.
const FOREIGN_MAX_PER_CENT: i64 = 10;
/// Keypoints that are named where a stranger earns marks.
const NAMED_MAX: usize = 3;

/// `reference-marks` and `reference-length`.
pub(super) fn lint(rubric: &Rubric, references: &[Text<'_>], found: &mut Found) {
    for (index, read) in references.iter().enumerate() {
        let path = format!("references[{index}].text");
        let earned: Points = award(rubric, read).iter().map(|award| award.points).sum();
        let all = rubric.content_points();
        if earned < all {
            let lacking = lacking(rubric, &mark(rubric, read.original()));
            let what = format!("the reference earns {earned} of {all} content marks: {lacking}");
            let advice = "add what it says as a wording of that keypoint, or let it say the point";
            found.push(Finding::warning("reference-marks", &path, what, advice));
        }
        if let Some(what) = wrong_length(rubric, read.counts().get(rubric.length.mode)) {
            let advice = "shorten or lengthen the reference, or mend the limits in `length`";
            found.push(Finding::warning("reference-length", &path, what, advice));
        }
    }
}

/// `foreign-reference`: what a stranger earns, on average, in an answer of the length that this question allows. A
/// document of a thousand 字 has something of everything.
pub(super) fn lint_foreign(rubric: &Rubric, places: &[Place<'_>], others: &[&Rubric], found: &mut Found) {
    let all = rubric.content_points();
    let is_other =
        |other: &&&Rubric| other.id != rubric.id && other.draft.question.trim() != rubric.draft.question.trim();
    for other in others.iter().filter(is_other) {
        for text in other.references() {
            let marked: Vec<Feedback> = pieces(text, allowed(rubric)).iter().map(|piece| mark(rubric, piece)).collect();
            let earned: Points = marked.iter().map(content).sum();
            let count = i64::try_from(marked.len()).unwrap_or(i64::MAX).max(1);
            let possible = all.hundredths() * count;
            if earned.hundredths() * 100 <= possible * FOREIGN_MAX_PER_CENT {
                continue;
            }
            let share = earned.hundredths() * 100 / possible.max(1);
            let mut paid: Vec<(usize, &KeypointFeedback)> =
                marked.iter().flat_map(|feedback| (0..).zip(&feedback.keypoints)).collect();
            paid.retain(|(_, keypoint)| keypoint.points > Points::ZERO);
            paid.sort_by_key(|(index, keypoint)| (std::cmp::Reverse(keypoint.points), *index));
            let path = paid.first().and_then(|(index, _)| places.get(*index)).map_or("groups", |place| &place.path);
            let named: Vec<String> = paid.iter().take(NAMED_MAX).map(|(_, keypoint)| paid_for(keypoint)).collect();
            let what = format!(
                "the reference of another question, {}, earns {share} % of the content marks here: {}",
                other.id,
                named.join(", ")
            );
            let advice = "name in these keypoints and their wordings what this question alone is about";
            found.push(Finding::warning("foreign-reference", path, what, advice));
        }
    }
}

fn paid_for(keypoint: &KeypointFeedback) -> String {
    let quotes: Vec<&str> = keypoint.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
    format!("{} gets {} for 「{}」", keypoint.keypoint_id, keypoint.points, quotes.join("…"))
}

/// The length that an answer may have, in characters: the rubric's limit, else that of its longest reference.
fn allowed(rubric: &Rubric) -> usize {
    let longest = rubric.references().map(|text| text.chars().count()).max();
    rubric.length.max.or(longest).unwrap_or(usize::MAX).max(1)
}

/// A text in as many pieces of whole clauses, about alike in length, as it takes for each to have `most` characters.
fn pieces(text: &str, most: usize) -> Vec<&str> {
    let read = Text::new(text);
    let length = read.folded().chars().len();
    let count = length.div_ceil(most).max(1);
    let mut pieces = Vec::with_capacity(count);
    let mut start = 0;
    for piece in 1..=count {
        let goal = length * piece / count;
        let last = read.clauses().iter().map(|clause| clause.end).take_while(|end| *end <= goal).last();
        let end = if piece == count { length } else { last.unwrap_or(start) };
        if start < end {
            pieces.push(read.quote(start, end));
        }
        start = end.max(start);
    }
    pieces
}

/// The keypoints that a reference does not earn in full, and how far it says them.
fn lacking(rubric: &Rubric, feedback: &Feedback) -> String {
    let (_, full) = steps(rubric);
    let group_full = |group: &str| {
        let earned: Points = feedback
            .keypoints
            .iter()
            .filter(|keypoint| keypoint.group_id == group)
            .map(|keypoint| keypoint.points)
            .sum();
        rubric.groups.iter().any(|of| of.id == group && earned >= of.points)
    };
    let missed = feedback.keypoints.iter().filter(|keypoint| {
        let counted = keypoint.counted || rubric.essay.is_some();
        counted && keypoint.points < keypoint.max_points && !group_full(&keypoint.group_id)
    });
    let names = missed.map(|keypoint| {
        let (id, points, most) = (&keypoint.keypoint_id, keypoint.points, keypoint.max_points);
        let how = match (keypoint.coverage, said_in(keypoint)) {
            (Coverage::Contradicted, _) => "read as the opposite".to_owned(),
            (Coverage::Partial, said) if said >= full => "said, but too shortly for full marks".to_owned(),
            (_, said) if said >= full => "said, but its words pay another keypoint".to_owned(),
            (_, said) => format!("says {} % of it, full marks need {} %", said / 10, full / 10),
        };
        format!("{id} gets {points} of {most} ({how})")
    });
    names.collect::<Vec<_>>().join(", ")
}

fn wrong_length(rubric: &Rubric, count: usize) -> Option<String> {
    let length = &rubric.length;
    let mode = mode_name(length.mode);
    match (length.min, length.max) {
        (_, Some(max)) if count > max => {
            Some(format!("the reference has {count} 字 ({mode}), the rubric allows at most {max}"))
        }
        (Some(min), _) if count < min => {
            Some(format!("the reference has {count} 字 ({mode}), the rubric asks for at least {min}"))
        }
        _ => None,
    }
}

fn mode_name(mode: CountMode) -> &'static str {
    match mode {
        CountMode::Word => "word",
        CountMode::Nonblank => "nonblank",
        CountMode::Grid => "grid",
        CountMode::Han => "han",
    }
}
