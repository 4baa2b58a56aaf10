//! What a careful colleague remarks on in a valid rubric: each finding on a deliberate fault, none on a sound rubric.

use yuejuan::linting::{Finding, lint};
use yuejuan::rubric::{Fix, Rubric, repair, shipped, shipped_ids};

use crate::small::{changed, compiled, source};

const SOUND: &str = r#"
id = "lamp"
title = "路灯改造"
kind = "summary"
max_score = 10
question = "请概括老城区路灯改造遇到的主要困难。（10分）要求：全面准确，不超过120字。"

[[references]]
text = """
一是维修经费长期短缺，灯具更新缓慢。
二是线路埋设图纸遗失，施工单位盲目开挖。
三是巡查人员疲于应付，居民报修得不到答复。
"""

[length]
max = 120

[[groups]]
id = "g1"
[[groups.keypoints]]
id = "k1"
points = 3
point = "维修经费长期短缺，灯具更新缓慢"
wordings = [
  "没钱买新灯，坏了只能凑合",
  "财政拨款不足，老旧灯杆迟迟不换",
]
opposites = ["维修经费充足，灯具更新及时"]
[[groups.keypoints]]
id = "k2"
points = 3
point = "线路埋设图纸遗失，施工单位盲目开挖"
wordings = ["地下管线底图找不到，挖断电缆的事屡屡发生"]

[[groups]]
id = "g2"
[[groups.keypoints]]
id = "k3"
points = 4
point = "巡查人员疲于应付，居民报修得不到答复"
"#;

/// A rubric of another question.
fn stranger() -> Rubric {
    let reference = "[[references]]\ntext = \"小区车位配建不足，外来车辆长期占用；物业收费混乱。\"";
    compiled(&source("park", "概括小区停车难的原因。", reference, &[("", &[(1, "小区车位配建不足")])]))
}

/// The sound rubric with each pair's first text replaced by its second.
#[track_caller]
fn faulty(changes: &[(&str, &str)]) -> String {
    changed(SOUND, changes)
}

#[track_caller]
fn findings(source: &str) -> Vec<Finding> {
    lint(&compiled(source), &[&stranger()])
}

/// Each expected finding as it begins, and a part of its reason.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &[(&str, &str)]) {
    let found = findings(&faulty(changes));
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), expected.len(), "{shown:#?}");
    for (shown, (start, reason)) in shown.iter().zip(expected) {
        assert!(shown.starts_with(start) && shown.contains(reason), "{shown:?} is not {start:?} {reason:?}");
    }
}

#[test]
fn a_sound_rubric_has_no_findings() {
    check(&[], &[]);
}

#[test]
fn shipped_rubrics_have_no_findings() {
    let rubrics: Vec<_> = shipped_ids().into_iter().filter_map(shipped).collect();
    let all: Vec<&Rubric> = rubrics.iter().map(AsRef::as_ref).collect();
    for rubric in &all {
        let found: Vec<String> = lint(rubric, &all).iter().map(ToString::to_string).collect();
        assert_eq!(found, [""; 0], "{}", rubric.id);
    }
}

#[test]
fn references_earn_their_marks_and_keep_their_length() {
    check(
        &[("二是线路埋设图纸遗失，施工单位盲目开挖。\n", "")],
        &[(
            "warning[reference-marks] references[0].text: the reference earns 7 of 10",
            "k2 gets 0 of 3 (says 0 % of it",
        )],
    );
    check(
        &[("三是巡查人员疲于应付，居民报修得不到答复。", "三是巡查人员从容有余，居民报修及时得到答复。")],
        &[(
            "warning[reference-marks] references[0].text: the reference earns 6 of 10",
            "k3 gets 0 of 4 (read as the opposite)",
        )],
    );
    check(
        &[("[length]\nmax = 120", "[length]\nmax = 40")],
        &[("warning[reference-length] references[0].text: ", "has 59 字 (word), the rubric allows at most 40")],
    );
    check(
        &[("[length]\nmax = 120", "[length]\nmode = \"han\"\nmin = 80")],
        &[("warning[reference-length] references[0].text: ", "has 53 字 (han), the rubric asks for at least 80")],
    );
}

