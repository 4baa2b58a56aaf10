//! The report for a terminal, on feedback made by hand.

use yuejuan::feedback::*;
use yuejuan::points::Points;
use yuejuan::report::text::{Style, render};
use yuejuan::rubric::{Depth, ElementKind};
use yuejuan::span::Span;
use yuejuan::text::{CountMode, Counts};

const ANSWER: &str = "一是数据难以共享，形成信息孤岛，部门之间互不联通；\n二是人材不足，没有专门的技术人员。三是资金十分充足。\u{1b}[31m";
const TITLE: &str = "数字政府建设的障碍";

fn points(marks: f64) -> Points {
    Points::from_f64(marks).unwrap()
}

/// A passage of the answer, which must be in it.
fn evidence(quote: &str, reason: EvidenceReason) -> Evidence {
    let start = ANSWER.find(quote).unwrap();
    Evidence { span: Span { start, end: start + quote.len() }, quote: quote.to_owned(), reason }
}

fn keypoint(id: &str, point: &str, marks: (f64, f64), coverage: Coverage, evidence: Vec<Evidence>) -> KeypointFeedback {
    KeypointFeedback {
        keypoint_id: id.to_owned(),
        group_id: "g".to_owned(),
        point: point.to_owned(),
        points: points(marks.0),
        max_points: points(marks.1),
        coverage,
        similarity: 0.5,
        confidence: 0.75,
        counted: true,
        evidence,
        missing: Vec::new(),
        message: String::new(),
    }
}

fn keypoints() -> Vec<KeypointFeedback> {
    use EvidenceReason::{KnownExpression, Opposite, SameWords, WrongCharacter};
    let mut partial = keypoint(
        "k2",
        "部门之间数据不通，形成信息孤岛",
        (1.5, 3.0),
        Coverage::Partial,
        vec![evidence("信息孤岛，部门之间", KnownExpression)],
    );
    partial.missing = vec!["数据壁垒".to_owned(), "重复建设".to_owned()];
    "说到了信息孤岛，没有说重复建设。".clone_into(&mut partial.message);
    let mut surplus = keypoint("k6", "", (0.0, 2.0), Coverage::Full, vec![evidence("没有专门的技术人员", SameWords)]);
    surplus.counted = false;
    vec![
        keypoint(
            "k1",
            "数据难以共享",
            (3.0, 3.0),
            Coverage::Full,
            vec![evidence("数据难以共享，形成信息孤岛", SameWords)],
        ),
        partial,
        keypoint("k3", "人才不足", (2.0, 2.0), Coverage::Full, vec![evidence("人材不足", WrongCharacter)]),
        keypoint("k4", "资金缺乏", (0.0, 2.0), Coverage::Contradicted, vec![evidence("资金十分充足", Opposite)]),
        keypoint("k5", "群众不会使用", (0.0, 2.0), Coverage::Missed, Vec::new()),
        surplus,
    ]
}

fn structure() -> StructureFeedback {
    let fault = StructureFault {
        kind: StructureFaultKind::Gap,
        message: "“三是”之前缺少“二是”".to_owned(),
        evidence: vec![evidence("三是", EvidenceReason::Rule)],
    };
    StructureFeedback { markers: Vec::new(), faults: vec![fault], message: "分条作答，编号有误。".to_owned() }
}

fn format() -> FormatFeedback {
    let element = |kind, required, evidence, marks| ElementFeedback {
        kind,
        required,
        evidence,
        points: points(marks),
        max_points: points(1.0),
    };
    let body = evidence("一是数据难以共享，形成信息孤岛，部门之间互不联通；\n二是人材不足", EvidenceReason::Rule);
    let elements =
        vec![element(ElementKind::Title, true, None, 0.0), element(ElementKind::Body, false, Some(body), 1.0)];
    FormatFeedback { genre: "倡议书".to_owned(), elements, message: String::new() }
}

fn feedback() -> Feedback {
    let part = |kind, given, most| Part { kind, points: points(given), max_points: points(most) };
    let deduction = Deduction {
        rule: "length.under".into(),
        part: PartKind::Length,
        points: points(1.0),
        reduced: true,
        message: "不足 60 字".to_owned(),
        evidence: Vec::new(),
    };
    let note = LanguageNote {
        kind: LanguageNoteKind::WrongCharacter,
        message: "“才”写成了“材”".to_owned(),
        suggestion: "人才".to_owned(),
        evidence: evidence("人材", EvidenceReason::WrongCharacter),
    };
    let flag = Flag {
        code: FlagCode::Borderline,
        keypoint_id: "k2".to_owned(),
        message: "刚好过线，请复核".to_owned(),
        evidence: Vec::new(),
    };
    Feedback {
        submission_id: "s-001".to_owned(),
        rubric_id: "obstacles".to_owned(),
        rubric_revision: "0123456789abcdef".to_owned(),
        engine_version: "1".into(),
        reading: Depth::Fast,
        score: points(6.5),
        max_score: points(15.0),
        parts: vec![
            part(PartKind::Content, 6.5, 14.0),
            part(PartKind::Format, 1.0, 1.0),
            part(PartKind::Structure, 0.0, 0.0),
            part(PartKind::Length, -1.0, 0.0),
        ],
        keypoints: keypoints(),
        length: LengthFeedback {
            mode: CountMode::Word,
            count: 52,
            counts: Counts::default(),
            min: Some(60),
            max: Some(200),
            verdict: LengthVerdict::Under,
            message: String::new(),
        },
        structure: structure(),
        format: format(),
        language: vec![note],
        estimated: false,
        essay: None,
        material: None,
        calibration: None,
        deductions: vec![deduction],
        flags: vec![flag],
        summary: "数据共享答得完整；资金一点与材料相反，群众使用一点未答。".to_owned(),
    }
}

