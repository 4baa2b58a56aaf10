//! The words of the figures in both languages.

use crate::evaluation::Method;
use crate::feedback::Language;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub Language);

// === impl Words ===

impl Words {
    /// One of two texts that say the same.
    pub(super) fn pick(self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(super) fn method(self, method: Method) -> &'static str {
        match method {
            Method::Engine => self.pick("引擎", "engine"),
            Method::Length => self.pick("只看字数", "length only"),
            Method::Constant => self.pick("一律平均分", "the mean mark"),
            Method::Recall => self.pick("参考答案用词", "term recall"),
            Method::Second => self.pick("第二位阅卷人", "second human"),
        }
    }

    pub(super) fn title(self) -> &'static str {
        self.pick("与人工评分的一致性", "Agreement with human marks")
    }

    /// How many answers and questions there are.
    pub(super) fn counts(self, answers: usize, questions: usize) -> String {
        match self.0 {
            Language::Chinese => format!("{answers} 份作答，{questions} 道题"),
            Language::English => format!("{answers} answers to {questions} questions"),
        }
    }

    /// The title of the means over questions.
    pub(super) fn means(self, questions: usize) -> String {
        match self.0 {
            Language::Chinese => format!("各题平均：题内 Pearson（{questions} 题）"),
            Language::English => format!("Mean over {questions} questions: Pearson within each"),
        }
    }

    /// How many rows could not be used.
    pub(super) fn unusable(self, rows: usize) -> String {
        match (self.0, rows) {
            (_, 0) => String::new(),
            (Language::Chinese, rows) => format!("另有 {rows} 处不能用，已列在错误输出里"),
            (Language::English, rows) => format!("{rows} more could not be used; they are listed with the errors"),
        }
    }

    pub(super) fn credit(self, level: usize) -> &'static str {
        match level {
            0 => self.pick("零分", "none"),
            1 => self.pick("半分", "half"),
            _ => self.pick("满分", "full"),
        }
    }

    /// What each figure is, for whoever reads it for the first time.
    pub(super) fn notes(self) -> [&'static str; 6] {
        [
            self.pick(
                "QWK：二次加权 kappa，1 为完全一致，0 为碰巧；分数折成满分的十等分，采分点分零分、半分、满分三档。",
                "QWK: quadratic weighted kappa, 1 for the same marks, 0 for chance; scores in tenths of the marks, keypoints by none, half, full.",
            ),
            self.pick(
                "Pearson、Spearman：分数高低是否同起同落，后者只看名次。MAE：平均相差占满分的比例；偏差：引擎减人工，正数为偏松。",
                "Pearson, Spearman: whether marks rise and fall together, the latter by rank. MAE: mean difference as a share of the marks; bias: engine less human, above zero for lenient.",
            ),
            self.pick(
                "一致、相邻：同一档、至多差一档的比例。",
                "Exact, adjacent: the share on the same level, and at most a level apart.",
            ),
            self.pick(
                "区间：作答在各题之内重抽 1000 次，取中间 95%。",
                "Intervals: answers drawn anew within each question, 1000 times; the middle 95 %.",
            ),
            self.pick(
                "只看字数：用同题其余作答拟合直线给分，相关系数直接用字数；一律平均分：给每份作答同题人工均分；参考答案用词：参考答案的实词有多少出现在作答里。",
                "Length only: a straight line through the question's other answers; its correlations are those of the length itself. The mean mark: the question's mean human mark for all. Term recall: the share of the reference's words that the answer has.",
            ),
            self.pick(
                "各题平均：每题之内的 Pearson 再取平均；某法给一题所有作答同样的分，该题计 0；人工全给同样的分，该题不计。",
                "Mean over questions: Pearson within each question, averaged; where a method gives all answers of a question the same, that counts as 0; where the human does, the question is left out.",
            ),
        ]
    }
}
