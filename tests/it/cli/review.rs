//! `yuejuan review apply`: a reviewer's scores out of a workbook.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Formula, Workbook};
use serde_json::Value;

use super::{RUBRIC, check, file, folder, run, stdout};

/// A workbook with the review columns, rows of id, question, reviewed score and note, and the hidden sheet.
fn marked(folder: &Path, headers: [&str; 4], rows: &[[&str; 4]], hidden: &[[&str; 4]]) -> String {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("成绩").unwrap();
    for (column, header) in (0..).zip(headers) {
        sheet.write(1, column, header).unwrap();
    }
    for (number, row) in (2..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(score) if column == 2 => sheet.write(number, column, score).unwrap(),
                _ if column == 2 && cell.starts_with('=') => {
                    sheet.write_formula(number, column, Formula::new(*cell).set_result("3.5")).unwrap()
                }
                _ => sheet.write(number, column, *cell).unwrap(),
            };
        }
    }
    let sheet = workbook.add_worksheet().set_name("_yuejuan").unwrap();
    sheet.set_hidden(true);
    for (number, row) in
        (0..).zip([["submission_id", "question_id", "rubric_id", "rubric_revision"]].iter().chain(hidden))
    {
        for (column, cell) in (0..).zip(row) {
            sheet.write(number, column, *cell).unwrap();
        }
    }
    let path = folder.join("marked.xlsx");
    workbook.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn reviewed_scores_stand_beside_the_results() {
    let folder = folder("review");
    let answers =
        "学号,题号,作答\n=1,1,数据难以共享。\n2,1,人才不足。\n3,1,甲\n4,1,乙\n5,1,丙\n6,1,丁\n7,1,戊\n7,1,己\n";
    let class = file(&folder, "class.csv", answers);
    let output = folder.join("out");
    let output = output.to_str().unwrap();
    check(&run(&["grade", "-r", RUBRIC, &class, "-o", output]), 1, "class.csv:9：学号或编号");
    let before = fs::read(folder.join("out/results.jsonl")).unwrap();
    let first: Value = serde_json::from_slice(before.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    let revision = first["rubricRevision"].as_str().unwrap();
    let ids = ["'=1", "2", "3", "4", "5", "6", "7", "7"];
    let mut hidden: Vec<[&str; 4]> = ids.iter().map(|id| [*id, "1", RUBRIC, revision]).collect();
    hidden[5][3] = "0000000000000000";
    // Sorted another way, with one row gone.
    let rows = [
        ["4", "1", "九分", ""],
        ["2", "1", "", ""],
        ["'=1", "1", "4.5", "语义相同"],
        ["3", "1", "99", ""],
        ["5", "1", "=1+2.5", ""],
        ["6", "1", "1", ""],
        ["7", "1", "1", ""],
        ["8", "1", "1", ""],
    ];
    let workbook = marked(&folder, ["编号", "题号", "复核分", "复核说明"], &rows, &hidden);
    let applied = run(&["review", "apply", &workbook, "-o", output, "--language", "en"]);
    for problem in [
        "marked.xlsx:3: column 复核分: not a number of marks",
        "marked.xlsx:6: column 复核分: more than the 20 marks that can be had",
        "marked.xlsx:8: column 复核分: the answer was marked anew by another rubric",
        "marked.xlsx:9: column 复核分: several answers have this id and question",
        "marked.xlsx:10: column 复核分: no answer of the results has this id",
    ] {
        check(&applied, 1, problem);
    }
    assert!(stdout(&applied).starts_with("2 reviewed, 2 of them changed; 1 agreed with"), "{}", stdout(&applied));
    assert_eq!(fs::read(folder.join("out/results.jsonl")).unwrap(), before, "the results are changed");
    let reviewed = fs::read_to_string(folder.join("out/reviewed.jsonl")).unwrap();
    let reviewed: Vec<Value> = reviewed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fields = |line: &Value| (line["id"].clone(), line["reviewedScore"].clone(), line["note"].clone());
    assert_eq!(fields(&reviewed[0]), ("=1".into(), 4.5.into(), "语义相同".into()));
    assert_eq!(fields(&reviewed[1]), ("5".into(), 3.5.into(), "".into()));
    assert_eq!(reviewed[0]["engineScore"], first["score"]);

    let english = marked(
        &folder,
        ["id", "question", "reviewed score", "review note"],
        &[["5", "1", "2", "ok"], ["5", "1", "3", ""]],
        &[],
    );
    let applied = run(&["review", "apply", &english, "-o", output, "--language", "en"]);
    check(&applied, 1, "marked.xlsx:4: column reviewed score: a row above has this id and question too");
    check(&run(&["review", "apply", &english, "-o", folder.to_str().unwrap()]), 2, "has no results.jsonl");
    let other = marked(&folder, ["id", "question", "score", "note"], &[], &[]);
    check(&run(&["review", "apply", &other, "-o", output]), 2, "没有“编号”和“复核分”这两列");
}

/// The files of a folder and of its sheets, with what is in them.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let of = |folder: &Path, prefix: &str| {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        let named = |path: &Path| format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        files.map(|path| (named(&path), fs::read(&path).unwrap())).collect::<Vec<_>>()
    };
    of(folder, "").into_iter().chain(of(&folder.join("sheets"), "sheets/")).collect()
}

