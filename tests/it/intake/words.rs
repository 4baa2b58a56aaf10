//! What is said of what cannot be read: each in Chinese and in English, with what to do, on one line.

use std::io::{Error, ErrorKind};

use yuejuan::feedback::Language;
use yuejuan::intake::{Decided, Problem, Reason};
use yuejuan::points::Points;
use yuejuan::text::fold::is_han;

/// Names of columns that English messages give as they stand in files.
const HEADERS: [&str; 4] = ["作答", "编号", "复核分", "姓名"];

fn reasons() -> Vec<Reason> {
    vec![
        Reason::unreadable(&Error::from(ErrorKind::NotFound)),
        Reason::unreadable(&Error::from(ErrorKind::PermissionDenied)),
        Reason::EmptyFolder,
        Reason::Foreign,
        Reason::Locked,
        Reason::LargeFile(64 << 20),
        Reason::NoText(3),
        Reason::LongAnswer(300_000),
        Reason::NoAnswers,
        Reason::LongRow,
        Reason::Unclosed,
        Reason::LongLine,
        Reason::NoJson(3),
        Reason::NoObject,
        Reason::RepeatedKey,
        Reason::MissingKey("id"),
        Reason::NotQuoted,
        Reason::FormulaError,
        Reason::FormulaValue,
        Reason::NoTextCell { is_answer: true },
        Reason::NoMarks,
        Reason::BrokenArchive,
        Reason::LockedArchive,
        Reason::RarelyPacked,
        Reason::ManyEntries,
        Reason::LargeArchive(64 << 20),
        Reason::Bomb,
        Reason::EmptyArchive,
        Reason::InnerArchive,
        Reason::Link,
        Reason::LeadsOut,
        Reason::NoWorkbook,
        Reason::Sheet("Sheet1".to_owned(), Box::new(Reason::ManyCells(7))),
        Reason::BrokenSheet,
        Reason::NoDocument,
        Reason::BrokenDocument,
        Reason::AnotherQuestion,
        Reason::NoRubric,
        Reason::NoShippedRubric,
        Reason::SameId("class.csv:3".to_owned()),
        Reason::NoReview,
        Reason::NoScore,
        Reason::SharedId,
        Reason::SecondRow,
        Reason::MoreThan(Points::from_hundredths(2000)),
        Reason::MarkedAnew,
        Reason::NoSuchAnswer,
    ]
}

#[test]
fn every_reason_is_said_in_both_languages_with_what_to_do() {
    for reason in reasons() {
        let (chinese, english) = (reason.text(Language::Chinese), reason.text(Language::English));
        assert!(chinese.chars().any(is_han) && chinese.contains(['；', '，']), "{chinese}");
        let plain = HEADERS.iter().fold(english.clone(), |text, header| text.replace(header, ""));
        assert!(!plain.chars().any(is_han), "{english}");
        assert!(english.contains([';', ',']), "{english}");
        assert!(!chinese.contains('\n') && !english.contains('\n') && !english.contains("  "), "{english}");
    }
}

#[test]
fn a_problem_is_a_line() {
    let problem = Problem::of_row("class.csv", 3, "得分", Reason::NoScore);
    assert!(problem.line(Language::Chinese).starts_with("class.csv:3：“得分”列：不是分数；"));
    assert!(problem.line(Language::English).starts_with("class.csv:3: column 得分: not a number of marks; "));
    assert!(
        Problem::of_answer("a.zip/b.txt", Reason::Link).line(Language::Chinese).starts_with("a.zip/b.txt：是一个链接")
    );
    assert_eq!(Decided::HiddenSheet("草稿".to_owned()).text(Language::Chinese), "工作表 草稿 是隐藏的，没有读");
}
