//! The proposal in words, in Chinese or English.

use super::{ids, speaks};
use crate::calibration::{Agreement, Calibration, Outcome, Refusal};
use crate::feedback::Language;
use crate::rubric::{CreditDraft, RubricDraft};

/// The whole proposal for a rubric.
#[must_use]
pub fn render(found: &Outcome, draft: &RubricDraft, language: Language) -> String {
    let words = Words { language };
    match found {
        Outcome::Better(calibration) => words.better(calibration, draft),
        Outcome::NoBetter { answers, before, after } => words.no_better(*answers, *before, *after, draft),
    }
}

/// Why nothing is fitted, in a line and what to do.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> String {
    let words = Words { language };
    match refusal {
        Refusal::TooFew { answers, needed } => words.pick(
            format!("不能校准：只有{answers}份已评答案，至少要{needed}份；再少就分不清相关是真是巧，请多评几份。"),
            format!("not calibrated: {answers} answers are marked and {needed} are the least, since among fewer a correlation cannot be told from chance; mark more"),
        ),
        Refusal::SameMarks => words.pick(
            "不能校准：所有答案分数相同，看不出高分低分差在哪里；请加上分数不同的答案。".to_owned(),
            "not calibrated: all answers have the same marks, which tell nothing apart; add answers with other marks".to_owned(),
        ),
        Refusal::Contradiction { pairs } => {
            let pair = |clash: &crate::calibration::Clash| {
                let (one, other) = (per_cent(clash.scores.0), per_cent(clash.scores.1));
                words.pick(
                    format!("{}（{one}）与{}（{other}）", clash.ids.0, clash.ids.1),
                    format!("{} ({one}) and {} ({other})", clash.ids.0, clash.ids.1),
                )
            };
            let pairs: Vec<String> = pairs.iter().map(pair).collect();
            words.pick(
                format!("不能校准：内容相同的答案分数相差很大：{}；请核对这些分数。", pairs.join("，")),
                format!("not calibrated: answers that say the same are marked far apart: {}; look at their marks again", pairs.join(", ")),
            )
        }
        Refusal::NoRelation { reached, chance } => words.pick(
            format!("不能校准：分数与答案内容看不出关系（相关系数{reached:.2}，单凭巧合也能到{chance:.2}）；请检查分数是否对错了行、评分标准是否属于这道题。"),
            format!("not calibrated: the marks go with nothing in the answers (Pearson {reached:.2}, and chance reaches {chance:.2}); check that marks stand in the right rows and the rubric is for this question"),
        ),
        Refusal::Essay => words.pick(
            "不能校准：大作文按档给出分数区间，不逐点计分。".to_owned(),
            "not calibrated: an essay gets a range of marks as a whole".to_owned(),
        ),
        Refusal::Rubric(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            words.pick(format!("不能校准：评分标准有问题：{}", lines.join("；")), format!("not calibrated: the rubric has problems: {}", lines.join("; ")))
        }
    }
}

struct Words {
    language: Language,
}

// === impl Words ===

