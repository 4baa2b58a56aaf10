//! Who writes to whom: 以市文明办的名义向全体市民.

use super::stem::{Stem, has, is_boundary, starts};

/// The longest name of a writer or reader, in characters.
const NAME_MAX_CHARS: usize = 40;
/// Characters between the reader's name and the end of the sentence part that says what is written.
const READER_MAX_CHARS: usize = 24;

/// What introduces the candidate's part.
const SUPPOSE: &[&str] = &[
    "假如你是",
    "假设你是",
    "假定你是",
    "如果你是",
    "若你是",
    "假使你是",
    "倘若你是",
    "设想你是",
    "假如你作为",
    "假设你作为",
    "如果你作为",
    "假如你为",
    "假设你为",
    "假定你为",
    "你作为",
    "你是",
];
/// Names of the candidate's own, which say nothing.
const OWN: &[&str] = &["你", "你的", "自己", "自己的", "个人", "本人", "其", "单位", "考生"];
/// Where a new request begins without a comma (假如你是市长请你).
const REQUESTS: &[&str] =
    &["请你", "请根据", "请结合", "请就", "请以", "请为", "请向", "请给", "请写", "请拟", "请谈", "请针对"];

/// What is done towards a reader.
const ADDRESSING: &[&str] = &[
    "写", "撰写", "拟写", "起草", "草拟", "拟", "发出", "发一", "发表", "发布", "汇报", "作", "做", "提交", "报送",
    "呈报", "报告", "介绍", "说明", "解释", "宣传", "宣讲", "公开", "提出", "倡议", "呼吁", "推介", "推荐", "讲解",
    "讲述", "回复", "答复", "反馈", "征求", "征集", "反映", "回一", "复一", "通报", "传达",
];
/// Before 向 and 给, these make another word of it.
const FALSE_HEADS: &[char] = &[
    '导', '方', '走', '转', '倾', '取', '志', '意', '去', '动', '趋', '指', '定', '双', '横', '纵', '供', '送', '补',
    '自', '发', '交', '付', '一', '以', '招', '引', '兴', '极', '大', '细', '精', '别', '所', '雅',
];
/// After 向 and 给, these make another word of it.
const FALSE_TAILS: &[char] =
    &['往', '上', '下', '前', '后', '着', '来', '定', '予', '出', '力', '使', '富', '了', '以'];
/// What shows a sentence to set a task.
const TASK: &[&str] = &["请", "写", "起草", "草拟", "拟", "假如", "假设", "撰"];

/// In whose name or part the candidate writes.
pub(super) fn writer(stem: &Stem<'_>) -> String {
    let named = ["名义", "身份", "口吻"].iter().find_map(|word| stem.places(word).find_map(|at| in_the_name(stem, at)));
    named.or_else(|| supposed(stem)).unwrap_or_default()
}

/// To whom the answer is written.
pub(super) fn addressee(stem: &Stem<'_>) -> String {
    let mut found = String::new();
    // The task comes last: the reader found last is the answer's.
    for at in 0..stem.chars().len() {
        let Some(name) = reader(stem, at).filter(|_| !stem.is_quoted(at)) else { continue };
        if is_task(stem, at) {
            found = name;
        }
    }
    found
}

/// 以…的名义, with 名义 at `at`.
fn in_the_name(stem: &Stem<'_>, at: usize) -> Option<String> {
    let before = stem.clause_before(at, NAME_MAX_CHARS);
    let clause_start = at - before.len();
    let start = clause_start + before.iter().rposition(|c| *c == '以')? + 1;
    name(stem, start, at)
}

/// 假如你是…
fn supposed(stem: &Stem<'_>) -> Option<String> {
    let suppose = SUPPOSE.iter().find_map(|word| {
        let mut places = stem.places(word).filter(|at| {
            // 你是 alone tells of the candidate at the head of a clause only (你是否 never).
            let head = stem.clause_before(*at, NAME_MAX_CHARS).is_empty();
            (word.starts_with(['假', '如', '若', '倘', '设']) || head) && !starts(stem.chars(), *at, "你是否")
        });
        places.next().map(|at| at + word.chars().count())
    });
    let start = suppose.or_else(|| as_one(stem))?;
    let after = stem.clause_after(start, NAME_MAX_CHARS);
    let end = (0..after.len())
        .find(|at| REQUESTS.iter().any(|word| starts(after, *at, word)) || after.get(*at) == Some(&':'));
    name(stem, start, start + end.unwrap_or(after.len()))
}

