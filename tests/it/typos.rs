//! Wrong characters in the key's terms: which are taken as typos, why, and which are other words.

use yuejuan::feedback::{Coverage, EvidenceReason, LanguageNoteKind};

use crate::invariants::mark;
use crate::polarity::rubric_of;

/// A keypoint, an answer, and what the remark on its wrong character says; nothing where it has none.
#[track_caller]
fn check(rows: &[(&str, &str, &str)]) {
    let mut failures = Vec::new();
    for (point, answer, expected) in rows {
        let feedback = mark(&rubric_of(point), answer);
        let notes = feedback.language.iter().filter(|note| note.kind == LanguageNoteKind::WrongCharacter);
        let said: Vec<&str> = notes.map(|note| note.message.as_str()).collect();
        let right = match said.as_slice() {
            [] => expected.is_empty(),
            [one] => !expected.is_empty() && one.contains(expected),
            _ => false,
        };
        if !right {
            failures.push(format!("{point} ← {answer}: {said:?}, not {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), rows.len(), failures.join("\n"));
}

#[test]
fn what_sounds_or_looks_alike_is_a_typo_in_short_terms() {
    check(&[
        ("统筹部署防汛工作", "统筹布署防汛工作", "“布署”有错别字（音近），应为“部署”"),
        ("村级账目不公开", "村级帐目不公开", "（音近），应为“账目”"),
        ("资源的配置不均", "资源的配智不均", "（音近），应为“配置”"),
        ("社区监督薄弱", "社区监督簿弱", "应为“薄弱”"),
        ("山区师资匮乏", "山区师资溃乏", "应为“师资匮乏”"),
        ("辨别食品真伪", "辩别食品真伪", "（音近），应为“辨别”"),
        ("企业竞争激烈", "企业竟争激烈", "应为“竞争”"),
        ("推进垃圾分类", "推进拉圾分类", "（音近），应为“垃圾分类”"),
        ("农村老龄化加剧", "农村老岭化加剧", "应为“老龄化”"),
        ("互联网监管滞后", "互连网监管滞后", "应为“互联网”"),
        ("部门的推诿现象", "部门的推萎现象", "（音近），应为“推诿”"),
        ("干部作风漂浮", "干部作风飘浮", ""),
    ]);
}

#[test]
fn in_long_terms_any_wrong_character_is() {
    check(&[
        ("干部疲于应付检查", "干部披于应付检查", "应为“疲于应付”"),
        ("基层干部因循守旧", "基层干部因寻守旧", "（音近），应为“因循守旧”"),
        ("因地制宜发展产业", "因地治宜发展产业", "应为“因地制宜”"),
        ("治理要标本兼治", "治理要标本监治", "应为“标本兼治”"),
    ]);
}

#[test]
fn another_word_is_no_typo() {
    check(&[
        ("监督权力运行", "监督权利运行", ""),
        ("就业形势严峻", "就业形式严峻", ""),
        ("报名截止日期", "报名截至日期", ""),
        ("制定村规民约", "制订村规民约", ""),
        ("及时反映民意", "及时反应民意", ""),
        ("法治建设滞后", "法制建设滞后", ""),
        ("提高办事效率", "提高办事效益", ""),
        ("启示引导作用", "启事引导作用", ""),
        // Neither sounds nor looks like the right one.
        ("群众的诉求", "群众的诉火", ""),
        ("部署的防汛工作", "跑署的防汛工作", ""),
        // Part of another word.
        ("统筹部署工作", "统筹分布署名工作", ""),
        // Nothing else of the wording stands beside it.
        ("统筹部署防汛工作", "今天布署", ""),
    ]);
}

#[test]
fn a_typo_earns_the_point_and_shows_itself() {
    let rubric = rubric_of("统筹部署防汛工作");
    let keypoint = &mark(&rubric, "统筹布署防汛工作").keypoints[0];
    assert_eq!(keypoint.coverage, Coverage::Full);
    assert_eq!(keypoint.evidence[0].reason, EvidenceReason::WrongCharacter);
}
