//! What questions ask for: wordings of length, marks, layout and roles as tables, whole questions, and any text at all.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yuejuan::drafting::question::{LengthRule, LengthScope, QuestionReading, read_question};
use yuejuan::points::Points;
use yuejuan::rubric::Kind;

// === length ===

/// A rule as the tables write it: `..300`, `800..`, `800..1000`, `~500`, with `part` before it; `-` for none.
fn shown(length: Option<LengthRule>) -> String {
    let Some(LengthRule { min, max, target, scope }) = length else { return "-".to_owned() };
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let rule = match target {
        Some(target) => {
            assert_eq!((min, max), (None, None), "a target beside limits");
            format!("~{target}")
        }
        None => format!("{}..{}", number(min), number(max)),
    };
    if scope == LengthScope::Part { format!("part {rule}") } else { rule }
}

#[track_caller]
fn length(question: &str, expected: &str) {
    assert_eq!(shown(read_question(question).length), expected, "{question}");
}

#[test]
fn upper_limits() {
    length("不超过320字", "..320");
    length("不得超过 350 字。", "..350");
    length("全文不能超过260个字", "..260");
    length("字数不可超过180字", "..180");
    length("最好不要超过４００字", "..400");
    length("篇幅不超280字。", "..280");
    length("限220字", "..220");
    length("限三百字以内", "..300");
    length("字数限制在240字", "..240");
    length("控制在350字以内", "..350");
    length("篇幅控制在450字", "..450");
    length("请控制在 500 字之内。", "..500");
    length("180字以下", "..180");
    length("160字内作答", "..160");
    length("最多270字", "..270");
    length("至多二百五十字", "..250");
    length("字数上限为600字", "..600");
    length("字数≤300字", "..300");
    length("不多于380字", "..380");
    length("以300字为限", "..300");
    length("不超過三百五十字", "..350");
    length("字數控制在二百字以內", "..200");
    length("300字（含标点符号）以内", "..300");
    length("500字以内（标题除外）", "..500");
    length("不超过300个汉字", "..300");
    length("不超过1,200字", "..1200");
    length("字数不超过340。", "..340");
    length("字数控制在360以内，条理清楚", "..360");
    length("不超过3百字", "..300");
    length("不超过二〇〇字", "..200");
    length("不超过一千二百字", "..1200");
    length("篇幅应在400字以内", "..400");
    length("不超过200字以内", "..200");
    length("字数：不超过300", "..300");
    length("限制字数300字", "..300");
}

#[test]
fn lower_limits() {
    length("不少于750字", "750..");
    length("不得少于 900 字", "900..");
    length("字数不低于850字。", "850..");
    length("不能低于七百字", "700..");
    length("至少650字", "650..");
    length("最少1000字", "1000..");
    length("950字以上", "950..");
    length("须超过800字", "800..");
    length("字数≥800字", "800..");
    length("總字數不少於一千字", "1000..");
}

#[test]
fn ranges() {
    length("篇幅900-1100字", "900..1100");
    length("450—550字", "450..550");
    length("450－550字", "450..550");
    length("字数 1000 – 1300 字", "1000..1300");
    length("1000——1300字", "1000..1300");
    length("字数在９００～１２００字之间", "900..1200");
    length("总字数800至1000字", "800..1000");
    length("800字到950字", "800..950");
    length("300~400个字", "300..400");
    length("八百至一千字", "800..1000");
    length("八至九百字", "800..900");
    length("七八百字", "700..800");
    length("1000一1200字", "1000..1200");
    length("控制在250-300字左右", "250..300");
    length("不少于800字，不超过1000字", "800..1000");
    length("不超过1000字，但不得少于800字", "800..1000");
    length("最少600字，最多不超过900字。", "600..900");
    length("800字以上，1000字以内", "800..1000");
    length("500±50字", "450..550");
    length("字数350-450", "350..450");
    length("字数300到400之间", "300..400");
}

#[test]
fn targets() {
    length("350字左右", "~350");
    length("约420字", "~420");
    length("大约 600 字", "~600");
    length("字数在550字上下", "~550");
    length("控制在480字左右", "~480");
    length("字数要求：260字", "~260");
    length("总字数：1100 字", "~1100");
    length("全面、准确。280字。", "~280");
    length("（500字）", "~500");
    length("一千字左右", "~1000");
    length("千字左右", "~1000");
    length("贰佰伍拾字", "~250");
    length("撰写一篇1200字的文章", "~1200");
    length("三百余字", "~300");
    length("以400字为宜", "~400");
    length("500字（±10%）", "~500");
    length("500字左右，上下浮动不超过50字", "~500");
}

#[test]
fn limits_on_parts_are_not_the_wholes() {
    length("每条不超过50字", "part ..50");
    length("每点30字以内", "part ..30");
    length("正文部分350字左右", "part ~350");
    length("标题不超过20字", "part ..20");
    length("其中导语不超过80字", "part ..80");
    length("各部分不超过120字", "part ..120");
    length("每条不少于30字，不超过60字", "part 30..60");
    length("每条不超过50字，总字数不超过300字", "..300");
    length("总字数不超过300字，其中每条不超过60字", "..300");
    length("不超过500字，标题不超过20字", "..500");
    length("标题和正文共不超过450字", "..450");
    length("自拟标题写一篇800字左右的短评", "~800");
    length("不超过100字/条", "part ..100");
    length("第一问不超过100字，第二问不超过200字", "part ..200");
    length("分条作答，每条完整、不超过300字", "..300");
}

