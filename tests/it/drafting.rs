//! Rubrics drafted from questions, reference answers and keys.

use proptest::prelude::*;
use yuejuan::drafting::{Drafted, Key, Request, draft, to_toml};
use yuejuan::feedback::{Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::linting::{Severity, lint};
use yuejuan::points::Points;
use yuejuan::rubric::{GroupDraft, Rubric, parse_toml, shipped, shipped_ids};

const QUESTION: &str = "请根据给定资料，概括L县发展林下经济的做法。（20分）要求：全面准确，分条作答，不超过250字。";

fn marks(marks: f64) -> Option<Points> {
    Points::from_f64(marks)
}

fn drafted(question: &str, references: &[&str], max_score: Option<f64>) -> Drafted {
    let max_score = max_score.and_then(marks);
    draft(&Request { question, references, max_score, ..Request::default() }).unwrap()
}

/// The groups as lines: `title [take]`, then `points point` indented, then its wordings.
fn outline(drafted: &Drafted) -> String {
    let mut lines = Vec::new();
    for group in &drafted.draft.groups {
        let take = group.take.map(|take| format!(" [{take}]")).unwrap_or_default();
        lines.push(format!("{}{take}", group.title));
        for keypoint in &group.keypoints {
            lines.push(format!("  {} {}", keypoint.points, keypoint.point));
            lines.extend(keypoint.wordings.iter().map(|wording| format!("    {wording}")));
        }
    }
    lines.join("\n")
}

#[track_caller]
fn check(references: &[&str], max_score: f64, expected: &[&str]) {
    let drafted = drafted(QUESTION, references, Some(max_score));
    assert_eq!(outline(&drafted), expected.join("\n"));
    for reference in references {
        let feedback = mark(&drafted, reference);
        assert_eq!(feedback.parts[0].points, feedback.parts[0].max_points, "the reference misses marks");
    }
}

fn mark(drafted: &Drafted, text: &str) -> Feedback {
    let rubric = Rubric::new(drafted.draft.clone()).unwrap();
    grade(&rubric, &Submission { id: "1", text, language: Language::Chinese })
}

#[test]
fn a_reference_falls_into_groups_and_keypoints() {
    // A list in a paragraph splits where its markers stand.
    check(
        &[
            "一是在杨树林里种天麻，请农技员上门传授菌种接法。二是由合作社统购蜂蜜，贴同一个商标外销。三是修通进山小路，架设灌溉水管。",
        ],
        6.0,
        &[
            "",
            "  2 在杨树林里种天麻，请农技员上门传授菌种接法",
            "  2 由合作社统购蜂蜜，贴同一个商标外销",
            "  2 修通进山小路，架设灌溉水管",
        ],
    );
    // Headed items are groups, their sentences keypoints.
    check(
        &[
            "L县的做法有：\n一、选准品种。请林科院勘察土壤，划定天麻、黄精两大产区；淘汰耗水的旧品种。\n二、联农带农。村民以林地入股，年底按股分红。",
        ],
        8.0,
        &[
            "选准品种",
            "  3 请林科院勘察土壤，划定天麻、黄精两大产区",
            "  2 淘汰耗水的旧品种",
            "联农带农",
            "  3 村民以林地入股，年底按股分红",
        ],
    );
    // A colon heads an item too.
    check(
        &["1.技术上门：农技员包村蹲点，手把手教接种。\n2.销路不愁：网红直播带货，超市专柜直供。"],
        4.0,
        &["技术上门", "  2 农技员包村蹲点，手把手教接种", "销路不愁", "  2 网红直播带货，超市专柜直供"],
    );
    // Nested lists: the outer one gives the groups.
    check(
        &[
            "一、抓生产\n（一）平整梯田，引来山泉浇灌。\n（二）选派博士驻点，攻克烂根病。\n二、抓市场\n（一）举办菌菇节，招揽外地客商。\n（二）注册地理标志。",
        ],
        8.0,
        &[
            "抓生产",
            "  2 平整梯田，引来山泉浇灌",
            "  2 选派博士驻点，攻克烂根病",
            "抓市场",
            "  2 举办菌菇节，招揽外地客商",
            "  2 注册地理标志",
        ],
    );
    // No list at all: sentences.
    check(
        &["县里请来专家改良土壤。返乡青年开办民宿接待游客，村集体从房租里抽成修路。"],
        4.0,
        &["", "  1.5 县里请来专家改良土壤", "  2.5 返乡青年开办民宿接待游客，村集体从房租里抽成修路"],
    );
}

#[test]
fn what_only_leads_on_is_no_point() {
    // Whom a sentence speaks to, and that something follows.
    check(
        &[
            "杨树林遮阴保湿，天麻不怕日晒。请农技员上门传授菌种接法，现将效果介绍如下。乡亲们，进山小路已经修通，灌溉水管架到了地头。",
        ],
        6.0,
        &[
            "",
            "  2 杨树林遮阴保湿，天麻不怕日晒",
            "  2 请农技员上门传授菌种接法",
            "  2 进山小路已经修通，灌溉水管架到了地头",
        ],
    );
    // A short lead with a colon belongs to what stands after it.
    check(
        &["天麻年年减产，种植户连本钱也收不回来。究其原因：菌种退化，排水沟淤塞，雨季烂根严重。"],
        4.0,
        &["", "  2 天麻年年减产，种植户连本钱也收不回来", "  2 究其原因：菌种退化，排水沟淤塞，雨季烂根严重"],
    );
    // A text that only says so is still all there is.
    check(&["县里的做法介绍如下。"], 2.0, &["", "  2 县里的做法介绍如下"]);
}

#[test]
fn several_references_are_aligned() {
    check(
        &[
            "一是请林科院专家改良土壤。二是村民以林地入股分红。三是举办菌菇节招揽客商。",
            "一是聘请林科院专家来改良林地土壤。二是让村民拿林地入股，年底分红。三是修通进山公路。",
        ],
        9.0,
        &[
            "",
            "  3 请林科院专家改良土壤",
            "    聘请林科院专家来改良林地土壤",
            "  3 村民以林地入股分红",
            "    让村民拿林地入股，年底分红",
            " [1]",
            "  3 举办菌菇节招揽客商",
            "  3 修通进山公路",
        ],
    );
}

#[track_caller]
fn check_key(key: &str, expected: &[&str]) {
    let key = Key::parse(key).unwrap();
    let reference = "请林科院专家改良土壤，教会农户接种。村民以林地入股分红。";
    let request = Request { question: QUESTION, references: &[reference], key: Some(&key), ..Request::default() };
    let drafted = draft(&request).unwrap();
    assert_eq!(outline(&drafted), expected.join("\n"));
    let ids: Vec<&str> =
        drafted.draft.groups.iter().flat_map(|of| of.keypoints.iter().map(|of| of.id.as_str())).collect();
    let wanted: Vec<String> = (1..=ids.len()).map(|number| format!("k{number}")).collect();
    assert_eq!(ids, wanted);
}

#[test]
fn a_key_gives_points_marks_and_order() {
    check_key(
        "1. 聘请专家改良土壤（2分）\n2．林地入股，按股分红 (1.5分)\n③ 办节招商　2 分",
        &[
            "",
            "  2 聘请专家改良土壤",
            "    请林科院专家改良土壤，教会农户接种",
            "  1.5 林地入股，按股分红",
            "    村民以林地入股分红",
            "  2 办节招商",
        ],
    );
    check_key(
        "一、生产（5分）\n聘请专家改良土壤\t3\n引水上山\t2\n二、市场：（每点1分，任答2点）\n办节招商\n直播带货\n注册商标",
        &[
            "生产",
            "  3 聘请专家改良土壤",
            "    请林科院专家改良土壤，教会农户接种",
            "  2 引水上山",
            "市场 [2]",
            "  1 办节招商",
            "  1 直播带货",
            "  1 注册商标",
        ],
    );
    check_key("打破信息孤岛／消除数据壁垒（2分）\n总分：2分", &["", "  2 打破信息孤岛", "    消除数据壁垒"]);
}

#[test]
fn a_key_may_be_a_table() {
    let rows = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let check = |text: &str, expected: &str| {
        let key = Key::from_rows(&rows(text));
        let written = match key {
            Ok(key) => key
                .groups
                .iter()
                .flat_map(|group| {
                    group
                        .points
                        .iter()
                        .map(|of| format!("{}|{}|{}|{}", group.title, of.text, of.points, of.wordings.join("+")))
                })
                .collect::<Vec<_>>()
                .join(" "),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / "),
        };
        assert_eq!(written, expected, "{text}");
    };
    check("聘请专家,2\n林地入股,1.5分", "|聘请专家|2| |林地入股|1.5|");
    check("分值,要点,其他说法\n2,聘请专家,请来能人；引进人才", "|聘请专家|2|请来能人+引进人才");
    check("要点,分值\n一、生产,\n1.引水上山,2\n二、市场,\n办节招商,3", "生产|引水上山|2| 市场|办节招商|3|");
    check("point,marks,wordings,group\n引水上山,2,,生产\n办节招商,3,,市场", "生产|引水上山|2| 市场|办节招商|3|");
    check(
        "要点,分值\n引水上山,两分\n,3",
        "row 2: \"两分\" is no marks; use a number above 0 / row 3: no point; write what must be said in the point's column",
    );
    check("要点,分值", "row 0: no point with marks; write one point a line with its marks, as 要点……（2分）");
}

#[track_caller]
fn check_error(request: &Request<'_>, expected: &str) {
    assert_eq!(draft(request).unwrap_err().to_string(), expected);
}

#[test]
fn what_cannot_be_drafted_says_why() {
    let reference: &[&str] = &["一是请专家改良土壤。二是修路。"];
    let plain = Request { question: QUESTION, references: reference, ..Request::default() };
    check_error(&Request { references: &[], ..plain }, "no reference answer and no key; give at least one of them");
    check_error(&Request { question: "概括做法。", ..plain }, "the question names no marks; give the maximum score");
    check_error(
        &Request { references: &["一是请专家改良土壤。", "。。。"], ..plain },
        "reference 2: no sentence to take a keypoint from; check that it is the right text",
    );
    check_error(
        &Request { max_score: marks(0.01), ..plain },
        "0.01 marks cannot be shared among 2 keypoints; give more marks or a shorter reference",
    );
    let key = Key::parse("请专家（3分）\n修路（2分）").unwrap();
    check_error(
        &Request { key: Some(&key), max_score: marks(6.0), ..plain },
        "the key's marks sum to 5, the maximum score is 6; mend one of them",
    );
}

#[test]
fn the_question_and_the_genre_set_the_policies() {
    let question =
        "假如你是Q市图书馆的工作人员，请写一份倡议书，倡导市民爱护共享书屋。（30分）要求：格式规范，400字左右。";
    let reference = "爱护共享书屋倡议书\n广大市民朋友：\n共享书屋开放以来，不少图书被涂画、带走。为此我们倡议：\n一、轻拿轻放，不在书上涂画。\n二、看完归还原处，不把图书带回家。\nQ市图书馆\n2025年3月1日";
    let drafted = drafted(question, &[reference], None);
    let draft = &drafted.draft;
    assert_eq!((draft.max_score, draft.length.target, draft.format.genre.as_str()), (30.0, Some(400), "倡议书"));
    let elements: Vec<f64> = draft.format.elements.iter().map(|element| element.points).collect();
    assert_eq!(elements, [1.0, 1.0, 0.5, 0.5], "title, addressee, signature, date");
    let points: Vec<&str> =
        draft.groups.iter().flat_map(|of| of.keypoints.iter().map(|of| of.point.as_str())).collect();
    assert!(points.iter().all(|point| !point.contains("市民朋友") && !point.contains("2025")), "{points:?}");
    assert_eq!(mark(&drafted, reference).score, Points::from_f64(30.0).unwrap());
}

/// Every shipped rubric's own reference makes a draft that its own check has no warning about, that gives the
/// reference full marks, and that comes back from its TOML unchanged.
#[test]
fn drafts_pass_their_own_check() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        let references: Vec<&str> = rubric.draft.references.iter().map(|reference| reference.text.as_str()).collect();
        let drafted = drafted(&rubric.draft.question, &references, Some(rubric.draft.max_score));
        assert_eq!(parse_toml(&to_toml(&drafted)).unwrap(), drafted.draft, "{id}");
        let rubric = Rubric::new(drafted.draft.clone()).unwrap();
        let warnings: Vec<_> =
            lint(&rubric, &[]).into_iter().filter(|finding| finding.severity == Severity::Warning).collect();
        assert_eq!(warnings, [], "{id}");
        for reference in references {
            let feedback = mark(&drafted, reference);
            assert_eq!(feedback.content_points(), rubric.content_points(), "{id}");
        }
    }
}

