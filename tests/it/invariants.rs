//! Properties that hold for any answer. Each is a check on a feedback, tried on answers composed of accepted
//! wordings, denials, clauses of the corpus and noise, and each is shown to catch a deliberate fault.

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yuejuan::feedback::{Coverage, Feedback, Language, PartKind};
use yuejuan::grading::{Grader, Submission};
use yuejuan::points::Points;
use yuejuan::rubric::{
    CalibrationDraft, CurveKnot, ExpressionDraft, Rubric, parse_toml, shipped, shipped_ids, shipped_source,
};
use yuejuan::text::Text;

type Check = Result<(), String>;

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(what()) }
}

pub fn mark(rubric: &Rubric, text: &str) -> Feedback {
    Grader::new().grade(rubric, &Submission { id: "s", text, language: Language::Chinese })
}

// The checks.

fn items_sum_to_the_score(rubric: &Rubric, feedback: &Feedback) -> Check {
    let parts: Points = feedback.parts.iter().map(|part| part.points).sum();
    ensure(parts == feedback.score, || format!("parts sum to {parts}, the score is {}", feedback.score))?;
    ensure(feedback.content_points() <= rubric.content_points(), || "more content than there is".to_owned())?;
    let deducted: Points = feedback.deductions.iter().map(|deduction| deduction.points).sum();
    let elements: Points = feedback.format.elements.iter().map(|element| element.points).sum();
    let given = feedback.score + deducted - elements;
    let (pool, pools) = if rubric.essay.is_some() {
        // An essay is given the middle of its range as a whole, and nothing else.
        let whole =
            feedback.parts.iter().find(|part| part.kind == PartKind::Essay).ok_or("an essay without its part")?;
        let title = feedback.deductions.iter().filter(|taken| taken.part == PartKind::Essay);
        let title: Points = title.map(|taken| taken.points).sum();
        (given - whole.points - title, Points::ZERO)
    } else {
        (given - feedback.content_points(), rubric.structure.pool)
    };
    ensure(pool == Points::ZERO || pool == pools, || format!("{pool} come from nowhere"))?;
    ensure((Points::ZERO..=rubric.max_score).contains(&feedback.score), || format!("score {}", feedback.score))
}

fn an_essay_has_a_range(rubric: &Rubric, text: &str, feedback: &Feedback) -> Check {
    ensure(feedback.estimated == rubric.essay.is_some(), || "estimated, or not, without reason".to_owned())?;
    let (Some(policy), Some(essay)) = (&rubric.essay, &feedback.essay) else {
        return ensure(rubric.essay.is_none() && feedback.essay.is_none(), || "an essay that is none".to_owned());
    };
    let score = feedback.score;
    let within =
        Points::ZERO <= essay.low && essay.low <= score && score <= essay.high && essay.high <= rubric.max_score;
    ensure(within, || format!("{score} is not in {} to {}", essay.low, essay.high))?;
    // Marks alone are no essay.
    let empty = Text::new(text).clauses().is_empty();
    ensure(essay.low < essay.high || empty, || "an exact mark for an essay".to_owned())?;
    ensure(essay.band_low == policy.band(essay.low) && essay.band_high == policy.band(essay.high), || {
        format!("{} to {} are not {} to {}", essay.low, essay.high, essay.band_low, essay.band_high)
    })?;
    ensure((0.0..=1.0).contains(&essay.confidence), || format!("confidence {}", essay.confidence))?;
    let shown = essay.checks.iter().any(|check| !check.evidence.is_empty());
    ensure(score == Points::ZERO || shown, || "an essay is paid for nothing".to_owned())?;
    ensure(essay.checks.is_sorted_by_key(|check| check.kind), || "checks out of order".to_owned())
}

