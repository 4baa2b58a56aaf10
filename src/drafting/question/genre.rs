//! The genre (文种) that is to be written, and whether an essay is.

use std::sync::LazyLock;

use super::stem::{Stem, is_boundary};

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    /// The genre of a document; empty where there is none.
    pub genre: String,
    /// Whether an essay is to be written (文章, 议论文).
    pub essay: bool,
}

/// Genres that nothing else is called by.
static GENRES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "
    倡议书 建议书 决心书 承诺书 申请书 保证书 邀请书 邀请函 公开信 慰问信 感谢信 表扬信 建议信 推荐信 道歉信
    回信 复信 一封信 家书 讲话稿 发言稿 演讲稿 讲解稿 宣讲稿 宣传稿 新闻稿 汇报稿 解说稿 广播稿 倡议稿 建议稿
    竞聘稿 评论稿 通讯稿 稿件 讲话提纲 发言提纲 汇报提纲 宣传提纲 调研提纲 调查提纲 采访提纲 访谈提纲 座谈提纲
    报告提纲 讲解提纲 宣讲提纲 内容提纲 工作提纲 提纲 经验材料 汇报材料 宣传材料 事迹材料 先进事迹材料
    推荐材料 推介材料 申报材料 发言材料 交流材料 经验交流材料 典型材料 典型经验材料 参阅材料 情况汇报 工作汇报
    情况报告 情况说明 情况反映 情况通报 调研报告 调查报告 考察报告 考察学习报告 工作报告 整改报告 可行性报告
    述职报告 分析报告 研究报告 督查报告 工作总结 经验总结 实施方案 工作方案 活动方案 整改方案 改革方案
    整治方案 行动方案 调研方案 宣传方案 建设方案 治理方案 解决方案 策划方案 策划书 计划书 工作计划 行动计划
    应急预案 工作要点 政策解读 工作建议 指导意见 实施意见 工作意见 会议纪要 短评 时评 评论员文章 评论文章 网评
    述评 综述 社论 社评 编者按 编者的话 编后语 编后记 按语 导言 卷首语 前言 简报 公报 通讯 解说词 推介词
    主持词 颁奖词 欢迎词 开幕词 开幕辞 闭幕词 致辞 致词 悼词 串词 宣传册 宣传单 宣传页 宣传语 宣传手册 明白纸
    备忘录 工作简讯 简讯 快讯 内参 信息稿 工作信息 政务信息 大事记 内容提要 内容摘要 心得体会 读后感 提案 议案
    公约 实施细则 管理办法 管理规定 短文 推文 请示 批复 通告 公告 案例材料 问答材料 答网友问 答记者问
    "
    .split_whitespace()
    .collect()
});
/// Genres whose names are also plain words.
static PLAIN_GENRES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "
    通知 通报 报告 汇报 总结 方案 预案 计划 规划 意见 函 复函 纪要 决定 决议 评论 说明 解读 声明 回复 答复
    答复函 材料 消息 报道 新闻 讲话 发言 演讲 倡议 宣传 摘要 概述 案例 条例 办法 规定 章程 守则 信 讲稿 介绍
    导语 指南 手册
    "
    .split_whitespace()
    .collect()
});
/// What an essay is called.
const ESSAYS: &[&str] = &["文章", "议论文", "策论文", "政论文", "论述文", "作文", "论文", "申论"];
/// Words that ask for an essay where no genre is named.
const ESSAY_WORDS: &[&str] =
    &["自拟题目", "题目自拟", "自拟标题", "标题自拟", "自选角度", "自定角度", "自定立意", "自选立意", "自命题"];
/// Verbs of writing. 拟 alone also means that something is planned (拟召开).
const VERBS: &[&str] = &["写", "起草", "草拟", "拟定", "拟订", "拟一", "拟出", "拟个", "代拟"];
/// What counts documents. `一个` and `一段` count too much else.
const COUNTERS: &[&str] = &["一份", "一篇", "一封", "一则", "一期"];
/// Before a counter, these say that the document is there already, or is spoken of.
const EXISTING: &[char] = &['了', '过', '到', '有', '是', '这', '那', '的', '收', '每', '某', '出'];
/// After a verb, these say that it has been done (写道), or belong to another word (写作, 虚拟, 拟人).
const DONE: &[char] = &['了', '过', '道', '的', '着', '明', '人', '有', '信', '意'];
/// Words after a genre that show it to be spoken of, not written.
const SPOKEN_OF: &[char] = &['的', '中', '里', '制', '会', '员', '团'];

