//! One limit in 字: a number, and what the words around it make of it.

use super::length::LengthScope;
use super::number::{Amount, amount_before};
use super::stem::{Stem, ends, ends_with_one, has, is_boundary, last_of, starts};

/// One limit as it is worded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// Where the number begins.
    pub start: usize,
    /// One past the unit.
    pub end: usize,
    pub bound: Bound,
    pub scope: LengthScope,
    /// Whether the clause itself says that it is the whole (总字数).
    pub names_whole: bool,
    pub weight: Weight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Min(u32),
    Max(u32),
    Range(u32, u32),
    Target(u32),
}

/// How much a limit says, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// In a quotation.
    Quoted,
    /// A number in running text that nothing asks for.
    Mentioned,
    /// For a part of the answer.
    Part,
    /// A number that the answer is to be written with (写一篇1000字的文章).
    Asked,
    /// Worded as a limit.
    Worded,
    /// Worded as a limit, in the requirements.
    Required,
}

/// Characters looked at before a number for the words that make it a limit.
const BEFORE_MAX_CHARS: usize = 24;
/// Characters between a part's name and its limit.
const PART_MAX_CHARS: usize = 8;
/// The longest wording of a bound before its number, in characters: 最好不要超过.
const BOUND_WORDS_MAX_CHARS: usize = 6;
/// Characters of a remark in brackets between 字 and 以内, such as （含标点）.
const REMARK_MAX_CHARS: usize = 12;
/// Numbers that nothing makes a limit are none below this: 24字核心价值观.
const MENTIONED_MIN: u32 = 50;

/// Says that there are more; an upper limit where it is denied.
const ABOVE: &[&str] = &["超过", "超出", "多于", "大于", "高于", "长于", "超", ">"];
/// Says that there are fewer; a lower limit where it is denied.
const BELOW: &[&str] = &["少于", "低于", "小于", "短于", "下于", "<"];
/// Makes an upper limit by itself.
const AT_MOST: &[&str] = &[
    "最多",
    "至多",
    "最长",
    "上限",
    "限",
    "限定",
    "限制",
    "控制",
    "控制字数",
    "限制字数",
    "限定字数",
    "封顶",
    "≤",
    "≦",
    "<=",
];
/// Makes a lower limit by itself.
const AT_LEAST: &[&str] = &["至少", "最少", "起码", "下限", "≥", "≧", ">="];
/// Turns more and fewer round.
const DENIALS: &[&str] =
    &["不", "勿", "别", "莫", "未", "不得", "不能", "不可", "不要", "不应", "不宜", "不许", "不准"];
/// Makes a limit of more and fewer as they stand: 须超过800字.
const MUSTS: &[&str] = &["应", "须", "需", "要", "应当", "必须", "应该"];
/// What makes a limit one on how far the length may be off.
const VARIATION: &[&str] = &["浮动", "误差", "相差", "偏差"];
/// What makes a number the size of a difference, or of a charge.
const DIFFERENCES: &[&str] = &["每", "多", "少", "缺", "欠", "差", "不足", "不到", "未满"];
/// Announces the length.
const LABELS: &[&str] = &["数", "篇幅", "长度", "要求", "规定", "全文", "全篇"];
/// Words between those and the number.
const LINKS: &[&str] = &["约", "大约", "大概", "在", "为", "是", "于", ":", "到", "应", "以", "一般", "的"];

/// Makes an upper limit after the unit.
const AFTER_MAX: &[&str] = &["以内", "之内", "以下", "内", "为限", "为上限", "封顶", "或以下"];
/// Makes a lower limit after the unit.
const AFTER_MIN: &[&str] = &["以上", "及以上", "或以上", "起"];
/// Makes a size to aim at after the unit.
const AFTER_TARGET: &[&str] = &["左右", "上下", "左", "为宜", "为佳", "±", "前后"];

/// Words that begin as one of these and say nothing of the number: 300字内容.
const AFTER_FALSE: &[&str] = &["内容", "内涵", "起草", "上下文", "左边"];

/// Parts wherever they stand in the clause.
const PARTS: &[&str] = &[
    "每个",
    "每一",
    "每条",
    "每点",
    "每项",
    "每段",
    "每则",
    "每问",
    "每题",
    "每句",
    "每类",
    "每层",
    "每篇",
    "每份",
    "每处",
    "每方面",
    "其中",
    "部分",
    "各条",
    "各点",
    "各项",
    "各段",
    "各问",
    "单条",
    "单项",
    "单段",
    "第一问",
    "第二问",
    "第三问",
];
/// Parts that are also written of without being limited (自拟标题写一篇…).
const NAMED_PARTS: &[&str] =
    &["正文", "标题", "题目", "导语", "开头", "结尾", "引言", "首段", "末段", "段落", "结语", "称谓", "落款", "论点"];