#[test]
fn the_last_explicit_rule_for_the_whole_holds() {
    length("资料中说：“全文共500字。”请概括其要点。要求：不超过200字。", "..200");
    length("小李写了2000字的检讨。请概括资料1，300字以内。", "..300");
    length("用不超过100字概括。要求：准确；字数150字以内。", "..150");
    length("“发言稿不超过800字”，领导说。请分析这一规定。", "..800");
    length("要求：200字左右。", "~200");
    length("请用不超过150字概括问题。要求：准确、简明。", "..150");
    length("根据给定资料2,300字以内", "..300");
    length("这份500字材料很短。请提炼，每条不超过50字。", "part ..50");
    length("请写一篇1000字的文章，标题不超过20字", "~1000");
    length("概括该县每年办节的意义不超过200字", "..200");
}

#[test]
fn other_numbers_are_no_limits() {
    for question in [
        "",
        "不超过0字",
        "不超过12000字",
        "一百万字的巨著",
        "2024年，全市30个社区。（20分）",
        "背诵24字核心价值观",
        "文件有300字节",
        "十六字方针",
        "一字一句",
        "用时150分钟",
        "每超过30字扣1分",
        "超过300字的酌情扣分",
        "每50字扣1分",
        "不足800字扣5分",
        "字数不限",
        "该文全文共500字，请概括",
        "不超过几百字",
        "洋洋数千字",
        "不超过3页",
        "答案写在第4字段",
    ] {
        length(question, "-");
    }
}

// === marks, layout, roles ===

#[test]
fn marks() {
    let check = |question: &str, expected: Option<f64>| {
        assert_eq!(read_question(question).marks, expected.map(|marks| Points::from_f64(marks).unwrap()), "{question}");
    };
    check("概括主要问题。（20分）", Some(20.0));
    check("概括主要问题(15 分)", Some(15.0));
    check("概括主要问题。【２５分】", Some(25.0));
    check("（本题20分）概括主要问题。", Some(20.0));
    check("（本题满分40分）", Some(40.0));
    check("本题共30分。", Some(30.0));
    check("满分35分", Some(35.0));
    check("概括问题。（二十五分）", Some(25.0));
    check("概括问题。（7.5分）", Some(7.5));
    check("概括问题（10分，不超过200字）", Some(10.0));
    check("1.概括问题（10分）2.提出对策（15分）", Some(25.0));
    check("（本题共30分）1.概括问题（10分）2.提出对策（20分）", Some(30.0));
    check("分值：20分", Some(20.0));
    check("请概括问题，20分。", Some(20.0));
    for none in ["三分之一", "30分钟内完成", "十分重要", "错字扣1分", "本试卷满分100分", "", "（0分）", "“（20分）”"]
    {
        check(none, None);
    }
}

#[test]
fn layout() {
    let check = |question: &str, itemized: Option<bool>, one_paragraph: bool, format_waived: bool| {
        let reading = read_question(question);
        let found = (reading.itemized, reading.one_paragraph, reading.format_waived);
        assert_eq!(found, (itemized, one_paragraph, format_waived), "{question}");
    };
    check("概括做法，分条作答。", Some(true), false, false);
    check("概括做法，要分点表述", Some(true), false, false);
    check("概括做法，条理清楚", Some(true), false, false);
    check("概括做法，有条理。", Some(true), false, false);
    check("概括做法，逐条列出", Some(true), false, false);
    check("概括做法，十分条畅", None, false, false);
    check("概括部分项目的做法", None, false, false);
    check("概括做法，不必分条", Some(false), false, false);
    check("写一份倡议书，条理清楚", None, false, false);
    check("概括做法，写成一段话", None, true, false);
    check("概括做法，用一段话作答，条理清晰", None, true, false);
    check("写成不超过200字的一段文字", None, true, false);
    check("写一段200字左右的话", None, true, false);
    check("概括做法，不分段", None, true, false);
    check("概括做法，不要分段。", None, true, false);
    check("谈谈对资料中最后一段话的理解", None, false, false);
    check("作者写了一段话：“…”谈谈理解", None, false, false);
    check("请分段概括", None, false, false);
    check("写一份提纲，不要求格式", None, false, true);
    check("不考虑格式和字数", None, false, true);
    check("不必拘泥于公文格式", None, false, true);
    check("無需考慮公文格式", None, false, true);
    check("格式不限", None, false, true);
    check("格式不作要求", None, false, true);
    check("格式规范，不限字数", None, false, false);
    check("符合公文格式要求", None, false, false);
}

