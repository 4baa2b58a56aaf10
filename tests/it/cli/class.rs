//! `yuejuan grade -o`: a class into a folder of results, stopped, killed and gone on with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use serde_json::Value;
use yuejuan::intake::ANSWER_BYTES_MAX;

use super::{RUBRIC, check, command, file, folder, run, stderr, stdout};

const FILES: [&str; 4] = ["results.jsonl", "results.csv", "problems.csv", "run.json"];

/// A class of short answers, every 100th of which has marks that are none.
fn class(folder: &Path, answers: usize) -> String {
    let row = |number: usize| {
        let score = if number.is_multiple_of(100) { "缺考".to_owned() } else { (number % 20).to_string() };
        format!("{number:05},考生{number},{score},数据难以共享，人才不足{number}。\n")
    };
    file(folder, "class.csv", "学号,姓名,得分,作答\n".to_owned() + &(0..answers).map(row).collect::<String>())
}

fn grade(class: &str, output: &Path, more: &[&str]) -> std::process::Output {
    run(&[&["grade", "-r", RUBRIC, class, "-o", output.to_str().unwrap()], more].concat())
}

#[track_caller]
fn same(one: &Path, other: &Path) {
    for name in FILES {
        let read = |folder: &Path| fs::read(folder.join(name)).unwrap();
        assert!(read(one) == read(other), "{name} is not the same");
    }
}

fn lines(path: PathBuf) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_class_leaves_results_a_table_problems_and_what_was_run() {
    let folder = folder("class");
    let text =
        "学号,姓名,班级,题号,k1,得分,作答\n001,=SUM(A1),三班,1,1,7.5,数据难以共享。\n002,\"李四\",三班,1,,九分,\n";
    let class = file(&folder, "class.csv", text);
    let output = grade(&class, &folder.join("out"), &[]);
    check(&output, 1, "class.csv:3：“得分”列：不是分数，这份作答照阅");
    assert!(
        stdout(&output).contains("1：2 份，平均") && stdout(&output).contains("results.csv"),
        "{}",
        stdout(&output)
    );
    let results = lines(folder.join("out/results.jsonl"));
    let first: Value = serde_json::from_str(&results[0]).unwrap();
    assert_eq!(
        first["candidate"],
        serde_json::json!({"id": "001", "name": "=SUM(A1)", "number": "001", "class": "三班"})
    );
    assert_eq!(first["human"], serde_json::json!({"score": 7.5, "secondScore": null, "keypoints": {"k1": 1.0}}));
    assert_eq!((&first["questionId"], &first["answer"]), (&Value::from("1"), &Value::from("数据难以共享。")));
    assert_eq!(first["place"].as_str().unwrap(), format!("{class}:2"));
    // At the top level it is what stdout would have.
    let printed = run(&["grade", "-r", RUBRIC, "-f", "jsonl", &class]);
    let printed = stdout(&printed).lines().next().unwrap().to_owned();
    assert!(results[0].starts_with(printed.strip_suffix('}').unwrap()));
    let table = lines(folder.join("out/results.csv"));
    assert!(table[0].starts_with("\u{feff}序号,编号,学号,姓名,班级,题号,得分,满分,k1 "), "{}", table[0]);
    assert!(table[1].starts_with("1,001,001,\"'=SUM(A1)\",三班,1,"), "{}", table[1]);
    assert_eq!(table.len(), 3);
    let problems = lines(folder.join("out/problems.csv"));
    assert_eq!(problems[0], "\u{feff}位置,行,列,原因");
    assert!(problems[1].starts_with(&format!("{class},3,得分,")), "{}", problems[1]);
    let run: Value = serde_json::from_str(&fs::read_to_string(folder.join("out/run.json")).unwrap()).unwrap();
    assert_eq!((&run["finished"], &run["counts"]["answers"]), (&Value::from(true), &Value::from(2)));
    assert!(problems[1].contains("不是分数"), "{}", problems[1]);
    let english = grade(&class, &folder.join("en"), &["--language", "en"]);
    check(&english, 1, "error: ");
    check(&english, 1, "class.csv:3: column 得分: not a number of marks");
    assert!(lines(folder.join("en/problems.csv"))[1].contains("not a number of marks"));
    assert!(stdout(&english).contains("1: 2 answers, mean"), "{}", stdout(&english));
    assert!(lines(folder.join("en/results.csv"))[0].starts_with("\u{feff}row,id,number,name,class,question,score,"));
}

