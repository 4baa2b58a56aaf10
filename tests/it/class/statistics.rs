//! The figures, worked out by hand.

use yuejuan::class::{Distribution, Question};
use yuejuan::feedback::LengthVerdict;

use super::*;

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("no figure");
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

fn distribution(values: &[i64]) -> Distribution {
    let mut distribution = Distribution::default();
    for value in values {
        distribution.add(*value);
    }
    distribution
}

#[test]
fn scores_of_four() {
    let rubric = two_points();
    let question = Question { id: String::new(), rubric: &rubric };
    let class = statistics(&[question], &four(&rubric));
    let of = &class.questions[0];
    assert_eq!((of.answers(), of.blank, of.passed(), class.strangers), (4, 1, 2, 0));
    close(of.mean(), 5.0);
    close(of.difficulty(), 0.5);
    // The best one, 10, less the worst one, 0, of 10 marks.
    close(of.discrimination(), 1.0);
    // Deviations 5, 1, 1, 5.
    close(of.scores.deviation(), 13_f64.sqrt() * 100.0);
    close(of.scores.quantile(0.25), 300.0);
    close(of.scores.quantile(0.5), 500.0);
    close(of.scores.quantile(0.75), 700.0);
    let groups: Vec<(&str, Option<f64>)> =
        of.groups.iter().map(|(name, group)| (name.as_str(), group.scores.mean())).collect();
    assert_eq!(groups, [("乙班", Some(600.0)), ("甲班", Some(700.0))]);
    assert_eq!(of.habits.verdicts.of(LengthVerdict::Unlimited), 4);
}

#[test]
fn keypoints_of_four() {
    let rubric = two_points();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &four(&rubric));
    let [first, second] = class.questions[0].keypoints.as_slice() else { panic!("two keypoints") };
    assert_eq!((first.full, first.partial, first.missed, first.contradicted), (2, 0, 2, 0));
    close(first.hit_rate(), 0.5);
    close(first.mean_cost(), 2.0);
    close(second.mean_cost(), 3.0);
    // Marks 4 4 0 0 beside the rest 6 0 6 0: neither follows the other.
    close(first.discrimination(), 0.0);
}

#[test]
fn a_keypoint_that_follows_the_rest_tells_people_apart() {
    let rubric = two_points();
    let entries: Vec<Entry> = [BOTH, BOTH, "", ""].iter().map(|answer| entry(&rubric, "1", answer)).collect();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &entries);
    close(class.questions[0].keypoints[0].discrimination(), 1.0);
    let same: Vec<Entry> = [BOTH, BOTH].iter().map(|answer| entry(&rubric, "1", answer)).collect();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &same);
    assert_eq!(class.questions[0].keypoints[0].discrimination(), None);
}

#[test]
fn what_a_full_group_leaves_out_costs_nothing() {
    let rubric = any_one();
    let check = |answer: &str, expected: [f64; 2]| {
        let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &[entry(&rubric, "1", answer)]);
        let costs: Vec<f64> = class.questions[0].keypoints.iter().map(|of| of.cost.as_f64()).collect();
        assert_eq!(costs, expected, "{answer}");
    };
    check("", [5.0, 5.0]);
    check(FIRST, [0.0, 0.0]);
    check(BOTH, [0.0, 0.0]);
}

#[test]
fn humans_beside_the_engine() {
    let rubric = two_points();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &four(&rubric));
    let humans = &class.questions[0].humans;
    assert_eq!(humans.limit, marks(1.0));
    // Engine less human: 1, 0, −2, 0.
    let first = humans.first.agreement(humans.limit).unwrap();
    assert_eq!((first.answers, first.signed_error, first.absolute_error, first.within_limit), (4, -0.25, 0.75, 0.75));
    // Second less first: 1, −2.
    let between = humans.between.agreement(humans.limit).unwrap();
    assert_eq!((between.answers, between.signed_error, between.within_limit), (2, -0.5, 0.5));
    let disputed: Vec<(&str, Points)> =
        humans.disputed.iter().map(|of| (of.person.candidate.id.as_str(), of.gap)).collect();
    assert_eq!(disputed, [("2", marks(2.0)), ("3", marks(2.0))]);
    assert!(!humans.calls_for_calibration(), "four answers say nothing");
    let strict: Vec<Entry> = (0..20)
        .map(|_| {
            let mut entry = entry(&rubric, "1", FIRST);
            entry.human.score = Some(marks(5.0));
            entry
        })
        .collect();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &strict);
    assert!(class.questions[0].humans.calls_for_calibration());
}

#[test]
fn those_near_the_pass_mark_are_named() {
    let rubric = two_points();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &four(&rubric));
    let near: Vec<&str> = class.questions[0].edges.near.iter().map(|of| of.person.candidate.id.as_str()).collect();
    assert_eq!(near, ["3"]);
}

