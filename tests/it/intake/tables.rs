//! CSV, JSON lines and workbooks.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use yuejuan::intake::{Field, Item, Naming, Settings, read_answers};

use super::{check, check_with};

#[test]
fn columns_are_known_by_their_headers() {
    check(
        "a.csv",
        "序号,学号,姓名,班级,得分（满分20）,作答\n1,001,张三,三班,7.5分,一是共享。\n2,002,李四,三班,,二是人才。\n",
        &["a.csv:2|001|张三|001|三班||7.5||一是共享。", "a.csv:3|002|李四|002|三班||||二是人才。"],
    );
    check("b.csv", "id;name;answer\nx;Ann;one, two\n", &["b.csv:2|x|Ann||||||one, two"]);
    check("c.tsv", "姓名\t答案\n张三\t甲\n", &["c.tsv:2|张三|张三||||||甲"]);
    check("d.csv", "答案\n甲\n", &["d.csv:2|d:2|||||||甲"]);
    check(
        "e.csv",
        "\u{feff}姓名,答案\r\n张三,\"甲\r\n乙\"\r\n\r\n李四,\"他说\"\"好\"\"\"\r\n",
        &["e.csv:2|张三|张三||||||甲\r⏎乙", "e.csv:4|李四|李四||||||他说\"好\""],
    );
    check("f.csv", "三班申论成绩,,\n,,\n姓名,k1 上门服务,答案\n张三,2,甲\n", &["f.csv:4|张三|张三|||||k1=2|甲"]);
    let old = encoding_rs::GB18030.encode("姓名,答案\n张三,镕基\n").0.into_owned();
    check("g.csv", old, &["g.csv:2|张三|张三||||||镕基"]);
}

#[test]
fn several_questions_stand_in_rows_or_columns() {
    check(
        "a.csv",
        "学号,题号,作答\n1,第一题,甲\n1,第二题,乙\n",
        &["a.csv:2|1||1||第一题|||甲", "a.csv:3|1||1||第二题|||乙"],
    );
    check("b.csv", "学号,第1题,第1题得分,第二题\n7,甲,3,乙\n", &["b.csv:2|7||7||1|3||甲", "b.csv:2|7||7||2|||乙"]);
    check("c.csv", "姓名,1,2\n张三,甲,乙\n", &["c.csv:2|张三|张三|||1|||甲", "c.csv:2|张三|张三|||2|||乙"]);
    let settings = Settings { question_ids: vec!["night-economy".to_owned(), "Q2".to_owned()], ..Settings::default() };
    check_with(
        "d.csv",
        "姓名,night-economy,第2题\n张三,甲,乙\n",
        settings,
        &["d.csv:2|张三|张三|||night-economy|||甲", "d.csv:2|张三|张三|||Q2|||乙"],
    );
    // Numbers at the start of rows are no questions.
    check("e.csv", "1,张三,甲\n2,李四,乙\n", &["problem e.csv: no column of answers; head it 作答…"]);
}

#[test]
fn columns_are_named_by_hand() {
    let mut naming = Naming::default();
    naming.set(Field::Answer, "内容");
    naming.set(Field::Name, "谁");
    let settings = Settings { naming, ..Settings::default() };
    check_with("a.csv", "谁,内容\n张三,甲\n", settings, &["a.csv:2|张三|张三||||||甲"]);
}

#[test]
fn lines_of_json_have_the_same_fields() {
    check(
        "a.jsonl",
        "{\"id\":\"x\",\"text\":\"甲\",\"姓名\":\"张三\",\"score\":2.5,\"keypoints\":{\"k1\":1}}\n",
        &["a.jsonl:1|x|张三||||2.5|k1=1|甲"],
    );
    check(
        "b.jsonl",
        "\n{\"学号\":7,\"作答\":\"甲\"}\n{\"id\":\"\",\"text\":\"\"}\n{\"id\":\"x\",\"text\":null}\n",
        &["b.jsonl:2|7||7|||||甲", "b.jsonl:3|b:3|||||||", "b.jsonl:4|x|||||||"],
    );
}

