//! The page and the sheets: hostile texts do nothing, file names are safe, nothing is fetched.

use yuejuan::class::likeness::{Group, SharedPassage};
use yuejuan::class::{ModelAnswer, Question};
use yuejuan::feedback::{Flag, FlagCode, Language};
use yuejuan::report::class::{ClassPage, FileNames, class_page, sheet_page};
use yuejuan::rubric::{shipped, shipped_ids};
use yuejuan::span::Span;

use super::*;

const HOSTILE: &str =
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)></style></title><b>{{ 7 }}\u{202E}\u{0}";

fn hostile() -> Entry {
    let rubric = two_points();
    let mut entry = entry(&rubric, HOSTILE, &format!("{BOTH}{HOSTILE}"));
    HOSTILE.clone_into(&mut entry.candidate.name);
    HOSTILE.clone_into(&mut entry.candidate.number);
    HOSTILE.clone_into(&mut entry.candidate.class);
    entry.human.score = Some(marks(1.0));
    entry
}

#[track_caller]
fn is_harmless(html: &str) {
    for markup in
        ["<script", "<img", "</style></title>", "<b>{", "\u{202E}", "\u{0}", "http:", "https:", "<iframe", "@import"]
    {
        assert!(!html.contains(markup), "{markup}");
    }
    assert!(html.contains("&lt;script&gt;") || html.contains("&#60;script&#62;"), "the text is gone");
}

#[test]
fn a_sheet_runs_no_markup() {
    let mut rubric = two_points();
    rubric.title = HOSTILE.to_owned();
    rubric.draft.question = HOSTILE.to_owned();
    for language in [Language::Chinese, Language::English] {
        is_harmless(&sheet_page(&hostile(), &rubric, ModelAnswer::new(&rubric).as_ref(), language).unwrap());
    }
}

#[test]
fn the_page_runs_no_markup() {
    let mut rubric = two_points();
    rubric.title = HOSTILE.to_owned();
    let entries = [hostile(), hostile()];
    let question = Question { id: String::new(), rubric: &rubric };
    let class = statistics(&[question], &entries);
    let whole = Span { start: 0, end: entries[0].answer.len() };
    let alike = [Group {
        entries: vec![0, 1],
        pair: (0, 1),
        similarity: 1.0,
        passages: vec![SharedPassage { one: whole, other: whole }],
    }];
    let mut names = FileNames::default();
    let sheets: Vec<String> = entries.iter().map(|entry| names.name(entry)).collect();
    for language in [Language::Chinese, Language::English] {
        let page = ClassPage {
            title: HOSTILE,
            statistics: &class,
            sheets: &sheets,
            alike: &alike,
            entry: &|number| entries.get(number),
            language,
        };
        let html = class_page(&page).unwrap();
        is_harmless(&html);
        assert!(html.contains(&format!("href=\"sheets/{}\"", sheets[0])));
    }
}

#[test]
fn a_class_of_nobody_has_a_page() {
    let rubric = two_points();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &[]);
    let page = ClassPage {
        title: "",
        statistics: &class,
        sheets: &[],
        alike: &[],
        entry: &|_| None,
        language: Language::Chinese,
    };
    assert!(class_page(&page).unwrap().contains("没有作答"));
}

/// The text of a page as lines, without style and markup.
fn words(html: &str) -> String {
    let body = html.split("<main>").nth(1).unwrap();
    let mut text = String::new();
    for piece in body.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        if ["/p", "/h1", "/h2", "/h3", "/li", "/div", "/dl", "/tr"].contains(&tag) {
            text.push('\n');
        }
        text.push_str(rest);
    }
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    lines.join("\n").replace(env!("CARGO_PKG_VERSION"), "VERSION").replace("&#39;", "'").replace("&#34;", "\"")
}

#[test]
fn a_sheet_reads_well() {
    let rubric = two_points();
    let sheet = sheet_page(&four(&rubric)[1], &rubric, ModelAnswer::new(&rubric).as_ref(), Language::Chinese).unwrap();
    insta::assert_snapshot!("class_sheet", words(&sheet));
}

#[test]
fn the_page_reads_well() {
    let rubric = two_points();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &four(&rubric));
    let page = ClassPage {
        title: "甲乙两班",
        statistics: &class,
        sheets: &[],
        alike: &[],
        entry: &|_| None,
        language: Language::Chinese,
    };
    insta::assert_snapshot!("class_page", words(&class_page(&page).unwrap()));
}