#[test]
fn the_least_sure_answers_come_first_with_what_to_look_at() {
    let rubric = two_points();
    // Confidence of the keypoints of 4 and 6 marks; which answers are listed, each with its keypoints.
    let check = |rows: &[(&str, &str, [f64; 2])], expected: &[(&str, &str)]| {
        let entries: Vec<Entry> = rows
            .iter()
            .map(|(id, answer, confidence)| {
                let mut entry = entry(&rubric, id, answer);
                for (keypoint, confidence) in entry.feedback.keypoints.iter_mut().zip(confidence) {
                    keypoint.confidence = *confidence;
                }
                entry
            })
            .collect();
        let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &entries);
        let listed: Vec<(String, String)> = class.questions[0]
            .unsure
            .iter()
            .map(|of| {
                let keypoints: Vec<&str> = of.keypoints.iter().map(|(id, _)| id.as_str()).collect();
                (of.person.candidate.id.clone(), keypoints.join(" "))
            })
            .collect();
        let listed: Vec<(&str, &str)> = listed.iter().map(|(id, of)| (id.as_str(), of.as_str())).collect();
        assert_eq!(listed, expected);
    };
    // 4 × 0.5 = 2 marks in doubt, 6 × 0.4 = 2.4.
    check(&[("1", BOTH, [0.5, 1.0]), ("2", BOTH, [1.0, 0.6])], &[("2", "k2"), ("1", "k1")]);
    // The keypoint with most marks in doubt first: 4 × 0.4 against 6 × 0.3.
    check(&[("1", BOTH, [0.6, 0.7])], &[("1", "k2 k1")]);
    // Nobody looks at what is sure, nor at an empty sheet.
    check(&[("1", BOTH, [0.8, 0.9]), ("2", " ", [0.1, 0.1])], &[]);
    let many: Vec<(String, [f64; 2])> = (0..20).map(|at| (at.to_string(), [0.5, 1.0])).collect();
    let many: Vec<(&str, &str, [f64; 2])> = many.iter().map(|(id, of)| (id.as_str(), BOTH, *of)).collect();
    // Essays go by their own confidence, and only where a sign is doubtful.
    let essay = yuejuan::rubric::shipped("city-blank-essay").unwrap();
    let entries = [("1", 0.5), ("2", 0.6), ("3", 0.3)].map(|(id, confidence)| {
        let mut entry = entry(&essay, id, essay.references().next().unwrap());
        entry.feedback.essay.as_mut().unwrap().confidence = confidence;
        entry
    });
    let class = statistics(&[Question { id: String::new(), rubric: &essay }], &entries);
    let listed: Vec<&str> = class.questions[0].unsure.iter().map(|of| of.person.candidate.id.as_str()).collect();
    assert_eq!(listed, ["3", "1"]);
    check(&many, &["0", "1", "2", "3", "4", "5", "6", "7"].map(|id| (id, "k1")));
}

#[test]
fn entries_of_another_question_are_strangers() {
    let rubric = two_points();
    let mut other = entry(&rubric, "1", BOTH);
    other.question_id = "q9".to_owned();
    let class = statistics(&[Question { id: "q1".to_owned(), rubric: &rubric }], &[other]);
    assert_eq!((class.questions[0].answers(), class.strangers, class.entries), (0, 1, 1));
}

#[test]
fn what_nearly_said_a_keypoint_is_shown_once() {
    let rubric = yuejuan::rubric::shipped("digital-government-obstacles").unwrap();
    let file = std::fs::read_to_string("corpus/answers/digital-government-obstacles.jsonl").unwrap();
    let texts = file.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].to_string());
    // Every answer twice, by two people.
    let entries: Vec<Entry> = texts
        .enumerate()
        .flat_map(|(at, text)| [entry(&rubric, &format!("a{at}"), &text), entry(&rubric, &format!("b{at}"), &text)])
        .collect();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &entries);
    let near = class.questions[0].near_misses();
    assert!(near.iter().any(|of| !of.is_empty()));
    for of in near {
        let mut passages: Vec<&str> = of.iter().map(|miss| miss.passage.as_str()).collect();
        assert!(passages.len() <= 5 && passages.iter().all(|passage| passage.chars().count() <= 61));
        passages.sort_unstable();
        passages.dedup();
        assert_eq!(passages.len(), of.len(), "the same twice");
    }
}

#[test]
fn bins_are_few_and_hold_everything() {
    let check = |most: i64, expected: (usize, i64)| {
        let bins = distribution(&[-3, 0, most / 2, most, most + 7]).bins(most, 100);
        assert_eq!((bins.len(), bins[0].high - bins[0].low), expected, "{most}");
        assert_eq!(bins.iter().map(|bin| bin.count).sum::<u32>(), 5, "{most}");
        assert_eq!(bins.last().unwrap().high, most, "{most}");
    };
    check(500, (10, 50));
    check(1500, (15, 100));
    check(2000, (10, 200));
    check(2500, (10, 250));
    check(4000, (8, 500));
    check(10_000, (10, 1000));
    check(50, (1, 50));
}

#[test]
fn figures_of_nothing_are_none() {
    let none = distribution(&[]);
    assert_eq!(
        (none.mean(), none.deviation(), none.quantile(0.5), none.ends(0.27), none.range()),
        (None, None, None, None, None)
    );
    assert_eq!(distribution(&[7]).quantile(0.75), Some(7.0));
}
