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
fn what_is_said_of_an_essay_is_checked() {
    let essay = |table: &str| format!("kind = \"essay\"\nessay = {{ {table} }}");
    let check = |table: &str, expected: &[&str]| check("kind = \"summary\"", &essay(table), expected);
    check("bands = [{ name = \"好\", up_to = 1 }]", &["5 essay.bands: 1 in number"]);
    check(
        "bands = [{ name = \"好\", up_to = 0.9 }, { name = \"好\", up_to = 0.95 }]",
        &[
            "5 essay.bands[0].up_to: the best band does not reach all marks",
            "5 essay.bands[1].name: stands twice",
            "5 essay.bands[1].up_to: does not fall",
        ],
    );
    check(
        "bands = [{ name = \" \", up_to = 1 }, { name = \"差\", up_to = 0 }]",
        &["5 essay.bands[0].name: empty", "5 essay.bands[1].up_to: 0; use a share above 0"],
    );
    check("theme = [\"路灯\", \"，\", \"路燈\"]", &["5 essay.theme[1]: 0 letters", "5 essay.theme[2]: stands twice"]);
    check("quotations = [\"有光\"]", &["5 essay.quotations[0]: 2 letters; use 4 to 64"]);
    check("sub_theses = { min = 0, max = 13 }", &["5 essay.sub_theses.min: 0", "5 essay.sub_theses.max: 13"]);
    check("sub_theses = { min = 3, max = 2 }", &["5 essay.sub_theses.max: 2; use at least the min of 3"]);
    check("copied_max = 1.5, title_points = 6", &["5 essay.copied_max: 1.5", "5 essay.title_points: 6"]);
    check("bans = []", &["5 essay.bans: unknown field"]);
    super::rubric::check("[[groups]]", "[essay]\n[[groups]]", &["8 essay: given for a question of kind \"summary\""]);
    let pooled = "kind = \"essay\"\nstructure = { points = 1 }";
    super::rubric::check(
        "kind = \"summary\"",
        pooled,
        &["5 structure.points: marks for a part of an essay", "6 max_score"],
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
    assert_eq!(shipped_ids().len(), 7);
    for id in shipped_ids() {
        assert_eq!(shipped(id).unwrap().id, id);
        assert!(shipped_source(id).unwrap().contains("[[references]]"));
    }
    assert!(shipped("no-such-rubric").is_none());
}

#[test]
fn the_schema_knows_every_field() {
    let schema = json_schema().to_string();
    for field in [
        "max_score",
        "opposites",
        "one_paragraph",
        "wordings_visible",
        "tolerance",
        "take",
        "material",
        "theme",
        "up_to",
    ] {
        assert!(schema.contains(&format!("\"{field}\"")), "{field}");
    }
}
