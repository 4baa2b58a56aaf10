//! What an essay is made of and the range of marks that this speaks for, as tables; and how often the range holds the
//! mark that a person gave.

use std::fs;

use yuejuan::drafting::{Request, draft, to_toml};
use yuejuan::feedback::{EssayCheckKind, EssayFeedback, Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::linting::{Severity, lint};
use yuejuan::rubric::{Rubric, parse_toml, shipped};

use crate::cli::{file, folder, run, stdout};
use crate::invariants::mark;

const TITLE: &str = "慢慢走，看得见";
const OPENING: &str = "如今出门，人们习惯了坐车。车窗外的街景一闪而过，住了十年的城市反倒陌生。城市应当把步行的路还给人，让走路的人走得安心、走得有滋味。";
const BODY: [&str; 3] = [
    "步行让身体舒展。每天走上几千步，胜过办一张用不上的健身卡。医生常劝久坐的人多走动，可是人行道被车占了、被摊挡了，想走也难。把占道的车请走，把坏掉的砖补好，比建一座体育馆花钱少，受益的人却多得多。",
    "步行让邻里相识。隔着车窗，谁也不认识谁；走在路上，见面点个头，三五回便熟了。卖菜的大姐记得你爱吃什么，修车的师傅顺手替孩子拧紧螺丝。街上有了走路的人，小店才有生意，夜里才有灯光，老人出门也才放心。",
    "步行让城市耐看。坐车看见的是招牌，走路看见的是砖缝里的花、墙上的旧字和屋檐下的燕子。有的城市把老城墙脚下修成一圈步道，游客多住了一天，居民也重新爱上了自己的家门口。",
];
const ENDING: &str =
    "路是人走出来的，城也是人走活的。让我们把步行的路修宽一些、修平一些，让每个人都能在自己的城市里慢慢走、细细看。";

fn walk(essay: &str) -> Rubric {
    let source = format!(
        r#"
id = "walk"
title = "步行"
kind = "essay"
max_score = 40
question = "请以“步行”为话题，自拟题目，写一篇议论文。（40分）"
essay = {{ {essay} }}
[[groups]]
id = "g"
[[groups.keypoints]]
id = "k1"
points = 20
point = "城市应当把步行的路还给人"
opposites = ["城市应当让车优先，步行的路可以取消"]
[[groups.keypoints]]
id = "k2"
points = 20
point = "步行让身体舒展、让邻里相识"
opposites = ["步行伤害身体，让邻里疏远"]
"#
    );
    Rubric::new(parse_toml(&source).unwrap_or_else(|problems| panic!("{problems:?}"))).unwrap()
}

fn usual() -> Rubric {
    walk("theme = [\"步行\", \"走路\"]")
}

fn lines(lines: &[&str]) -> String {
    lines.join("\n")
}

fn whole() -> String {
    lines(&[TITLE, OPENING, BODY[0], BODY[1], BODY[2], ENDING])
}

fn essay(feedback: &Feedback) -> &EssayFeedback {
    feedback.essay.as_ref().unwrap()
}

/// Whether a check passed, and what it shows.
fn check(feedback: &Feedback, kind: EssayCheckKind) -> (bool, Vec<&str>) {
    let check = essay(feedback).checks.iter().find(|check| check.kind == kind).unwrap();
    (check.passed, check.evidence.iter().map(|evidence| evidence.quote.as_str()).collect())
}

fn range(feedback: &Feedback) -> (String, String) {
    (essay(feedback).low.to_string(), essay(feedback).high.to_string())
}

#[test]
fn a_sound_essay_passes_every_check() {
    let feedback = mark(&usual(), &whole());
    for check in &essay(&feedback).checks {
        assert!(check.passed, "{check:?}");
    }
    assert_eq!(range(&feedback), ("28".to_owned(), "36".to_owned()));
    assert_eq!((essay(&feedback).band_low.as_str(), essay(&feedback).band_high.as_str()), ("二类文", "一类文"));
    assert_eq!((feedback.score.to_string().as_str(), feedback.estimated), ("32", true));
    assert!((essay(&feedback).confidence - 0.6).abs() < 1e-9);
    assert!(feedback.summary.starts_with("约28–36分（满分40分，二类文至一类文），把握0.6。"), "{}", feedback.summary);
}

#[test]
fn titles_are_told_from_first_paragraphs() {
    let rubric = usual();
    for (first, passed, shown) in [
        (TITLE, true, Some(TITLE)),
        ("走路的尊严：城市与人", true, Some("走路的尊严：城市与人")),
        ("把路还给走路的人！", true, Some("把路还给走路的人！")),
        ("步", false, Some("步")),
        (
            "关于在新时代城市建设当中进一步重视和保障步行空间的一些思考",
            false,
            Some("关于在新时代城市建设当中进一步重视和保障步行空间的一些思考"),
        ),
        ("", false, None),
        ("如今出门，人们习惯了坐车。", false, None),
        ("一、走路的好处", false, None),
    ] {
        let text = lines(&[first, OPENING, BODY[0], BODY[1], ENDING]);
        assert_eq!(
            check(&mark(&rubric, &text), EssayCheckKind::Title),
            (passed, shown.into_iter().collect()),
            "{first}"
        );
    }
    let below = lines(&[TITLE, "——谈城市的步行", OPENING, BODY[0], BODY[1], ENDING]);
    assert_eq!(check(&mark(&rubric, &below), EssayCheckKind::Title).1, ["慢慢走，看得见\n——谈城市的步行"]);
    let untitled = mark(&rubric, &lines(&[OPENING, BODY[0], BODY[1], BODY[2], ENDING]));
    assert_eq!(
        (untitled.deductions[0].rule.as_ref(), untitled.deductions[0].points.to_string().as_str()),
        ("essay.title", "2")
    );
    assert_eq!(range(&untitled), ("26".to_owned(), "34".to_owned()));
}

#[test]
fn a_thesis_is_recognised_tolerantly() {
    let rubric = usual();
    let stage = "如今出门，人们习惯了坐车。";
    for (thesis, stated) in [
        ("城市应当把步行的路还给人。", true),
        ("唯有让人愿意走路，城市才有生气。", true),
        ("在我看来，步行是认识一座城市最好的方式。", true),
        ("步行是一座城市的体面。", true),
        ("步行真的过时了吗？", false),
        ("车窗外的街景一闪而过，什么也没有留下。", false),
    ] {
        let text = lines(&[TITLE, &format!("{stage}{thesis}"), BODY[0], BODY[1], ENDING]);
        let shown: Vec<&str> = if stated { vec![thesis] } else { Vec::new() };
        assert_eq!(check(&mark(&rubric, &text), EssayCheckKind::Thesis), (stated, shown), "{thesis}");
    }
    // A short first paragraph may leave it to the second.
    let second = lines(&[TITLE, stage, "我们应当学会步行。", BODY[0], BODY[1], ENDING]);
    assert_eq!(check(&mark(&rubric, &second), EssayCheckKind::Thesis).1, ["我们应当学会步行。"]);
}

#[test]
fn sub_theses_are_counted() {
    let rubric = usual();
    let other =
        "河边有一家小饭馆，老板是外乡人，话不多，手艺却很好，我常常点一碗面，坐在门口慢慢吃完，再往回走，天也就黑了。";
    let plain =
        "去年夏天，我在外地住过一个月，每天早上都到河边去，看见许多人在那里钓鱼，也有人在树下拉琴，日子过得不紧不慢。";
    for (body, passed, expected) in [
        (BODY.to_vec(), true, vec!["步行让身体舒展。", "步行让邻里相识。", "步行让城市耐看。"]),
        (vec![BODY[0], plain], false, vec!["步行让身体舒展。"]),
        (vec![plain, other], false, vec![]),
        // Headings on lines of their own, numbered or not.
        (vec!["一、走出健康", plain, "二、走出情谊", plain], true, vec!["一、走出健康", "二、走出情谊"]),
        (vec!["**走出健康**", plain, "**走出情谊**", plain], true, vec!["**走出健康**", "**走出情谊**"]),
        // In parallel form, though neither names the theme.
        (
            vec!["动起来，身体才硬朗。人总坐着，腰就弯了。", "动起来，心情才敞亮。闷在屋里，愁就多了。"],
            true,
            vec!["动起来，身体才硬朗。", "动起来，心情才敞亮。"],
        ),
        // At the end of its paragraph.
        (
            vec![
                BODY[0],
                "我有一个朋友，从前上班开车，两头堵，人很烦躁。后来他改为步行，路上听听鸟叫，到单位时神清气爽。因此，步行才能养心。",
            ],
            true,
            vec!["步行让身体舒展。", "因此，步行才能养心。"],
        ),
    ] {
        let text = [&[TITLE, OPENING], body.as_slice(), &[ENDING]].concat().join("\n");
        assert_eq!(check(&mark(&rubric, &text), EssayCheckKind::SubTheses), (passed, expected), "{body:?}");
    }
}

#[test]
fn an_ending_comes_back() {
    let rubric = usual();
    let cases = [
        (ENDING, true),
        ("总之，走路是一件小事，也是一件大事。", true),
        // The words of title and opening.
        ("愿车窗外的街景慢下来，愿每座城市都不再让住了十年的人觉得陌生。", true),
        ("天黑了，我也该回家吃饭了。", false),
        // It goes on with the body.
        (
            "步行让心灵安静。一个人走在路上，脑子里的事情会慢慢理顺。写文章的人遇到难处，到街上走一圈，往往就有了主意；吵了架的人各走一程，回来也就消了气。",
            false,
        ),
        // It breaks off.
        ("让我们把步行的路修宽一些，让每一个", false),
    ];
    for (last, passed) in cases {
        let text = lines(&[TITLE, OPENING, BODY[0], BODY[1], BODY[2], last]);
        let (found, _) = check(&mark(&rubric, &text), EssayCheckKind::Ending);
        assert_eq!(found, passed, "{last}");
    }
}

#[test]
fn paragraphs_are_weighed() {
    let rubric = usual();
    let long = BODY.concat();
    let line = "步行好。";
    for (text, expected) in [
        (whole(), "段落匀称：共5段"),
        (lines(&[TITLE, &format!("{OPENING}{long}{ENDING}")]), "段落太少：共1段，各占100%"),
        (lines(&[TITLE, OPENING, &format!("{long}{long}"), ENDING]), "段落太少、有一段占了一半以上：共3段"),
        (lines(&[TITLE, &format!("{OPENING}{}", BODY[0]), BODY[0], BODY[1], ENDING]), "开头过长：共4段"),
        (lines(&[TITLE, OPENING, BODY[0], line, line, BODY[1], ENDING]), "有几段只有一两行：共6段"),
        // A single line may lead over.
        (lines(&[TITLE, OPENING, BODY[0], line, BODY[1], BODY[2], ENDING]), "段落匀称：共6段"),
    ] {
        let feedback = mark(&rubric, &text);
        let of = essay(&feedback).checks.iter().find(|check| check.kind == EssayCheckKind::Balance).unwrap();
        assert!(of.message.starts_with(expected), "{}: {text}", of.message);
    }
}

#[test]
fn sayings_are_found_with_where_they_stand() {
    let rubric = walk("theme = [\"步行\"], quotations = [\"读万卷书，行万里路\", \"千里之行，始于足下\"]");
    let text = lines(&[
        TITLE,
        OPENING,
        "老话说：千里之行，始与足下。步行正是如此。",
        BODY[0],
        "读万卷书，行万里路。读万卷书，行万里路。",
        ENDING,
    ]);
    let feedback = mark(&rubric, &text);
    let found: Vec<(usize, &str, &str)> = essay(&feedback)
        .quotations
        .iter()
        .map(|of| (of.index, of.quotation.as_str(), of.evidence.quote.as_str()))
        .collect();
    assert_eq!(
        found,
        [(1, "千里之行，始于足下", "千里之行，始与足下"), (0, "读万卷书，行万里路", "读万卷书，行万里路")]
    );
    assert!(!check(&mark(&rubric, &whole()), EssayCheckKind::Quotations).0);
    let mut kept = rubric.draft.clone();
    kept.wordings_visible = false;
    let kept = mark(&Rubric::new(kept).unwrap(), &text);
    assert!(essay(&kept).quotations.iter().all(|of| of.quotation.is_empty()));
}

/// Grave faults cap the range, and the reasons say so.
#[test]
fn grave_faults_are_ceilings() {
    let rubric = usual();
    let off = "读书\n书是人类进步的阶梯，我们应当多读书。\n读书使人明理。古人囊萤映雪，今人手不释卷，读过的书都会留在气质里。\n读书使人沉静。夜里点一盏灯，读上几页，白天的烦恼就散了，心也就静了下来。\n让我们都来读书，做一个有书香的人。";
    let against = "城市应当让车优先\n步行早已过时，城市应当让车优先，步行的路可以取消。\n步行伤害身体。一路尾气，走得越多越伤身体，还让邻里疏远。\n步行让邻里疏远。各走各的路，谁也不理谁，步行伤害身体，也让邻里疏远。\n总之，步行的路可以取消，城市应当让车优先。";
    let list = format!("{TITLE}\n步行、街道、邻里、健康、城市、人行道、步道、慢生活、烟火气、老城、宜居、公平");
    for (text, reason, highest) in [
        (off.to_owned(), "离题：至多10分。", "10"),
        (against.to_owned(), "观点与题意相反：至多10分。", "10"),
        (list, "罗列关键词，不成文章：至多10分。", "10"),
        (lines(&[TITLE, &format!("{OPENING}{}{ENDING}", BODY.concat())]), "全文只有一段：至多20分。", "20"),
        (lines(&[TITLE, OPENING, OPENING, OPENING, OPENING, ENDING]), "反复说同样的话：至多20分。", "20"),
        (rubric.draft.question.clone(), "一半以上是抄录：至多10分。", "10"),
        (String::new(), "空白卷。", "0"),
    ] {
        let feedback = mark(&rubric, &text);
        let reasons = &essay(&feedback).reasons;
        assert!(reasons.iter().any(|of| of == reason), "{reasons:?}: {text}");
        let most: f64 = highest.parse().unwrap();
        assert!(essay(&feedback).high.as_f64() <= most, "{:?}", range(&feedback));
    }
}

#[test]
fn copying_lowers_the_band() {
    let mut draft = usual().draft;
    draft.material = BODY.concat();
    let rubric = Rubric::new(draft).unwrap();
    let text = whole();
    let feedback = mark(&rubric, &text);
    assert!(!check(&feedback, EssayCheckKind::OwnWords).0);
    assert_eq!(essay(&feedback).reasons, ["一半以上是抄录：至多10分。"]);
    // One sentence of the material is fine.
    let quoted = whole().replace(BODY[1], "街上人来人往，小店的灯亮到很晚，大家见了面都要站住说几句闲话。").replace(BODY[2], "步道修好以后，傍晚的人明显多了起来，连卖花的小摊也回来了，老街又有了从前的热闹。").replace(BODY[0], "步行让身体舒展。每天走上几千步，胜过办一张用不上的健身卡。我的父亲退休以后天天走路上山，几年下来，老毛病好了大半，饭量也大了。");
    let feedback = mark(&rubric, &quoted);
    assert!(check(&feedback, EssayCheckKind::OwnWords).0, "{:?}", feedback.material);
}

#[test]
fn bands_are_the_rubrics_own() {
    let rubric = walk(
        "theme = [\"步行\"], bands = [{ name = \"优\", up_to = 1 }, { name = \"良\", up_to = 0.85 }, { name = \"差\", up_to = 0.6 }]",
    );
    let feedback = mark(&rubric, &whole());
    assert_eq!((essay(&feedback).band_low.as_str(), essay(&feedback).band_high.as_str()), ("良", "优"));
    let strict = walk("theme = [\"步行\"], sub_theses = { min = 4, max = 5 }, title_points = 3");
    let feedback = mark(&strict, &lines(&[OPENING, BODY[0], BODY[1], BODY[2], ENDING]));
    assert!(!check(&feedback, EssayCheckKind::SubTheses).0);
    assert_eq!(feedback.deductions[0].points.to_string(), "3");
}

#[test]
fn feedback_comes_in_english() {
    let submission = Submission { id: "1", text: &whole(), language: Language::English };
    let feedback = grade(&usual(), &submission);
    let han = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    for check in &essay(&feedback).checks {
        assert!(!han(&check.message), "{}", check.message);
    }
    assert!(feedback.summary.starts_with("About 28–36 of 40"), "{}", feedback.summary);
}

const QUESTION: &str = "请以“城市的步行”为话题，联系实际，自拟题目，写一篇议论文。（40分）要求：观点明确，语言流畅。";

#[test]
fn an_essay_is_drafted() {
    let reference = whole().replace("如今出门", "古人说：“千里之行，始于足下”。如今出门");
    let references = [reference.as_str()];
    let request = Request {
        question: QUESTION,
        references: &references,
        material: "材料一：某市修了步道。",
        ..Request::default()
    };
    let drafted = draft(&request).unwrap();
    let essay = drafted.draft.essay.as_ref().unwrap();
    assert_eq!(
        (&essay.theme[..], &essay.quotations[..]),
        (&["步行".to_owned()][..], &["千里之行，始于足下".to_owned()][..])
    );
    let toml = to_toml(&drafted);
    assert_eq!(parse_toml(&toml).unwrap(), drafted.draft);
    assert!(toml.contains("\n[essay]\ntheme = [\n  \"步行\",\n]\n") && toml.contains("# 大作文只给分数区间"), "{toml}");
    let points: Vec<&str> =
        drafted.draft.groups.iter().flat_map(|of| &of.keypoints).map(|of| of.point.as_str()).collect();
    assert!(points.iter().all(|point| !point.contains(TITLE)), "{points:?}");
    let rubric = Rubric::new(drafted.draft.clone()).unwrap();
    let warnings: Vec<_> = lint(&rubric, &[]).into_iter().filter(|of| of.severity == Severity::Warning).collect();
    assert_eq!(warnings, []);
}

#[test]
fn material_is_drafted_from_a_file() {
    let folder = folder("draft-essay");
    let question = file(&folder, "question.txt", QUESTION);
    let reference = file(&folder, "reference.txt", whole());
    let material = file(&folder, "material.txt", "材料一\n某市修了步道。\n");
    let drafted = run(&["rubric", "draft", "-q", &question, "--reference", &reference, "--material", &material]);
    assert_eq!(drafted.status.code(), Some(0), "{drafted:?}");
    assert_eq!(parse_toml(stdout(&drafted)).unwrap().material, "材料一\n某市修了步道。\n".trim());
    let missing = run(&["rubric", "draft", "-q", &question, "--reference", &reference, "--material", "nowhere.txt"]);
    assert_eq!(missing.status.code(), Some(2));
}

/// The marked essays: how often a person's mark lies in the range. One writer, who knew what the engine looks at, so
/// that this tells what it does on clear cases and nothing of real papers.
#[test]
fn ranges_hold_most_marks_of_the_corpus() {
    let rubric = shipped("city-blank-essay").unwrap();
    let corpus = fs::read_to_string("corpus/answers/city-blank-essay.jsonl").unwrap();
    let (mut marks, mut bands, mut all) = (0, 0, 0);
    for line in corpus.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        let feedback = mark(&rubric, answer["text"].as_str().unwrap());
        let essay = essay(&feedback);
        let (given, band) = (answer["essay_score"].as_f64().unwrap(), answer["band"].as_str().unwrap());
        let human = rubric.essay.as_ref().unwrap().band(yuejuan::points::Points::from_f64(given).unwrap());
        assert_eq!(human, band, "{}: the mark is not in the band", answer["id"]);
        all += 1;
        marks += usize::from((essay.low.as_f64()..=essay.high.as_f64()).contains(&given));
        bands += usize::from([&essay.band_low, &essay.band_high].contains(&&band.to_owned()));
    }
    println!("{marks} of {all} marks lie in the range, {bands} in its bands");
    assert!(marks * 3 >= all * 2 && bands * 5 >= all * 4, "{marks} and {bands} of {all}");
}