/// Says that the whole is limited; the nearest of these and the parts counts.
const WHOLES: &[&str] = &[
    "总字数",
    "总篇幅",
    "总长度",
    "总计",
    "总共",
    "一共",
    "共计",
    "合计",
    "全文",
    "全篇",
    "整篇",
    "通篇",
    "共不",
    "共应",
    "共控",
    "共限",
    "共约",
];
/// What is written, or the writing of it: a part named before these is not what the number limits.
const WRITING: &[&str] = &["写", "撰", "拟", "作", "篇", "份"];

/// Before a bare number, these show that an answer of that length is asked for.
const ASKING: &[&str] = &["写", "用", "撰", "拟", "作", "答", "请"];
/// Before a bare number, these show that a text is told of: 写了2000字, 全文共500字.
const TOLD: &[&str] = &["了", "过", "共", "长达"];

/// A limit whose unit 字 stands at `at`.
pub(super) fn unit_limit(stem: &Stem<'_>, at: usize) -> Option<Limit> {
    let chars = stem.chars();
    let end = match chars.get(at + 1) {
        // 300字节, 4字段, 5号字体, and 字数 with a number of its own before it.
        Some('节' | '段' | '号' | '体' | '典' | '母' | '眼' | '样' | '幕' | '形') => return None,
        Some('符') => at + 2,
        _ => at + 1,
    };
    let number_end = strip(chars, strip(chars, at, &['汉', '文', '中']), &['个']);
    let rough_end = strip(chars, number_end, &['余', '多', '来']);
    let amount = amount_before(chars, rough_end)?;
    limit(stem, amount, end, rough_end < number_end)
}

/// A limit without its unit, as in 字数不超过300: the number ends just before `at`.
pub(super) fn bare_limit(stem: &Stem<'_>, at: usize) -> Option<Limit> {
    let chars = stem.chars();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let ends_here = at.checked_sub(1).is_some_and(digit);
    if !ends_here || !closes(chars, at) {
        return None;
    }
    let amount = amount_before(chars, at)?;
    let before = stem.clause_before(amount.start, BEFORE_MAX_CHARS);
    has(before, &["字数"]).then(|| limit(stem, amount, at, false))?
}

/// Whether a number can end at `at` without a unit.
fn closes(chars: &[char], at: usize) -> bool {
    let suffix = |words: &[&str]| words.iter().any(|word| starts(chars, at, word));
    chars.get(at).is_none_or(|c| is_boundary(*c))
        || suffix(AFTER_MAX)
        || suffix(AFTER_MIN)
        || suffix(AFTER_TARGET)
        || suffix(&["之间"])
}

/// The limit that a number and the words around it make.
fn limit(stem: &Stem<'_>, amount: Amount, end: usize, rough: bool) -> Option<Limit> {
    let before = stem.clause_before(amount.start, BEFORE_MAX_CHARS);
    let said = said_before(before)?;
    let after = said_after(stem.chars(), end);
    let high = amount.high;
    let alone = before.is_empty() && stem.chars().get(end).is_none_or(|c| is_boundary(*c));
    let bound = match (amount.low, said, after) {
        (Some(low), ..) => Bound::Range(low, high),
        (None, Said::Max, _)
        | (None, Said::Limit | Said::Label | Said::Nothing, Said::Max)
        | (None, Said::Limit, Said::Nothing) => Bound::Max(high),
        (None, Said::Min, _) | (None, _, Said::Min) => Bound::Min(high),
        (None, ..) => Bound::Target(high),
    };
    let worded = amount.low.is_some() || said != Said::Nothing || after != Said::Nothing || alone || rough;
    let small = matches!(bound, Bound::Target(_)) && said == Said::Nothing && high < MENTIONED_MIN;
    let (scope, names_whole) = scope(stem, before, end);
    let weight = match (stem.is_quoted(amount.start), scope, worded) {
        (true, LengthScope::Whole, true) => Weight::Quoted,
        (true, ..) => return None,
        (false, LengthScope::Part, _) => Weight::Part,
        (false, LengthScope::Whole, false) if has(before, TOLD) => return None,
        (false, LengthScope::Whole, false) if has(before, ASKING) => Weight::Asked,
        (false, LengthScope::Whole, false) => Weight::Mentioned,
        (false, LengthScope::Whole, true) if stem.is_required(amount.start) => Weight::Required,
        (false, LengthScope::Whole, true) => Weight::Worded,
    };
    (!small).then_some(Limit { start: amount.start, end, bound, scope, names_whole, weight })
}