#[test]
fn the_page_names_the_least_sure_and_only_counts_close_calls() {
    let rubric = two_points();
    let mut entries = four(&rubric);
    entries[1].feedback.keypoints[0].confidence = 1.0;
    entries[1].feedback.keypoints[1].confidence = 0.5;
    let mut flag =
        Flag { code: FlagCode::Borderline, keypoint_id: "k2".to_owned(), message: String::new(), evidence: Vec::new() };
    entries[1].feedback.flags.push(flag.clone());
    flag.code = FlagCode::KeywordList;
    entries[2].feedback.flags.push(flag);
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &entries);
    let page = ClassPage {
        title: "",
        statistics: &class,
        sheets: &[],
        alike: &[],
        entry: &|_| None,
        language: Language::Chinese,
    };
    let words = words(&class_page(&page).unwrap());
    let part = |from: &str, to: &str| words.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let first = part("先看这几份：引擎最没把握", "各采分点得分率");
    assert!(first.contains("白二") && first.contains("0.70") && first.contains("k2 未答"), "{first}");
    assert!(!first.contains("安一") && !first.contains("陈三"), "{first}");
    let flags = part("提示（", "临界的考生");
    assert!(flags.contains("陈三") && !flags.contains("白二") && flags.contains("临界1"), "{flags}");
}

#[test]
fn a_sheet_says_nothing_twice() {
    let groups: &[(&str, &[(u32, &str)])] = &[("", &[(4, "扩大绿地面积"), (6, "完善公交线路")])];
    let rubric = compiled(&source("city", "概括做法，分条作答。", "[structure]\nitemized = true", groups));
    let mut entry = entry(&rubric, "20250001", BOTH);
    entry.candidate.number = "20250001".to_owned();
    let fault = entry.feedback.structure.faults[0].message.clone();
    assert!(entry.feedback.deductions[0].message.contains(&fault), "the fault costs marks");
    let sheet = words(&sheet_page(&entry, &rubric, None, Language::Chinese).unwrap());
    assert_eq!(sheet.matches(&fault).count(), 1, "{sheet}");
    assert_eq!(sheet.matches("20250001").count(), 1, "{sheet}");
}

#[test]
fn wordings_kept_for_markers_are_on_no_sheet() {
    let groups: &[(&str, &[(u32, &str)])] = &[("", &[(4, "扩大绿地面积"), (6, "完善公交线路")])];
    let rubric =
        compiled(&source("kept", "概括做法。", "wordings_visible = false\n[structure]\nitemized = false", groups));
    let open = two_points();
    let model = ModelAnswer::new(&open);
    let sheet = sheet_page(&entry(&rubric, "1", FIRST), &rubric, model.as_ref(), Language::Chinese).unwrap();
    assert!(!sheet.contains("公交") && sheet.contains("k2"), "{sheet}");
}

#[test]
fn an_essay_has_a_range_and_no_mark_on_its_sheet() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        let Some(reference) = rubric.references().next().filter(|_| rubric.essay.is_some()) else { continue };
        let entry = entry(&rubric, "1", reference);
        let sheet = sheet_page(&entry, &rubric, None, Language::Chinese).unwrap();
        let essay = entry.feedback.essay.as_ref().unwrap();
        assert!(sheet.contains(&format!("<b>{}–{}</b>", essay.low, essay.high)));
        assert!(!sheet.contains(&format!("<b>{}</b>", entry.feedback.score)));
    }
}

#[test]
fn file_names_are_safe_and_unique() {
    let long = "很".repeat(300);
    let ids = [
        "a/b", "a\\b", "a:b", "../..", "..", ".", "", " ", "CON", "con", "Con.html", "nul", "COM1", "lpt9", "ab", "AB",
        "aB", "ab", "😀", "😀😀", &long, &long, "名 字", "名-字", "a\u{0}b", "é", "-rf", "a.", "a b ",
    ];
    let mut names = FileNames::default();
    let given: Vec<String> = ids.iter().map(|id| names.take(&[id])).collect();
    let mut folded: Vec<String> = given.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), ids.len(), "{given:?}");
    for name in &given {
        let stem = name.strip_suffix(".html").unwrap();
        assert!(name.len() <= 255 && !stem.is_empty() && !stem.starts_with('-'), "{name}");
        assert!(
            stem.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c) || ('一'..='鿿').contains(&c)),
            "{name}"
        );
        assert!(!["con", "nul", "com1", "lpt9"].contains(&stem.to_lowercase().as_str()), "{name}");
    }
}