#[test]
fn bad_rows_are_named_and_the_rest_goes_on() {
    check(
        "a.csv",
        "姓名,得分,答案\n张三,缺考,甲\n李四,2,乙\n",
        &[
            "problem a.csv:2: column 得分: not a number of marks, so the answer is marked without it…",
            "a.csv:2|张三|张三||||||甲",
            "a.csv:3|李四|李四||||2||乙",
        ],
    );
    check(
        "b.csv",
        "姓名,答案\n张三,\"甲\n李四,乙\n",
        &["problem b.csv:2: a quotation mark is opened and never closed…"],
    );
    let bytes = [
        b"\xef\xbb\xbf\xe5\xa7\x93\xe5\x90\x8d,\xe7\xad\x94\xe6\xa1\x88\n".as_slice(),
        b"a,\xff\xff\n",
        "b,乙\n".as_bytes(),
    ];
    check("c.csv", bytes.concat(), &["problem c.csv:2: not valid UTF-8 at byte…", "c.csv:3|b|b||||||乙"]);
    check("d.csv", "", &[]);
    check("e.csv", "姓名,得分\n张三,2\n", &["problem e.csv: no column of answers…"]);
}

fn workbook(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn workbooks_have_sheets_merges_and_formulas() {
    let file = workbook(|workbook| {
        let sheet = workbook.add_worksheet().set_name("三班").unwrap();
        sheet.merge_range(0, 0, 0, 3, "申论成绩", &Format::new()).unwrap();
        for (column, header) in (0..).zip(["学号", "姓名", "题号", "作答", "得分"]) {
            sheet.write(1, column, header).unwrap();
        }
        sheet.merge_range(2, 0, 3, 0, "001", &Format::new()).unwrap();
        sheet.merge_range(2, 1, 3, 1, "张三", &Format::new()).unwrap();
        sheet.write(2, 2, 1).unwrap().write(2, 3, "甲").unwrap().write(2, 4, 7.5).unwrap();
        sheet.write(3, 2, 2).unwrap().write(3, 3, "乙").unwrap();
        // A merged answer is the first row's own.
        sheet.write(4, 0, 20_230_001).unwrap().write(5, 0, 20_230_002).unwrap();
        sheet.merge_range(4, 3, 5, 3, "丙", &Format::new()).unwrap();
        sheet.write_formula(6, 3, Formula::new("=A1").set_result("丁")).unwrap().write(6, 0, "004").unwrap();
        sheet.write_formula(7, 3, Formula::new("=A1/0").set_result("#DIV/0!")).unwrap().write(7, 0, "005").unwrap();
        workbook.add_worksheet().set_name("旧").unwrap().set_hidden(true).write(0, 0, "作答").unwrap();
        workbook.add_worksheet().set_name("说明").unwrap().write(0, 0, "请勿外传").unwrap();
    });
    check(
        "a.xlsx",
        file,
        &[
            "note a.xlsx: the sheet 旧 is hidden and left out",
            "a.xlsx:3|001|张三|001||1|7.5||甲",
            "a.xlsx:4|001|张三|001||2|||乙",
            "a.xlsx:5|20230001||20230001|||||丙",
            "a.xlsx:6|20230002||20230002|||||",
            "a.xlsx:7|004||004|||||丁",
            "problem a.xlsx:8: column 作答: an error such as #REF!…",
            "note a.xlsx: the sheet 说明 has no column of answers and is left out",
        ],
    );
    let file = workbook(|workbook| {
        for (class, answer) in [("三班", "甲"), ("四班", "乙")] {
            let sheet = workbook.add_worksheet().set_name(class).unwrap();
            sheet.write(0, 0, "姓名").unwrap().write(0, 1, "答案").unwrap();
            sheet.write(1, 0, "张三").unwrap().write(1, 1, answer).unwrap();
        }
    });
    check("b.xlsx", file, &["b.xlsx/三班:2|张三|张三||三班||||甲", "b.xlsx/四班:2|张三|张三||四班||||乙"]);
    check("c.xlsx", "PK", &["problem c.xlsx: not a readable archive…"]);
    check("d.xlsx", b"\xD0\xCF\x11\xE0", &["problem d.xlsx: it has a password, or is of an older program…"]);
}

proptest! {
    /// Cells of any kind come back as the `csv` crate writes them.
    #[test]
    fn cells_come_back(cells in prop::collection::vec("[甲a,;\t\"'\n\r =]{0,6}", 1..20)) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["编号", "答案"]).unwrap();
        for cell in &cells {
            writer.write_record(["x", cell]).unwrap();
        }
        let path = std::env::temp_dir().join(format!("yuejuan-cells-{}.csv", std::process::id()));
        std::fs::write(&path, writer.into_inner().unwrap()).unwrap();
        let texts: Vec<String> = read_answers(&[path], Settings::default())
            .map(|item| match item {
                Item::Answer(answer) => answer.text,
                other => panic!("{other:?}"),
            })
            .collect();
        prop_assert_eq!(texts, cells);
    }
}