/// What words say of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Max,
    Min,
    /// 左右.
    Target,
    /// 控制, 限: the most, unless what follows says 左右.
    Limit,
    /// 字数: a limit of some kind.
    Label,
    Nothing,
}

/// What the words before a number say of it; `None` where they say that it is no limit.
fn said_before(before: &[char]) -> Option<Said> {
    if has(before, VARIATION) {
        return None;
    }
    let mut rest = before;
    let mut said = Said::Nothing;
    // Each turn takes a link away, so the number of turns is bounded by the look back.
    loop {
        let cut = |length: usize| rest.get(..rest.len().saturating_sub(length)).unwrap_or_default();
        if ends_with_one(rest, AT_LEAST).is_some() {
            return Some(Said::Min);
        }
        if ends_with_one(rest, AT_MOST).is_some() {
            return Some(Said::Limit);
        }
        for (words, denied, demanded) in [(ABOVE, Said::Max, Said::Min), (BELOW, Said::Min, Said::Max)] {
            let Some(length) = ends_with_one(rest, words) else { continue };
            return match cut(length) {
                head if ends_with_one(head, DENIALS).is_some() => Some(denied),
                head if ends_with_one(head, MUSTS).is_some() || ends(rest, ">") || ends(rest, "<") => Some(demanded),
                // 超过300字的，每30字扣1分
                _ => None,
            };
        }
        if ends_with_one(rest, DIFFERENCES).is_some() {
            return None;
        }
        if ends_with_one(rest, LABELS).is_some() {
            return Some(Said::Label);
        }
        if ends(rest, "约") {
            said = Said::Label;
        }
        let Some(length) = ends_with_one(rest, LINKS) else { return Some(said) };
        rest = cut(length);
    }
}

/// What the words after the unit say.
fn said_after(chars: &[char], end: usize) -> Said {
    let end = remark_end(chars, end);
    let suffix = |words: &[&str]| words.iter().any(|word| starts(chars, end, word));
    if suffix(AFTER_FALSE) {
        Said::Nothing
    } else if suffix(AFTER_MAX) {
        Said::Max
    } else if suffix(AFTER_MIN) {
        Said::Min
    } else if suffix(AFTER_TARGET) {
        Said::Target
    } else {
        Said::Nothing
    }
}

/// Where a remark such as （含标点） after the unit ends; `end` where there is none.
fn remark_end(chars: &[char], end: usize) -> usize {
    if !matches!(chars.get(end..), Some(['(', '含' | '包' | '±', ..])) {
        return end;
    }
    if chars.get(end + 1) == Some(&'±') {
        return end + 1;
    }
    let closing = chars.iter().skip(end).take(REMARK_MAX_CHARS).position(|c| *c == ')');
    closing.map_or(end, |length| end + length + 1)
}

/// What a limit holds for by the words of its clause, and whether they name the whole.
fn scope(stem: &Stem<'_>, before: &[char], end: usize) -> (LengthScope, bool) {
    let start = before.iter().rposition(|c| *c == '、').map_or(0, |at| at + 1);
    let before = before.get(start..).unwrap_or_default();
    let named = last_of(before, NAMED_PARTS).filter(|at| {
        let rest = before.get(at + 2..).unwrap_or_default();
        rest.len() <= PART_MAX_CHARS + BOUND_WORDS_MAX_CHARS && !has(rest, WRITING)
    });
    let part = last_of(before, PARTS).max(named);
    let whole = last_of(before, WHOLES).or_else(|| ends(before, "共").then_some(before.len()));
    let after = stem.clause_after(end, REMARK_MAX_CHARS);
    let title = !has(before, WRITING) && last_of(after, &["的标题", "的小标题"]).is_some_and(|at| at <= 2);
    if whole > part {
        (LengthScope::Whole, true)
    } else if part.is_some() || title || stem.chars().get(end) == Some(&'/') {
        (LengthScope::Part, false)
    } else {
        (LengthScope::Whole, false)
    }
}

/// `end` without one of `units` before it.
fn strip(chars: &[char], end: usize, units: &[char]) -> usize {
    let before = end.checked_sub(1);
    before.filter(|at| chars.get(*at).is_some_and(|c| units.contains(c))).unwrap_or(end)
}