#[test]
fn strangers_earn_next_to_nothing() {
    check(
        &[(
            "wordings = [\"地下管线底图找不到，",
            "wordings = [\"小区车位配建不足，外来车辆占用\", \"地下管线底图找不到，",
        )],
        &[(
            "warning[foreign-reference] groups[0].keypoints[1]: the reference of another question, park, earns 30 %",
            "k2 gets 3 for 「小区车位配建不足…外来车辆长期占用」",
        )],
    );
    // A rubric is no stranger to itself.
    assert_eq!(lint(&compiled(SOUND), &[&compiled(SOUND)]), []);
}

#[test]
fn keypoints_are_told_apart() {
    check(
        &[("point = \"线路埋设图纸遗失，施工单位盲目开挖\"", "point = \"灯具更新缓慢，维修经费短缺\"")],
        &[(
            "warning[indistinct-keypoints] groups[0].keypoints[1]: what says k1 in full says k2 in full",
            "join k2 with k1",
        )],
    );
}

#[test]
fn questions_and_common_clauses_give_nothing_away() {
    check(
        &[("wordings = [\"地下管线底图", "wordings = [\"老城区改造路灯的困难\", \"地下管线底图")],
        &[("warning[given-away] groups[0].keypoints[1].wordings[0]: ", "「老城区」「改造」「路灯」「困难」")],
    );
    check(
        &[("wordings = [\"地下管线底图", "wordings = [\"加强组织领导，压实责任\", \"地下管线底图")],
        &[(
            "warning[common-term] groups[0].keypoints[1]: a clause that any paper has earns all of its marks",
            "「加强组织领导」",
        )],
    );
    // A rare word may stand alone.
    check(&[("wordings = [\"地下管线底图", "wordings = [\"乱挖\", \"地下管线底图")], &[]);
    check(
        &[("wordings = [\"地下管线底图", "wordings = [\"服务\", \"地下管线底图")],
        &[("warning[common-term] groups[0].keypoints[1].wordings[0]: it hangs on the one word 「服务」", "")],
    );
}

#[test]
fn wordings_pay_and_opposites_do_not() {
    check(
        &[("\"没钱买新灯，坏了只能凑合\"", "\"维修经费长期短缺、灯具更新缓慢。\"")],
        &[(
            "warning[dead-wording] groups[0].keypoints[0].wordings[0]: says what groups[0].keypoints[0].point says",
            "letter by letter",
        )],
    );
    check(
        &[("\"没钱买新灯，坏了只能凑合\"", "\"財政撥款不足，老舊燈桿遲遲不換\"")],
        &[(
            "warning[dead-wording] groups[0].keypoints[0].wordings[1]: says what groups[0].keypoints[0].wordings[0] says",
            "",
        )],
    );
    check(
        &[("\"没钱买新灯，坏了只能凑合\"", "\"请概括老城区路灯改造遇到的主要困难\"")],
        &[
            ("warning[given-away] groups[0].keypoints[0].wordings[0]", ""),
            (
                "warning[dead-wording] groups[0].keypoints[0].wordings[0]: written as an answer, it earns nothing",
                "marks begin at 20 %",
            ),
        ],
    );
    check(
        &[("opposites = [\"维修经费充足，灯具更新及时\"]", "opposites = [\"財政撥款不足，老舊燈桿遲遲不換\"]")],
        &[(
            "warning[opposite-earns] groups[0].keypoints[0].opposites[0]: written as an answer, this opposite earns 3 of 3",
            "marks on k1; let each clause",
        )],
    );
    check(
        &[("维修经费充足，灯具更新及时", "资金十分充裕，市民交口称赞，老旧灯杆迟迟不换")],
        &[(
            "note[opposite-earns] groups[0].keypoints[0].opposites[0]: its clause 「老旧灯杆迟迟不换」 alone",
            "earns all 3 marks on k1",
        )],
    );
}

#[test]
fn only_what_needs_no_judgement_has_a_fix() {
    let fixable = |changes: &[(&str, &str)]| -> Vec<bool> {
        findings(&faulty(changes)).iter().map(|finding| finding.fix.is_some()).collect()
    };
    let wording = "\"没钱买新灯，坏了只能凑合\"";
    assert_eq!(fixable(&[(wording, "\"维修经费长期短缺，灯具更新缓慢。\"")]), [true]);
    assert_eq!(fixable(&[(wording, "\"请概括老城区路灯改造遇到的主要困难\"")]), [false, true]);
    // Either the wording or the opposite may be what is wrong.
    assert_eq!(fixable(&[("维修经费充足，灯具更新及时", "財政撥款不足，老舊燈桿遲遲不換")]), [false]);
    // The point is what the keypoint is: no program takes it away.
    let point = "point = \"线路埋设图纸遗失，施工单位盲目开挖\"";
    let given = fixable(&[(point, "point = \"请概括老城区路灯改造遇到的主要困难\"")]);
    assert_eq!(given, [false, false, false], "reference-marks, given-away, dead-wording");
}

