//! `yuejuan calibrate` and what it fits: a teacher who pays what the rubric does not see, answers that teach nothing, and
//! the rubric file that comes of it.

use std::path::Path;

use yuejuan::calibration::{ANSWERS_MIN, Outcome, Refusal, Request, calibrate};
use yuejuan::evaluation::{Answer, Basis, Marks};
use yuejuan::feedback::{FlagCode, PartKind};
use yuejuan::rubric::{Rubric, parse_toml};

use crate::cli::{check, file, folder, run, stdout};
use crate::invariants::mark;
use crate::small::compiled;

/// A rubric with comments and a layout of its own.
const RUBRIC: &str = "\
# 王老师的评分标准
id = \"terraces\"
title = \"梯田保护的做法\"
kind = \"summary\"   # 概括
max_score = 12
question = \"根据给定资料，概括M村保护梯田的做法。（12分）要求：分条作答。\"

[[references]]
text = \"一是修复水渠，引泉灌田。二是补贴种稻农户，稳住耕作。三是开办农耕课堂，传授古法。\"

[[groups]]
id = \"g1\"

[[groups.keypoints]]
id = \"k1\"
points = 4
point = \"修复水渠，引泉灌田\"
# 同事补充
wordings = [\"疏通沟渠，让泉水流进田里\"] # 见过的

[[groups.keypoints]]
id = \"k2\"
points = 4
point = \"补贴种稻农户，稳住耕作\"

[[groups.keypoints]]
id = \"k3\"
points = 4
point = \"开办农耕课堂，传授古法\"
";

/// Clauses of answers, and what this teacher gives for each. The rubric sees nothing in the last three.
const CLAUSES: [(&str, f64); 6] = [
    ("修复水渠，引泉灌田", 2.0),
    ("补贴种稻农户，稳住耕作", 2.0),
    ("开办农耕课堂，传授古法", 1.0),
    ("认养田块，城里人出钱管护", 3.0),
    ("开着无人机巡查垮塌的田埂", 2.5),
    ("村里放电影唱山歌", 0.0),
];

/// Answers of all kinds: which clauses each has follows from its number.
fn answers(count: usize) -> Vec<Answer> {
    let answer = |number: usize| {
        let has = |clause: &usize| (number * 37 + 11) >> clause & 1 == 1;
        let clauses: Vec<usize> = (0..CLAUSES.len()).filter(has).collect();
        let said = clauses.iter().zip(1..).map(|(clause, item)| format!("{item}.{}。", CLAUSES[*clause].0));
        let text = said.collect::<Vec<_>>().join("\n");
        let marks = 1.0 + clauses.iter().map(|clause| CLAUSES[*clause].1).sum::<f64>();
        let human = Marks { score: marks.min(12.0) / 12.0, keypoints: Vec::new() };
        Answer {
            id: format!("s{number:02}"),
            text: format!("{text}\n{}", FILLERS[number % 5]),
            human,
            ..Answer::default()
        }
    };
    (0..count).map(answer).collect()
}

/// Sentences that earn nothing and make texts differ.
const FILLERS: [&str; 5] = ["", "以上是我的概括。", "大家都夸好。", "山里天气多变。", "我很喜欢这里。"];

fn outcome(answers: &[Answer]) -> Result<Outcome, Refusal> {
    let draft = parse_toml(RUBRIC).unwrap();
    calibrate(&Request { draft: &draft, answers, basis: Basis::Score, wordings: true })
}

fn csv(folder: &Path, answers: &[Answer]) -> String {
    let row = |of: &Answer| format!("{},\"{}\",{}\n", of.id, of.text, of.human.score * 12.0);
    let rows: String = answers.iter().map(row).collect();
    file(folder, "scored.csv", format!("学号,作答,得分\n{rows}"))
}

#[test]
fn what_the_teacher_pays_is_learnt() {
    let Ok(Outcome::Better(calibration)) = outcome(&answers(30)) else { panic!("no calibration") };
    let (before, after) = (calibration.before.pearson.unwrap(), calibration.after.pearson.unwrap());
    assert!(after > before + 0.1, "{before} to {after}");
    assert!(calibration.after.absolute_error < calibration.before.absolute_error);
    let texts: Vec<&str> = calibration.expressions.iter().map(|of| of.text.as_str()).collect();
    let tells = |of: &str| CLAUSES[3].0.contains(of) || CLAUSES[4].0.contains(of);
    assert!(texts.iter().take(2).all(|of| tells(of)), "{texts:?}");
    for (telling, data) in calibration.expressions.iter().zip(&calibration.calibration.expressions) {
        assert!(telling.text == data.text && telling.ids.len() >= 3 && telling.mean_with > telling.mean_without);
    }

    // The rubric with it marks by it, shows why, and the parts still sum.
    let rubric = Rubric::new(calibration.applied(&parse_toml(RUBRIC).unwrap())).unwrap();
    assert_ne!(rubric.revision, compiled(RUBRIC).revision);
    let feedback = mark(&rubric, "1.认养田块，城里人出钱管护。\n2.开着无人机巡查垮塌的田埂。");
    let of_feedback = feedback.calibration.as_ref().unwrap();
    assert!(of_feedback.points.hundredths() > 0 && !of_feedback.expressions.is_empty());
    assert!(of_feedback.message.contains(&of_feedback.expressions[0].evidence.quote), "{}", of_feedback.message);
    let part = feedback.parts.iter().find(|part| part.kind == PartKind::Calibration).unwrap();
    assert_eq!(part.points, of_feedback.points);
    // A reference earns all, whatever was fitted; an answer with no sign nothing; a list of keywords no more than one.
    assert_eq!(mark(&rubric, rubric.references().next().unwrap()).score, rubric.max_score);
    assert_eq!(mark(&rubric, "我很喜欢这里。").score.hundredths(), 0);
    let list =
        mark(&rubric, "认养、城里人、出钱、管护、无人机、巡查、垮塌、田埂、水渠、泉、补贴、农户、耕作、课堂、古法");
    let listed = list.flags.iter().any(|flag| flag.code == FlagCode::KeywordList);
    let given = list.calibration.unwrap();
    assert!(listed && given.expressions.is_empty() && given.words_evidence.is_empty(), "{}", given.message);
}

#[test]
fn the_order_of_the_answers_changes_nothing() {
    let mut turned = answers(30);
    turned.reverse();
    assert_eq!(outcome(&answers(30)), outcome(&turned));
}

#[test]
fn answers_that_teach_nothing_are_refused() {
    let refused = |answers: &[Answer]| outcome(answers).unwrap_err();
    let needed = ANSWERS_MIN;
    assert_eq!(refused(&answers(14)), Refusal::TooFew { answers: 14, needed });
    let mut same = answers(20);
    for answer in &mut same {
        answer.human.score = 0.5;
    }
    assert_eq!(refused(&same), Refusal::SameMarks);

    let mut torn = answers(20);
    let twin = Answer { id: "twin".to_owned(), text: torn[3].text.replace('。', "；"), ..torn[3].clone() };
    torn.push(Answer { human: Marks { score: torn[3].human.score - 0.5, ..Marks::default() }, ..twin });
    assert!(
        matches!(refused(&torn), Refusal::Contradiction { pairs } if pairs[0].ids == ("s03".to_owned(), "twin".to_owned()))
    );

    // Marks that stand in the wrong rows.
    let mut strayed = answers(24);
    for (number, answer) in strayed.iter_mut().enumerate() {
        answer.human.score = [0.2, 0.9, 0.4, 0.7, 0.1][number * 7 % 11 % 5];
    }
    assert!(matches!(refused(&strayed), Refusal::NoRelation { .. }), "{:?}", outcome(&strayed));
}

#[test]
fn a_rubric_that_agrees_is_left_alone() {
    let rubric = compiled(RUBRIC);
    let mut agreed = answers(30);
    for answer in &mut agreed {
        answer.human.score = mark(&rubric, &answer.text).score.as_f64() / 12.0;
    }
    assert!(matches!(outcome(&agreed), Ok(Outcome::NoBetter { .. })), "{:?}", outcome(&agreed));
}

#[test]
fn the_command_proposes_and_writes() {
    let folder = folder("calibrate");
    let rubric = file(&folder, "terraces.toml", RUBRIC);
    let scored = csv(&folder, &answers(30));
    let calibrated = folder.join("calibrated.toml").to_str().unwrap().to_owned();
    let call = |more: &[&str]| run(&[&["calibrate", "--rubric", &rubric, "--scored", &scored][..], more].concat());
    let shown = |language: &str| stdout(&call(&["--language", language])).to_owned();
    insta::assert_snapshot!("calibrate_chinese", shown("zh"));
    insta::assert_snapshot!("calibrate_english", shown("en"));
    assert_eq!(std::fs::read_to_string(&rubric).unwrap(), RUBRIC, "only the output is written");

    assert_eq!(call(&["-o", &calibrated]).status.code(), Some(0));
    let written = std::fs::read_to_string(&calibrated).unwrap();
    assert!(written.contains("# 王老师的评分标准") && written.contains("kind = \"summary\"   # 概括"), "{written}");
    insta::assert_snapshot!("calibrate_rubric", written.lines().skip(33).collect::<Vec<_>>().join("\n"));
    let checked = run(&["rubric", "check", "--strict", &calibrated]);
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    // What is accepted at once counts at once, and the file is still a rubric.
    assert_eq!(call(&["--wordings", "all", "-o", &calibrated]).status.code(), Some(0));
    compiled(&std::fs::read_to_string(&calibrated).unwrap());

    let json: serde_json::Value = serde_json::from_slice(&call(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&json["better"], &json["answers"]), (&true.into(), &30.into()));
    let few = csv(&folder, &answers(9));
    let none = folder.join("none.toml").to_str().unwrap().to_owned();
    let refused = run(&["calibrate", "--rubric", &rubric, "--scored", &few, "-o", &none]);
    check(&refused, 1, "只有9份已评答案，至少要15份");
    assert!(!Path::new(&none).exists());
    check(&run(&["calibrate", "--rubric", &rubric]), 2, "no marked answers");
}

#[test]
fn what_is_said_of_a_calibration_is_checked() {
    let check = |table: &str, expected: &[&str]| {
        let source = format!("{RUBRIC}\n[calibration]\n{table}\n");
        let problems = parse_toml(&source).err().unwrap_or_default();
        let paths: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.path, problem.what)).collect();
        assert_eq!(paths, expected, "{table}");
    };
    check("content = 0.5\nwords = 0.2\ncurve = [{ sum = 0.7, share = 1 }]", &[]);
    check("content = 0.5\nwords = 1.2\ncurve = []", &["calibration.words: 1.2", "calibration.curve: 0 points"]);
    check(
        "content = 0.5\nwords = 0.2\ncurve = [{ sum = 0.5, share = 0.6 }, { sum = 0.4, share = 0.9 }]",
        &["calibration.curve[1]: does not rise", "calibration.curve[1].share: the last point is not 1"],
    );
    check(
        "content = 0.5\nwords = 0.2\ncurve = [{ sum = 0.8, share = 1 }]",
        &["calibration.curve[0].sum: 0.8 is more than all signs sum to"],
    );
    check(
        "content = 0.5\nwords = 0.2\ncurve = [{ sum = 0.5, share = 1 }]\nexpressions = [\n{ text = \"种，稻\", weight = 0.1 },\n\
         { text = \"种稻\", weight = 0 },\n{ text = \"种稻\", weight = 0.1 },\n]",
        &[
            "calibration.expressions[0].text: no expression of one clause",
            "calibration.expressions[1].weight: 0",
            "calibration.expressions[2].text: stands twice",
        ],
    );
}