/// The same as an essay.
fn essay() -> Feedback {
    let check =
        |kind, passed, message: &str, evidence| EssayCheck { kind, passed, message: message.to_owned(), evidence };
    let rule = |quote| vec![evidence(quote, EvidenceReason::Rule)];
    let mut feedback = feedback();
    feedback.estimated = true;
    feedback.keypoints.truncate(2);
    feedback.keypoints.iter_mut().for_each(|keypoint| keypoint.counted = false);
    let part = |kind, given, most| Part { kind, points: points(given), max_points: points(most) };
    feedback.parts = vec![part(PartKind::Length, -1.0, 0.0), part(PartKind::Essay, 29.0, 40.0)];
    (feedback.score, feedback.max_score) = (points(28.0), points(40.0));
    let quotation = QuotationFeedback {
        index: 0,
        quotation: "人才不足，事业难兴".to_owned(),
        evidence: evidence("人材不足", EvidenceReason::Rule),
    };
    feedback.essay = Some(EssayFeedback {
        checks: vec![
            check(EssayCheckKind::Title, false, "没有标题。", vec![]),
            check(EssayCheckKind::Thesis, true, "开头亮出了总论点。", rule("形成信息孤岛")),
            check(EssayCheckKind::Quotations, true, "引用了1处名言。", rule("人材不足")),
        ],
        quotations: vec![quotation],
        band_low: "二类文".to_owned(),
        band_high: "一类文".to_owned(),
        low: points(24.0),
        high: points(32.0),
        confidence: 0.6,
        reasons: vec!["没有认出总论点：低约4分。".to_owned()],
    });
    feedback.material = Some(MaterialFeedback {
        copied: 14,
        count: 60,
        share: 14.0 / 60.0,
        runs: rule("没有专门的技术人员"),
        message: "抄录给定资料14字，占全文60字的23%。".to_owned(),
    });
    feedback
}

fn plain(width: usize) -> Style {
    Style { color: false, width }
}

#[test]
fn chinese_without_colour() {
    insta::assert_snapshot!(render(&feedback(), ANSWER, TITLE, plain(60), Language::Chinese));
}

#[test]
fn english_without_colour() {
    insta::assert_snapshot!(render(&feedback(), ANSWER, TITLE, plain(80), Language::English));
}

#[test]
fn an_essay_has_a_range_and_no_mark() {
    let report = render(&essay(), ANSWER, TITLE, plain(80), Language::Chinese);
    assert!(!report.contains("28") && !report.contains("29"), "{report}");
    insta::assert_snapshot!(report);
}

#[test]
fn an_essay_in_english() {
    insta::assert_snapshot!(render(&essay(), ANSWER, TITLE, plain(80), Language::English));
}

#[test]
fn colour_changes_no_word_but_brackets() {
    let colored = render(&feedback(), ANSWER, TITLE, Style { color: true, width: 60 }, Language::Chinese);
    // `\e` stands for the escape character.
    insta::assert_snapshot!(colored.replace('\u{1b}', "\\e"));
}

#[test]
fn no_line_is_wider_than_asked_for_and_none_opens_with_a_closing_mark() {
    use unicode_width::UnicodeWidthStr;
    for width in [20, 33, 60, 100] {
        for line in render(&feedback(), ANSWER, TITLE, plain(width), Language::Chinese).lines() {
            assert!(line.width() <= width, "{} > {width}: {line}", line.width());
            // A stretch that is too wide for a line is broken anywhere; 33 columns are enough for all of these.
            assert!(width < 33 || !line.trim_start().starts_with(['，', '。', '；', '」']), "{line}");
        }
    }
}

#[test]
fn an_answer_cannot_steer_the_terminal() {
    assert!(!render(&feedback(), ANSWER, TITLE, plain(60), Language::Chinese).contains('\u{1b}'));
}

#[test]
fn an_empty_answer_is_said_to_be_blank() {
    let mut feedback = feedback();
    feedback.keypoints.clear();
    feedback.language.clear();
    let report = render(&feedback, " \n", TITLE, plain(60), Language::Chinese);
    assert!(report.contains("【作答】\n  （空白）\n"), "{report}");
}