/// What the question asks to be written: in its task, or else anywhere in its own words.
pub(super) fn read(stem: &Stem<'_>) -> Form {
    let mut form = Form::default();
    let task = stem.task();
    let own_words = stem.own_words();
    for words in [task.as_str(), own_words.as_str()] {
        // The last thing asked for is the task; before it stands what has happened.
        let found = words.split(is_boundary).filter_map(written).next_back();
        match found {
            Some(Written::Genre(genre)) => {
                form.genre = genre;
                return form;
            }
            Some(Written::Essay) => {
                form.essay = true;
                return form;
            }
            None => {}
        }
    }
    form.essay = ESSAY_WORDS.iter().any(|word| own_words.contains(word));
    form
}

enum Written {
    Genre(String),
    Essay,
}

/// What a clause asks to be written.
fn written(clause: &str) -> Option<Written> {
    let object = object(clause)?;
    let heads: Vec<Head> = heads(object);
    let strong = heads.iter().find(|head| head.strength == Strength::Genre && !head.spoken_of);
    let essay = heads.iter().find(|head| head.strength == Strength::Essay && !head.spoken_of);
    let plain = heads.iter().find(|head| head.strength == Strength::Plain && !head.spoken_of);
    let at_end = heads.last().filter(|head| head.end == object.len());
    match (strong, essay, at_end.or(plain)) {
        (Some(strong), Some(essay), _) if essay.end < strong.end => Some(Written::Essay),
        (Some(strong), ..) => Some(Written::Genre(strong.name.clone())),
        (None, Some(_), _) => Some(Written::Essay),
        (None, None, Some(plain)) => Some(Written::Genre(plain.name.clone())),
        (None, None, None) => None,
    }
}

/// What stands after the verb of writing, or after the counter.
fn object(clause: &str) -> Option<&str> {
    let after_verb = VERBS.iter().filter_map(|verb| {
        let asked = |rest: &str| !rest.starts_with(DONE);
        clause.match_indices(verb).map(|(at, verb)| at + verb.len()).find(|end| clause.get(*end..).is_some_and(asked))
    });
    let after_counter = COUNTERS.iter().filter_map(|counter| {
        let asked = |at: &usize| !clause.get(..*at).is_some_and(|head| head.ends_with(EXISTING));
        // 一封信 is a genre of its own: the counter stays with what it counts.
        clause.match_indices(counter).map(|(at, _)| at).find(asked)
    });
    let start = after_verb.min().or_else(|| after_counter.min())?;
    clause.get(start..)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Genre,
    Plain,
    Essay,
}

/// A word for something written, in a clause.
struct Head {
    name: String,
    /// Byte one past the end.
    end: usize,
    strength: Strength,
    spoken_of: bool,
}

/// Every word for something written, the longest at each place; words side by side are one (调研报告提纲).
fn heads(object: &str) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let mut next = 0;
    for (at, _) in object.char_indices() {
        let Some(rest) = object.get(at..).filter(|_| at >= next) else { continue };
        let Some((word, strength)) = longest(rest) else { continue };
        next = at + word.len();
        let spoken_of = rest.get(word.len()..).is_some_and(|after| after.starts_with(SPOKEN_OF));
        match heads.last_mut().filter(|head| head.end == at) {
            Some(head) => {
                head.name.push_str(word);
                (head.end, head.spoken_of) = (next, spoken_of);
                // 网评文章 is a document still.
                head.strength = if strength == Strength::Genre { strength } else { head.strength };
            }
            None => heads.push(Head { name: word.to_owned(), end: next, strength, spoken_of }),
        }
    }
    heads
}

fn longest(rest: &str) -> Option<(&'static str, Strength)> {
    let lists: [(&[&'static str], Strength); 3] =
        [(&GENRES, Strength::Genre), (&PLAIN_GENRES, Strength::Plain), (ESSAYS, Strength::Essay)];
    let all = lists.iter().flat_map(|(words, strength)| words.iter().map(move |word| (*word, *strength)));
    all.filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len())
}
