//! `yuejuan grade`: answers in, feedback out in the same order; and the files that all commands read.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{RUBRIC, SECRET, check, command, file, folder, grade, ids, run, run_with_stdin, stderr, stdout};

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
fn a_folder_is_its_visible_files_of_known_kinds_by_name() {
    let folder = folder("folder");
    for name in ["b.txt", "a.txt", "C.TXT", ".hidden.txt", "~$a.txt", "notes.md"] {
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
        let output = grade("jsonl", &[&path, "--language", "en"]);
        check(&output, 1, &format!("error: {path}:3: {message}"));
        assert_eq!(ids(&output), ["a", "b"]);
    };
    bad("{\"id\":\"x\",\"text\":\"机密作答", "not valid JSON at byte");
    bad("机密作答", "not valid JSON at byte");
    bad("\"机密作答\"", "not an object");
    bad("[\"机密作答\"]", "not an object");
    bad("{\"text\":\"机密作答\"}", "has no key `id`; add it");
    bad("{\"id\":\"x\",\"essay\":\"机密作答\"}", "has no key `text`; add it");
    bad("{\"id\":[7],\"text\":\"机密作答\"}", "column id: not a string");
    bad("{\"id\":\"x\",\"text\":[\"机密作答\"]}", "column text: not a string");
    bad("{\"id\":\"x\",\"id\":\"机密作答\",\"text\":\"机密作答\"}", "a key stands twice");
}

#[test]
fn bad_files_are_named_and_the_rest_goes_on() {
    let folder = folder("files");
    let good = file(&folder, "good.txt", SECRET);
    let bad = |path: &str, message: &str| {
        let output = grade("jsonl", &[path, &good, "--language", "en"]);
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
    check(&grade("jsonl", &[&lines, "--language", "en"]), 1, &format!("{lines}:2: not valid UTF-8 at byte 22 "));
    check(&grade("jsonl", &[&lines]), 1, &format!("错误：{lines}:2：不是 UTF-8 文字（第 22 字节起"));
    bad(folder.join("missing.txt").to_str().unwrap(), ": ");
    bad(folder.join("missing.jsonl").to_str().unwrap(), ": ");
    fs::create_dir(folder.join("empty")).unwrap();
    bad(folder.join("empty").to_str().unwrap(), ": the folder holds no file that is read");
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