fn copies_are_a_share(rubric: &Rubric, feedback: &Feedback) -> Check {
    ensure(feedback.material.is_some() != rubric.draft.material.is_empty(), || "material, or none".to_owned())?;
    let Some(material) = &feedback.material else { return Ok(()) };
    ensure(material.copied <= material.count && (0.0..=1.0).contains(&material.share), || {
        format!("{} of {} are copied", material.copied, material.count)
    })
}

fn points_show_evidence(feedback: &Feedback) -> Check {
    for keypoint in &feedback.keypoints {
        let shown = !keypoint.evidence.is_empty();
        ensure(keypoint.points == Points::ZERO || shown, || format!("{} is paid for nothing", keypoint.keypoint_id))?;
        let turned = keypoint.coverage == Coverage::Contradicted;
        ensure(!turned || shown, || format!("{} is contradicted by nothing", keypoint.keypoint_id))?;
        ensure(!turned || keypoint.points == Points::ZERO, || {
            format!("{} is paid for its opposite", keypoint.keypoint_id)
        })?;
    }
    for deduction in &feedback.deductions {
        ensure(!deduction.evidence.is_empty(), || format!("{} shows nothing", deduction.rule))?;
    }
    Ok(())
}

fn quotes_are_the_answers_own(text: &str, feedback: &Feedback) -> Check {
    for evidence in feedback.all_evidence() {
        let own = text.get(evidence.span.start..evidence.span.end) == Some(evidence.quote.as_str());
        ensure(own, || format!("a quote at {:?} is not the answer's text", evidence.span))?;
    }
    Ok(())
}

fn characters_pay_once(feedback: &Feedback) -> Check {
    let paid: Vec<_> = feedback.keypoints.iter().filter(|keypoint| keypoint.points > Points::ZERO).collect();
    for (at, one) in paid.iter().enumerate() {
        for other in &paid[at + 1..] {
            let shared = one.evidence.iter().any(|mine| other.evidence.iter().any(|its| mine.span.overlaps(&its.span)));
            ensure(!shared, || {
                format!("{} and {} are paid by the same characters", one.keypoint_id, other.keypoint_id)
            })?;
        }
    }
    Ok(())
}

fn content_is_not_lower(before: &Feedback, after: &Feedback) -> Check {
    let (before, after) = (before.content_points(), after.content_points());
    ensure(after >= before, || format!("content fell from {before} to {after}"))
}

fn wordings_are_hidden(rubric: &Rubric, text: &str, feedback: &Feedback) -> Check {
    let shown = format!("{feedback:?}");
    for keypoint in &rubric.keypoints {
        let told = shown.contains(&keypoint.point) && !text.contains(&keypoint.point);
        ensure(!told, || format!("the wording of {} is shown", keypoint.id))?;
    }
    ensure(feedback.keypoints.iter().all(|keypoint| keypoint.missing.is_empty()), || {
        "missing terms are shown".to_owned()
    })
}

/// The shipped rubrics but the essay's, as some teacher marks by them.
static CALIBRATED: LazyLock<HashMap<&str, Rubric>> =
    LazyLock::new(|| shipped_ids().into_iter().filter(|id| *id != ESSAY).map(|id| (id, calibrated(id))).collect());

/// A shipped rubric as some teacher marks by it.
fn calibrated(id: &str) -> Rubric {
    let mut draft = shipped(id).unwrap().draft.clone();
    let tells: Vec<String> = draft.references[0]
        .text
        .chars()
        .collect::<Vec<_>>()
        .windows(2)
        .step_by(9)
        .take(8)
        .map(|pair| pair.iter().collect::<String>())
        .filter(|text| Text::new(text).clauses().len() == 1 && text.chars().all(char::is_alphanumeric))
        .collect();
    let mut expressions: Vec<ExpressionDraft> = Vec::new();
    for text in tells {
        if expressions.iter().all(|other| other.text != text) {
            expressions.push(ExpressionDraft { text, weight: 0.07 });
        }
    }
    let curve = vec![CurveKnot { sum: 0.15, share: 0.4 }, CurveKnot { sum: 0.6, share: 1.0 }];
    draft.calibration = Some(CalibrationDraft { content: 0.35, words: 0.3, expressions, curve });
    Rubric::new(draft).unwrap()
}