#[test]
fn roles() {
    let check = |question: &str, writer: &str, addressee: &str| {
        let reading = read_question(question);
        assert_eq!((reading.writer.as_str(), reading.addressee.as_str()), (writer, addressee), "{question}");
    };
    check("假如你是乡镇干部，请概括问题。", "乡镇干部", "");
    check("假设你是一名驻村第一书记，请你给村民写一封公开信。", "驻村第一书记", "村民");
    check("如果你是社区工作人员请你提出建议", "社区工作人员", "");
    check("请以市城管局的名义写一份通告。", "市城管局", "");
    check("请以“河小青”志愿者身份，向全镇居民发出倡议。", "“河小青”志愿者", "全镇居民");
    check("你是县文旅局的工作人员，要向局长汇报调研情况，请写一份汇报提纲。", "县文旅局的工作人员", "局长");
    check("作为一名网格员，你打算如何开展工作？", "网格员", "");
    check("请面向全市青年写一份倡议书。", "", "全市青年");
    check("請以圖書館的名義給讀者寫一封信。", "圖書館", "讀者");
    check("请写一封致全体家长的公开信。", "", "全体家长");
    check("请根据给定资料1，概括方向性问题。", "", "");
    check("作为改革的前沿，该市发展很快。请概括经验。", "", "");
    check("村干部向记者介绍了情况。请概括其做法。", "", "");
    check("“假如你是一滴水”，请谈谈理解。", "", "");
    check("以你的名义给父母写一封信。", "", "父母");
}

#[test]
fn genres() {
    let check = |question: &str, kind: Kind, genre: &str| {
        let reading = read_question(question);
        assert_eq!((reading.kind, reading.genre.as_str()), (kind, genre), "{question}");
    };
    let document = |question: &str, genre: &str| check(question, Kind::OfficialDocument, genre);
    document("撰写一份关于垃圾分类的宣传提纲", "宣传提纲");
    document("请写一份宣传稿的提纲", "提纲");
    document("为晚会起草主持词", "主持词");
    document("某报拟就此事写一篇新闻评论，请你完成。", "新闻评论");
    document("请就此事写一篇网评文章，600字左右。", "网评文章");
    document("请寫一封慰問信。", "慰问信");
    document("撰写一篇答网友问", "答网友问");
    document("请草拟一份关于报告制度的通知", "通知");
    document("写一份发言稿向领导汇报工作", "发言稿");
    document("写成一篇450字左右的短文", "短文");
    document("给学校的老师回一封信", "一封信");
    check("小李撰写了一份调研报告。请概括报告的要点。", Kind::Summary, "");
    check("市里拟召开政策解读会。请概括资料1的要点。", Kind::Summary, "");
    check("概括“请写一份通知”的含义", Kind::Summary, "");
    check("市里发布了一份通告，请分析其影响。", Kind::Analysis, "");
    check("请写一篇关于倡议书的文章", Kind::Essay, "");
    check("请概括王书记讲话的要点。", Kind::Summary, "");
    check("以《路》为题，写一篇文章", Kind::Essay, "");
}

// === whole questions ===

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

// === any text ===

/// Texts of the words that questions are made of, in any order, so that every look back and ahead is tried.
fn jumble() -> impl Strategy<Value = String> {
    let words = [
        "字",
        "不超过",
        "300",
        "三百",
        "一",
        "千",
        "—",
        "～",
        "至",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "要求",
        "：",
        "每条",
        "总字数",
        "左右",
        "以内",
        "±",
        "20分",
        "满分",
        "写",
        "一份",
        "倡议书",
        "汇报",
        "提纲",
        "假如你是",
        "以",
        "的名义",
        "向",
        "给",
        "一段",
        "话",
        "格式",
        "不",
        "分条",
        "\n",
        " ",
        "個",
        "🙂",
        "1,",
        "名义",
        "提出",
        "建议",
        "的",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..60).prop_map(|words| words.concat())
}

fn properties(question: &str) {
    let reading = read_question(question);
    assert_eq!(reading, read_question(question), "the same question reads the same");
    if let Some(LengthRule { min, max, target, .. }) = reading.length {
        let numbers = [min, max, target];
        assert!(numbers.iter().flatten().all(|number| (1..=9999 * 2).contains(number)), "{numbers:?}");
        assert!(numbers.iter().any(Option::is_some) && (target.is_none() || (min, max) == (None, None)));
        assert!(min.unwrap_or_default() <= max.unwrap_or(u32::MAX), "{numbers:?}");
    }
    assert!(reading.marks.is_none_or(|marks| marks > Points::ZERO && marks <= Points::MAX));
    for name in [&reading.writer, &reading.addressee] {
        assert!(question.contains(name.as_str()), "{name} is not the question's own");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        properties(&text);
    }

    #[test]
    fn any_jumble_of_question_words_is_read(text in jumble()) {
        properties(&text);
    }
}

/// Repetitions that a careless look back would read in quadratic time: each takes moments.
#[test]
fn long_texts_are_read() {
    for unit in [
        "字",
        "一",
        "3",
        "“",
        "以",
        "名义",
        "假如你是",
        "给",
        "写",
        "提",
        "什么",
        "如何",
        "汇报",
        "（",
        "不超过300字",
        "每条50字，",
    ] {
        properties(&unit.repeat(3_000));
    }
}
