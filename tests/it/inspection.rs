//! Inspections without a rubric: the genres, the command, the JSON and the RPC.

use serde_json::{Value, json};
use tonic::Code;
use yuejuan::feedback::Language;
use yuejuan::grading::{Submission, grade};
use yuejuan::inspection::inspect;
use yuejuan::points::Points;
use yuejuan::rubric::{ElementKind, ElementPlace, Requirement, genre, genres, shipped};
use yuejuan::service::Limits;
use yuejuan::wire::pb::inspection_service_client::InspectionServiceClient;
use yuejuan::wire::{feedback_json, inspection_json_pretty, pb};

use crate::cli::{check, file, folder, run, run_with_stdin, stdout};
use crate::service::{Served, told};

const TEXT: &str = "😀爱护河道倡议书\n全体居民：\n一、不往河里倒垃圾，也劝别人不倒，守住门前的一湾清水。\n三、看见漂浮物随手捞起来。\n××社区居委会";

// === genres ===

#[test]
fn genres_ask_for_what_they_are_marked_by() {
    let document = "title addressee body signature date";
    let speech = "title addressee body";
    let bare = "title body";
    for (names, expected) in [
        ("通知 通告 报告 意见 函 倡议书 公开信 建议书", document),
        ("讲话稿 发言稿 经验发言", speech),
        ("提纲 实施方案 工作要点 调研报告 短评 新闻稿 简报 编者按 工作总结 经验材料 情况汇报 政策解读", bare),
    ] {
        for name in names.split(' ') {
            let genre = genre(name).unwrap_or_else(|| panic!("no genre {name}"));
            let required: Vec<Value> = genre.required().map(|kind| json!(kind)).collect();
            let expected: Vec<Value> = expected.split(' ').map(|kind| json!(kind)).collect();
            assert_eq!(required, expected, "{name}");
        }
    }
}

#[test]
fn each_name_of_a_genre_is_its_own() {
    let mut names: Vec<&str> = Vec::new();
    for genre in genres() {
        assert!((200..=300).contains(&genre.points.hundredths()), "{}", genre.name);
        assert_eq!(genre.requirement(ElementKind::Body), Some(Requirement::Required), "{}", genre.name);
        names.push(&genre.name);
        names.extend(genre.aliases.iter().map(String::as_str));
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name stands twice");
    for (alias, name) in [("讲话提纲", "提纲"), ("倡议", "倡议书"), (" 通知 ", "通知"), ("汇报材料", "情况汇报")]
    {
        assert_eq!(genre(alias).unwrap().name, name, "{alias}");
    }
    assert!(genre("").is_none() && genre("诗歌").is_none());
    let place = |name: &str| genre(name).unwrap().place(ElementKind::Date);
    assert_eq!((place("通知"), place("讲话稿")), (ElementPlace::Tail, ElementPlace::TailOrByline));
}

#[test]
fn format_marks_are_spread_in_halves() {
    for (name, points, expected) in [
        ("倡议书", 300, vec![1.0, 1.0, 0.0, 0.5, 0.5]),
        ("倡议书", 200, vec![0.5, 0.5, 0.0, 0.5, 0.5]),
        ("倡议书", 100, vec![0.5, 0.5, 0.0, 0.0, 0.0]),
        ("倡议书", 175, vec![0.75, 0.5, 0.0, 0.5, 0.0]),
        ("倡议书", 0, vec![0.0; 5]),
        ("讲话稿", 200, vec![1.0, 1.0, 0.0]),
        ("提纲", 200, vec![2.0, 0.0]),
    ] {
        let genre = genre(name).unwrap();
        let format = genre.format(Points::from_hundredths(points), genre.required());
        let spread: Vec<f64> = format.elements.iter().map(|element| element.points).collect();
        assert_eq!((format.genre.as_str(), spread), (name, expected), "{name} {points}");
    }
}

// === the command ===

#[test]
fn inspect_reads_files_and_stdin() {
    let folder = folder("inspect");
    let path = file(&folder, "a.txt", TEXT);
    for arguments in [
        vec!["inspect", &path, "--genre", "倡议书"],
        vec!["inspect", "-", "-g", "倡议信"],
        vec!["inspect", "-g", "倡议"],
    ] {
        let output = run_with_stdin(&arguments, TEXT);
        check(&output, 0, "");
        let shown = stdout(&output);
        for part in
            ["一、", "漏号", "✓ 标题  (必备) 「😀爱护河道倡议书」", "✗ 日期  (必备)", "倡议书缺少：日期", "50 字 (han"]
        {
            assert!(shown.contains(part), "{part} is not in: {shown}");
        }
    }
    let output = run_with_stdin(&["inspect", "--language", "en"], "只有一句话");
    check(&output, 0, "");
    assert!(stdout(&output).contains("no numbering") && !stdout(&output).contains("required"), "{}", stdout(&output));
}

#[test]
fn inspect_tells_what_was_wrong_with_the_call() {
    let folder = folder("inspect-wrong");
    let path = file(&folder, "a.txt", TEXT);
    check(&run(&["inspect", &path, "--genre", "诗歌"]), 2, "no genre `诗歌`; the known ones are 通知、");
    check(&run(&["inspect", &path, "--format", "xml"]), 2, "json");
    check(&run(&["inspect", &path, &path]), 2, "Usage");
    check(&run(&["inspect", folder.join("none.txt").to_str().unwrap()]), 1, "none.txt: ");
    check(&run(&["inspect", &file(&folder, "b.txt", [0xFF])]), 1, "b.txt: not valid UTF-8 at byte 0");
}

#[test]
fn json_is_that_of_the_message() {
    let output = run_with_stdin(&["inspect", "-", "-g", "倡议书", "-f", "json"], TEXT);
    check(&output, 0, "");
    let json: Value = serde_json::from_str(stdout(&output)).unwrap();
    let inspection = inspect(TEXT, genre("倡议书"), Language::Chinese);
    assert_eq!(stdout(&output), inspection_json_pretty(&inspection, TEXT) + "\n");
    let name = |kind: &str, requirement: &str| {
        json!([format!("FORMAT_ELEMENT_KIND_{kind}"), format!("ELEMENT_REQUIREMENT_{requirement}")])
    };
    let kinds =
        json["elements"].as_array().unwrap().iter().map(|element| json!([element["kind"], element["requirement"]]));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            name("TITLE", "REQUIRED"),
            name("ADDRESSEE", "REQUIRED"),
            name("BODY", "REQUIRED"),
            name("CLOSING", "OPTIONAL"),
            name("SIGNATURE", "REQUIRED"),
            name("DATE", "REQUIRED"),
        ]
    );
    assert_eq!(json["missing"], json!(["FORMAT_ELEMENT_KIND_DATE"]));
    assert_eq!(json["markers"][1]["family"], "MARKER_FAMILY_HAN_COMMA");
    assert_eq!(json["faults"][0]["kind"], "STRUCTURE_FAULT_KIND_GAP");
    assert_eq!(
        json["elements"][5],
        json!({"kind": "FORMAT_ELEMENT_KIND_DATE", "requirement": "ELEMENT_REQUIREMENT_REQUIRED", "present": false, "start": 0, "end": 0, "quote": ""})
    );
    for element in json["elements"].as_array().unwrap() {
        let (start, end) = (element["start"].as_u64().unwrap() as usize, element["end"].as_u64().unwrap() as usize);
        let quoted: String = TEXT.chars().skip(start).take(end - start).collect();
        assert_eq!(element["quote"], quoted);
        assert_eq!(element["present"], !quoted.is_empty());
    }
}

