//! The program as a person or a script meets it: exit codes, what stands on stdout, what on stderr.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A shipped rubric.
const RUBRIC: &str = "digital-government-obstacles";
/// Stands in answers, and must never stand in a message.
const SECRET: &str = "机密作答";

// === harness ===

/// A folder of its own for one test, emptied first.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yuejuan"));
    command.args(arguments).env_remove("YUEJUAN_LOG").env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn run_with_stdin(arguments: &[&str], stdin: impl AsRef<[u8]>) -> Output {
    let mut child =
        command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_ref()).unwrap();
    child.wait_with_output().unwrap()
}

fn grade(format: &str, answers: &[&str]) -> Output {
    let mut arguments = vec!["grade", "--rubric", RUBRIC, "--format", format];
    arguments.extend(answers);
    run(&arguments)
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The exit code and a part of stderr, and that no answer stands there.
#[track_caller]
pub(crate) fn check(output: &Output, code: i32, message: &str) {
    let stderr = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(stderr.contains(message), "{message:?} is not in: {stderr}");
    assert!(!stderr.contains(SECRET), "an answer stands in: {stderr}");
}

/// The ids in JSON Lines output.
fn ids(output: &Output) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["submissionId"].as_str().unwrap().to_owned()
    };
    stdout(output).lines().map(id).collect()
}

// === grade ===

#[test]
fn stdin_is_one_answer_with_or_without_a_dash() {
    for dash in [&[][..], &["-"]] {
        let arguments = [&["grade", "-r", RUBRIC, "-f", "jsonl"], dash].concat();
        let output = run_with_stdin(&arguments, "一是数据难以共享。\n二是人才不足。");
        check(&output, 0, "");
        assert_eq!(ids(&output), ["stdin"]);
    }
    check(&grade("jsonl", &["-", "-"]), 2, "`-` stands twice");
}

#[test]
fn text_is_a_report_without_colour_where_nobody_watches() {
    let output = run_with_stdin(&["grade", "-r", RUBRIC], "一是数据难以共享。");
    check(&output, 0, "");
    assert!(stdout(&output).contains("得分"), "{}", stdout(&output));
    assert!(!stdout(&output).contains('\u{1b}'));
    let output =
        run_with_stdin(&["grade", "-r", RUBRIC, "--language", "en", "--color", "always"], "一是数据难以共享。");
    assert!(stdout(&output).contains("Score") && stdout(&output).contains('\u{1b}'));
}

#[test]
fn json_is_one_document_after_another() {
    let folder = folder("json");
    let answers = [file(&folder, "甲.txt", "一"), file(&folder, "乙.txt", "二")];
    let output = grade("json", &answers.each_ref().map(String::as_str));
    check(&output, 0, "");
    let documents = serde_json::Deserializer::from_str(stdout(&output)).into_iter::<serde_json::Value>();
    let ids: Vec<String> = documents.map(|document| document.unwrap()["submissionId"].to_string()).collect();
    assert_eq!(ids, ["\"甲\"", "\"乙\""]);
}

#[test]
fn output_stands_in_the_order_of_input_over_several_batches() {
    let folder = folder("order");
    let expected: Vec<String> = (0..2500).map(|number| format!("s-{number}")).collect();
    // The early answers are the long ones, so that they would come last by time.
    let length = |number: usize| 1 + (2500 - number) / 100;
    let line = |(number, id)| {
        format!("{{\"id\":\"{id}\",\"text\":\"{}\",\"school\":1}}\n", "数据共享。".repeat(length(number)))
    };
    let lines: String = expected.iter().enumerate().map(line).collect();
    let output = grade("jsonl", &[&file(&folder, "all.jsonl", lines)]);
    check(&output, 0, "");
    assert_eq!(ids(&output), expected);
}

