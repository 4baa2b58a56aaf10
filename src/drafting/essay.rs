//! What a draft says of an essay: the theme by what question and references name between quotation marks, the sayings
//! that the references quote.

use super::{Notes, Request};
use crate::rubric::{EssayDraft, SAYING_MAX_LETTERS};

/// Letters of a word or wording of the theme, at least and at most: what is longer is a passage of the material.
const THEME_LETTERS: std::ops::RangeInclusive<usize> = 2..=16;
/// The shortest saying, in letters: shorter quotations are terms.
const SAYING_MIN_LETTERS: usize = 6;
/// The most words of a theme that are taken from a question.
const THEME_MAX: usize = 6;

/// The `essay` table of a draft.
pub(super) fn essay(request: &Request<'_>, notes: &mut Notes) -> EssayDraft {
    let references = request.references;
    let mut essay = EssayDraft::default();
    // What no reference names is not what the essay must name.
    let named = |word: &&str| {
        let fits = THEME_LETTERS.contains(&letters(word));
        fits && (references.is_empty() || references.iter().any(|reference| reference.contains(word)))
    };
    for quoted in quoted(request.question) {
        // 城市的留白: where the whole is not named, what it is about stands last.
        let word = Some(quoted).filter(&named).or_else(|| quoted.split('的').rev().find(&named));
        if let Some(word) =
            word.filter(|word| essay.theme.len() < THEME_MAX && !essay.theme.iter().any(|of| of == word))
        {
            essay.theme.push(word.to_owned());
        }
    }
    for saying in references.iter().flat_map(|reference| quoted(reference)) {
        let fits = (SAYING_MIN_LETTERS..=SAYING_MAX_LETTERS).contains(&letters(saying));
        let given = request.question.contains(saying) || request.material.contains(saying);
        if fits && !given && !essay.quotations.iter().any(|known| known == saying) {
            essay.quotations.push(saying.to_owned());
        }
    }
    notes.add("essay", "大作文只给分数区间：采分点说明写了什么，不直接计分；档次、分论点数和抄录上限照惯例");
    notes.add(
        "essay",
        if essay.theme.is_empty() {
            "题目没有点出主题词：请补 theme，例如主题词和总论点的几种说法，否则把握较低"
        } else {
            "主题词取自题目引号里的话，请补上总论点的几种说法"
        },
    );
    if !essay.quotations.is_empty() {
        notes.add("essay", "名言取自参考答案引号里的话，请删去不是名言的");
    }
    essay
}

/// What stands between quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    let mut quoted = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '「' => open = Some(at + c.len_utf8()),
            '”' | '」' => quoted.extend(open.take().and_then(|start: usize| text.get(start..at))),
            '\n' => open = None,
            _ => {}
        }
    }
    quoted
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