#[test]
fn reviewed_scores_reach_the_sheets_and_the_report() {
    let folder = folder("reviewed");
    let class = "学号,姓名,得分,作答\n1,安一,9,数据难以共享，人才不足。\n2,白二,18,人才不足。\n3,陈三,3,隐私泄露。\n4,丁四,0,\n";
    let class = file(&folder, "高三.csv", class);
    let shown = run(&["rubric", "show", RUBRIC]);
    let rubric = file(&folder, "mine.toml", stdout(&shown));
    let output = folder.join("out");
    let path = output.to_str().unwrap();
    let grade = |more: &[&str]| run(&[&["grade", "-r", &rubric, &class, "-o", path], more].concat());
    check(&grade(&[]), 0, "");
    let before = files(&output);
    let text = |files: &std::collections::BTreeMap<String, Vec<u8>>, name: &str| {
        String::from_utf8(files[name].clone()).unwrap()
    };
    let engine: Vec<String> =
        text(&before, "results.csv").lines().map(|line| line.split(',').nth(6).unwrap().to_owned()).collect();

    // The rubric is at hand as it was, whatever becomes of its file.
    fs::write(&rubric, "").unwrap();
    let rows = [
        ["1", "", "", ""],
        ["2", "", "17.5", "意思都到了，<b>换了话</b>"],
        ["3", "", "3", ""],
        ["4", "", &engine[4], "确实空白"],
    ];
    let review = marked(&folder, ["编号", "题号", "复核分", "复核说明"], &rows, &[]);
    let applied = run(&["review", "apply", &review, "-o", path]);
    check(&applied, 0, "");
    assert!(stdout(&applied).contains("复核 3 份，改分 2 份；1 份没有填"), "{}", stdout(&applied));
    let after = files(&output);
    let kept = ["results.jsonl", "results.csv", "run.json", "problems.csv", "marked.xlsx", "rubrics.json"];
    for name in kept.into_iter().chain(["sheets/1-安一.html"]) {
        assert!(before[name] == after[name], "{name} is changed");
    }
    let sheet = text(&after, "sheets/2-白二.html");
    for part in [
        "<b>17.5</b>",
        "老师复核分",
        "复核说明",
        "意思都到了，&#60;b&#62;换了话",
        "程序评分",
        "程序原评：得",
        &format!("<dd>{} / 20</dd>", engine[2]),
    ] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let blank = text(&after, "sheets/4-丁四.html");
    assert!(blank.contains("老师复核分") && blank.contains("确实空白") && !blank.contains("有疑问请找老师复核"));
    let page = text(&after, "class.html");
    let mean = (engine[1].parse::<f64>().unwrap() + 17.5 + 3.0 + engine[4].parse::<f64>().unwrap()) / 4.0;
    let mean = format!("{mean:.2}");
    let mean = mean.trim_end_matches('0').trim_end_matches('.');
    for part in [
        "复核了 3 份，改分 2 份",
        &format!("变为 {mean}。"),
        "意思都到了，&#60;b&#62;换了话",
        "班级报告 · 高三",
        "2 份已经复核",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains(&format!("<dd class=\"value\">{mean}</dd>")));
    let table = text(&after, "reviewed.csv");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "\u{feff}编号,学号,姓名,班级,题号,得分,满分,程序分,是否复核,复核说明");
    assert_eq!(rows[1], format!("1,1,安一,,,{0},20,{0},,", engine[1]));
    assert_eq!(rows[2], format!("2,2,白二,,,17.5,20,{},是,意思都到了，<b>换了话</b>", engine[2]));
    assert_eq!(rows.len(), 5);

    // Made anew, they are the same; the workbook has what was filled in.
    check(&run(&["grade", "-r", RUBRIC, &class, "-o", path, "--resume"]), 0, "已经阅了 4 份");
    let resumed = files(&output);
    for (name, content) in &after {
        assert!(name == "marked.xlsx" || resumed[name] == *content, "{name} is not the same");
    }
    let again = run(&["review", "apply", output.join("marked.xlsx").to_str().unwrap(), "-o", path]);
    check(&again, 0, "");
    assert!(stdout(&again).contains("复核 3 份，改分 2 份"), "{}", stdout(&again));
    assert_eq!(text(&files(&output), "reviewed.jsonl").lines().count(), 3);

    // Marked by another rubric, they get no scores that were decided on other marks.
    let other = run(&["grade", "-r", "night-economy-practices", &class, "-o", path, "--force"]);
    check(&other, 0, "有 3 份的作答不在了，或者后来重阅成别的分");
    assert!(!text(&files(&output), "class.html").contains("复核了"));
    assert!(!output.join("reviewed.csv").exists());

    // Taken back, all is as it was.
    check(&run(&["grade", "-r", RUBRIC, &class, "-o", path, "--force"]), 0, "");
    let nothing = marked(&folder, ["编号", "题号", "复核分", "复核说明"], &[["1", "", "", ""]], &[]);
    check(&run(&["review", "apply", &nothing, "-o", path]), 0, "");
    let last = files(&output);
    for name in before.keys().filter(|name| *name != "marked.xlsx") {
        assert!(last[name] == before[name], "{name} is not as it was");
    }
}