#[test]
fn several_questions_have_a_rubric_each() {
    let folder = folder("questions");
    let class = file(&folder, "class.csv", "姓名,第1题,第二题\n张三,数据难以共享。,延长末班车时间。\n");
    let rubrics = ["-r", "1=digital-government-obstacles", "-r", "2=night-economy-practices"];
    let run_with = |more: &[&str]| run(&[&["grade", "-f", "jsonl", &class], more].concat());
    let output = run_with(&rubrics);
    check(&output, 0, "");
    let rubric = |line: &str| serde_json::from_str::<Value>(line).unwrap()["rubricId"].as_str().unwrap().to_owned();
    let found: Vec<String> = stdout(&output).lines().map(rubric).collect();
    assert_eq!(found, ["digital-government-obstacles", "night-economy-practices"]);
    check(&run_with(&rubrics[..2]), 1, "class.csv:2：这道题没有评分标准");
    check(&run_with(&["-r", RUBRIC]), 1, "class.csv:2：和前面的作答不是同一道题");
    check(&run_with(&["-r", &format!("1={RUBRIC}"), "-r", &format!("第1题={RUBRIC}")]), 2, "two rubrics for question");
    let named = file(&folder, "named.csv", format!("姓名,题号,作答\n张三,{RUBRIC},甲\n李四,/etc/passwd,乙\n"));
    check(&run(&["grade", "-f", "jsonl", &named]), 1, "named.csv:3：题号不是自带评分标准的名字");
    check(&run(&["grade", "-f", "jsonl", &file(&folder, "a.txt", "甲")]), 2, "name the rubric with --rubric");
    let named = run(&["grade", "-r", RUBRIC, "-f", "jsonl", "--column", "answer=第1题", &class]);
    check(&named, 0, "");
    assert_eq!(stdout(&named).lines().count(), 1);
    check(&run(&["grade", "-r", RUBRIC, "--column", "essay=甲", &class]), 2, "--column essay=甲: write FIELD=HEADER");
}

#[test]
fn whoever_answers_twice_is_named_and_both_answers_are_marked() {
    let folder = folder("twice");
    let table = "编号,学号,姓名,第1题,第2题\na,001,甲,数据难以共享。,延长末班车时间。\nb,002,乙,人才不足。,延长末班车时间。\n\
                 c,001,丙,隐私泄露。,\nb,003,丁,隐私泄露。,\nd,004,甲,隐私泄露。,\n";
    let class = file(&folder, "class.csv", table);
    let other = file(&folder, "other.csv", "学号,作答\n005,数据难以共享。\n004,数据难以共享。\n005,人才不足。\n");
    let output = folder.join("out");
    let output = output.to_str().unwrap();
    let arguments =
        ["grade", "-r", "1=digital-government-obstacles", "-r", "2=night-economy-practices", &class, "-o", output];
    check(&run(&arguments), 1, "学号或编号");
    assert_eq!(lines(folder.join("out/results.jsonl")).len(), 10);
    let found = |name: &str| lines(folder.join(name).join("problems.csv"))[1..].to_vec();
    let reason = |row: usize, first: &str| {
        format!(
            "{class},{row},,学号或编号（都没有就看姓名）和 {class}:{first} 的相同，题也相同；两份都阅了，删掉一份，或者改好学号"
        )
    };
    assert_eq!(found("out"), [reason(4, "2"), reason(4, "2"), reason(5, "3"), reason(5, "3")]);
    check(&run(&[&arguments[..], &["--resume"]].concat()), 1, "已经阅了 10 份");
    assert_eq!(found("out").len(), 4, "those that are marked already are known as well");
    let folder_of = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (one, both) = (folder_of("one"), folder_of("both"));
    let rest = ["grade", "-r", RUBRIC, "--language", "en"];
    check(&run(&[&rest[..], &[&other, "-o", &one]].concat()), 1, "other.csv:4: the same number or id");
    // A file named twice is answered twice; where nothing is kept nobody is looked for.
    check(&run(&[&rest[..], &[&other, &other, "-o", &both]].concat()), 1, "other.csv:2: the same number or id");
    assert_eq!(found("both").len(), 4);
    check(&run(&[&rest[..], &[&other, &other]].concat()), 0, "");
}

