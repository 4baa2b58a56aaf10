//! `yuejuan evaluate` as a teacher calls it: the same marks in three kinds of files, what goes wrong in them, second
//! markers, keypoints, and the page.

use std::path::Path;

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::cli::{check, file, folder, run, stdout};

const QUESTION: &str = "概括L县发展林下经济的做法。（6分）要求：分条作答，不超过150字。";
const REFERENCE: &str = "一是在杨树林里种天麻，请农技员上门传授菌种接法。二是由合作社统购蜂蜜，贴同一个商标外销。";
const BOTH: &str = "1.在杨树林里种天麻，请农技员上门传授菌种接法。\n2.由合作社统购蜂蜜，贴同一个商标外销。";
const FIRST: &str = "1.在杨树林里种天麻，请农技员上门传授菌种接法。\n2.修路。";
const SECOND: &str = "1.由合作社统购蜂蜜，贴同一个商标外销。\n2.修路。";
const NEITHER: &str = "1.办好机密作答学校。\n2.修路。";
/// Says neither, carries markup, and met a lenient human.
const LENIENT: &str = "1.修好村口的路，<b>再装上路灯</b><script>alert(1)</script>。\n2.办学校。";

/// Id, answer, human's marks of 6, second human's.
type Scored = (&'static str, &'static str, &'static str, &'static str);

const SCORED: [Scored; 6] = [
    ("01", BOTH, "6", "6"),
    ("02", FIRST, "3", "2"),
    ("03", SECOND, "3", "3"),
    ("04", NEITHER, "0", "1"),
    ("05", LENIENT, "3", "3"),
    ("06", "", "0", "0"),
];

const HEADER: [&str; 7] = ["学号", "题号", "题目", "参考答案", "作答", "得分（满分6分）", "二评"];

fn rows() -> Vec<[String; 7]> {
    let row =
        |(id, text, score, second): &Scored| [id, "L", QUESTION, REFERENCE, text, score, second].map(str::to_owned);
    SCORED.iter().map(row).collect()
}

fn csv(folder: &Path, name: &str, header: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cells: &mut dyn Iterator<Item = &str>| cells.map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    let mut text = line(&mut header.iter().copied());
    text.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    file(folder, name, text)
}

fn plain_csv(folder: &Path) -> String {
    csv(folder, "marks.csv", &HEADER, &rows().iter().map(|row| row.to_vec()).collect::<Vec<_>>())
}