fn calibrated_marks_show_evidence(feedback: &Feedback) -> Check {
    let Some(calibration) = &feedback.calibration else { return Err("no calibration".to_owned()) };
    let shown = !calibration.words_evidence.is_empty() || !calibration.expressions.is_empty();
    let keypoints = feedback.keypoints.iter().any(|keypoint| !keypoint.evidence.is_empty());
    ensure(calibration.points <= Points::ZERO || shown || keypoints, || "calibrated for nothing".to_owned())
}

// What answers are composed of.

fn rubrics() -> impl Iterator<Item = Arc<Rubric>> {
    shipped_ids().into_iter().map(|id| shipped(id).unwrap())
}

fn wordings(rubric: &Rubric) -> Vec<String> {
    let keypoints = rubric.draft.groups.iter().flat_map(|group| &group.keypoints);
    keypoints.flat_map(|keypoint| std::iter::once(&keypoint.point).chain(&keypoint.wordings).cloned()).collect()
}

static CLAUSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let corpus = fs::read_to_string("corpus/keypoints.jsonl").unwrap();
    // Every seventh line is enough variety.
    corpus
        .lines()
        .step_by(7)
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["full"][1].as_str().unwrap().to_owned())
        .collect()
});

const NOISE: [&str; 12] = [
    "",
    "。",
    "，，，",
    "\n\n",
    "一、",
    "（二）",
    "1.",
    "🙂🙂",
    "ＡＢＣ　123",
    "加強數據共享",
    "\u{202E}abc",
    "没有不",
];

fn piece(wordings: Vec<String>, denials: u32) -> impl Strategy<Value = String> + use<> {
    let plain = proptest::sample::select(wordings.clone());
    let denied = proptest::sample::select(wordings).prop_map(|wording| format!("并没有{wording}"));
    let clause = proptest::sample::select(CLAUSES.clone());
    let noise = proptest::sample::select(NOISE.to_vec()).prop_map(str::to_owned);
    prop_oneof![5 => plain, denials => denied, 2 => clause, 1 => noise]
}

/// The id of some rubric, and an answer to it that is composed of pieces, a share of them denials.
fn composed(denials: u32) -> impl Strategy<Value = (&'static str, String)> {
    proptest::sample::select(shipped_ids()).prop_flat_map(move |id| {
        let joint = proptest::sample::select(vec!["，", "。", "；\n", "\n", "、", ""]);
        let pieces = proptest::collection::vec((piece(wordings(&shipped(id).unwrap()), denials), joint), 0..14);
        let text = |pieces: Vec<(String, &str)>| {
            pieces.into_iter().flat_map(|(piece, joint)| [piece, joint.to_owned()]).collect()
        };
        (Just(id), pieces.prop_map(text))
    })
}

fn answer() -> impl Strategy<Value = (&'static str, String)> {
    composed(1)
}

/// An answer that does not deny what it says: what is taken from one that does may be the denial.
fn plain_answer() -> impl Strategy<Value = (&'static str, String)> {
    composed(0)
}

/// The shipped essay.
const ESSAY: &str = "city-blank-essay";

/// Lines of essays, of the material and of noise, so that titles, paragraphs, copies and sayings meet in all ways.
fn composed_essay() -> impl Strategy<Value = String> {
    let rubric = shipped(ESSAY).unwrap();
    let sources = rubric.references().chain([rubric.draft.material.as_str()]).map(str::to_owned);
    let mut lines: Vec<String> = sources.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.extend(rubric.draft.essay.as_ref().unwrap().quotations.clone());
    lines.extend(NOISE.map(str::to_owned));
    proptest::collection::vec((proptest::sample::select(lines), "\\PC{0,6}", any::<bool>()), 0..10).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(line, more, parts)| [line, more, if parts { "\n" } else { "" }.to_owned()])
            .collect()
    })
}