#[test]
fn results_are_not_written_over_unasked() {
    let folder = folder("again");
    let (class, output) = (class(&folder, 3), folder.join("out"));
    check(&grade(&class, &output, &[]), 1, "");
    check(&grade(&class, &output, &[]), 2, "has results already");
    check(&grade(&class, &output, &["--force"]), 1, "");
    check(&grade(&class, &output, &["--resume"]), 1, "已经阅了 3 份");
    check(&grade(&class, &output, &["--resume", "--language", "en"]), 2, "its messages are in zh");
    let other = run(&["grade", "-r", "night-economy-practices", &class, "-o", output.to_str().unwrap(), "--resume"]);
    check(&other, 2, "it has the rubric digital-government-obstacles where now night-economy-practices is named");
    fs::write(&class, "学号,作答\n1,数据\n").unwrap();
    check(&grade(&class, &output, &["--resume"]), 2, "class.csv has changed since");
    check(&grade(&class, &output, &["--resume", "--force"]), 2, "cannot be used with");
}

#[test]
fn results_among_the_answers_are_no_answers() {
    let folder = folder("among");
    fs::create_dir(folder.join("三班")).unwrap();
    file(&folder.join("三班"), "001-张三.txt", "数据难以共享。");
    let (class, output) = (folder.to_str().unwrap(), folder.join("out"));
    check(&grade(class, &output, &[]), 0, "");
    check(&grade(class, &output, &["--resume"]), 0, "已经阅了 1 份");
    check(&grade(class, &output, &["--force"]), 0, "");
    let results = lines(output.join("results.jsonl"));
    assert_eq!(results.len(), 1);
    let who = &serde_json::from_str::<Value>(&results[0]).unwrap()["candidate"];
    assert_eq!(*who, serde_json::json!({"id": "001-张三", "name": "张三", "number": "001", "class": "三班"}));
}

#[test]
fn results_do_not_depend_on_threads() {
    let folder = folder("threads");
    let class = class(&folder, 1500);
    check(&grade(&class, &folder.join("one"), &["--threads", "1"]), 1, "");
    check(&grade(&class, &folder.join("many"), &["--threads", "4"]), 1, "");
    same(&folder.join("one"), &folder.join("many"));
}

