//! What is copied from the source material, as tables.

use yuejuan::feedback::{Feedback, FlagCode};
use yuejuan::rubric::{Rubric, parse_toml};

use crate::invariants::mark;

const MATERIAL: &str =
    "东岭镇的夜校开在旧粮仓里，每周三晚上教村民剪辑短视频。去年一共办了四十六期，有两百多人学会了开网店。";

fn school() -> Rubric {
    let source = format!(
        r#"
id = "school"
title = "夜校"
kind = "summary"
max_score = 4
question = "概括东岭镇夜校的做法。"
material = "{MATERIAL}"
structure = {{ itemized = false }}
[[groups]]
id = "g"
[[groups.keypoints]]
id = "k1"
points = 4
point = "在旧粮仓里办夜校，教村民剪辑短视频"
"#
    );
    Rubric::new(parse_toml(&source).unwrap()).unwrap()
}

fn copied(feedback: &Feedback) -> (usize, usize, Vec<&str>) {
    let material = feedback.material.as_ref().unwrap();
    (material.copied, material.count, material.runs.iter().map(|run| run.quote.as_str()).collect())
}

#[test]
fn copied_runs_are_counted_and_shown() {
    let rubric = school();
    for (text, runs) in [
        // Eleven letters may be a term.
        ("每周三晚上教村民剪辑短", vec![]),
        ("每周三晚上教村民剪辑短视", vec!["每周三晚上教村民剪辑短视"]),
        ("他们在每周三晚上，教村民剪辑短視頻。", vec!["每周三晚上，教村民剪辑短視頻"]),
        ("把旧仓库改成教室，请人来讲怎样拍视频。", vec![]),
        ("", vec![]),
        (
            MATERIAL,
            vec!["东岭镇的夜校开在旧粮仓里，每周三晚上教村民剪辑短视频。去年一共办了四十六期，有两百多人学会了开网店"],
        ),
    ] {
        let feedback = mark(&rubric, text);
        let (sum, count, shown) = copied(&feedback);
        assert_eq!(shown, runs, "{text}");
        let all: usize = runs.iter().map(|run| run.chars().count()).sum();
        assert_eq!((sum, count), (all, text.chars().count()), "{text}");
    }
}

#[test]
fn copying_is_told_and_costs_nothing_in_a_short_answer() {
    let rubric = school();
    let own = "夜校办在旧粮仓里，教村民剪辑短视频。";
    let flagged = |text: &str| {
        let feedback = mark(&rubric, text);
        (feedback.flags.iter().any(|flag| flag.code == FlagCode::CopiedMaterial), feedback.score.to_string())
    };
    assert_eq!(flagged(own), (false, "4".to_owned()));
    let sentence = &MATERIAL[..MATERIAL.find('。').unwrap()];
    assert_eq!(flagged(sentence), (true, "4".to_owned()));
}

#[test]
fn without_material_nothing_is_said_of_it() {
    let mut draft = school().draft;
    draft.material.clear();
    assert_eq!(mark(&Rubric::new(draft.clone()).unwrap(), MATERIAL).material, None);
    draft.material = "字".repeat(50_001);
    let problems = Rubric::new(draft).unwrap_err();
    assert!(problems[0].to_string().starts_with("material: too long"), "{problems:?}");
}
