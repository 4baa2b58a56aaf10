//! What feedback says about an essay, in words.

use super::super::messages::Messages;
use super::band::{Effect, Reason, Theme};
use crate::points::Points;

/// What can be wrong with the balance of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BalanceFault {
    FewParagraphs,
    Giant,
    HeavyOpening,
    HeavyEnding,
    Lines,
}

// === impl Messages ===

impl Messages {
    pub(super) fn essay_title(self, letters: Option<usize>) -> String {
        let text = match letters {
            None => self.pick("没有标题；标题单独写在第一行。", "There is no title; write one on a line of its own."),
            Some(letters) if super::TITLE_LETTERS.contains(&letters) => self.pick("有标题。", "There is a title."),
            Some(letters) => {
                return self.either(
                    || format!("标题有{letters}字，宜用一个短句点出观点。"),
                    || format!("The title has {letters} letters; a short phrase that names the thesis does better."),
                );
            }
        };
        text.to_owned()
    }

    pub(super) fn essay_theme(self, theme: Theme, named: usize, all: usize) -> String {
        let verdict = match theme {
            Theme::Whole => self.pick("扣住了主题", "It keeps to the theme"),
            Theme::Part => self.pick("只有部分段落扣住主题", "Only a part of it keeps to the theme"),
            Theme::Off => self.pick("看不出在谈题目的主题", "It does not seem to speak of the theme"),
        };
        self.either(
            || format!("{verdict}：{all}段中有{named}段提到。"),
            || format!("{verdict}: {named} of {all} paragraphs name it."),
        )
    }

    pub(super) fn essay_thesis(self, stated: bool) -> String {
        let text = if stated {
            self.pick("开头亮出了总论点。", "The opening states a thesis.")
        } else {
            self.pick(
                "开头没有认出总论点；宜在第一段末尾用一句话亮明观点。",
                "No thesis was recognised in the opening; state it in one sentence at its end.",
            )
        };
        text.to_owned()
    }

    pub(super) fn essay_stance(self, sound: bool) -> String {
        let text = if sound {
            self.pick("立场与题意一致。", "Its stand agrees with the question.")
        } else {
            self.pick(
                "多处与题目要说的道理相反，请人工确认立场。",
                "It argues the opposite of what the question is after.",
            )
        };
        text.to_owned()
    }

    pub(super) fn essay_sub_theses(self, count: usize, min: usize, max: usize) -> String {
        let advice = if count < min {
            self.pick(
                "；每段宜用一句话领起，几个分论点句式相近更醒目",
                "; open each paragraph with one sentence, all in a like form",
            )
        } else if count > max {
            self.pick("，过多则每点难以论透", ", too many to argue each in full")
        } else {
            ""
        };
        self.either(
            || format!("认出{count}个分论点（一般{min}至{max}个）{advice}。"),
            || format!("{count} sub-theses were recognised ({min} to {max} are usual){advice}."),
        )
    }

    pub(super) fn essay_balance(self, faults: &[BalanceFault], shares: &[usize]) -> String {
        let faults: Vec<&str> = faults
            .iter()
            .map(|fault| match fault {
                BalanceFault::FewParagraphs => self.pick("段落太少", "too few paragraphs"),
                BalanceFault::Giant => self.pick("有一段占了一半以上", "one paragraph has more than half"),
                BalanceFault::HeavyOpening => self.pick("开头过长", "the opening is too long"),
                BalanceFault::HeavyEnding => self.pick("结尾过长", "the ending is too long"),
                BalanceFault::Lines => self.pick("有几段只有一两行", "some paragraphs are a line or two"),
            })
            .collect();
        let verdict = if faults.is_empty() {
            self.pick("段落匀称", "The paragraphs are balanced").to_owned()
        } else {
            faults.join(self.pick("、", ", "))
        };
        /// Paragraphs whose shares are told; a text of more is no essay.
        const TOLD_MAX: usize = 12;
        let told: Vec<String> = shares.iter().take(TOLD_MAX).map(|share| format!("{share}%")).collect();
        let told = told.join(self.pick("、", ", "));
        let count = shares.len();
        self.either(
            || format!("{verdict}：共{count}段，各占{told}。"),
            || format!("{verdict}: {count} paragraphs of {told}."),
        )
    }

