//! The shapes in which the elements of a document are written, as tables, and that they never overlap.

use proptest::prelude::*;
use yuejuan::feedback::Language;
use yuejuan::inspection::inspect;
use yuejuan::rubric::ElementKind;

use crate::documents::found;

/// A body that shows nothing but itself.
const BODY: &str = "节约用水，人人有责。请随手关紧水龙头，洗菜水留着浇花，发现水管漏水及时报修，让每一滴水都派上用场。";

/// Checks what is found in a text, `{}` standing for the body, as `kind=quote` for all elements but the body.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let text = text.replace("{}", BODY);
    let found = found(&inspect(&text, None, Language::Chinese));
    let name = |kind: ElementKind| match kind {
        ElementKind::Title => "title",
        ElementKind::DocumentNumber => "number",
        ElementKind::Addressee => "addressee",
        ElementKind::Body => "body",
        ElementKind::Closing => "closing",
        ElementKind::Attachment => "attachment",
        ElementKind::Signature => "signature",
        ElementKind::Date => "date",
    };
    let body = found.iter().find(|(kind, _)| *kind == ElementKind::Body).map(|(_, quote)| quote.as_str());
    assert_eq!(body, Some(BODY), "{text}");
    let found: Vec<String> = found
        .iter()
        .filter(|(kind, _)| *kind != ElementKind::Body)
        .map(|(kind, quote)| format!("{}={quote}", name(*kind)))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn titles_are_told_from_what_is_none() {
    check("{}", &[]);
    check("节约用水倡议书\n{}", &["title=节约用水倡议书"]);
    check("守护每一滴水！\n{}", &["title=守护每一滴水！"]);
    check("节约用水，从我做起\n{}", &["title=节约用水，从我做起"]);
    check("　　　　致全体市民的一封信\n{}", &["title=致全体市民的一封信"]);
    check("致广大市民\n{}", &["title=致广大市民"]);
    check("推动节水工作走深走实\n打造人水和谐新格局\n{}", &["title=推动节水工作走深走实\n打造人水和谐新格局"]);
    check("关于印发节水方案的\n通知\n{}", &["title=关于印发节水方案的\n通知"]);
    check("滨江区水务局\n关于开展节水宣传周活动的\n通知\n{}", &["title=滨江区水务局\n关于开展节水宣传周活动的\n通知"]);
    check("节水管理办法\n（征求意见稿）\n{}", &["title=节水管理办法\n（征求意见稿）"]);
    check("用水要有“数”\n——节水型小区创建侧记\n{}", &["title=用水要有“数”\n——节水型小区创建侧记"]);
    check("编者按：{}", &["title=编者按"]);
    check("【编者按】{}", &["title=【编者按】"]);
    check("编者按\n{}", &["title=编者按"]);
    check("节水简报\n第12期\n{}", &["title=节水简报", "number=第12期"]);
    check("X政发〔20XX〕X号\n关于节约用水的意见\n{}", &["title=关于节约用水的意见", "number=X政发〔20XX〕X号"]);
    check("关于节约用水的意见\n滨水函[2024]第7号\n{}", &["title=关于节约用水的意见", "number=滨水函[2024]第7号"]);
}

#[test]
fn addressees_and_greetings() {
    for addressee in [
        "同志们：",
        "同志们:",
        "同志们！",
        "同志们，",
        "各位领导：",
        "各位领导、各位来宾，女士们、先生们：",
        "尊敬的各位业主：",
        "亲爱的同学们",
        "大家好！",
        "大家好。",
        "尊敬的各位领导、同事们：大家上午好！",
        "各位领导、同志们：\n大家好！",
        "各位领导，大家好！",
        "省水利厅：",
        "市政府：",
        "王局长：",
        "全市广大市民朋友：",
        "各区县人民政府，各有关单位：",
        "各省、自治区、直辖市人民政府，各部委、各直属机构：",
        "××社区居民：",
        "H市各用水企业：",
    ] {
        check(
            &format!("关于节水的报告\n{addressee}\n{{}}"),
            &["title=关于节水的报告", &format!("addressee={addressee}")],
        );
        check(&format!("{addressee}\n{{}}"), &[&format!("addressee={addressee}")]);
    }
    check("关于节水的报告\n各位代表：{}", &["title=关于节水的报告", "addressee=各位代表："]);
    check(
        "关于节水的报告\n各位领导、同志们：大家好！{}",
        &["title=关于节水的报告", "addressee=各位领导、同志们：大家好！"],
    );
}