#[cfg(unix)]
#[test]
fn a_run_that_was_killed_is_gone_on_with() {
    let folder = folder("killed");
    let class = class(&folder, 3000);
    let whole = folder.join("whole");
    check(&grade(&class, &whole, &[]), 1, "");
    let size = fs::metadata(whole.join("results.jsonl")).unwrap().len();
    let output = folder.join("out");
    for (times, share) in [(0, 0), (1, 20), (2, 45), (3, 70)] {
        let arguments = ["grade", "-r", RUBRIC, &class, "-o", output.to_str().unwrap(), "--resume"];
        let mut child = command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let written = || fs::metadata(output.join("results.jsonl")).map_or(0, |file| file.len());
        while !output.join("run.json").exists() || written() < size * share / 100 {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // As if it had been killed within a line.
        let name = if times % 2 == 0 { "results.jsonl" } else { "results.csv" };
        if let Ok(content) = fs::read(output.join(name)) {
            fs::write(output.join(name), &content[..content.len().saturating_sub(7)]).unwrap();
        }
    }
    check(&grade(&class, &output, &["--resume"]), 1, "份，接着阅其余的");
    same(&whole, &output);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_says_how_to_go_on() {
    let folder = folder("interrupted");
    let class = class(&folder, 3000);
    let output = folder.join("out");
    let child = command(&["grade", "-r", RUBRIC, &class, "-o", output.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while fs::metadata(output.join("results.jsonl")).map_or(0, |file| file.len()) == 0 {
        thread::yield_now();
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let stopped = child.wait_with_output().unwrap();
    check(&stopped, 1, "同一条命令加 --resume 接着阅");
    assert!(stderr(&stopped).contains("份后停下"));
    check(&grade(&class, &output, &["--resume"]), 1, "接着阅");
    let whole = folder.join("whole");
    check(&grade(&class, &whole, &[]), 1, "");
    same(&whole, &output);
}

/// What is hostile in a cell: formulas of every kind, control characters, turned directions, markup, quotes, templates.
const HOSTILE: [&str; 16] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r\n=HYPERLINK(\"\"http://x\"\")",
    "\u{202e}甲\u{2066}乙",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "'; DROP TABLE answers; --",
    "\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}",
    "{{7*7}}{% include 'x' %}${x}",
    "]]></t></is></c>&amp;&#0;",
    "\u{feff}\u{fffe}\u{ffff}\u{200d}",
    "😀👩‍👩‍👧‍👦 e\u{301}",
    "../../etc/passwd",
    "CON",
];

/// A table of hostile cells in every column, and how many of its answers are not too long.
fn hostile_class(rows: usize) -> (String, usize) {
    let (mut table, mut marked) = ("学号,姓名,班级,得分,作答\n".to_owned(), 0);
    for number in 0..rows {
        let cell = HOSTILE[number % HOSTILE.len()];
        // A few are nearly as long as answers may be, or longer.
        let times = if number % 2500 == 2499 { 60_000 } else { number % 3 };
        let answer = format!("{cell}数据难以共享，人才不足。{}", cell.repeat(times));
        marked += usize::from(answer.replace("\"\"", "\"").len() <= ANSWER_BYTES_MAX);
        table += &format!("\"{number}{cell}\",\"{cell}\",\"{cell}{}\",\"{cell}\",\"{answer}\"\n", number % 400);
    }
    (table, marked)
}

#[track_caller]
fn is_harmless_table(path: &Path) {
    let starts_formula = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@']);
    let mut rows = csv::Reader::from_path(path).unwrap();
    for row in rows.records() {
        let row = row.unwrap();
        let formula = row.iter().find(|cell| starts_formula(cell) && cell.parse::<f64>().is_err());
        assert_eq!(formula, None, "{}", path.display());
    }
}

#[track_caller]
fn is_harmless_page(path: &Path) {
    let html = fs::read_to_string(path).unwrap();
    for markup in ["<script", "<img", "\u{202e}", "\u{2066}", "\u{0}", "\u{1b}", "href=\"..", "href=\"/"] {
        assert!(!html.contains(markup), "{markup} in {}", path.display());
    }
}

#[test]
fn ten_thousand_rows_of_hostile_cells_come_to_all_outputs() {
    let folder = folder("hostile");
    let (table, marked) = hostile_class(10_000);
    let class = file(&folder, "class.csv", table);
    let output = folder.join("out");
    check(&grade(&class, &output, &["--reports", "workbook,page"]), 1, "不是分数");
    assert_eq!(lines(output.join("results.jsonl")).len(), marked);
    assert!((9_990..10_000).contains(&marked), "some answers are too long: {marked}");
    is_harmless_table(&output.join("results.csv"));
    is_harmless_table(&output.join("problems.csv"));
    is_harmless_page(&output.join("class.html"));
    // The workbook is whole, and is read back.
    let workbook = output.join("marked.xlsx");
    let applied = run(&["review", "apply", workbook.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    check(&applied, 0, "");
    assert!(stdout(&applied).contains(&format!("{marked} 份没有填")), "{}", stdout(&applied));
    is_harmless_table(&output.join("reviewed.csv"));
}

#[test]
fn hostile_candidates_have_sheets_of_their_own() {
    let folder = folder("hostile-sheets");
    let (table, marked) = hostile_class(800);
    let class = file(&folder, "class.csv", table);
    let output = folder.join("out");
    check(&grade(&class, &output, &["--reports", "page,sheets"]), 1, "不是分数");
    let sheets: Vec<PathBuf> = fs::read_dir(output.join("sheets")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(sheets.len(), marked, "each has one");
    for sheet in &sheets {
        is_harmless_page(sheet);
    }
    is_harmless_page(&output.join("class.html"));
}
