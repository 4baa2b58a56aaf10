//! What a calibration proposes, for a teacher to read and for programs, and the comments that go into the rubric with it.

mod json;
mod text;

pub use json::json;
pub use text::{refusal, render};

use crate::calibration::{Calibration, Telling};
use crate::feedback::Language;
use crate::grading::ENGINE_VERSION;
use crate::rubric::{Amendment, NewWording};

/// Ids that are named for an expression or a wording: enough to look it up.
const IDS_MAX: usize = 4;

/// What goes into the rubric file: the calibration with where it comes from and, where `wordings` tells whether they are
/// accepted, the wordings.
#[must_use]
pub fn amendment(calibration: &Calibration, wordings: Option<bool>, language: Language) -> Amendment {
    let pick = |chinese: String, english: String| if language == Language::Chinese { chinese } else { english };
    let Calibration { answers, before, after, .. } = calibration;
    let figure = |figure: Option<f64>| text::figure(figure);
    let per_cent = |share: f64| text::per_cent(share);
    let origin = vec![
        pick(
            format!(
                "由 yuejuan calibrate（{ENGINE_VERSION}）依据{answers}份已评答案写出；删去这一节就恢复原来的给分。"
            ),
            format!(
                "By yuejuan calibrate ({ENGINE_VERSION}) from {answers} marked answers; without this part, marks are as before."
            ),
        ),
        pick(
            format!(
                "在留出的答案上：相关系数{}→{}，平均相差满分的{}→{}。",
                figure(before.pearson),
                figure(after.pearson),
                per_cent(before.absolute_error),
                per_cent(after.absolute_error)
            ),
            format!(
                "On answers left out of the fit: Pearson {} -> {}, mean difference {} -> {} of the marks.",
                figure(before.pearson),
                figure(after.pearson),
                per_cent(before.absolute_error),
                per_cent(after.absolute_error)
            ),
        ),
    ];
    let new = |of: &crate::calibration::LearntWording| NewWording {
        path: of.path.clone(),
        text: of.text.clone(),
        reason: pick(
            format!(
                "取自高分答案{}；{}",
                ids(&of.ids, language),
                if wordings == Some(true) { "不妥就删去" } else { "采纳就去掉下一行的 #" }
            ),
            format!(
                "from well-marked {}; {}",
                ids(&of.ids, language),
                if wordings == Some(true) {
                    "strike it where it is wrong"
                } else {
                    "take the # of the next line away to accept it"
                }
            ),
        ),
        accepted: wordings == Some(true),
    };
    Amendment {
        credit: calibration.credit.clone(),
        waived: calibration.waived,
        calibration: Some(calibration.calibration.clone()),
        origin,
        reasons: calibration.expressions.iter().map(|telling| speaks(telling, language)).collect(),
        wordings: calibration.wordings.iter().filter(|_| wordings.is_some()).map(new).collect(),
    }
}

/// What speaks for an expression, in a line.
fn speaks(telling: &Telling, language: Language) -> String {
    let Telling { text: _, ids: having, mean_with, mean_without } = telling;
    let (with, without) = (text::per_cent(*mean_with), text::per_cent(*mean_without));
    let (count, ids) = (having.len(), ids(having, language));
    match language {
        Language::Chinese => format!("{count}份有，平均得{with}，其余平均{without}（{ids}）"),
        Language::English => format!("in {count}, which have {with} on average, the others {without} ({ids})"),
    }
}

/// The first ids of a list.
fn ids(ids: &[String], language: Language) -> String {
    let (separator, more) = match language {
        Language::Chinese => ("、", "等"),
        Language::English => (", ", ", …"),
    };
    let named: Vec<String> = ids.iter().take(IDS_MAX).map(|id| id.replace(['\n', '\r'], " ")).collect();
    format!("{}{}", named.join(separator), if ids.len() > IDS_MAX { more } else { "" })
}