#[test]
fn every_kind_of_element_has_its_name_on_the_wire() {
    let text = "节约粮食倡议书\n〔2024〕3号\n全体市民：\n节约粮食是传统美德，为此我们发出倡议：按需点菜，吃不完打包带走，在家按人口做饭，不比阔气。\n谢谢大家！\n附件：打包盒样式\n市文明办\n2024年1月15日";
    let submission = Submission { id: "1", text, language: Language::Chinese };
    let feedback = grade(&shipped("clean-plate-proposal").unwrap(), &submission);
    let json: Value = serde_json::from_str(&feedback_json(&feedback, text)).unwrap();
    let mut lines = text.lines();
    for (element, kind) in json["format"]["elements"].as_array().unwrap().iter().zip([
        "TITLE",
        "DOCUMENT_NUMBER",
        "ADDRESSEE",
        "BODY",
        "CLOSING",
        "ATTACHMENT",
        "SIGNATURE",
        "DATE",
    ]) {
        assert_eq!(element["kind"], format!("FORMAT_ELEMENT_KIND_{kind}"));
        assert_eq!((&element["present"], &element["quote"]), (&json!(true), &json!(lines.next().unwrap())));
        let asked = ["TITLE", "ADDRESSEE", "SIGNATURE", "DATE"].contains(&kind);
        assert_eq!(element["required"], asked, "{kind}");
    }
    assert_eq!(lines.next(), None);
}

// === the RPC ===

#[tokio::test]
async fn inspect_text_answers_as_the_library_does() {
    let served = Served::new(Limits::default()).await;
    let mut client = InspectionServiceClient::new(served.channel.clone());
    for text in [TEXT.to_owned(), String::new(), TEXT.repeat(200)] {
        let request = pb::InspectTextRequest { text: text.clone(), genre: "倡议".to_owned(), language: 2 };
        let response = client.inspect_text(request).await.unwrap().into_inner();
        let expected = inspect(&text, genre("倡议书"), Language::English);
        assert_eq!(serde_json::to_string_pretty(&response).unwrap(), inspection_json_pretty(&expected, &text));
    }
}

#[tokio::test]
async fn inspect_text_tells_all_that_is_wrong() {
    let served = Served::new(Limits { text_bytes: 60, ..Limits::default() }).await;
    let mut client = InspectionServiceClient::new(served.channel.clone());
    for (text, genre, language, reason, fields) in [
        (TEXT, "", 0, "TEXT_TOO_LONG", &["text"][..]),
        ("短", "诗歌", 0, "GENRE_UNKNOWN", &["genre"]),
        ("短", "", 9, "LANGUAGE_UNKNOWN", &["language"]),
        (TEXT, "诗歌", 9, "TEXT_TOO_LONG", &["text", "genre", "language"]),
    ] {
        let request = pb::InspectTextRequest { text: text.to_owned(), genre: genre.to_owned(), language };
        let status = client.inspect_text(request).await.unwrap_err();
        assert_eq!(
            told(&status),
            (Code::InvalidArgument, reason.to_owned(), fields.iter().map(ToString::to_string).collect())
        );
        assert!(!status.message().contains("河道"), "an error quotes the text: {status}");
    }
    let request = pb::InspectTextRequest { text: String::new(), genre: "诗".repeat(1000), language: 0 };
    let status = client.inspect_text(request).await.unwrap_err();
    for known in genres() {
        assert!(status.message().contains(&known.name), "{} is not named in {}", known.name, status.message());
    }
}
