//! Marks, layout, roles and genres that a question names.

use yuejuan::drafting::question::read_question;
use yuejuan::points::Points;
use yuejuan::rubric::Kind;

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