/// Three answers of real length to one question, in every order: each earns all content marks, and the draft's own
/// check warns of nothing. What all of them say stands before what some of them say.
#[test]
fn long_references_are_aligned() {
    for id in ["digital-government-obstacles", "slow-is-fast-analysis"] {
        let rubric = shipped(id).unwrap();
        let [second, third] =
            [2, 3].map(|at| std::fs::read_to_string(format!("tests/data/references/{id}-{at}.txt")).unwrap());
        let [a, b, c] = [rubric.draft.references[0].text.as_str(), &second, &third];
        for references in [
            &[a, b][..],
            &[b, a],
            &[a, c],
            &[b, c],
            &[a, b, c],
            &[a, c, b],
            &[b, a, c],
            &[b, c, a],
            &[c, a, b],
            &[c, b, a],
        ] {
            let first = references[0].chars().take(9).collect::<String>();
            let name = format!("{id}, {} from {first}", references.len());
            let drafted = drafted(&rubric.draft.question, references, Some(rubric.draft.max_score));
            assert_eq!(parse_toml(&to_toml(&drafted)).unwrap(), drafted.draft, "{name}");
            let own = lint(&Rubric::new(drafted.draft.clone()).unwrap(), &[]);
            assert_eq!(drafted.findings, own, "{name}");
            let warnings: Vec<_> = own.iter().filter(|finding| finding.severity == Severity::Warning).collect();
            assert!(warnings.is_empty(), "{name}: {warnings:#?}");
            for reference in references {
                let content = &mark(&drafted, reference).parts[0];
                assert_eq!(content.points, content.max_points, "{name}");
            }
            let (optional, shared): (Vec<_>, Vec<_>) = drafted.draft.groups.iter().partition(|of| of.take.is_some());
            let count = |groups: &[&GroupDraft]| groups.iter().map(|of| of.keypoints.len()).sum::<usize>();
            assert!(count(&shared) >= 6 && optional.len() <= 1, "{name}: {}", outline(&drafted));
            // Most of what they share stands in each one's own words.
            let keypoints = || shared.iter().flat_map(|of| &of.keypoints);
            let worded = keypoints().filter(|of| of.wordings.len() + 1 >= references.len()).count();
            assert!(worded * 4 >= keypoints().count() * 3, "{name}: {}", outline(&drafted));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    /// Whatever the texts are, there is a valid draft or a reason; the same one each time.
    #[test]
    fn random_texts_never_break_it(
        question in "\\PC{0,60}",
        reference in prop_oneof!["\\PC{0,200}", "[一二三四五、。，；：（）1-9.分条作答县里建设😀a-z \\n\t\"\\\\]{0,200}"],
        marks in 1u32..60,
    ) {
        let max_score = Points::from_f64(f64::from(marks) / 2.0);
        let request = Request { question: &question, references: &[&reference], max_score, ..Request::default() };
        let drafted = draft(&request);
        prop_assert_eq!(&drafted, &draft(&request));
        match drafted {
            Ok(drafted) => {
                let again = parse_toml(&to_toml(&drafted));
                prop_assert_eq!(again.as_ref(), Ok(&drafted.draft));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn random_keys_never_break_it(key in "[一二、。（）()分每点任答0-9.\t\n a-z县里建设/]{0,120}") {
        let _ = Key::parse(&key);
    }
}
