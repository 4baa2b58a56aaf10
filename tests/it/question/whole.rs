//! Whole questions, summed up in a line.

use yuejuan::drafting::question::{QuestionReading, read_question};
use yuejuan::rubric::Kind;

use super::shown;

/// What a question asks for, as the table writes it: `kind genre | length | marks | layout | writer > addressee`,
/// where layout lists `items`, `no-items`, `one-paragraph` and `no-format`.
fn summed_up(reading: &QuestionReading) -> String {
    let kind = match reading.kind {
        Kind::Summary => "summary",
        Kind::Analysis => "analysis",
        Kind::Countermeasure => "countermeasure",
        Kind::OfficialDocument => "document",
        Kind::Essay => "essay",
    };
    let layout = [
        (reading.itemized == Some(true), "items"),
        (reading.itemized == Some(false), "no-items"),
        (reading.one_paragraph, "one-paragraph"),
        (reading.format_waived, "no-format"),
    ];
    let layout: Vec<&str> = layout.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect();
    let marks = reading.marks.map_or("-".to_owned(), |marks| marks.to_string());
    let or_none = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    format!(
        "{kind} {} | {} | {marks} | {} | {} > {}",
        or_none(&reading.genre),
        shown(reading.length),
        or_none(&layout.join(",")),
        or_none(&reading.writer),
        or_none(&reading.addressee)
    )
}

#[track_caller]
fn whole(question: &str, expected: &str) {
    assert_eq!(summed_up(&read_question(question)), expected, "{question}");
}

#[test]
fn summaries() {
    whole(
        "根据“给定资料1”，请概括Q县发展庭院经济的主要做法。（15分）\n要求：全面、准确、有条理，不超过250字。",
        "summary - | ..250 | 15 | items | - > -",
    );
    whole(
        "请归纳资料2中夜市管理存在的问题。（10分）要求：条理清楚，语言简洁，字数200字以内。",
        "summary - | ..200 | 10 | items | - > -",
    );
    whole(
        "梳理资料3中专家提出的建议，写成一段话。（本题20分）要求：内容完整，300字左右。",
        "summary - | ~300 | 20 | one-paragraph | - > -",
    );
    whole(
        "“给定资料2”反映了山区物流的难处。请分条列出这些难处，每条不超过40字，总字数不超过240字。（20分）",
        "summary - | ..240 | 20 | items | - > -",
    );
    whole(
        "資料四介紹了T鎮的治水經驗，請加以概述。（十五分）要求：準確、精煉，不超過一百五十字。",
        "summary - | ..150 | 15 | - | - > -",
    );
    whole(
        "阅读给定资料5，概括有关部门采取了哪些措施。要求：观点明确，分析透彻，不超过200字。（10分）",
        "summary - | ..200 | 10 | - | - > -",
    );
    whole("", "summary - | - | - | - | - > -");
}

#[test]
fn analyses() {
    whole(
        "“给定资料3”中说：“治理的温度，藏在细节里。”请谈谈你对这句话的理解。（20分）要求：观点明确，逻辑清晰，不超过350字。",
        "analysis - | ..350 | 20 | - | - > -",
    );
    whole(
        "请结合资料4，分析农家书屋冷清的原因。（15分）\n要求：分析透彻，条理清楚，250—300字。",
        "analysis - | 250..300 | 15 | items | - > -",
    );
    whole("对于资料中“一刀切”的做法，你如何看待？（25分）不超过400字。", "analysis - | ..400 | 25 | - | - > -");
    whole("概括资料2的主要内容，并谈谈从中得到的启示。（20分）不超过300字。", "analysis - | ..300 | 20 | - | - > -");
    whole("请对资料1中两种观点进行评析。要求：约320字。", "analysis - | ~320 | - | - | - > -");
}

#[test]
fn countermeasures() {
    whole(
        "请根据给定资料，就如何办好社区托育点，提出对策建议。（20分）要求：具体可行，分条作答，不超过300字。",
        "countermeasure - | ..300 | 20 | items | - > -",
    );
    whole(
        "假如你是该街道负责人，面对居民的投诉，你会怎么办？（30分）要求：措施可行，400字以内。",
        "countermeasure - | ..400 | 30 | - | 该街道负责人 > -",
    );
    whole(
        "分析资料3中古桥受损的原因，并提出解决措施。（25分）要求：有针对性，不超过350字。",
        "countermeasure - | ..350 | 25 | - | - > -",
    );
    whole(
        "对破解快递进村难题，你有什么建议？请写出三条，每条不超过60字。（15分）",
        "countermeasure - | part ..60 | 15 | - | - > -",
    );
    whole("请谈谈该市应如何留住青年人才。（20分）不超过300字", "countermeasure - | ..300 | 20 | - | - > -");
}

#[test]
fn documents() {
    whole(
        "假如你是H县团委的工作人员，请以县团委的名义，向全县青年写一份植树护绿倡议书。（25分）要求：格式规范，语言生动，500字左右。",
        "document 倡议书 | ~500 | 25 | - | 县团委 > 全县青年",
    );
    whole(
        "县长要到会发言，请你根据资料5，为他起草一份讲话稿。（30分）要求：不考虑格式，内容充实，600-800字。",
        "document 讲话稿 | 600..800 | 30 | no-format | - > -",
    );
    whole(
        "假定你是市调研组成员，请向市领导汇报河道治理情况，拟写一份汇报提纲。（30分）要求：（1）分条列出；（2）不超过450字。",
        "document 汇报提纲 | ..450 | 30 | items | 市调研组成员 > 市领导",
    );
    whole(
        "资料6引发了网友热议。请针对这一现象，以“别让善意凉了”为题，写一篇短评。（20分）要求：观点鲜明，条理清楚，不少于400字，不超过500字。",
        "document 短评 | 400..500 | 20 | - | - > -",
    );
    whole(
        "请以社区居委会的名义给居民写一封公开信，介绍加装电梯的政策。（20分）要求：不必拘泥于公文格式，总字数不超过400字。",
        "document 公开信 | ..400 | 20 | no-format | 社区居委会 > 居民",
    );
    whole(
        "某村调研组写了一份报告，反映了不少问题。请你据此拟订一份整改方案。（25分）要求：可操作，正文部分450字左右。",
        "document 整改方案 | part ~450 | 25 | - | - > -",
    );
    whole(
        "请根据资料1，撰写一份关于智慧农业的调研报告提纲。（本题满分30分）要求：层次分明，400字上下。",
        "document 调研报告提纲 | ~400 | 30 | - | - > -",
    );
    whole("请为该展览写一则导言。（15分）要求：生动，200字以内。", "document 导言 | ..200 | 15 | - | - > -");
}

#[test]
fn essays() {
    whole(
        "请以“守与变”为题，联系实际，写一篇文章。（40分）要求：立意明确，结构完整，总字数1000~1200字。",
        "essay - | 1000..1200 | 40 | - | - > -",
    );
    whole(
        "参考给定资料，围绕“乡愁”这一主题，自选角度，自拟题目，写一篇议论文。（35分）要求：不少于800字。",
        "essay - | 800.. | 35 | - | - > -",
    );
    whole(
        "结合对“小切口，大民生”的思考，自拟题目，写一篇策论文。要求：（1）思路清晰；（2）篇幅1000字左右。（50分）",
        "essay - | ~1000 | 50 | - | - > -",
    );
    whole("请就基层减负发表见解。要求：题目自拟，不少于一千字。", "essay - | 1000.. | - | - | - > -");
    whole("以“水”为话题作文。满分40分，900字以上。", "essay - | 900.. | 40 | - | - > -");
}