#[test]
fn only_reports_that_are_there_are_made_anew() {
    let folder = folder("reviewed-few");
    let class = file(&folder, "class.csv", "学号,作答\n1,数据难以共享。\n");
    let output = folder.join("out");
    let path = output.to_str().unwrap();
    check(&run(&["grade", "-r", RUBRIC, &class, "-o", path, "--reports", "none", "--language", "en"]), 0, "");
    let review = marked(&folder, ["id", "question", "reviewed score", "review note"], &[["1", "", "5", "fair"]], &[]);
    let applied = run(&["review", "apply", &review, "-o", path]);
    check(&applied, 0, "");
    assert!(
        stdout(&applied).starts_with("1 reviewed, 1 of them changed"),
        "the language of the run: {}",
        stdout(&applied)
    );
    assert!(!output.join("sheets").exists() && !output.join("class.html").exists());
    let table = fs::read_to_string(output.join("reviewed.csv")).unwrap();
    assert!(table.contains("\n1,1,,,,5,20,") && table.ends_with(",yes,fair\n"), "{table}");
    fs::remove_file(output.join("rubrics.json")).unwrap();
    check(
        &run(&["review", "apply", &review, "-o", path]),
        0,
        "rubrics.json is missing, so the reports stay as they were",
    );
    fs::write(output.join("reviewed.jsonl"), "{}\n").unwrap();
    check(
        &run(&["grade", "-r", RUBRIC, &class, "-o", path, "--resume", "--language", "en"]),
        1,
        "reviewed.jsonl:1: not a decision",
    );
}
