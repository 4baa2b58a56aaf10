//! Files that try to do harm: bombs, cells without end, cells that mean something to programs.

use std::fmt::Write;

use rust_xlsxwriter::Workbook;

use super::{check, zip};

#[test]
fn bombs_are_not_unpacked() {
    let zeros = vec![b'0'; 16 << 20];
    check(
        "bomb.zip",
        zip(&[("a.txt", &zeros), ("b.txt", b"x")]),
        &["problem bomb.zip/a.txt: it unpacks to more than 250 times its size…", "bomb.zip/b.txt|b|||||||x"],
    );
    let large = vec![b' '; 65 << 20];
    check("bomb.docx", zip(&[("word/document.xml", &large)]), &["problem bomb.docx: it unpacks to more than 64 MiB…"]);
    let deep = "<w:p>".repeat(10_000);
    check(
        "deep.docx",
        zip(&[("word/document.xml", deep.as_bytes())]),
        &["problem deep.docx: its markup cannot be read…"],
    );
}

#[test]
fn entities_do_not_grow() {
    let laughs = "<!DOCTYPE a [<!ENTITY b \"哈哈\"><!ENTITY c \"&b;&b;\">]><w:p><w:r><w:t>甲&c;乙</w:t></w:r></w:p>";
    check("e.docx", zip(&[("word/document.xml", laughs.as_bytes())]), &["e.docx|e|||||||甲乙"]);
}

#[test]
fn a_cell_without_end_costs_its_own_row() {
    let long = "长".repeat(4 << 20);
    let file = format!("姓名,答案\n张三,{long}\n李四,乙\n");
    check("a.csv", file, &["problem a.csv:2: the row has more than 8 MiB…", "a.csv:3|李四|李四||||||乙"]);
    let file = format!("姓名,答案\n张三,{}\n李四,乙\n", "长".repeat(1 << 19));
    check(
        "b.csv",
        file,
        &[
            "problem b.csv:2: column 答案: the answer has 1572864 bytes, the limit is 1048576…",
            "b.csv:3|李四|李四||||||乙",
        ],
    );
    let file = format!("{{\"id\":\"a\",\"text\":\"{long}\"}}\n{{\"id\":\"b\",\"text\":\"乙\"}}\n");
    check("c.jsonl", file, &["problem c.jsonl:1: the line has more than 8 MiB…", "c.jsonl:2|b|||||||乙"]);
    check(
        "d.csv",
        format!("姓名,答案\n张三,甲{}\n李四,乙\n", ",".repeat(20_000)),
        &["problem d.csv:2: the row has more than 8 MiB or 16384 cells…", "d.csv:3|李四|李四||||||乙"],
    );
}

#[test]
fn a_cell_at_the_end_of_the_sheet_takes_no_space() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap().write(0, 1, "答案").unwrap();
    sheet.write(1, 0, "张三").unwrap().write(1, 1, "甲").unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let file = workbook.save_to_buffer().unwrap();
    check("far.xlsx", file, &["far.xlsx:2|张三|张三||||||甲", "far.xlsx:1048576|far:1048576|||||||"]);
}

#[test]
fn ten_thousand_hostile_cells_are_read() {
    let cells = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\u{202e}甲",
        "<script>",
        "'; DROP TABLE",
        "\u{0}",
        "{{7*7}}",
        "😀",
    ];
    let mut file = "编号,答案\n".to_owned();
    let mut expected = Vec::new();
    for number in 0..10_000 {
        let cell = cells[number % cells.len()];
        writeln!(file, "{number},\"{cell}\"").unwrap();
        expected.push(format!("h.csv:{}|{number}|||||||{cell}", number + 2));
    }
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check("h.csv", file, &expected);
}
