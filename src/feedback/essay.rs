//! What feedback says of an essay as a whole, and of what is copied from the source material.

use super::Evidence;
use crate::points::Points;

/// What an essay (大作文) is made of, and the range of marks that this speaks for.
#[derive(Debug, Clone, PartialEq)]
pub struct EssayFeedback {
    /// The checks in the order of [`EssayCheckKind`].
    pub checks: Vec<EssayCheck>,
    /// The sayings of the rubric that it quotes, in the order of the text.
    pub quotations: Vec<QuotationFeedback>,
    /// Name of the band that `low` lies in.
    pub band_low: String,
    /// Name of the band that `high` lies in.
    pub band_high: String,
    /// The lowest mark that is likely, deductions taken.
    pub low: Points,
    /// The highest mark that is likely, deductions taken; above `low` in all but empty essays.
    pub high: Points,
    /// How much of what decides the band can be seen in the text, 0 to 1. A rule of thumb to choose what a person reads
    /// first, not a measured probability: 0.6 where all signs are clear, since argument and style are not seen; more
    /// where a plain fault decides, as in an empty essay; 0.1 less for each sign that is missing or doubtful.
    pub confidence: f64,
    /// What moved the range, in words, the weightiest first.
    pub reasons: Vec<String>,
}

/// What is looked at in an essay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EssayCheckKind {
    /// 标题: there and of sensible length.
    Title,
    /// 扣题: it speaks of the theme.
    Theme,
    /// 总论点: the opening states a thesis.
    Thesis,
    /// 立场: it does not argue the opposite.
    Stance,
    /// 分论点: paragraphs open, or close, with sub-theses.
    SubTheses,
    /// 段落: they are balanced.
    Balance,
    /// 结尾: it comes back to the thesis.
    Ending,
    /// 引用: it quotes a known saying; only where the rubric lists some.
    Quotations,
    /// 独立成文: little of it is copied, and it is written in sentences.
    OwnWords,
    /// 篇幅: it is long enough to be judged; only where the rubric gives a least length.
    Length,
}

/// One check of an essay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssayCheck {
    /// What is looked at.
    pub kind: EssayCheckKind,
    /// Whether it is as it should be.
    pub passed: bool,
    /// What a teacher would say about it.
    pub message: String,
    /// Where it shows.
    pub evidence: Vec<Evidence>,
}

/// A saying that an essay quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotationFeedback {
    /// Index of the saying in the rubric.
    pub index: usize,
    /// The saying as it should be; empty where the rubric keeps its wordings for markers.
    pub quotation: String,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What is copied from the source material. Runs of fewer than 12 letters, which may be terms, are not counted.
#[derive(Debug, Clone, PartialEq)]
pub struct MaterialFeedback {
    /// Characters in copied runs, blanks not counted.
    pub copied: usize,
    /// Characters of the answer, blanks not counted.
    pub count: usize,
    /// The copied share, 0 to 1.
    pub share: f64,
    /// The longest runs, at most five, in the order of the text.
    pub runs: Vec<Evidence>,
    /// What a teacher would say about it.
    pub message: String,
}