fn xlsx(folder: &Path) -> String {
    let path = folder.join("marks.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(HEADER) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, cells) in (1..).zip(rows()) {
        for (column, cell) in (0..).zip(&cells) {
            // Marks are numbers in the sheet, ids are texts.
            match cell.parse::<f64>() {
                Ok(number) if column > 4 => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

fn jsonl(folder: &Path) -> String {
    let line = |(id, text, score, second): &Scored| {
        let (score, second): (f64, f64) = (score.parse().unwrap(), second.parse().unwrap());
        let references = [REFERENCE];
        json!({"id": id, "question_id": "L", "question": QUESTION, "references": references, "text": text,
            "score": score, "second_score": second})
        .to_string()
            + "\n"
    };
    file(folder, "marks.jsonl", SCORED.iter().map(line).collect::<String>())
}

fn figures(arguments: &[&str]) -> Value {
    let output = run(&[&["evaluate", "--format", "json"], arguments].concat());
    check(&output, 0, "");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn check_figure(figure: &Value, expected: f64) {
    let figure = figure.as_f64().unwrap_or_else(|| panic!("{figure} is no number"));
    assert!((figure - expected).abs() < 1e-9, "{figure}, wanted {expected}");
}

#[test]
fn tables_and_lines_give_the_same_figures() {
    let folder = folder("evaluate-formats");
    let mut all: Vec<Value> = [plain_csv(&folder), xlsx(&folder), jsonl(&folder)]
        .iter()
        .map(|path| figures(&["--scored", path, "--draft"]))
        .collect();
    for of in &mut all {
        of["files"] = Value::Null;
    }
    assert_eq!(all[0], all[1], "CSV and XLSX");
    assert_eq!(all[0], all[2], "CSV and JSONL");
    let overall = &all[0]["overall"];
    assert_eq!((overall["marks"].as_u64(), all[0]["answers"].as_array().unwrap().len()), (Some(6), 6));
    // Shares: human 1 .5 .5 0 .5 0, second 1 1/3 .5 1/6 .5 0, engine 1 .5 .5 0 0 0.
    let engine = |of: &Value| of["engine"].as_f64().unwrap();
    let given: Vec<f64> = all[0]["answers"].as_array().unwrap().iter().map(engine).collect();
    assert_eq!(given, [1.0, 0.5, 0.5, 0.0, 0.0, 0.0]);
    let engine = &overall["methods"]["engine"];
    check_figure(&engine["mae"]["value"], 0.5 / 6.0);
    check_figure(&engine["bias"]["value"], -0.5 / 6.0);
    check_figure(&engine["exact"]["value"], 5.0 / 6.0);
    check_figure(&engine["adjacent"]["value"], 5.0 / 6.0);
    // By numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1 on the shares, and on tenths of them.
    check_figure(&engine["pearson"]["value"], 0.867_721_831_274_624_3);
    check_figure(&engine["spearman"]["value"], 0.833_333_333_333_333_5);
    check_figure(&engine["qwk"]["value"], 0.842_105_263_157_894_7);
    let second = &overall["methods"]["second"];
    check_figure(&second["pearson"]["value"], 0.960_933_198_957_709_6);
    check_figure(&second["qwk"]["value"], 0.938_303_341_902_313_6);
    // The answers have 44, 29, 25, 16, 39, 0 字.
    check_figure(&overall["methods"]["length"]["pearson"]["value"], 0.889_251_265_939_444_7);
    let constant = &overall["methods"]["constant"];
    check_figure(&constant["mean"], 2.5 / 6.0);
    assert_eq!((&constant["pearson"]["value"], constant["qwk"]["value"].as_f64()), (&Value::Null, Some(0.0)));
}

#[test]
fn rows_that_cannot_be_used_are_named_and_the_rest_goes_on() {
    let folder = folder("evaluate-bad");
    let mut table: Vec<Vec<String>> = rows().iter().map(|row| row.to_vec()).collect();
    table[0][5] = "机密作答".to_owned();
    table[1][5] = "7".to_owned();
    table[2][5] = String::new();
    table[2][6] = String::new();
    table[4][0] = "04".to_owned();
    let path = csv(&folder, "marks.csv", &HEADER, &table);
    let output = run(&["evaluate", &path, "--draft", "--format", "json"]);
    let named = |what: &str| check(&output, 1, &format!("error: {path}: {what}"));
    named("row 2, column 得分（满分6分）: not a number of marks; write a number from 0, as 7.5\n");
    named("row 3, column score: more than can be had; ");
    named("row 4, column score: no human marks; ");
    named("row 6, column id: the id stands twice; ");
    let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&figures["overall"]["marks"], &figures["unusable"]), (&json!(2), &json!(4)));

    let lines = format!("{{\"id\":\"a\",\"text\":\"机密作答\n{}", std::fs::read_to_string(jsonl(&folder)).unwrap());
    let path = file(&folder, "broken.jsonl", lines);
    check(&run(&["evaluate", &path, "--draft"]), 1, &format!("error: {path}: row 1: no JSON object; "));
}

#[test]
fn what_cannot_be_compared_is_a_usage_error() {
    let folder = folder("evaluate-usage");
    let marks = plain_csv(&folder);
    let usage = |arguments: &[&str], message: &str| check(&run(&[&["evaluate"], arguments].concat()), 2, message);
    usage(&["nowhere.csv"], "cannot read nowhere.csv: ");
    usage(&[&marks], "no rubric `L`");
    usage(&[&marks, "--draft", "--rubric", "x"], "--draft");
    usage(&[&marks, "--draft", "--column", "mark=得分"], "--column mark=得分: write FIELD=HEADER, ");
    let strange = csv(&folder, "strange.csv", &["甲", "乙"], &[vec!["1".to_owned(), "2".to_owned()]]);
    usage(&[&strange, "--draft"], "no column for the answer; head it 作答, or name it with --column answer=HEADER");
    let no_reference =
        csv(&folder, "none.csv", &["编号", "作答", "得分"], &[["1", "修路", "2"].map(str::to_owned).to_vec()]);
    usage(&[&no_reference, "--draft"], "question \"none\" with 1 answers cannot be used: no reference answer");
    usage(&[&no_reference, "--draft"], "no answer with human marks is left");
}

#[test]
fn columns_are_known_by_many_names_and_by_flags() {
    let folder = folder("evaluate-columns");
    let check = |header: [&str; 7], flags: &[&str]| {
        let rows: Vec<Vec<String>> = rows().iter().map(|row| row.to_vec()).collect();
        let path = csv(&folder, "named.csv", &header, &rows);
        let figures = figures(&[&["--scored", &path, "--draft"], flags].concat());
        assert_eq!(figures["overall"]["marks"], 6, "{header:?}");
        assert_eq!(figures["answers"][1]["id"], "02", "{header:?}");
        check_figure(&figures["answers"][1]["human"], 0.5);
        check_figure(&figures["answers"][1]["second"], 1.0 / 3.0);
    };
    check(["id", "question_id", "question", "reference", "text", "score", "second_score"], &[]);
    check(["ID", "Question ID", "Question", "Reference answer", "Answer", "Score", "Second score"], &[]);
    check(["编号", "题号", "题干", "参考答案1", "答案", "人工分", "二评分"], &[]);
    check(["考号", "试题编号", "试题", "标准答案", "考生作答", "一评", "二评"], &[]);
    // `得分` is no score where another column is named for it.
    let flags = ["--column", "score=期末", "--column", "second_score=得分", "--column", "id=座位"];
    check(["座位", "题号", "题目", "参考答案", "作答", "期末", "得分"], &flags);
}

/// Two questions and two markers' files, as in `answers`, `questions` and `marks` apart.
#[test]
fn keypoints_are_compared_with_marks_that_stand_apart() {
    let folder = folder("evaluate-apart");
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let answer = |(id, text, ..): &Scored| json!({"question_id": "L", "answer_id": id, "text": text});
    let answers = file(&folder, "answers.jsonl", lines(&SCORED.iter().map(answer).collect::<Vec<_>>()));
    let keypoint = |id: &str, text: &str, points: u8| json!({"id": id, "text": text, "points": points});
    let question = json!({"question_id": "L", "question": QUESTION, "max_score": 6, "reference": REFERENCE, "keypoints":
        [keypoint("甲", "在杨树林里种天麻，请农技员传授菌种接法", 4), keypoint("乙", "由合作社统购蜂蜜", 2)]});
    let questions = file(&folder, "questions.jsonl", lines(&[question]));
    let credits = |given: [(f64, f64); 6]| {
        let line = |((id, ..), (one, other)): (&Scored, (f64, f64))| json!({"answer_id": id, "credits": {"甲": one, "乙": other}});
        lines(&SCORED.iter().zip(given).map(line).collect::<Vec<_>>())
    };
    let none = (0.0, 0.0);
    let a = file(&folder, "a.jsonl", credits([(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), none, (0.5, 0.0), none]));
    let b = file(&folder, "b.jsonl", credits([(1.0, 1.0), (1.0, 0.0), (0.0, 0.5), none, (0.5, 0.0), none]));
    let figures = figures(&[&answers, "--draft", "--questions", &questions, "--marks", &a, "--marks", &b]);
    let names: Vec<&str> =
        figures["by_keypoint"].as_array().unwrap().iter().map(|of| of["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["L 甲", "L 乙"]);
    assert_eq!(figures["answers"][0]["basis"], "content");
    // 甲 is worth 4 of 6: 0.5 of it is a third of the marks.
    check_figure(&figures["answers"][4]["human"], 1.0 / 3.0);
    check_figure(&figures["answers"][2]["second"], 1.0 / 6.0);
    let all = &figures["keypoints"];
    assert_eq!(all["confusion"], json!([[7, 0, 0], [1, 0, 0], [0, 0, 4]]));
    check_figure(&all["methods"]["second"]["exact"]["value"], 11.0 / 12.0);
    check_figure(&all["methods"]["engine"]["exact"]["value"], 11.0 / 12.0);

    let stray = file(&folder, "stray.jsonl", lines(&[json!({"answer_id": "99", "score": 1})]));
    let output = run(&["evaluate", &answers, "--draft", "--questions", &questions, "--marks", &a, "--marks", &stray]);
    check(&output, 1, &format!("error: {stray}: row 1, column id: no answer has this id; mend the id"));
    let told = run(&["evaluate", &answers, "--draft", "--questions", &questions, "--marks", &a, "--disagreements"]);
    assert!(stdout(&told).ends_with("\nL 05 甲: 人工 半分, 引擎 零分\n"), "{}", stdout(&told));
}

#[test]
fn a_rubric_file_is_compared_by_the_columns_of_its_keypoints() {
    let folder = folder("evaluate-rubric");
    let question = file(&folder, "question.txt", QUESTION);
    let reference = file(&folder, "reference.txt", REFERENCE);
    let rubric = folder.join("woods.toml").to_str().unwrap().to_owned();
    check(&run(&["rubric", "draft", "-q", &question, "--reference", &reference, "-o", &rubric]), 0, "");
    let given = [("3", "3"), ("3", "0"), ("0", "3"), ("0", "0"), ("1.5", "0"), ("0", "0")];
    let row =
        |((id, text, ..), (one, other)): (&Scored, (&str, &str))| [id, text, one, other].map(str::to_owned).to_vec();
    let mut table: Vec<Vec<String>> = SCORED.iter().zip(given).map(row).collect();
    let header = ["学号", "作答", "k1", "k2"];
    let path = csv(&folder, "class.csv", &header, &table);
    let figures = figures(&[&path, "--rubric", &rubric]);
    assert_eq!(figures["keypoints"]["confusion"], json!([[7, 0, 0], [1, 0, 0], [0, 0, 4]]));
    check_figure(&figures["answers"][4]["human"], 0.25);

    table[0][2] = "3.5".to_owned();
    table[1][3] = String::new();
    let path = csv(&folder, "wrong.csv", &header, &table);
    let output = run(&["evaluate", &path, "--rubric", &rubric]);
    check(&output, 1, &format!("error: {path}: row 2, column k1: more than the keypoint is worth; mend it\n"));
    check(&output, 1, &format!("error: {path}: row 3, column k2: no marks for this keypoint; write a number from 0\n"));
}

/// Three questions: one as above, one whose answers the human gave all the same, one whose answers the engine does.
fn three_questions(folder: &Path) -> String {
    let row = |question: &str, (id, text, score, second): &Scored| {
        [id, question, QUESTION, REFERENCE, text, score, second].map(str::to_owned).to_vec()
    };
    let mut table: Vec<Vec<String>> = SCORED.iter().map(|of| row("一", of)).collect();
    table.extend(SCORED.iter().map(|(id, text, ..)| row("二", &(id, text, "3", "3"))));
    table.extend(
        [("01", NEITHER, "1", "1"), ("02", "", "0", "0"), ("03", LENIENT, "2", "2")].iter().map(|of| row("三", of)),
    );
    csv(folder, "three.csv", &HEADER, &table)
}

#[test]
fn means_over_questions_say_what_is_not_defined() {
    let folder = folder("evaluate-three");
    let figures = figures(&[&three_questions(&folder), "--draft"]);
    let means = &figures["mean_over_questions"];
    assert_eq!((&means["questions"], &means["left_out"]), (&json!(2), &json!(["二"])));
    let engine = &means["pearson"]["engine"];
    assert_eq!(engine["constant"], json!(["三"]));
    // The first question's correlation and 0, over two.
    check_figure(&engine["value"], 0.867_721_831_274_624_3 / 2.0);
    let of = |method: &str| means["pearson"][method]["value"].as_f64().unwrap();
    check_figure(&means["gain_over_recall"]["value"], of("engine") - of("recall"));
    assert_eq!(means["pearson"]["constant"]["constant"], json!(["一", "三"]));
}

#[test]
fn figures_for_people() {
    let folder = folder("evaluate-text");
    let path = three_questions(&folder);
    let shown = |language: &str| {
        let output = run(&["evaluate", &path, "--draft", "--language", language]);
        check(&output, 0, "");
        stdout(&output).replace(&path, "three.csv")
    };
    insta::assert_snapshot!("evaluate_chinese", shown("zh"));
    insta::assert_snapshot!("evaluate_english", shown("en"));
}

#[test]
fn the_page_needs_nothing_else_and_runs_nothing() {
    let folder = folder("evaluate-page");
    let path = plain_csv(&folder);
    let page = folder.join("page.html");
    let output = run(&["evaluate", &path, "--draft", "--html", page.to_str().unwrap(), "--worst", "3"]);
    check(&output, 0, "");
    let html = std::fs::read_to_string(&page).unwrap();
    for active in ["<script", "<b>", "http:", "https:", "src=", "url(", "javascript", "@import"] {
        assert!(!html.contains(active), "{active} stands in the page");
    }
    assert!(html.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "the answer is shown as it is written");
    // 6 answers in 4 places: 100/100, 50/50 twice, 0/0 twice, 50/0.
    assert_eq!(html.matches("<circle").count(), 4);
    assert_eq!(html.matches("<article").count(), 1, "one answer is seen differently");
    let article = html.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
    insta::assert_snapshot!("evaluate_disagreement", article);
    let broken = folder.join("none").join("page.html");
    check(&run(&["evaluate", &path, "--draft", "--html", broken.to_str().unwrap()]), 1, "cannot be written");
}

#[test]
fn the_corpus_is_compared_by_its_markers() {
    let figures = figures(&["--marker", "d"]);
    assert_eq!(figures["by_question"].as_array().unwrap().len(), 6);
    assert_eq!((&figures["overall"]["marks"], &figures["keypoints"]["marks"]), (&json!(54), &json!(459)));
    assert_eq!(figures["overall"]["methods"]["second"], Value::Null);
    check(&run(&["evaluate", "--marker", "nobody"]), 2, "no answer with human marks is left");
}
