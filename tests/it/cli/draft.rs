//! `yuejuan rubric draft` as a teacher calls it: texts, keys in text, CSV and XLSX, and what goes wrong.

use rust_xlsxwriter::Workbook;

use super::{file, folder, run, stdout};

const QUESTION: &str = "概括L县发展林下经济的做法。（6分）要求：分条作答，不超过150字。";
const REFERENCE: &str = "一是在杨树林里种天麻，请农技员上门传授菌种接法。二是由合作社统购蜂蜜，贴同一个商标外销。";

#[test]
fn a_draft_marks_its_own_reference_in_full() {
    let folder = folder("draft");
    let question = file(&folder, "question.txt", QUESTION);
    // As an editor of another age saves it.
    let (gb18030, ..) = encoding_rs::GB18030.encode(REFERENCE);
    let reference = file(&folder, "reference.txt", gb18030);
    // The name of the file gives the id, as far as an id may be such.
    let rubric = folder.join("林下 Woods_1.toml").to_str().unwrap().to_owned();
    let drafted = run(&["rubric", "draft", "--question", &question, "--reference", &reference, "-o", &rubric]);
    assert_eq!(
        (drafted.status.code(), stdout(&drafted).trim_end()),
        (Some(0), &*format!("{rubric}: 2 keypoints, max 6"))
    );
    let toml = std::fs::read_to_string(&rubric).unwrap();
    assert!(
        toml.starts_with("id = \"woods-1\"\n") && toml.contains("\n# 照题目的字数要求\n[length]\nmax = 150\n"),
        "{toml}"
    );

    let checked = run(&["rubric", "check", "--strict", &rubric]);
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    let answer = file(&folder, "answer.txt", REFERENCE);
    let graded = run(&["grade", "--rubric", &rubric, "--format", "jsonl", &answer]);
    let feedback: serde_json::Value = serde_json::from_slice(&graded.stdout).unwrap();
    assert_eq!(feedback["score"], 6.0);

    let path = folder.join("deep.toml").to_str().unwrap().to_owned();
    let arguments =
        ["rubric", "draft", "--question", &question, "--reference", &reference, "--reading", "deep", "-o", &path];
    assert_eq!(run(&arguments).status.code(), Some(0));
    let deep = std::fs::read_to_string(&path).unwrap();
    let written = deep.lines().filter(|line| *line == "reading = \"deep\"").count();
    assert!(written == 1 && !toml.contains("reading"), "{deep}");
}

#[test]
fn keys_come_as_text_and_tables() {
    let folder = folder("draft-key");
    let question = file(&folder, "question.txt", QUESTION);
    let reference = file(&folder, "reference.txt", REFERENCE);
    let text = file(&folder, "key.txt", "1.种天麻，传授菌种接法（4分）\n2.统购蜂蜜（2分）\n");
    let csv = file(
        &folder,
        "key.csv",
        "\u{FEFF}要点,分值,其他说法\n\"种天麻，传授菌种接法\",4,\n统购蜂蜜,2,收购蜂蜜；包销蜂蜜\n",
    );
    let xlsx = folder.join("key.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in
        [["分值", "要点", "其他说法"], ["4", "种天麻，传授菌种接法", ""], ["2", "统购蜂蜜", "收购蜂蜜；包销蜂蜜"]]
            .iter()
            .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap() + 1, u16::try_from(column).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    workbook.save(&xlsx).unwrap();
    for (key, wordings) in [(text.as_str(), 0), (csv.as_str(), 2), (xlsx.to_str().unwrap(), 2)] {
        let drafted = run(&["rubric", "draft", "-q", &question, "--reference", &reference, "--key", key]);
        let draft: toml::Value = toml::from_str(stdout(&drafted)).unwrap_or_else(|_| panic!("{key}: {drafted:?}"));
        let keypoints = draft["groups"][0]["keypoints"].as_array().unwrap();
        let points: Vec<i64> = keypoints.iter().map(|of| of["points"].as_integer().unwrap()).collect();
        assert_eq!(points, [4, 2], "{key}");
        let all = keypoints[1]["wordings"].as_array().unwrap();
        // The key's own, and the one that the reference lends.
        assert_eq!(all.len(), wordings + 1, "{key}: {all:?}");
    }
}

#[test]
fn what_cannot_be_used_is_named() {
    let folder = folder("draft-bad");
    let question = file(&folder, "question.txt", QUESTION);
    let reference = file(&folder, "reference.txt", REFERENCE);
    let bad_key = file(&folder, "bad.csv", "要点,分值\n种天麻,四分\n");
    let no_book = file(&folder, "bad.xlsx", "PK\u{3}\u{4} not a workbook");
    let check = |arguments: &[&str], expected: &str| {
        let output = run(&[&["rubric", "draft", "-q", question.as_str()], arguments].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains(expected), "{arguments:?}: {told}");
    };
    check(&[], "no reference answer and no key; give at least one of them");
    check(&["--reference", "nowhere.txt"], "nowhere.txt: ");
    check(&["--reference", &reference, "--max-score", "0"], "--max-score 0: use a multiple of 0.01 above 0");
    check(&["--key", &bad_key], "bad.csv: row 2: \"四分\" is no marks; use a number above 0");
    check(&["--key", &no_book], "bad.xlsx: not a readable XLSX workbook");
}
