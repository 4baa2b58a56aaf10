//! `yuejuan rubric`: which rubric a name stands for, checks, repairs, lists and wordings.

use std::fs;
use std::path::Path;

use super::{RUBRIC, SECRET, check, file, folder, run, run_with_stdin, stdout};

#[test]
fn a_rubric_that_cannot_be_used_is_a_usage_error() {
    let folder = folder("usage");
    let missing = folder.join("none.toml").to_str().unwrap().to_owned();
    let broken = file(&folder, "broken.toml", "id = \"x\"\ntitle = \n");
    let usage = |arguments: &[&str], message: &str| check(&run(arguments), 2, message);
    usage(&["grade", "-r", "no-such"], "no rubric `no-such`");
    usage(&["grade", "-r", "no-such"], RUBRIC);
    usage(&["grade", "-r", &missing], &missing);
    usage(&["grade", "-r", &broken], &format!("{broken}:2: "));
    usage(&["grade"], "--rubric");
    usage(&["grade", "-r", RUBRIC, "--format", "xml"], "jsonl");
    usage(&["rubric", "show", "no-such"], "no rubric `no-such`");
    usage(&["rubric", "check"], "FILE");
    usage(&[], "Usage");
}

#[test]
fn a_rubric_file_grades_as_the_shipped_one_does() {
    let folder = folder("rubric-file");
    let source = run(&["rubric", "show", RUBRIC]);
    check(&source, 0, "");
    let path = file(&folder, "own.toml", &source.stdout);
    let by_file = run_with_stdin(&["grade", "-r", &path, "-f", "jsonl"], "一是数据难以共享。");
    let by_id = run_with_stdin(&["grade", "-r", RUBRIC, "-f", "jsonl"], "一是数据难以共享。");
    assert_eq!(stdout(&by_file), stdout(&by_id));
}

