//! How much of an answer is copied from the source material (给定资料). Informational: in summaries excerpts are normal;
//! what an essay loses by it, `essay` says.

use super::integrity::passage;
use super::messages::Messages;
use crate::feedback::{Evidence, Flag, FlagCode, MaterialFeedback};
use crate::rubric::Rubric;
use crate::text::Text;
use crate::text::fold::{is_han, is_word};

/// Letters from which a shared run is a copy: half a row of the answer sheet. A term, a name or a figure is shorter.
const COPIED_MIN_LETTERS: usize = 12;
/// Runs that are shown.
const SHOWN_MAX: usize = 5;
/// Share of a short answer from which copying is worth a person's look, in thousandths: excerpts are normal there.
const NOTABLE_SHARE: u64 = 600;

/// What is copied; `None` where the rubric has no material.
pub fn material(rubric: &Rubric, text: &Text<'_>, messages: Messages) -> Option<MaterialFeedback> {
    if rubric.draft.material.is_empty() {
        return None;
    }
    let chars = text.folded().chars();
    let slice = |(start, end): &(usize, usize)| chars.get(*start..*end).unwrap_or_default();
    let letters = |run: &(usize, usize)| slice(run).iter().filter(|c| is_han(**c) || is_word(**c)).count();
    let mut runs = rubric.compiled.material.shared(text);
    runs.retain(|run| letters(run) >= COPIED_MIN_LETTERS);
    let copied = runs.iter().flat_map(slice).filter(|c| !matches!(c, ' ' | '\n')).count();
    let count = text.counts().nonblank;
    runs.sort_by_key(|run| (std::cmp::Reverse(letters(run)), run.0));
    runs.truncate(SHOWN_MAX);
    runs.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
    let share = if count == 0 { 0.0 } else { copied as f64 / count as f64 };
    Some(MaterialFeedback {
        copied,
        count,
        share,
        runs: runs.into_iter().map(|(start, end)| passage(text, start, end)).collect(),
        message: messages.material(copied, count),
    })
}

/// The share that is copied, in thousandths.
pub fn copied_share(material: &MaterialFeedback) -> u64 {
    material.copied as u64 * 1000 / (material.count as u64).max(1)
}

/// The flag where a notable share is copied.
pub fn flag(rubric: &Rubric, material: &MaterialFeedback, messages: Messages) -> Option<Flag> {
    let notable = rubric.essay.as_ref().map_or(NOTABLE_SHARE, |essay| u64::from(essay.copied_max) + 1);
    let evidence: Vec<Evidence> = material.runs.clone();
    (copied_share(material) >= notable).then(|| Flag {
        code: FlagCode::CopiedMaterial,
        keypoint_id: String::new(),
        message: messages.flag(FlagCode::CopiedMaterial).to_owned(),
        evidence,
    })
}