pub fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    // A fixed seed: a run tells of the code, not of its luck. `PROPTEST_CASES` and another seed look further.
    ProptestConfig {
        rng_seed: RngSeed::Fixed(20_240_115),
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn hold_for_composed_answers((id, text) in answer()) {
        let rubric = shipped(id).unwrap();
        let feedback = mark(&rubric, &text);
        prop_assert_eq!(items_sum_to_the_score(&rubric, &feedback), Ok(()));
        prop_assert_eq!(points_show_evidence(&feedback), Ok(()));
        prop_assert_eq!(quotes_are_the_answers_own(&text, &feedback), Ok(()));
        prop_assert_eq!(characters_pay_once(&feedback), Ok(()));
        prop_assert_eq!(an_essay_has_a_range(&rubric, &text, &feedback), Ok(()));
        prop_assert_eq!(copies_are_a_share(&rubric, &feedback), Ok(()));
    }

    #[test]
    fn hold_for_calibrated_rubrics((id, text) in answer(), pick in any::<prop::sample::Index>()) {
        prop_assume!(id != ESSAY);
        let rubric = &CALIBRATED[id];
        let feedback = mark(rubric, &text);
        prop_assert_eq!(items_sum_to_the_score(rubric, &feedback), Ok(()));
        prop_assert_eq!(calibrated_marks_show_evidence(&feedback), Ok(()));
        prop_assert_eq!(quotes_are_the_answers_own(&text, &feedback), Ok(()));
        let longer = format!("{text}\n{}。", pick.get(&wordings(rubric)));
        prop_assert_eq!(content_is_not_lower(&feedback, &mark(rubric, &longer)), Ok(()));
        for reference in rubric.references() {
            prop_assert_eq!(mark(rubric, reference).content_points(), rubric.content_points());
        }
    }

    #[test]
    fn hold_for_any_text(text in any::<String>()) {
        for rubric in rubrics() {
            let feedback = mark(&rubric, &text);
            prop_assert_eq!(items_sum_to_the_score(&rubric, &feedback), Ok(()));
            prop_assert_eq!(quotes_are_the_answers_own(&text, &feedback), Ok(()));
            prop_assert_eq!(an_essay_has_a_range(&rubric, &text, &feedback), Ok(()));
        }
    }

    #[test]
    fn hold_for_composed_essays(text in composed_essay()) {
        let rubric = shipped(ESSAY).unwrap();
        let feedback = mark(&rubric, &text);
        prop_assert_eq!(items_sum_to_the_score(&rubric, &feedback), Ok(()));
        prop_assert_eq!(points_show_evidence(&feedback), Ok(()));
        prop_assert_eq!(quotes_are_the_answers_own(&text, &feedback), Ok(()));
        prop_assert_eq!(an_essay_has_a_range(&rubric, &text, &feedback), Ok(()));
        prop_assert_eq!(copies_are_a_share(&rubric, &feedback), Ok(()));
        prop_assert_eq!(&feedback, &mark(&rubric, &text));
    }

    #[test]
    fn the_same_answer_gets_the_same_feedback((id, text) in answer(), (other, between) in answer()) {
        let rubric = shipped(id).unwrap();
        let submission = |text| Submission { id: "s", text, language: Language::Chinese };
        let mut used = Grader::new();
        let first = used.grade(&rubric, &submission(&text));
        used.grade(&shipped(other).unwrap(), &submission(&between));
        // A rubric compiled anew, and a grader that has marked something else since.
        let again = Rubric::new(parse_toml(shipped_source(&rubric.id).unwrap()).unwrap()).unwrap();
        prop_assert_eq!(&first, &used.grade(&again, &submission(&text)));
    }

    #[test]
    fn writing_more_of_what_is_right_never_lowers_the_content((id, text) in answer(), pick in any::<prop::sample::Index>()) {
        let rubric = shipped(id).unwrap();
        let more = pick.get(&wordings(&rubric)).clone();
        let longer = format!("{text}\n{more}。");
        prop_assert_eq!(content_is_not_lower(&mark(&rubric, &text), &mark(&rubric, &longer)), Ok(()));
    }

    #[test]
    fn taking_evidence_away_never_raises_the_content((id, text) in plain_answer(), pick in any::<prop::sample::Index>()) {
        let rubric = shipped(id).unwrap();
        let feedback = mark(&rubric, &text);
        let paid: Vec<_> = feedback.keypoints.iter().filter(|keypoint| keypoint.points > Points::ZERO).collect();
        prop_assume!(!paid.is_empty());
        // Whole clauses go: what is left of one might mean something else.
        let shown = &pick.get(&paid).evidence;
        let read = Text::new(&text);
        let clauses = read.clauses().iter().map(|clause| read.span(clause.start, clause.end));
        let gone: Vec<_> = clauses.filter(|clause| shown.iter().any(|of| of.span.overlaps(clause))).collect();
        let mut less = text.clone();
        for span in gone.into_iter().rev() {
            // What stood apart must not come nearer: another clause takes the place.
            less.replace_range(span.start..span.end, "qwfp");
        }
        // What goes may also have said the opposite of another keypoint, which may then be said elsewhere.
        let mut after = mark(&rubric, &less);
        for (after, before) in after.keypoints.iter_mut().zip(&feedback.keypoints) {
            if before.coverage == Coverage::Contradicted {
                after.points = Points::ZERO;
            }
        }
        prop_assert_eq!(content_is_not_lower(&after, &feedback), Ok(()));
    }
}

