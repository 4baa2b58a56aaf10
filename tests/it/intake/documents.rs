//! DOCX: what a person sees on the page.

use super::{check, zip};

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"#;

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="list"><w:name w:val="my list"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="below"><w:basedOn w:val="list"/></w:style></w:styles>"#;

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>");
    zip(&[
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
    ])
}

fn line(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    let properties = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A document of a candidate whom the file names.
#[track_caller]
fn shows(body: &str, expected: &str) {
    check("001-张三.docx", docx(body), &[&format!("001-张三.docx|001-张三|张三|001|||||{expected}")]);
}

#[test]
fn paragraphs_are_lines() {
    shows(&(line("甲 &amp; 乙 &#20013;") + &line("丙")), "甲 & 乙 中⏎丙");
    shows(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t xml:space=\"preserve\"> 乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
        "甲\t 乙⏎丙",
    );
    shows(&format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", line("甲"), line("乙")), "甲⏎乙");
}

#[test]
fn what_is_not_seen_is_left_out() {
    let run = |inner: &str| format!("<w:p><w:r><w:t>甲</w:t></w:r>{inner}<w:r><w:t>乙</w:t></w:r></w:p>");
    for unseen in [
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>删</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>删</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<mc:AlternateContent><mc:Fallback><w:r><w:t>删</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "<!-- 删 -->",
    ] {
        shows(&run(unseen), "甲乙");
    }
    shows(&run("<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"), "甲增乙");
    shows(&run("<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>增</w:t></w:r>"), "甲增乙");
}

#[test]
fn lists_keep_their_markers() {
    let lists = [
        item(1, 0, "总"),
        item(1, 1, "分"),
        item(1, 1, "分"),
        item(1, 2, "细"),
        item(1, 3, "点"),
        item(1, 0, "总"),
        item(1, 1, "分"),
        item(2, 0, "新"),
        item(9, 0, "无"),
        "<w:p><w:pPr><w:pStyle w:val=\"below\"/></w:pPr><w:r><w:t>式</w:t></w:r></w:p>".to_owned(),
    ];
    shows(&lists.concat(), "一、总⏎（一）分⏎（二）分⏎1.细⏎点⏎二、总⏎（一）分⏎一、新⏎无⏎二、式");
}

#[test]
fn a_document_is_one_candidates_or_several() {
    let heading = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let two = [line("试卷"), heading("001 张三"), line("甲"), heading("002 李四"), line("乙"), line("丙")].concat();
    check(
        "三班.docx",
        docx(&two),
        &[
            "note 三班.docx: read as 2 answers, by a heading a candidate",
            "note 三班.docx: what stands before the first candidate is left out",
            "三班.docx:1|001|张三|001|三班||||甲",
            "三班.docx:2|002|李四|002|三班||||乙⏎丙",
        ],
    );
    // Headings that name no one are the answer's own.
    let own = [heading("一、背景"), line("甲"), heading("二、张三的做法"), line("乙")].concat();
    check(
        "x.docx",
        docx(&own),
        &["x.docx|x||||||一、背景⏎甲⏎二、张三的做法⏎乙".replace("x||||||", "x|||||||").as_str()],
    );
    let lines =
        [line("姓名：张三　学号：001"), line("甲"), line("姓名：李四 学号：002"), line("班级：四班"), line("乙")]
            .concat();
    check(
        "y.docx",
        docx(&lines),
        &[
            "note y.docx: read as 2 answers, by a line with 姓名 a candidate",
            "y.docx:1|001|张三|001|||||甲",
            "y.docx:2|002|李四|002|四班||||乙",
        ],
    );
    let one = [line("姓名：王五"), line("考号：A07"), line(""), line("甲")].concat();
    check("z.docx", docx(&one), &["z.docx|z|王五|A07|||||⏎甲"]);
    check("bad.docx", zip(&[("a", b"")]), &["problem bad.docx: not a DOCX document…"]);
    check(
        "cut.docx",
        zip(&[("word/document.xml", b"<w:p><w:r></w:p>")]),
        &["problem cut.docx: its markup cannot be read…"],
    );
}