#[test]
fn a_folder_is_its_visible_text_files_by_name() {
    let folder = folder("folder");
    for name in ["b.txt", "a.txt", "C.TXT", ".hidden.txt", "notes.md", "d.jsonl"] {
        file(&folder, name, "数据共享");
    }
    fs::create_dir(folder.join("inner.txt")).unwrap();
    let output = grade("jsonl", &[folder.to_str().unwrap()]);
    check(&output, 0, "");
    assert_eq!(ids(&output), ["C", "a", "b"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_answer() {
    let folder = folder("bom");
    let plain = grade("jsonl", &[&file(&folder, "a.txt", "数据共享")]);
    let marked = grade("jsonl", &[&file(&folder, "a.txt", "\u{feff}数据共享")]);
    assert_eq!(stdout(&plain), stdout(&marked));
    let lines = file(&folder, "a.jsonl", "\u{feff}{\"id\":\"a\",\"text\":\"数据共享\"}\r\n\r\n");
    assert_eq!(stdout(&grade("jsonl", &[&lines])), stdout(&plain));
}

#[test]
fn files_of_older_editors_are_read_alike() {
    let folder = folder("gb18030");
    let old = |name: &str, text: &str| file(&folder, name, encoding_rs::GB18030.encode(text).0);
    let answer = "一是部门之间数据不能共享。";
    let plain = grade("jsonl", &[&file(&folder, "a.txt", answer)]);
    assert_eq!(stdout(&grade("jsonl", &[&old("a.txt", answer)])), stdout(&plain));
    let line = format!("{{\"id\":\"a\",\"text\":\"{answer}\"}}\n");
    assert_eq!(stdout(&grade("jsonl", &[&old("a.jsonl", &line)])), stdout(&plain));
    let inspected = run(&["inspect", &old("b.txt", answer)]);
    assert!(stdout(&inspected).contains("一是"), "{}", stdout(&inspected));
    let wording = run(&["rubric", "wording", &old("q.txt", "概括做法。（10分）\n")]);
    assert!(stdout(&wording).contains("\"marks\":10,"), "{}", stdout(&wording));
    let shown = run(&["rubric", "show", RUBRIC]);
    check(&run(&["rubric", "check", "--strict", &old("r.toml", stdout(&shown))]), 0, "");
}

#[test]
fn a_bad_line_is_named_and_the_rest_goes_on() {
    let bad = |line: &str, message: &str| {
        let folder = folder("lines");
        let good = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"{SECRET}\"}}\n");
        let path = file(&folder, "answers.jsonl", format!("{}\n{line}\n{}", good("a"), good("b")));
        let output = grade("jsonl", &[&path]);
        check(&output, 1, &format!("{path}:3: {message}"));
        assert_eq!(ids(&output), ["a", "b"]);
    };
    bad("{\"id\":\"x\",\"text\":\"机密作答", "not valid JSON at byte");
    bad("机密作答", "not valid JSON at byte");
    bad("\"机密作答\"", "not an object");
    bad("[\"机密作答\"]", "not an object");
    bad("{\"text\":\"机密作答\"}", "has no key `id`; add it");
    bad("{\"id\":\"x\",\"answer\":\"机密作答\"}", "has no key `text`; add it");
    bad("{\"id\":7,\"text\":\"机密作答\"}", "`id` is not a string");
    bad("{\"id\":\"x\",\"text\":[\"机密作答\"]}", "`text` is not a string");
    bad("{\"id\":\"x\",\"id\":\"机密作答\",\"text\":\"机密作答\"}", "`id` or `text` stands twice");
}

#[test]
fn bad_files_are_named_and_the_rest_goes_on() {
    let folder = folder("files");
    let good = file(&folder, "good.txt", SECRET);
    let bad = |path: &str, message: &str| {
        let output = grade("jsonl", &[path, &good]);
        check(&output, 1, &format!("{path}{message}"));
        assert_eq!(ids(&output), ["good"]);
    };
    // Cut off within a character; GB18030 would read it as something else.
    let cut = [SECRET.as_bytes(), &[0xE4, 0xBD]].concat();
    bad(
        &file(&folder, "cut.txt", &cut),
        ": not valid UTF-8 at byte 12 (from 0), nor text in GB18030; save the file as UTF-8",
    );
    let marked = ["\u{feff}".as_bytes(), &cut].concat();
    bad(&file(&folder, "marked.txt", marked), ": not valid UTF-8 at byte 15 ");
    let lines = [b"{\"id\":\"a\"\n", &cut[..]].concat();
    let lines = file(&folder, "cut.jsonl", lines);
    check(&grade("jsonl", &[&lines]), 1, &format!("{lines}:2: not valid UTF-8 at byte 22 "));
    bad(folder.join("missing.txt").to_str().unwrap(), ": ");
    bad(folder.join("missing.jsonl").to_str().unwrap(), ": ");
    fs::create_dir(folder.join("empty")).unwrap();
    bad(folder.join("empty").to_str().unwrap(), ": the folder holds no .txt file");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let folder = folder("pipe");
    let lines = "{\"id\":\"a\",\"text\":\"数据共享\"}\n".repeat(5000);
    let path = file(&folder, "many.jsonl", lines);
    let mut child = command(&["grade", "-r", RUBRIC, "-f", "jsonl", &path])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    check(&output, 0, "");
    assert_eq!(stderr(&output), "");
}

// === rubrics ===

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

// === serve ===

#[cfg(unix)]
#[test]
fn serve_says_where_it_listens_and_ends_at_sigterm() {
    let serve = |address: &str| {
        let mut child = command(&["serve", "--listen", address, "--log-format", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Command::new("kill").arg(child.id().to_string()).status().unwrap();
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
        (line, stderr)
    };
    let (line, stderr) = serve("127.0.0.1:0");
    let port = line.trim_end().strip_prefix("listening on http://127.0.0.1:").unwrap();
    assert_ne!(port.parse::<u16>().unwrap(), 0);
    assert!(!stderr.contains("warning"), "{stderr}");
    let (_, stderr) = serve("0.0.0.0:0");
    assert!(stderr.contains("no authentication"), "{stderr}");
}

#[test]
fn serve_names_a_taken_address_and_a_wrong_log_filter() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    check(&run(&["serve", "--listen", &address]), 1, &format!("cannot listen on {address}"));
    check(&run(&["serve", "--listen", "nowhere"]), 2, "--listen");
    let output = command(&["serve"]).env("YUEJUAN_LOG", "=/=").output().unwrap();
    check(&output, 2, "YUEJUAN_LOG");
}