    pub(super) fn essay_ending(self, returns: bool, broken_off: bool) -> String {
        let text = match (returns, broken_off) {
            (true, _) => self.pick("结尾回到了总论点。", "The ending comes back to the thesis."),
            (false, true) => self.pick("文章没有写完。", "The essay breaks off."),
            (false, false) => self.pick(
                "没有认出回扣总论点的结尾；宜另起一段总结、升华。",
                "No ending that comes back to the thesis was recognised; close with a paragraph of its own.",
            ),
        };
        text.to_owned()
    }

    pub(super) fn essay_quotations(self, count: usize) -> String {
        match count {
            0 => self.pick("没有引用与主题有关的名言。", "It quotes none of the known sayings.").to_owned(),
            _ => self.either(|| format!("引用了{count}处名言。"), || format!("It quotes {count} known saying(s).")),
        }
    }

    pub(super) fn essay_own_words(self, listed: bool, copied: u64, own: bool) -> String {
        let percent = copied / 10;
        match (listed, own) {
            (true, _) => self.pick("大段关键词罗列，不成文章。", "Much of it is a bare list of keywords.").to_owned(),
            (false, true) => self.either(
                || format!("基本是自己的话，抄录约{percent}%。"),
                || format!("It is in the writer's own words; about {percent} % is copied."),
            ),
            (false, false) => self.either(
                || format!("抄录题目或材料约{percent}%；材料宜概括后使用。"),
                || format!("About {percent} % is copied from the question or the material; put it in your own words."),
            ),
        }
    }

    pub(super) fn essay_length(self, count: usize, min: usize) -> String {
        if count >= min {
            return self.pick("篇幅足够。", "It is long enough.").to_owned();
        }
        self.either(
            || format!("只有{count}字，题目要求不少于{min}字。"),
            || format!("It has {count} 字; at least {min} are asked for."),
        )
    }

    /// What moved the range, and how far.
    pub(super) fn essay_reason(self, reason: Reason, effect: Effect, max_score: Points) -> String {
        let (chinese, english) = match reason {
            Reason::Empty => ("空白卷", "There is no essay"),
            Reason::OffTopic => ("离题", "It is off the topic"),
            Reason::PartlyOnTopic => ("偏题", "It strays from the topic"),
            Reason::Opposed => ("观点与题意相反", "It argues the opposite"),
            Reason::Listed => ("罗列关键词，不成文章", "It is a list of keywords"),
            Reason::CopiedMost => ("一半以上是抄录", "More than half is copied"),
            Reason::CopiedMuch => ("抄录过多", "Too much is copied"),
            Reason::Repeated => ("反复说同样的话", "It says the same things again and again"),
            Reason::FarTooShort => ("不成篇", "It is far too short to be an essay"),
            Reason::TooShort => ("篇幅严重不足", "It is much too short"),
            Reason::OneParagraph => ("全文只有一段", "It is one paragraph"),
            Reason::NoMakeUp => ("既无总论点也无分论点", "It has neither thesis nor sub-theses"),
            Reason::NoThesis => ("没有认出总论点", "No thesis was recognised"),
            Reason::NoSubTheses => ("没有认出分论点", "No sub-theses were recognised"),
            Reason::FewSubTheses => ("分论点偏少", "It has too few sub-theses"),
            Reason::ManySubTheses => ("分论点偏多", "It has too many sub-theses"),
            Reason::Unbalanced => ("段落不匀称", "Its paragraphs are not balanced"),
            Reason::NoEnding => ("没有认出回扣总论点的结尾", "No ending was recognised"),
            Reason::LittleContent => ("评分要点谈到的不多", "It says little of the key's points"),
            Reason::NoQuotation => ("没有引用名言", "It quotes no known saying"),
        };
        let what = self.pick(chinese, english);
        let share = |thousandths: u64| {
            let hundredths = max_score.hundredths() * i64::try_from(thousandths).unwrap_or_default() / 1000;
            Points::from_hundredths(hundredths / 10 * 10)
        };
        match effect {
            Effect::Ceiling(0) => self.either(|| format!("{what}。"), || format!("{what}.")),
            Effect::Ceiling(ceiling) => {
                let most = share(ceiling);
                self.either(|| format!("{what}：至多{most}分。"), || format!("{what}: at most {most}."))
            }
            Effect::Took(cost) => {
                let cost = share(cost);
                self.either(|| format!("{what}：低约{cost}分。"), || format!("{what}: about {cost} less."))
            }
        }
    }
}
