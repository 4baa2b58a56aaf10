//! The kind of question, by the verbs of its task.

use super::genre::Form;
use super::length::{LengthRule, LengthScope};
use super::stem::{Stem, is_sentence_end};
use crate::rubric::Kind;

/// 字 that an answer that is no document must at least have, or about have, to be an essay.
const ESSAY_MIN: u32 = 800;
/// 字 that such an answer may have where nothing but the most is given: analyses may have 800.
const ESSAY_MAX: u32 = 1000;

/// Sentences with these are the task; others tell what it is about.
const ASKING: &[&str] = &["请", "你", "试"];
/// Asks for what there is, in short.
const SUMMARY: &[&str] = &[
    "概括",
    "归纳",
    "梳理",
    "概述",
    "总结",
    "列举",
    "简述",
    "列出",
    "提炼",
    "汇总",
    "指出",
    "找出",
    "整理",
    "有哪些",
    "哪些",
];
/// Asks for what it means, and why.
const ANALYSIS: &[&str] = &[
    "分析",
    "谈谈",
    "说说",
    "谈一谈",
    "说一说",
    "阐释",
    "阐述",
    "阐明",
    "解释",
    "评价",
    "评析",
    "评述",
    "点评",
    "看待",
    "怎么看",
    "怎样看",
    "如何看",
    "为什么",
    "论述",
    "剖析",
    "解读",
    "如何理解",
    "怎样理解",
    "如何认识",
    "说明",
    "比较",
    "简析",
    "辨析",
    "试析",
    "评论",
];
/// What an analysis is of, where no verb tells the kind.
const ANALYSIS_OBJECTS: &[&str] = &["理解", "启示", "看法", "认识", "含义", "内涵", "见解", "异同"];
/// Before a verb of analysis, these make it a task of its own beside a summary.
const BESIDE: &[&str] = &["并", "再", "、", ",", "且", "后", "请", "进行", "加以", "作", "做", "简要", "深入", "以及"];
/// Asks the candidate to come forward with something.
const PROPOSING: &[&str] = &[
    "提出",
    "提",
    "给出",
    "谈谈",
    "说说",
    "献",
    "拿出",
    "制定",
    "写出",
    "列出",
    "设计",
    "有何",
    "什么",
    "有哪些",
    "哪些",
];
/// Of these, the ones that also ask for what others proposed.
const LISTING: &[&str] = &["列出", "有何", "什么", "有哪些", "哪些"];
/// What is proposed.
const PROPOSALS: &[&str] = &["对策", "建议", "措施", "举措", "办法", "意见", "思路", "方案", "良策", "解决"];
/// Between a proposing verb and the proposals, these make them somebody else's (提出的建议).
const REPORTED: &[&str] = &["提出的", "提出了", "提出过", "提的", "提了", "提出哪些", "出台", "采取了", "采取的"];
/// Questions that ask what to do.
const WHAT_TO_DO: &[&str] = &[
    "怎么办",
    "怎么做",
    "怎样做",
    "如何做",
    "如何处理",
    "怎么处理",
    "怎样处理",
    "如何应对",
    "该如何",
    "应如何",
    "应该怎",
    "应当如何",
    "该怎",
    "应怎",
    "应当怎",
    "应采取",
    "应该采取",
];
/// Makes a question of how (如何破解) one of what to do.
const HOW: &[&str] = &["如何", "怎样", "怎么"];
/// After these, how it is done is what is asked for.
const HOW_ASKED: &[&str] = &["谈谈", "说说", "你认为", "谈", "回答", "就", "围绕"];
/// How one sees it, not how it is done.
const HOW_SEEN: &[&str] = &["看", "理解", "评价", "认识"];
/// Characters between a proposing verb and what is proposed.
const PROPOSAL_MAX_CHARS: usize = 16;

/// The kind of question; a summary where nothing tells.
pub(super) fn read(stem: &Stem<'_>, form: &Form, length: Option<&LengthRule>) -> Kind {
    if !form.genre.is_empty() {
        return Kind::OfficialDocument;
    }
    if form.essay {
        return Kind::Essay;
    }
    let kind = task_kind(stem);
    let long =
        length.filter(|rule| rule.scope == LengthScope::Whole).is_some_and(|rule| match rule.min.or(rule.target) {
            Some(size) => size >= ESSAY_MIN,
            None => rule.max.is_some_and(|most| most >= ESSAY_MAX),
        });
    match kind {
        Some(Kind::Summary) => Kind::Summary,
        _ if long => Kind::Essay,
        _ => kind.unwrap_or_default(),
    }
}

/// The kind by the sentences of the task; where they do not tell, by ever more of the text.
fn task_kind(stem: &Stem<'_>) -> Option<Kind> {
    let task = stem.task();
    let asking = task.split(is_sentence_end).filter(|sentence| ASKING.iter().any(|word| sentence.contains(word)));
    let asking: Vec<&str> = asking.collect();
    let own_words = stem.own_words();
    [asking.join("。").as_str(), &task, &own_words, stem.all()].into_iter().find_map(kind_of)
}

fn kind_of(text: &str) -> Option<Kind> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let summary = has(SUMMARY);
    if text.split(is_sentence_end).any(asks_what_to_do) {
        return Some(Kind::Countermeasure);
    }
    let analysis = if summary { ANALYSIS.iter().any(|word| stands_beside(text, word)) } else { has(ANALYSIS) };
    if analysis {
        return Some(Kind::Analysis);
    }
    if summary {
        return Some(Kind::Summary);
    }
    has(ANALYSIS_OBJECTS).then_some(Kind::Analysis)
}

/// Whether a sentence asks for proposals, or for what is to be done.
fn asks_what_to_do(sentence: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if proposes(sentence) || has(WHAT_TO_DO) {
        return true;
    }
    let how = HOW.iter().filter_map(|word| sentence.find(word).map(|at| (at, at + word.len()))).min();
    how.is_some_and(|(at, end)| {
        let seen = sentence.get(end..).is_some_and(|rest| HOW_SEEN.iter().any(|word| rest.starts_with(word)));
        let head = sentence.get(..at).unwrap_or_default();
        let asked = HOW_ASKED.iter().any(|word| head.contains(word));
        asked && !seen && !has(&["概括", "归纳", "梳理", "分析", "总结"])
    })
}

/// Whether proposals are asked for, and not those that others have made.
fn proposes(sentence: &str) -> bool {
    // 概括有哪些措施 asks for what there is.
    let yours = sentence.contains('你') && !sentence.contains("概括") && !sentence.contains("归纳");
    PROPOSING.iter().flat_map(|verb| sentence.match_indices(verb)).any(|(at, verb)| {
        let rest: String = sentence.get(at..).unwrap_or_default().chars().take(PROPOSAL_MAX_CHARS).collect();
        let head = sentence.get(..at).unwrap_or_default();
        let reported = REPORTED.iter().any(|word| rest.starts_with(word)) || head.ends_with('所');
        let own = yours || !LISTING.contains(&verb);
        own && !reported && PROPOSALS.iter().any(|word| rest.contains(word))
    })
}

/// Whether a verb of analysis stands where a task begins.
fn stands_beside(text: &str, verb: &str) -> bool {
    text.match_indices(verb).any(|(at, _)| {
        let head = text.get(..at).unwrap_or_default();
        head.is_empty() || head.ends_with(is_sentence_end) || BESIDE.iter().any(|word| head.ends_with(word))
    })
}
