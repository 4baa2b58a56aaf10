//! What a rubric file may say, and every problem of one at once.

use yuejuan::rubric::{json_schema, parse_toml, shipped, shipped_ids, shipped_source};

use crate::small::{changed, compiled};

const SOUND: &str = r#"
id = "lamp"
title = "路灯"
kind = "summary"
max_score = 5
question = "概括路灯改造的做法。"

[[groups]]
id = "g"

[[groups.keypoints]]
id = "k1"
points = 3
point = "更换节能灯具"

[[groups.keypoints]]
id = "k2"
points = 2
point = "安装感应开关"
opposites = ["拆除感应开关"]
"#;

/// The problems of the sound rubric with `old` replaced by `new`, as `line path: what; advice`.
fn problems(old: &str, new: &str) -> Vec<String> {
    let found = parse_toml(&changed(SOUND, &[(old, new)])).unwrap_err();
    found.iter().map(|problem| format!("{} {problem}", problem.line.unwrap_or_default())).collect()
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    let found = problems(old, new);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found:?} is not {expected:?}");
    }
}

#[test]
fn the_sound_rubric_is_sound() {
    let rubric = compiled(SOUND);
    assert_eq!((rubric.keypoints.len(), rubric.revision.len()), (2, 16));
    let other = compiled(&changed(SOUND, &[("更换", "换上")]));
    assert_ne!(rubric.revision, other.revision, "the revision is that of the content");
}

#[test]
fn each_problem_names_its_line_and_field() {
    check("max_score = 5", "max_score = 6", &["5 max_score: 6, but the groups give 5"]);
    check("points = 2", "points = 0", &["5 max_score", "18 groups[0].keypoints[1].points"]);
    check("points = 2", "points = 2.001", &["5 max_score", "18 groups[0].keypoints[1].points"]);
    check(
        "id = \"k2\"",
        "id = \"k1\"",
        &["17 groups[0].keypoints[1].id: duplicate id \"k1\", first at groups[0].keypoints[0].id"],
    );
    check("id = \"lamp\"", "id = \"Lamp 1\"", &["2 id: not a rubric id"]);
    check("title = \"路灯\"", "title = \" \"", &["3 title: empty"]);
    check("point = \"安装感应开关\"", "point = \"\"", &["19 groups[0].keypoints[1].point: empty"]);
    check(
        "point = \"安装感应开关\"",
        "point = \"的、了\"",
        &["19 groups[0].keypoints[1].point: has no word that tells anything"],
    );
    check("拆除感应开关", "安装感应开关", &["20 groups[0].keypoints[1].opposites[0]: also an accepted wording"]);
    check("id = \"g\"", "id = \"g\"\ntake = 3", &["10 groups[0].take: 3 of 2 keypoints"]);
    check("[[groups]]", "[length]\ntarget = 300\nmax = 300\n[[groups]]", &["9 length.target: given beside min or max"]);
    check("[[groups]]", "[length]\nmin = 400\nmax = 300\n[[groups]]", &["9 length.min: 400 is over the max of 300"]);
    check("[[groups]]", "[credit]\nsteps = []\n[[groups]]", &["9 credit.steps: empty"]);
    check(
        "[[groups]]",
        "[credit]\nsteps = [{ coverage = 0.5, share = 0.5 }]\n[[groups]]",
        &["9 credit.steps[0].share: the last step is not 1"],
    );
    check(
        "[[groups]]",
        "[format]\nelements = [{ kind = \"date\" }, { kind = \"date\" }]\n[[groups]]",
        &["9 format.elements[1].kind: stands twice"],
    );
}

#[test]
fn structural_and_other_problems_come_together() {
    let broken = SOUND
        .replace("title = \"路灯\"\n", "")
        .replace("points = 2", "point_s = 2")
        .replace("max_score = 5", "max_score = 7\ncolour = \"red\"");
    let found: Vec<String> = parse_toml(&broken).unwrap_err().iter().map(ToString::to_string).collect();
    for expected in [
        "title: missing",
        "colour: unknown field",
        "groups[0].keypoints[1].points: missing",
        "groups[0].keypoints[1].point_s: unknown field",
    ] {
        assert!(found.iter().any(|problem| problem.starts_with(expected)), "{expected} is not among {found:#?}");
    }
    check("kind = \"summary\"", "kind = \"poem\"", &["4 kind: "]);
    check("points = 2", "points = \"two\"", &["18 groups[0].keypoints[1].points: "]);
    check("id = \"g\"", "id = ", &["9 (file): "]);
}

#[test]
fn shipped_rubrics_are_sound_and_named_after_their_files() {
    assert_eq!(shipped_ids().len(), 6);
    for id in shipped_ids() {
        assert_eq!(shipped(id).unwrap().id, id);
        assert!(shipped_source(id).unwrap().contains("[[references]]"));
    }
    assert!(shipped("no-such-rubric").is_none());
}

#[test]
fn the_schema_knows_every_field() {
    let schema = json_schema().to_string();
    for field in ["max_score", "opposites", "one_paragraph", "wordings_visible", "tolerance", "take"] {
        assert!(schema.contains(&format!("\"{field}\"")), "{field}");
    }
}