#[test]
fn check_says_ok_or_every_problem() {
    let folder = folder("check");
    let source = String::from_utf8(run(&["rubric", "show", RUBRIC]).stdout).unwrap();
    let good = file(&folder, "good.toml", &source);
    let output = run(&["rubric", "check", &good]);
    check(&output, 0, "");
    assert!(stdout(&output).starts_with(&format!("{good}: ok ({RUBRIC}, ")), "{}", stdout(&output));

    let broken = source.replacen("\npoints = ", "\npoints = -", 2);
    let broken = file(&folder, "broken.toml", broken);
    let missing = folder.join("missing.toml").to_str().unwrap().to_owned();
    let output = run(&["rubric", "check", &broken, &good, &missing]);
    check(&output, 1, "");
    let lines: Vec<&str> = stdout(&output).lines().collect();
    let broken_lines = lines.iter().filter(|line| line.starts_with(&broken) && line.contains(".points: ")).count();
    assert_eq!(broken_lines, 2, "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with(&format!("{good}: ok"))));
    assert!(lines.iter().any(|line| line.starts_with(&missing)));
}

/// The shipped rubric with a wording of its own, as a file.
fn rubric_with(folder: &Path, wording: &str, max_score: &str) -> (String, String) {
    let source = String::from_utf8(run(&["rubric", "show", RUBRIC]).stdout).unwrap();
    let first = "  \"部门之间数据不能共享，信息孤岛现象突出\",\n";
    assert!(source.contains(first));
    let source = source.replacen(first, &format!("{first}  \"{wording}\", # 备注\n"), 1);
    let source = source.replacen("max_score = 20", &format!("max_score  = {max_score} # 满分"), 1);
    (file(folder, "own.toml", &source), source)
}

#[test]
fn warnings_fail_a_strict_check_only() {
    let folder = folder("strict");
    let (path, _) = rubric_with(&folder, "部门之间数据不能共享、信息孤岛现象突出。", "20");
    let output = run(&["rubric", "check", &path]);
    check(&output, 0, "");
    let lines: Vec<&str> = stdout(&output).lines().collect();
    let place = "warning[dead-wording] groups[0].keypoints[0].wordings[1]: ";
    assert!(lines[0].starts_with(&format!("{path}:51: {place}")) && lines[0].ends_with("; remove it"), "{lines:?}");
    assert!(lines[1].starts_with(&format!("{path}: 1 warning, 0 notes ({RUBRIC}, ")), "{lines:?}");
    assert_eq!(lines[2], "1 file: 0 errors, 1 warning, 0 notes");
    check(&run(&["rubric", "check", "--strict", &path]), 1, "");
    let json = run(&["rubric", "check", "--format", "json", &path, "none.toml"]);
    check(&json, 1, "");
    let lines: Vec<serde_json::Value> = stdout(&json).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let of = |line: &serde_json::Value| (line["file"].clone(), line["level"].clone(), line["id"].clone());
    assert_eq!(of(&lines[0]), (path.as_str().into(), "warning".into(), "dead-wording".into()));
    assert_eq!((&lines[0]["line"], &lines[0]["fixable"]), (&51.into(), &true.into()));
    assert_eq!(of(&lines[1]), ("none.toml".into(), "error".into(), "field".into()));
}

#[test]
fn fix_mends_the_file_and_nothing_else_in_it() {
    let folder = folder("fix");
    let (path, before) = rubric_with(&folder, "部门之间数据不能共享、信息孤岛现象突出。", "21");
    // The mark that some editors put first stays too.
    let before = format!("\u{feff}{}", before.replace("（20分）", ""));
    fs::write(&path, &before).unwrap();
    let output = run(&["rubric", "check", "--fix", "--strict", &path]);
    check(&output, 0, "");
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert!(lines[0].starts_with(&format!("{path}:4: fixed[sums] set max_score to 20: 21, but ")), "{lines:?}");
    let removed =
        "fixed[dead-wording] removed groups[0].keypoints[0].wordings[1] 「部门之间数据不能共享、信息孤岛现象突出。」";
    assert!(lines[1].starts_with(&format!("{path}:51: {removed}")), "{lines:?}");
    assert!(lines[2].starts_with(&format!("{path}: ok (")), "{lines:?}");
    assert_eq!(lines[3], "1 file: 0 errors, 0 warnings, 0 notes, 2 fixed");
    let wording = "  \"部门之间数据不能共享、信息孤岛现象突出。\", # 备注\n";
    let expected = before.replace(wording, "  # 备注\n").replace("max_score  = 21", "max_score  = 20");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside the file");
    let again = run(&["rubric", "check", "--fix", &path]);
    assert!(!stdout(&again).contains("fixed"), "{}", stdout(&again));
}

#[test]
fn fix_leaves_what_a_person_must_decide() {
    let folder = folder("fix-not");
    // The question promises 20 marks, and so does `max_score`: one of the keypoints is wrong, and nobody knows which.
    let source =
        String::from_utf8(run(&["rubric", "show", RUBRIC]).stdout).unwrap().replacen("points = 3", "points = 2", 1);
    let path = file(&folder, "own.toml", &source);
    let output = run(&["rubric", "check", "--fix", &path]);
    check(&output, 1, "");
    assert!(stdout(&output).starts_with(&format!("{path}:4: error[sums] max_score: 20, but ")), "{}", stdout(&output));
    assert_eq!(fs::read_to_string(&path).unwrap(), source);
}

#[cfg(unix)]
#[test]
fn fix_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("fix-link");
    let (path, _) = rubric_with(&folder, "部门之间数据不能共享、信息孤岛现象突出。", "20");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.join("link.toml");
    symlink(&path, &link).unwrap();
    check(&run(&["rubric", "check", "--fix", "--strict", link.to_str().unwrap()]), 0, "");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn list_and_schema_print_what_there_is() {
    let list = run(&["rubric", "list"]);
    check(&list, 0, "");
    assert!(stdout(&list).lines().any(|line| line.starts_with(RUBRIC)));
    let schema = run(&["rubric", "schema"]);
    check(&schema, 0, "");
    assert!(serde_json::from_str::<serde_json::Value>(stdout(&schema)).unwrap()["properties"]["groups"].is_object());
}

#[test]
fn wording_answers_line_by_line() {
    let questions = "\u{FEFF}请概括主要做法。（20分）要求：分条，不超过200字。\r\n\n以团委名义给青年写一份倡议书，每点50字以内。（7.5分）";
    let expected = concat!(
        r#"{"kind":"summary","genre":"","length":{"min":null,"max":200,"target":null,"scope":"whole"},"marks":20,"#,
        r#""itemized":true,"one_paragraph":false,"format_waived":false,"writer":"","addressee":""}"#,
        "\n",
        r#"{"kind":"summary","genre":"","length":null,"marks":null,"#,
        r#""itemized":null,"one_paragraph":false,"format_waived":false,"writer":"","addressee":""}"#,
        "\n",
        r#"{"kind":"official_document","genre":"倡议书","#,
        r#""length":{"min":null,"max":50,"target":null,"scope":"part"},"marks":7.5,"#,
        r#""itemized":null,"one_paragraph":false,"format_waived":false,"writer":"团委","addressee":"青年"}"#,
        "\n",
    );
    for dash in [&[][..], &["-"]] {
        let output = run_with_stdin(&[&["rubric", "wording"], dash].concat(), questions);
        check(&output, 0, "");
        assert_eq!(stdout(&output), expected);
    }
    let folder = folder("wording");
    let good = file(&folder, "good.txt", questions);
    let broken = file(&folder, "broken.txt", [SECRET.as_bytes(), b"\xFF"].concat());
    let missing = folder.join("missing.txt").to_str().unwrap().to_owned();
    let output = run(&["rubric", "wording", &broken, &missing, &good]);
    check(&output, 1, &format!("{broken}: not valid UTF-8 at byte 12"));
    check(&output, 1, &format!("{missing}: "));
    assert_eq!(stdout(&output), expected, "the others are read all the same");
    check(&run(&["rubric", "wording", "-", "-"]), 2, "`-` stands twice among the files");
}