#[test]
fn most_composed_answers_score() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let answers: Vec<_> = (0..200).map(|_| answer().new_tree(&mut runner).unwrap().current()).collect();
    let scoring =
        answers.iter().filter(|(id, text)| mark(&shipped(id).unwrap(), text).content_points() > Points::ZERO).count();
    assert!(scoring * 2 > answers.len(), "{scoring} of {} score", answers.len());
}

#[test]
fn a_reference_earns_full_content_on_its_own_rubric() {
    for rubric in rubrics() {
        for reference in rubric.references() {
            let feedback = mark(&rubric, reference);
            assert_eq!(feedback.content_points(), rubric.content_points(), "{}", rubric.id);
            // Whether an essay is the best there is, nobody can tell from its words.
            let highest = feedback.essay.map_or(feedback.score, |essay| essay.high);
            let best = rubric.essay.as_ref().is_none_or(|essay| essay.band(highest) == essay.bands[0].name);
            assert!(best && (feedback.estimated || feedback.score == rubric.max_score), "{}", rubric.id);
        }
    }
}

#[test]
fn wordings_are_hidden_where_the_rubric_keeps_them() {
    for id in shipped_ids() {
        let mut draft = parse_toml(shipped_source(id).unwrap()).unwrap();
        let visible = Rubric::new(draft.clone()).unwrap();
        draft.wordings_visible = false;
        let hidden = Rubric::new(draft).unwrap();
        let text = "没有答到任何要点，只写了一句话。";
        assert_eq!(wordings_are_hidden(&hidden, text, &mark(&hidden, text)), Ok(()));
        assert!(wordings_are_hidden(&visible, text, &mark(&visible, text)).is_err(), "the check sees nothing");
    }
}

