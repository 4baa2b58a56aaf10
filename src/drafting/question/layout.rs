//! What the question says of the answer's layout: items, one paragraph, format.

use super::stem::{Stem, ends, ends_with_one, has, starts};
use crate::rubric::Kind;

/// Characters looked at before and after a word.
const NEAR_MAX_CHARS: usize = 16;

/// What asks for items outright.
const ITEMS: &[&str] = &["分条", "分点", "分项", "逐条", "逐点", "分列", "条目清", "条目式", "条款式", "列点"];
/// What asks for order, and so for items in an answer of points.
const ORDER: &[&str] = &["条理清", "条理分明", "条理性", "有条理", "条理明"];
/// Before 分条 and the like these are the first half of another word: 十分条理, 部分项目.
const FALSE_HEADS: &[&str] = &["十", "部", "充", "百", "得", "满"];
/// Before a word of layout, these rule it out.
const DENIALS: &[&str] = &[
    "不",
    "不必",
    "不用",
    "不要",
    "不得",
    "不能",
    "不要求",
    "不需",
    "不需要",
    "无需",
    "无须",
    "毋需",
    "请勿",
    "勿",
    "不可",
    "不再",
    "不宜",
];
/// Where these are ruled out, one paragraph is asked for.
const NO_PARAGRAPHS: &[&str] = &["分段", "分段落", "另起段", "另起一段"];
/// What makes one paragraph of an answer.
const MAKING: &[&str] = &[
    "写成",
    "写",
    "写出",
    "用",
    "形成",
    "整合成",
    "整合为",
    "概括成",
    "概括为",
    "归纳成",
    "归纳为",
    "缩写成",
    "缩写为",
    "汇成",
    "合成",
    "连成",
    "组成",
    "拟",
    "拟写",
    "撰写",
    "编写",
    "整理成",
    "整理为",
    "凝练成",
    "凝练为",
    "以",
    "答成",
];
/// Before 格式, these waive it.
const WAIVERS: &[&str] = &[
    "不要求",
    "不考虑",
    "不必",
    "无需",
    "无须",
    "毋须",
    "毋需",
    "不需",
    "不用",
    "不拘",
    "不限",
    "不计",
    "不讲",
    "不强求",
    "不要考虑",
    "不要拘泥",
    "不作",
    "不要写",
    "勿拘",
];
/// After 格式, these waive it.
const WAIVERS_AFTER: &[&str] =
    &["不限", "不作", "不做", "不要求", "不拘", "不予考虑", "不计", "不予要求", "可不考虑", "不必", "不考虑", "无要求"];

/// Whether items are asked for. In documents and essays, order alone asks for none.
pub(super) fn itemized(stem: &Stem<'_>, kind: Kind, one_paragraph: bool) -> Option<bool> {
    let mut asked = None;
    for at in ITEMS.iter().flat_map(|word| stem.places(word)) {
        let before = stem.clause_before(at, NEAR_MAX_CHARS);
        if ends_with_one(before, DENIALS).is_some() {
            return Some(false);
        }
        let other_word =
            ends_with_one(before, FALSE_HEADS).is_some() || before.last().is_some_and(char::is_ascii_digit);
        if !other_word {
            asked = Some(true);
        }
    }
    let of_points = matches!(kind, Kind::Summary | Kind::Analysis | Kind::Countermeasure);
    let ordered = of_points && !one_paragraph && ORDER.iter().any(|word| stem.places(word).next().is_some());
    asked.or(ordered.then_some(true))
}

/// Whether the answer must be one paragraph.
pub(super) fn is_one_paragraph(stem: &Stem<'_>) -> bool {
    let undivided = |at: usize| ends_with_one(stem.clause_before(at, NEAR_MAX_CHARS), DENIALS).is_some();
    if NO_PARAGRAPHS.iter().flat_map(|word| stem.places(word)).any(undivided) {
        return true;
    }
    if ["一个自然段", "一个段落"].iter().flat_map(|word| stem.places(word)).any(|at| is_made(stem, at)) {
        return true;
    }
    stem.places("一段").any(|at| is_noun(stem.clause_after(at + 2, NEAR_MAX_CHARS)) && is_made(stem, at))
}

/// Whether the format of documents is waived.
pub(super) fn is_format_waived(stem: &Stem<'_>) -> bool {
    stem.places("格式").any(|at| {
        let after = stem.clause_after(at + 2, NEAR_MAX_CHARS);
        let waived_after = |word: &&str| starts(after, 0, word) || starts(after, 1, word) || starts(after, 2, word);
        has(stem.clause_before(at, NEAR_MAX_CHARS), WAIVERS) || WAIVERS_AFTER.iter().any(waived_after)
    })
}

/// 话, 文字, or 200字左右的话.
fn is_noun(after: &[char]) -> bool {
    ["话", "文字"]
        .iter()
        .any(|noun| (0..after.len()).any(|at| starts(after, at, noun) && (at == 0 || after.get(at - 1) == Some(&'的'))))
}

/// Whether the candidate is to make what begins at `at`: the verb stands before it, or before what describes it.
fn is_made(stem: &Stem<'_>, at: usize) -> bool {
    let before = stem.clause_before(at, NEAR_MAX_CHARS);
    if ends_with_one(before, MAKING).is_some() {
        return true;
    }
    // 写成不超过200字的一段话
    ends(before, "的") && has(before, &["写成", "写出", "形成", "撰写", "拟写", "用"])
}
