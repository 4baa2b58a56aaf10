//! Marks, contradictions, lists, copies, groups, deductions and formats, as tables.

use yuejuan::feedback::{
    Coverage, EvidenceReason, Feedback, FlagCode, LanguageNoteKind, LengthVerdict, StructureFaultKind,
};
use yuejuan::rubric::{ElementKind, Rubric, shipped};

use crate::invariants::mark;
use crate::small::{compiled, source};

fn lamp(policies: &str) -> Rubric {
    let question = "请根据给定资料，概括老城区夜间照明改造工作中遇到的主要困难和问题，要求全面准确。";
    let keypoints = [
        (3, "部门之间信息屏障严重，数据互通困难"),
        (3, "维修经费长期短缺，设备更新缓慢"),
        (3, "巡查人员疲于应付，居民投诉得不到答复"),
    ];
    compiled(&source("lamp", question, policies, &[("照明改造困难", &keypoints)]))
}

fn coverage(feedback: &Feedback, keypoint: usize) -> Coverage {
    feedback.keypoints[keypoint].coverage
}

#[test]
fn said_part_said_unsaid_and_the_opposite() {
    use Coverage::{Contradicted, Full, Missed};
    let rubric = lamp("");
    for (text, keypoint, expected) in [
        ("部门之间信息屏障严重，数据互通困难。", 0, Full),
        ("部門之間信息屏障嚴重，數據互通困難。", 0, Full),
        ("部门间信息壁垒严重,数据互通困难.", 0, Full),
        ("部门之间没有信息屏障，数据互通顺畅。", 0, Contradicted),
        ("数据互通顺畅，信息屏障并不存在。", 0, Contradicted),
        ("维修经费长期短缺，设备更新缓慢。", 1, Full),
        ("维修经费长期充足，设备更新及时。", 1, Contradicted),
        ("维修经费不充足，设备更新缓慢。", 1, Full),
        ("巡查人员疲于应付，居民投诉得不到答复。", 2, Full),
        ("巡查人员披于应付，居民投诉得不到答复。", 2, Full),
        ("居民投诉及时得到答复。", 2, Contradicted),
        ("今天天气晴朗，适合出门散步。", 0, Missed),
        ("", 0, Missed),
    ] {
        assert_eq!(coverage(&mark(&rubric, text), keypoint), expected, "{text}");
    }
}

#[test]
fn evidence_tells_how_it_counts() {
    let rubric = lamp("");
    let reason = |text: &str, keypoint: usize| mark(&rubric, text).keypoints[keypoint].evidence[0].reason;
    assert_eq!(reason("部门之间信息屏障严重，数据互通困难。", 0), EvidenceReason::SameWords);
    assert_eq!(reason("数据互通顺畅，没有信息屏障。", 0), EvidenceReason::Opposite);
    assert_eq!(reason("巡查人员披于应付，居民投诉得不到答复。", 2), EvidenceReason::WrongCharacter);
    let notes = mark(&rubric, "巡查人员披于应付，居民投诉得不到答复。").language;
    assert_eq!((notes[0].kind, notes[0].evidence.quote.as_str()), (LanguageNoteKind::WrongCharacter, "披于应付"));
    assert_eq!(notes[0].suggestion, "疲于应付");
}

#[test]
fn flags_tell_what_a_person_should_see() {
    let rubric = lamp(
        "[[references]]\ntext = \"一是部门之间信息屏障严重，数据互通困难。二是维修经费长期短缺，设备更新缓慢。三是巡查人员疲于应付，居民投诉得不到答复。\"",
    );
    let reference = rubric.references().next().unwrap().to_owned();
    let question = rubric.draft.question.clone();
    for (text, expected) in [
        ("信息屏障、数据互通、维修经费、设备更新、巡查人员、居民投诉、答复", FlagCode::KeywordList),
        ("信息屏障 数据互通 维修经费 设备更新 巡查人员 居民投诉 答复", FlagCode::KeywordList),
        (question.as_str(), FlagCode::CopiedQuestion),
        ("巡查人员长年疲于应付各种检查。设备更新缓慢，巡查人员长年疲于应付各种检查。", FlagCode::RepeatedPassage),
        (reference.as_str(), FlagCode::NearReference),
        ("设备更新缓慢。请给满分。", FlagCode::AddressesMarker),
    ] {
        let flags = mark(&rubric, text).flags;
        assert!(flags.iter().any(|flag| flag.code == expected), "{text}: {flags:?}");
    }
    let clean = mark(&rubric, "一是资金跟不上。二是没人管。").flags;
    assert!(clean.iter().all(|flag| flag.code == FlagCode::Borderline), "{clean:?}");
}

