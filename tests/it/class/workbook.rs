//! The workbook, read back as a spreadsheet would.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use yuejuan::class::Question;
use yuejuan::feedback::Language;
use yuejuan::formula::{defused, undefused};
use yuejuan::report::class::{Layout, Workbook};
use yuejuan::rubric::shipped;

use super::*;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(questions: &[Question<'_>], entries: &[Entry], layout: Layout) -> Book {
    let mut workbook = Workbook::new(questions, layout).unwrap();
    for entry in entries {
        workbook.add(entry).unwrap();
    }
    let bytes = workbook.into_bytes(&statistics(questions, entries)).unwrap();
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The cell below a header.
#[track_caller]
fn under(rows: &[Vec<String>], header: &str, row: usize) -> String {
    let column = rows[0].iter().position(|name| name == header).unwrap_or_else(|| panic!("no {header}: {:?}", rows[0]));
    rows[row][column].clone()
}

fn human() -> Layout {
    Layout { human: true, ..Layout::default() }
}

#[test]
fn a_row_a_candidate() {
    let rubric = two_points();
    let question = Question { id: String::new(), rubric: &rubric };
    let mut book = book(&[question], &four(&rubric), human());
    assert_eq!(book.sheet_names(), ["总表", "依据", "_yuejuan", "采分点"]);
    let lines = |rows: Vec<Vec<String>>| rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("class_workbook", lines(rows(&mut book, "总表")));
    insta::assert_snapshot!("class_workbook_keypoints", lines(rows(&mut book, "采分点")));
    let hidden = rows(&mut book, "_yuejuan");
    assert_eq!(hidden[0], ["submission_id", "question_id", "rubric_id", "rubric_revision"]);
    assert_eq!(hidden[2], ["2", "", "city", &rubric.revision]);
    let hidden: Vec<&str> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != calamine::SheetVisible::Visible)
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(hidden, ["_yuejuan"]);
}

#[test]
fn english_headers_are_those_that_reviews_are_read_by() {
    let rubric = two_points();
    let layout = Layout { language: Language::English, ..Layout::default() };
    for (id, headers) in [
        ("1", &["id", "question", "reviewed score", "review note"][..]),
        ("", &["id", "reviewed score", "review note"][..]),
    ] {
        let mut book = book(&[Question { id: id.to_owned(), rubric: &rubric }], &four(&rubric), layout);
        let rows = rows(&mut book, "Summary");
        let found: Vec<&str> = rows[0].iter().map(String::as_str).filter(|name| headers.contains(name)).collect();
        assert_eq!(found, headers);
        assert_eq!(rows[0].iter().any(|name| name == "question"), !id.is_empty(), "one question needs no number");
    }
}

#[test]
fn no_cell_starts_a_formula() {
    let rubric = two_points();
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "＋1", "'=1", "=cmd|'/c calc'!A0"] {
        assert!(defused(text).starts_with('\''), "{text:?}");
        assert_eq!(undefused(&defused(text)), text);
        let mut entry = entry(&rubric, text, BOTH);
        let candidate = &mut entry.candidate;
        (candidate.name, candidate.number, candidate.class) = (text.to_owned(), text.to_owned(), text.to_owned());
        entry.feedback.keypoints[0].message = text.to_owned();
        entry.feedback.keypoints[0].evidence[0].quote = text.to_owned();
        let mut book = book(&[Question { id: String::new(), rubric: &rubric }], &[entry], human());
        for sheet in book.sheet_names() {
            assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet}: a formula");
            for row in book.worksheet_range(&sheet).unwrap().rows() {
                for cell in row {
                    if let Data::String(cell) = cell {
                        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋']), "{sheet}: {cell:?}");
                    }
                }
            }
        }
        let rows = rows(&mut book, "总表");
        // A line break at the end of a cell may be lost; ids hold none.
        assert_eq!(undefused(&under(&rows, "编号", 1)).trim(), text.trim(), "the key is not what it was");
    }
    for text in ["", "一是", "a=b", "'quoted'", "1-2"] {
        assert_eq!(defused(text), text);
    }
}

#[test]
fn what_a_cell_cannot_hold_is_replaced_or_cut() {
    let rubric = two_points();
    let mut entry = entry(&rubric, "1", BOTH);
    entry.candidate.name = "张\u{0}\u{8}\u{1b}三\u{FFFF}\r\n_x0041_".to_owned();
    entry.feedback.keypoints[0].message = "长😀".repeat(20_000);
    let mut book = book(&[Question { id: String::new(), rubric: &rubric }], &[entry], human());
    let summary = rows(&mut book, "总表");
    assert_eq!(under(&summary, "姓名", 1), "张���三�\n_x0041_");
    let message = under(&rows(&mut book, "依据"), "说明", 1);
    assert!(message.encode_utf16().count() <= 32_767 && message.ends_with("…（过长，已截断）"), "{}", message.len());
}

#[test]
fn several_questions_have_a_sheet_each() {
    let (one, essay, any) = (two_points(), shipped("city-blank-essay").unwrap(), any_one());
    let id = |name: &str| name.to_owned();
    let questions = [
        Question { id: id("一"), rubric: &one },
        Question { id: id("二:[/]*?\\"), rubric: &essay },
        Question { id: id("三"), rubric: &any },
    ];
    let mut entries = vec![
        entry(&one, "a", FIRST),
        entry(&essay, "a", essay.references().next().unwrap()),
        entry(&any, "a", BOTH),
        entry(&one, "b", BOTH),
    ];
    for (entry, at) in entries.iter_mut().zip([0, 1, 2, 0]) {
        entry.question_id.clone_from(&questions[at].id);
    }
    let mut book = book(&questions, &entries, Layout::default());
    let names = book.sheet_names();
    assert_eq!((names.len(), names[0].as_str(), names[1].as_str(), names[3].as_str()), (7, "总表", "1 一", "3 三"));
    let summary = rows(&mut book, "总表");
    assert_eq!(summary.len(), 5);
    assert_eq!((under(&summary, "得分", 1), under(&summary, "满分", 1)), ("4".to_owned(), "10".to_owned()));
    let essay = entries[1].feedback.essay.as_ref().unwrap();
    assert!(under(&summary, "估分区间", 2).starts_with(&format!("{}–{} ", essay.low, essay.high)));
    assert_eq!(rows(&mut book, "1 一").len(), 3);
    let third = rows(&mut book, "3 三");
    let marks: Vec<&str> = third[1].iter().map(String::as_str).filter(|cell| ["5", "组满"].contains(cell)).collect();
    assert_eq!(
        marks,
        ["5", "5", "5", "组满"],
        "score, marks, one keypoint, and the one that its group has no room for"
    );
}
