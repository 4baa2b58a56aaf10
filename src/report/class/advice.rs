//! What to teach next, in two or three sentences drawn from the figures. Says only what the figures bear.

use super::words::{Words, figure, percent};
use crate::class::{ClassStatistics, KeypointStatistics, Statistics};
use crate::feedback::{Language, LengthVerdict};
use crate::report::labels::Labels;
use crate::text::excerpt;

/// Keypoints that a sentence names.
const KEYPOINTS_MAX: usize = 3;
/// Questions that get a sentence of their own: the ones that cost most.
const QUESTIONS_MAX: usize = 3;
/// Share of the class that a fault must have to be worth a lesson.
const FAULT_SHARE: f64 = 0.15;
/// Share of the class that turns a keypoint round to be worth a word.
const OPPOSITE_SHARE: f64 = 0.05;
/// Characters of a keypoint that a sentence quotes.
const POINT_CHARS: usize = 28;
/// Faults that a sentence names.
const FAULTS_MAX: usize = 4;

/// The sentences; none where there are no answers.
pub(super) fn advice(statistics: &ClassStatistics<'_>, words: Words) -> Vec<String> {
    let mut asked: Vec<&Statistics<'_>> = statistics.questions.iter().filter(|of| of.answers() > 0).collect();
    let several = asked.len() > 1;
    asked.sort_by(|one, other| one.difficulty().unwrap_or(1.0).total_cmp(&other.difficulty().unwrap_or(1.0)));
    let mut sentences: Vec<String> =
        asked.iter().take(QUESTIONS_MAX).filter_map(|of| missed(of, several, words)).collect();
    sentences.extend(asked.iter().take(QUESTIONS_MAX).filter_map(|of| turned(of, words)).take(1));
    sentences.extend(faults(&asked, words));
    sentences
}

/// The keypoints that cost most.
fn missed(of: &Statistics<'_>, several: bool, words: Words) -> Option<String> {
    let is_essay = of.rubric.essay.is_some();
    let mut keypoints: Vec<&KeypointStatistics> = of.keypoints.iter().collect();
    keypoints.retain(|keypoint| keypoint.cost.hundredths() > 0);
    keypoints.sort_by_key(|keypoint| std::cmp::Reverse(keypoint.cost));
    let named: Vec<String> = keypoints
        .iter()
        .take(KEYPOINTS_MAX)
        .map(|keypoint| {
            let point = excerpt(&keypoint.point, POINT_CHARS);
            let share =
                percent(f64::from(keypoint.missed + keypoint.contradicted) / f64::from(keypoint.answers().max(1)));
            let cost = figure(keypoint.mean_cost().unwrap_or_default(), 1);
            match (words.0, is_essay) {
                (Language::Chinese, false) => format!("“{point}”（人均失 {cost} 分，{share} 没答到）"),
                (Language::Chinese, true) => format!("“{point}”（{share} 没写到）"),
                (Language::English, false) => format!("“{point}” (mean loss {cost}; {share} miss it)"),
                (Language::English, true) => format!("“{point}” ({share} do not speak of it)"),
            }
        })
        .collect();
    if named.is_empty() {
        return None;
    }
    let title = if several { excerpt(&of.rubric.title, POINT_CHARS) } else { String::new() };
    let list = named.join(words.pick("、", ", "));
    Some(match (words.0, is_essay) {
        (Language::Chinese, false) if several => format!("《{title}》丢分最多的是{list}。"),
        (Language::Chinese, false) => format!("丢分最多的是{list}。"),
        (Language::Chinese, true) => format!("《{}》写得最少的是{list}。", excerpt(&of.rubric.title, POINT_CHARS)),
        (Language::English, _) if several => format!("Most marks of “{title}” are lost on {list}."),
        (Language::English, _) => format!("Most marks are lost on {list}."),
    })
}

/// A keypoint that some turn round.
fn turned(of: &Statistics<'_>, words: Words) -> Option<String> {
    let most = of.keypoints.iter().max_by_key(|keypoint| keypoint.contradicted)?;
    let share = f64::from(most.contradicted) / f64::from(most.answers().max(1));
    let point = excerpt(&most.point, POINT_CHARS);
    (share >= OPPOSITE_SHARE).then(|| match words.0 {
        Language::Chinese => {
            format!("有 {} 份判为把“{point}”说反了：先核对这几份，属实就讲清材料的态度。", most.contradicted)
        }
        Language::English => format!(
            "{} answers are marked as the opposite of “{point}”: look at them, and clear that up where it holds.",
            most.contradicted
        ),
    })
}

/// The commonest faults of length, structure, format and language over all questions.
fn faults(asked: &[&Statistics<'_>], words: Words) -> Option<String> {
    let labels = Labels::of(words.0);
    let answers: u32 = asked.iter().map(|of| of.answers()).sum();
    let mut counts: Vec<(String, u32)> = Vec::new();
    let mut add = |name: String, count: u32| match counts.iter_mut().find(|(other, _)| *other == name) {
        Some((_, sum)) => *sum += count,
        None => counts.push((name, count)),
    };
    for habits in asked.iter().map(|of| &of.habits) {
        add(words.pick("超字数", "too long").to_owned(), habits.verdicts.of(LengthVerdict::Over));
        add(words.pick("字数不足", "too short").to_owned(), habits.verdicts.of(LengthVerdict::Under));
        habits.faults.sorted().into_iter().for_each(|(kind, count)| add(labels.fault(kind).to_owned(), count));
        let lacks = words.pick("缺", "no ");
        let elements = habits.missing_elements.sorted().into_iter();
        elements.for_each(|(kind, count)| add(format!("{lacks}{}", labels.element(kind)), count));
        habits.notes.sorted().into_iter().for_each(|(kind, count)| add(labels.note(kind).to_owned(), count));
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let share = |count: u32| f64::from(count) / f64::from(answers.max(1));
    let common = counts.iter().filter(|(_, count)| share(*count) >= FAULT_SHARE).take(FAULTS_MAX);
    let common: Vec<String> = common.map(|(name, count)| format!("{name} {}", percent(share(*count)))).collect();
    (!common.is_empty()).then(|| match words.0 {
        Language::Chinese => format!("内容之外最常见的毛病：{}。", common.join("、")),
        Language::English => format!("Beside the content, the commonest faults are: {}.", common.join(", ")),
    })
}
