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
    check(&run(&["grade", "-r", RUBRIC, &class, "-o", output]), 0, "");
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
    let applied = run(&["review", "apply", &workbook, "-o", output]);
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
    let applied = run(&["review", "apply", &english, "-o", output]);
    check(&applied, 1, "marked.xlsx:4: column reviewed score: a row above has this id and question too");
    check(&run(&["review", "apply", &english, "-o", folder.to_str().unwrap()]), 2, "has no results.jsonl");
    let other = marked(&folder, ["id", "question", "score", "note"], &[], &[]);
    check(&run(&["review", "apply", &other, "-o", output]), 2, "no sheet with the columns 编号 and 复核分");
}