#[test]
fn dates_and_signatures() {
    for date in [
        "2024年1月15日",
        "２０２４年１月１５日",
        "2024 年 1 月 15 日",
        "二〇二二年六月六日",
        "二○二四年十二月三十一日",
        "XX年X月X日",
        "XX年XX月XX日",
        "××××年×月×日",
        "20XX年X月X日",
        "某年某月某日",
        "**年*月*日",
        "2024年3月",
        "6月5日",
        "2024.1.15",
        "2024-01-15",
        "2024/1/15",
        "（2024年1月15日）",
        "2024年1月15日印发",
    ] {
        let (title, date_line) = ("title=节约用水倡议书", format!("date={date}"));
        check(&format!("节约用水倡议书\n{{}}\n{date}"), &[title, &date_line]);
        check(&format!("节约用水倡议书\n{{}}\n滨江区水务局\n{date}"), &[title, "signature=滨江区水务局", &date_line]);
        check(&format!("节约用水倡议书\n{date}\n{{}}"), &[title, &date_line]);
    }
    for signature in [
        "国务院",
        "滨江市人民政府",
        "××市人民政府",
        "中共滨江市委办公室",
        "滨江区水务局（盖章）",
        "幸福里社区居委会",
        "桂花苑小区业主委员会",
        "滨江第二小学",
        "滨江大学学生会",
        "XX社区",
        "XX局",
        "某镇政府",
        "清源水务有限公司",
        "节水志愿服务队",
        "王小明",
        "李华",
        "张××",
        "欧阳明",
        "发言人：李华",
        "倡议人: 节水志愿者",
        "社区书记 陈敏",
        "一名普通市民",
        "全体志愿者",
        "市水务局节水宣传调研组",
        "市水务局\n市教育局",
    ] {
        let (title, signature_line) = ("title=节约用水倡议书", format!("signature={signature}"));
        check(&format!("节约用水倡议书\n{{}}\n{signature}"), &[title, &signature_line]);
        let dated = format!("节约用水倡议书\n{{}}\n{signature}\n2024年1月15日");
        check(&dated, &[title, &signature_line, "date=2024年1月15日"]);
        let on_one_line = format!("节约用水倡议书\n{{}}\n{signature}　　2024年1月15日");
        if !signature.contains('\n') {
            check(&on_one_line, &[title, &signature_line, "date=2024年1月15日"]);
        }
        check(&format!("节约用水倡议书\n{signature}\n{{}}"), &[title, &signature_line]);
    }
    check("节约用水倡议书\n{}\n2024年1月15日\n李华", &["title=节约用水倡议书", "signature=李华", "date=2024年1月15日"]);
    check(
        "节约用水倡议书\n{}\n2024年1月15日　水务局",
        &["title=节约用水倡议书", "signature=水务局", "date=2024年1月15日"],
    );
}

#[test]
fn closings_and_attachments() {
    for closing in [
        "特此通知。",
        "特此报告",
        "特此函复，盼予支持。",
        "此致\n敬礼！",
        "此致\n敬礼",
        "谢谢大家！",
        "我的发言完毕，谢谢！",
        "我就讲这些。谢谢大家！",
        "以上报告，请审阅。",
        "以上意见，请认真贯彻执行。",
        "妥否，请批示。",
        "祝大家身体健康、工作顺利！",
        "本通知自发布之日起施行。",
    ] {
        let (title, closing_line) = ("title=关于节水的报告", format!("closing={closing}"));
        check(&format!("关于节水的报告\n{{}}\n{closing}"), &[title, &closing_line]);
        let signed = format!("关于节水的报告\n{{}}\n{closing}\n李华\n1月15日");
        check(&signed, &[title, &closing_line, "signature=李华", "date=1月15日"]);
        check(&format!("关于节水的报告\n{{}}{closing}"), &[title, &closing_line]);
    }
    for attachment in
        ["附件：节水器具目录", "附件1：目录\n附件2：报名表", "附件：1.节水器具目录\n2.报名表", "附：报名表"]
    {
        let (title, line) = ("title=关于节水的通知", format!("attachment={attachment}"));
        check(&format!("关于节水的通知\n{{}}\n{attachment}"), &[title, &line]);
        let before = format!("关于节水的通知\n{{}}\n特此通知。\n{attachment}\n水务局\n1月15日");
        check(&before, &[title, "closing=特此通知。", &line, "signature=水务局", "date=1月15日"]);
        let after = format!("关于节水的通知\n{{}}\n水务局\n1月15日\n{attachment}");
        check(&after, &[title, &line, "signature=水务局", "date=1月15日"]);
    }
    let appendix = "附件\n节水器具目录\n一、水龙头\n选用一级水效产品。\n二、便器\n选用双档冲水产品。";
    let text = format!("关于节水的通知\n{{}}\n水务局\n1月15日\n{appendix}");
    let appendix = format!("attachment={appendix}");
    check(&text, &["title=关于节水的通知", &appendix, "signature=水务局", "date=1月15日"]);
}

#[test]
fn slogans_and_headings_are_no_signature() {
    for last in [
        "让我们行动起来",
        "一、加强组织领导",
        "加快形成节水新格局",
        "把工作抓到实处",
        "部门之间难以共享数据",
        "居民得到了实惠",
        "各部门要抓好落实",
    ] {
        let text = format!("节约用水倡议书\n{BODY}\n{last}");
        let kinds: Vec<ElementKind> =
            found(&inspect(&text, None, Language::Chinese)).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [ElementKind::Title, ElementKind::Body], "{last}");
    }
}

/// Pieces of documents in any order, on lines or run together.
fn scrambled() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "节约用水倡议书",
        "编者按",
        "：",
        "！",
        "。",
        "\n",
        "\r\n",
        "　",
        "（",
        "）",
        "同志们",
        "大家好",
        "各位领导",
        "国发〔2022〕14号",
        "第3期",
        "谢谢大家",
        "特此通知",
        "此致",
        "敬礼",
        "附件",
        "1.",
        "一、",
        "水务局",
        "王小明",
        "××",
        "2024年1月15日",
        "年月日",
        "日",
        "发言人：",
        "联系人：",
        "——",
        BODY,
        "😀",
        "a",
        "號",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::invariants::config())]

    #[test]
    fn elements_stand_apart_and_quote_the_text(text in scrambled()) {
        let inspection = inspect(&text, None, Language::Chinese);
        let mut spans = Vec::new();
        for element in &inspection.elements {
            let evidence = element.evidence.as_ref().unwrap();
            prop_assert_eq!(&text[evidence.span.start..evidence.span.end], evidence.quote.as_str());
            prop_assert!(!evidence.quote.is_empty(), "{:?} is empty in {:?}", element.kind, text);
            spans.push((evidence.span.start, evidence.span.end, element.kind));
        }
        spans.sort_unstable();
        for pair in spans.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].0, "{:?} in {:?}", pair, text);
        }
    }
}