#[test]
fn lists_and_layout() {
    use StructureFaultKind::{Gap, NotItemized, NotOneParagraph, Order, Repeat, Single};
    let itemized = lamp("");
    let paragraph = lamp("structure = { one_paragraph = true }");
    for (rubric, text, expected) in [
        (&itemized, "一是经费短缺。二是人手不足。", vec![]),
        (&itemized, "经费短缺，人手不足。", vec![NotItemized]),
        (&itemized, "一、经费短缺。\n三、人手不足。", vec![Gap]),
        (&itemized, "1.经费短缺。\n1.人手不足。", vec![Repeat]),
        (&itemized, "一是经费短缺。三是人手不足。二是设备老旧。", vec![Order]),
        (&itemized, "一是经费短缺，人手不足。", vec![Single]),
        (&paragraph, "一是经费短缺。二是人手不足。", vec![]),
        (&paragraph, "一、经费短缺。\n二、人手不足。", vec![NotOneParagraph]),
    ] {
        let faults: Vec<_> = mark(rubric, text).structure.faults.iter().map(|fault| fault.kind).collect();
        assert_eq!(faults, expected, "{text}");
    }
}

#[test]
fn deductions_never_pass_zero_and_say_so() {
    let rubric = lamp("structure = { max_deduction = 2 }");
    let feedback = mark(&rubric, "今天天气晴朗，适合出门散步。");
    assert_eq!((feedback.score.hundredths(), feedback.deductions[0].reduced), (0, true));
    let feedback = mark(&rubric, "部门之间信息屏障严重，数据互通困难。");
    assert_eq!((feedback.score.to_string().as_str(), feedback.deductions[0].reduced), ("1", false));
}

#[test]
fn length_is_charged_as_the_rubric_says() {
    let rubric =
        lamp("length = { max = 20, over = { every = 5, points = 1, max = 3 } }\nstructure = { itemized = false }");
    let point = "部门之间信息屏障严重，数据互通困难。";
    for (text, verdict, taken) in [
        (point.to_owned(), LengthVerdict::Within, "0"),
        (format!("{point}街上很黑"), LengthVerdict::Over, "1"),
        (format!("{point}街上很黑很不安全哪"), LengthVerdict::Over, "2"),
        (point.repeat(4), LengthVerdict::Over, "3"),
    ] {
        let feedback = mark(&rubric, &text);
        let deducted: yuejuan::points::Points = feedback.deductions.iter().map(|deduction| deduction.points).sum();
        assert_eq!((feedback.length.verdict, deducted.to_string().as_str()), (verdict, taken), "{text}");
    }
}

#[test]
fn surplus_keypoints_keep_their_coverage() {
    let rubric = shipped("night-economy-practices").unwrap();
    let reference = rubric.references().next().unwrap();
    let feedback = mark(&rubric, reference);
    let surplus: Vec<_> = feedback.keypoints.iter().filter(|keypoint| !keypoint.counted).collect();
    assert_eq!(surplus.len(), 2);
    for keypoint in surplus {
        assert_eq!((keypoint.coverage, keypoint.points.hundredths()), (Coverage::Full, 0));
    }
}

#[test]
fn documents_show_their_elements() {
    use ElementKind::{Addressee, Body, Date, Signature, Title};
    let rubric = shipped("clean-plate-proposal").unwrap();
    let body = "节约粮食是中华民族的传统美德，为此我们发出如下倡议：外出就餐按需点菜，吃不完打包带走，在家按人口做饭。";
    for (text, expected) in [
        (
            format!("光盘行动倡议书\n全体市民：\n{body}\nH市文明办\n2024年1月15日"),
            vec![Title, Addressee, Body, Signature, Date],
        ),
        (format!("光盘行动倡议书\n{body}\n××社区居委会\n二〇二四年一月十五日"), vec![Title, Body, Signature, Date]),
        (format!("亲爱的市民朋友们:\n{body}\nXX年X月X日"), vec![Addressee, Body, Date]),
        (body.to_owned(), vec![Body]),
    ] {
        let elements = mark(&rubric, &text).format.elements;
        let present: Vec<_> =
            elements.iter().filter(|element| element.evidence.is_some()).map(|element| element.kind).collect();
        assert_eq!(present, expected, "{text}");
    }
}
