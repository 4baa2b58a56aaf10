//! Files as an office program writes them (`LibreOffice` 7.4, from flat ODF), with answers of our own: automatic numbering
//! over levels and interruptions, headings, a table, a footnote, hidden text; formulas, merged cells, dates, a hidden sheet.

use std::fs;
use std::path::Path;

use super::check;

fn office(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/office").join(name)).unwrap()
}

#[test]
fn a_document_of_several_candidates() {
    check(
        "all.docx",
        office("libreoffice.docx"),
        &[
            "note all.docx: read as 4 answers, by a heading a candidate",
            "note all.docx: what stands before the first candidate is left out",
            "all.docx:1|2023001|张三|2023001|||||基层数字政府建设的障碍：⏎一、部门之间数据不能共享，信息孤岛现象突出。⏎\
             （一）系统各建各的；⏎（二）标准不统一。⏎二、多个部门重复要数，基层反复填报。⏎以上是主要问题。⏎\
             三、缺少懂技术的专业人员，数据闲置浪费。",
            "all.docx:2|2023002|李四|2023002|||||1.数据难以共享；⏎2.人才不足，数据闲置；⏎3.公民隐私泄露。",
            "all.docx:3|2023003|王五|2023003|||||问题⏎表现⏎数据孤岛⏎部门之间数据不能共享⏎人才短缺⏎缺少懂技术的专业人员⏎\
             一是数据不共享。",
            "all.docx:4|2023004|赵六|2023004|||||①数据不共享⏎②人才不足⏎隐私泄露",
        ],
    );
}

#[test]
fn a_workbook_with_formulas_merges_dates_and_a_hidden_sheet() {
    check(
        "all.xlsx",
        office("libreoffice.xlsx"),
        &[
            "note all.xlsx: the sheet 草稿 is hidden and left out",
            "all.xlsx:3|2023001|张三|2023001|高三(1)班||12.5|比例=0.5|一是部门之间数据不能共享；⏎\
             二是缺少懂技术的专业人员，数据闲置浪费。",
            "all.xlsx:4|0012|李四|0012|高三(1)班||||数据难以共享。人才不足。",
            "problem all.xlsx:5: column 得分: not a number of marks, so the answer is marked without it; …",
            "all.xlsx:5|2023003|王五|2023003|高三(2)班||||",
            "all.xlsx:6|2023004|赵六|2023004|高三(2)班||8||2024-05-07",
            "problem all.xlsx:7: column 答案: an error such as #REF!…",
            "all.xlsx:8|2023001|孙八|2023001|高三(2)班||8||公民隐私泄露时有发生。",
            "note all.xlsx: the sheet 说明 has no column of answers and is left out",
        ],
    );
}