/// 作为…，你: where the name begins.
fn as_one(stem: &Stem<'_>) -> Option<usize> {
    stem.places("作为").map(|at| (at, at + 2)).find_map(|(at, start)| {
        let end = start + stem.clause_after(start, NAME_MAX_CHARS).len() + 1;
        let to_you = ["你", "请你", "请"].iter().any(|word| starts(stem.chars(), end, word));
        (to_you && stem.clause_before(at, NAME_MAX_CHARS).is_empty()).then_some(start)
    })
}

/// The reader whose preposition stands at `at`.
fn reader(stem: &Stem<'_>, at: usize) -> Option<String> {
    let chars = stem.chars();
    let preposition = ["面向", "写给", "向", "给", "致"].iter().find(|word| starts(chars, at, word))?;
    let start = at + preposition.chars().count();
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    // The second half of 面向 and 写给 is looked at with the first.
    let false_word = before.is_some_and(|c| FALSE_HEADS.contains(c) || matches!(c, '面' | '写'))
        || chars.get(start).is_some_and(|c| FALSE_TAILS.contains(c));
    if false_word {
        return None;
    }
    let after = stem.clause_after(start, READER_MAX_CHARS);
    let is_letter =
        |at: usize| ["一封", "公开信", "倡议书", "慰问信", "感谢信"].iter().any(|word| starts(after, at, word));
    let end = match *preposition {
        "致" => (1..after.len()).find(|at| is_letter(*at))?,
        "写给" => (1..after.len()).find(|at| after.get(*at) == Some(&'的')).unwrap_or(after.len()),
        _ => (1..after.len()).find(|at| ADDRESSING.iter().any(|word| starts(after, *at, word)) || is_letter(*at))?,
    };
    name(stem, start, start + end)
}

/// Whether the sentence around `at` sets a task; as much of it as a look each way shows.
fn is_task(stem: &Stem<'_>, at: usize) -> bool {
    let chars = stem.chars();
    let ends_sentence = |c: &char| matches!(c, '。' | '?' | '!' | '\n');
    let head = chars.get(at.saturating_sub(2 * NAME_MAX_CHARS)..at).unwrap_or_default();
    let start = head.iter().rposition(ends_sentence).map_or(0, |at| at + 1);
    let tail = chars.get(at..(at + NAME_MAX_CHARS).min(chars.len())).unwrap_or_default();
    let end = tail.iter().position(ends_sentence).unwrap_or(tail.len());
    has(head.get(start..).unwrap_or_default(), TASK) || has(tail.get(..end).unwrap_or_default(), TASK)
}

/// The name between `start` and `end`, in the question's own characters, without counters, quotation marks and 的.
fn name(stem: &Stem<'_>, start: usize, end: usize) -> Option<String> {
    let chars = stem.chars();
    let mut range = (start, end);
    if let Some(length) =
        ["一名", "一位", "一个", "了"].iter().find(|word| starts(chars, start, word)).map(|word| word.chars().count())
    {
        range.0 += length;
    }
    let is_edge = |at: usize| chars.get(at).is_some_and(|c| matches!(c, '的' | ':' | ' ') || is_boundary(*c));
    while range.0 < range.1 && is_edge(range.1 - 1) {
        range.1 -= 1;
    }
    while range.0 < range.1 && is_edge(range.0) {
        range.0 += 1;
    }
    // 以“小李”的名义 loses its marks; “河小青”志愿者 keeps them.
    if let Some(['"', inner @ .., '"']) = chars.get(range.0..range.1)
        && !inner.contains(&'"')
    {
        range = (range.0 + 1, range.1 - 1);
    }
    let folded: String = chars.get(range.0..range.1)?.iter().collect();
    let says_nothing = folded.is_empty() || range.1 - range.0 > NAME_MAX_CHARS || OWN.contains(&folded.as_str());
    (!says_nothing).then(|| stem.original(range.0, range.1).to_owned())
}