#[test]
fn keypoints_are_cut_to_size() {
    let long = "巡查人员疲于应付，居民报修得不到答复，电话打不通，派单转来转去";
    check(
        &[("point = \"巡查人员疲于应付，居民报修得不到答复\"", &format!("point = \"{long}\""))],
        &[("note[coarse-group] groups[1].keypoints[0].point: 4 clauses share 4 of 10 marks", "split it")],
    );
    check(
        &[("max_score = 10", "max_score = 6.4"), ("points = 4", "points = 0.4")],
        &[("note[fine-group] groups[1].keypoints[0].points: worth 0.4 marks", "at least 0.5")],
    );
    let long = "巡查人员疲于应付居民报修得不到答复".repeat(4);
    check(
        &[("point = \"巡查人员疲于应付，居民报修得不到答复\"", &format!("point = \"{long}\""))],
        &[
            ("note[coarse-group] groups[1].keypoints[0].point: a point of 68 characters", ""),
            ("warning[reference-marks] references[0].text", "k3 gets 2 of 4 (said, but too shortly for full marks)"),
        ],
    );
    let many: String = (4..=21)
        .map(|k| format!("[[groups.keypoints]]\nid = \"k{k}\"\npoints = 1\npoint = \"第{k}号灯杆倾斜\"\n"))
        .collect();
    let found = findings(&format!("{}{many}", faulty(&[("max_score = 10", "max_score = 28")])));
    assert!(found.iter().any(|of| of.id == "fine-group" && of.path == "groups"), "{found:#?}");
}

/// The list with entry `index` removed.
#[track_caller]
fn check_removal(list: &str, index: usize, expected: &str) {
    let entries: Vec<char> = list.chars().filter(char::is_ascii_lowercase).collect();
    let fix = Fix::Remove { path: format!("g[0].list[{index}]"), text: entries[index].to_string() };
    let file = |list: &str| format!("# 甲\n[[g]] # 乙\nlist = {list} # 丙\nother  =  1\n");
    assert_eq!(repair(&file(list), std::slice::from_ref(&fix)).unwrap(), file(expected));
    let windows = |list: &str| format!("\u{feff}{}", file(list).replace('\n', "\r\n"));
    assert_eq!(repair(&windows(list), &[fix]).unwrap(), windows(expected));
}

#[test]
fn repairs_keep_comments_and_layout() {
    let list = "[\n  \"a\", # 一\n  \"b\", # 二\n  # 上\n  \"c\", # 三\n]";
    check_removal(list, 0, "[\n  # 一\n  \"b\", # 二\n  # 上\n  \"c\", # 三\n]");
    check_removal(list, 1, "[\n  \"a\", # 一\n  # 二\n  # 上\n  \"c\", # 三\n]");
    check_removal(list, 2, "[\n  \"a\", # 一\n  \"b\", # 二\n  # 上\n  # 三\n]");
    check_removal("[\"a\", \"b\", \"c\"]", 0, "[\"b\", \"c\"]");
    check_removal("[\"a\", \"b\", \"c\"]", 1, "[\"a\", \"c\"]");
    check_removal("[\"a\", \"b\", \"c\"]", 2, "[\"a\", \"b\"]");
    check_removal("[ \"a\", \"b\" ]", 1, "[ \"a\" ]");
    check_removal("[\n  \"a\",\n  \"b\"\n]", 1, "[\n  \"a\"\n]");
    check_removal("[\n  \"a\",\n]", 0, "[]");
    check_removal("[\n  \"a\", # 一\n]", 0, "[\n  # 一\n]");
    // Another text stands there: nothing is done.
    let fix = Fix::Remove { path: "list[0]".to_owned(), text: "b".to_owned() };
    assert_eq!(repair("list = [\"a\"]\n", &[fix]).unwrap(), "list = [\"a\"]\n");
}