impl Words {
    fn pick(&self, chinese: String, english: String) -> String {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    fn better(&self, calibration: &Calibration, draft: &RubricDraft) -> String {
        let Calibration {
            answers,
            folds: _,
            credit,
            waived,
            calibration: data,
            expressions,
            wordings,
            before,
            after,
            with_wordings,
        } = calibration;
        let mut page = self.pick(
            format!("校准建议：{}（{}），依据{answers}份已评答案\n\n", draft.title, draft.id),
            format!("Calibration of {} ({}) by {answers} marked answers\n\n", draft.title, draft.id),
        );
        page += &self.agreement(*before, *after);
        page += &self.pick("\n1. 采分门槛".to_owned(), "\n1. Steps of credit".to_owned());
        page += &match credit {
            None => self.pick("：不变\n".to_owned(), ": as they are\n".to_owned()),
            Some(credit) => format!("\n   {}\n", self.steps(credit)),
        };
        if *waived {
            page += &self.pick(
                "   条理有毛病不再扣分：人工没有因此扣分\n".to_owned(),
                "   faults of layout take nothing any more: the human takes nothing for them\n".to_owned(),
            );
        }
        page += &self.pick(
            format!(
                "\n2. 得分信号\n   采分点全部得满  +{:.3}\n   参考答案的关键词语全部答出  +{:.3}\n",
                data.content, data.words
            ),
            format!(
                "\n2. Signs\n   all marks of the keypoints  +{:.3}\n   all words of a reference  +{:.3}\n",
                data.content, data.words
            ),
        );
        if !expressions.is_empty() {
            page += &self.pick(
                "\n3. 得分说法（答案中有就加，各加一次；不妥的可从评分标准中删去）\n".to_owned(),
                "\n3. Telling expressions (each adds once where an answer has it; strike in the rubric what is wrong)\n".to_owned(),
            );
            for (data, telling) in data.expressions.iter().zip(expressions) {
                page += &format!("   +{:.3}  「{}」  {}\n", data.weight, data.text, speaks(telling, self.language));
            }
        }
        page += &self.pick("\n4. 从信号合计到得分\n".to_owned(), "\n4. From the sum of signs to marks\n".to_owned());
        let knots: Vec<String> =
            data.curve.iter().map(|knot| format!("{:.3} → {}", knot.sum, per_cent(knot.share))).collect();
        page += &self.pick(
            format!("   合计 0 → 0%，{}；其间按直线\n", knots.join("，")),
            format!("   0 → 0%, {}; straight lines between\n", knots.join(", ")),
        );
        if !wordings.is_empty() {
            page += &self.pick(
                "\n5. 可补充的表述（取自高分答案，请逐条决定是否采纳）\n".to_owned(),
                "\n5. Wordings of well-marked answers, to accept one by one\n".to_owned(),
            );
            for of in wordings {
                page += &format!("   {}  「{}」  {}\n", of.keypoint_id, of.text, ids(&of.ids, self.language));
            }
            if let Some(with) = with_wordings {
                page += &self.pick(
                    format!(
                        "   全部采纳时：相关系数{}，平均相差{}\n",
                        figure(with.pearson),
                        per_cent(with.absolute_error)
                    ),
                    format!(
                        "   with all of them: Pearson {}, mean difference {}\n",
                        figure(with.pearson),
                        per_cent(with.absolute_error)
                    ),
                );
            }
        }
        page
    }

    fn no_better(&self, answers: usize, before: Agreement, after: Agreement, draft: &RubricDraft) -> String {
        let head = self.pick(
            format!(
                "{}（{}）：用{answers}份已评答案校准，没有更接近人工给分，评分标准不改。\n\n",
                draft.title, draft.id
            ),
            format!(
                "{} ({}): {answers} marked answers bring its marks no nearer; leave it as it is.\n\n",
                draft.title, draft.id
            ),
        );
        head + &self.agreement(before, after)
    }

    fn agreement(&self, before: Agreement, after: Agreement) -> String {
        let row = |name: &str, one: String, other: String| format!("   {name}  {one} → {other}\n");
        let name = |chinese: &str, english: &str| self.pick(chinese.to_owned(), english.to_owned());
        [
            self.pick(
                "与人工给分的一致程度（现在 → 校准后；校准后只看没有参加拟合的答案）\n".to_owned(),
                "Agreement with the human (now → calibrated, on answers left out of the fit)\n".to_owned(),
            ),
            row(&name("相关系数", "Pearson"), figure(before.pearson), figure(after.pearson)),
            row(&name("加权一致性 kappa", "weighted kappa"), figure(before.kappa), figure(after.kappa)),
            row(
                &name("平均相差（占满分）", "mean difference, of the marks"),
                per_cent(before.absolute_error),
                per_cent(after.absolute_error),
            ),
        ]
        .concat()
    }

    fn steps(&self, credit: &CreditDraft) -> String {
        let step = |step: &crate::rubric::CreditStep| {
            let (coverage, share) = (per_cent(step.coverage), per_cent(step.share));
            self.pick(format!("答出{coverage}得{share}"), format!("{share} of the marks from {coverage} on"))
        };
        let steps: Vec<String> = credit.steps.iter().map(step).collect();
        steps.join(match self.language {
            Language::Chinese => "，",
            Language::English => ", ",
        })
    }
}

/// A figure of agreement.
pub(super) fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| format!("{figure:.2}"))
}

/// A share in per cent.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