#[test]
fn time_is_linear_in_the_answer() {
    // Far more than any answer: were a step quadratic, this would not end.
    let rubric = shipped("digital-government-obstacles").unwrap();
    let passages = wordings(&rubric).join("，");
    for text in [passages.repeat(300), "，".repeat(1_000_000), "一、".repeat(100_000), "数据".repeat(200_000)] {
        let feedback = mark(&rubric, &text);
        assert_eq!(items_sum_to_the_score(&rubric, &feedback), Ok(()));
    }
    let essay = shipped(ESSAY).unwrap();
    let sayings = essay.draft.essay.as_ref().unwrap().quotations.concat();
    let (title, material) = ("城市留白\n", essay.draft.material.as_str());
    for text in [
        sayings.repeat(2_000),
        material.repeat(100),
        title.repeat(20_000),
        "留白。".repeat(40_000),
        "前人栽树，后人乘".repeat(15_000),
        "？！”".repeat(60_000),
        format!("一、{}", "城".repeat(100_000)),
    ] {
        let feedback = mark(&essay, &text);
        assert_eq!(items_sum_to_the_score(&essay, &feedback), Ok(()));
        assert_eq!(an_essay_has_a_range(&essay, &text, &feedback), Ok(()));
    }
}

#[test]
fn each_check_catches_a_fault() {
    let rubric = shipped("digital-government-obstacles").unwrap();
    let text = rubric.references().next().unwrap().to_owned();
    let sound = mark(&rubric, &text);
    let with = |spoil: fn(&mut Feedback)| {
        let mut feedback = sound.clone();
        spoil(&mut feedback);
        feedback
    };
    let more = with(|feedback| feedback.score += Points::HUNDREDTH);
    assert!(items_sum_to_the_score(&rubric, &more).is_err());
    let part = with(|feedback| {
        feedback.parts[0].points -= Points::HUNDREDTH;
        feedback.score -= Points::HUNDREDTH;
    });
    assert!(items_sum_to_the_score(&rubric, &part).is_err());
    let unshown = with(|feedback| feedback.keypoints[0].evidence.clear());
    assert!(points_show_evidence(&unshown).is_err());
    let turned = with(|feedback| feedback.keypoints[0].coverage = Coverage::Contradicted);
    assert!(points_show_evidence(&turned).is_err());
    let shifted = with(|feedback| feedback.keypoints[0].evidence[0].span.start += 3);
    assert!(quotes_are_the_answers_own(&text, &shifted).is_err());
    let shared = with(|feedback| {
        let taken = feedback.keypoints[0].evidence.clone();
        feedback.keypoints[1].evidence.extend(taken);
    });
    assert!(characters_pay_once(&shared).is_err());
    let essay = shipped(ESSAY).unwrap();
    let written = mark(&essay, essay.references().next().unwrap());
    let spoilt = |spoil: fn(&mut Feedback)| {
        let mut feedback = written.clone();
        spoil(&mut feedback);
        an_essay_has_a_range(&essay, essay.references().next().unwrap(), &feedback).is_err()
            || items_sum_to_the_score(&essay, &feedback).is_err()
            || copies_are_a_share(&essay, &feedback).is_err()
    };
    assert!(!spoilt(|_| {}));
    assert!(spoilt(|feedback| feedback.estimated = false));
    assert!(spoilt(|feedback| feedback.essay.as_mut().unwrap().high = feedback.score - Points::HUNDREDTH));
    assert!(spoilt(|feedback| feedback.essay.as_mut().unwrap().low = feedback.essay.as_ref().unwrap().high));
    assert!(spoilt(|feedback| feedback.essay.as_mut().unwrap().band_low.clear()));
    assert!(spoilt(|feedback| feedback.essay.as_mut().unwrap().confidence = 1.5));
    assert!(spoilt(|feedback| feedback.essay.as_mut().unwrap().checks.clear()));
    assert!(spoilt(|feedback| feedback.score += Points::HUNDREDTH));
    assert!(spoilt(|feedback| feedback.material.as_mut().unwrap().copied = usize::MAX));
    let fallen = with(|feedback| feedback.keypoints[0].points -= Points::HUNDREDTH);
    assert!(content_is_not_lower(&sound, &fallen).is_err());
}
