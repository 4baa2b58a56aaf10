//! `class.html`: what a class's answers say together, a section a question, as one file that needs nothing else and runs
//! nothing. It is for the teacher: wordings kept for markers are shown. The template escapes whatever is put into it.

mod alike;
mod habits;
mod people;
mod question;
mod reviewed;
mod second;

use askama::Template;

use super::advice::advice;
use super::charts::{HEIGHT, SIDE, WIDTH};
use super::words::Words;
use crate::class::likeness::Group;
use crate::class::{ClassStatistics, Entry};
use crate::feedback::Language;
use crate::grading::ENGINE_VERSION;
use crate::report::marked::visible;
use alike::{Alike, alike};
use people::People;
use question::{Section, section};

/// What the page is made of.
pub struct ClassPage<'a> {
    /// What stands on top: the name of the class or of the file; may be empty.
    pub title: &'a str,
    /// The figures.
    pub statistics: &'a ClassStatistics<'a>,
    /// File names of the sheets by entry; empty where none are written. They stand in `sheets/` beside the page.
    pub sheets: &'a [String],
    /// Groups of like answers.
    pub alike: &'a [Group],
    /// The entries of those groups, by number.
    pub entry: &'a dyn Fn(usize) -> Option<&'a Entry>,
    /// The language of the page.
    pub language: Language,
}

#[derive(Template)]
#[template(path = "class/class.html")]
struct Page {
    words: Words,
    title: String,
    counts: String,
    engine: &'static str,
    advice: Vec<String>,
    sections: Vec<Section>,
    alike: Vec<Alike>,
    more_alike: usize,
    notes: Vec<&'static str>,
    width: f64,
    height: f64,
    side: f64,
}

/// Groups of like answers that are shown with their passages.
const ALIKE_MAX: usize = 12;

/// Renders the page.
///
/// # Errors
///
/// Where the template cannot be filled, which takes a lack of memory.
pub fn class_page(of: &ClassPage<'_>) -> Result<String, std::fmt::Error> {
    let words = Words(of.language);
    let people = People { sheets: of.sheets };
    let questions = &of.statistics.questions;
    let page = Page {
        words,
        title: visible(of.title),
        counts: match of.language {
            Language::Chinese => format!("{} 份作答，{} 道题", of.statistics.entries, questions.len()),
            Language::English => match questions.len() {
                1 => format!("{} answers, one question", of.statistics.entries),
                count => format!("{} answers, {count} questions", of.statistics.entries),
            },
        },
        engine: ENGINE_VERSION,
        advice: advice(of.statistics, words).iter().map(|sentence| visible(sentence)).collect(),
        sections: (1..).zip(questions).map(|(number, question)| section(number, question, &people, words)).collect(),
        alike: of.alike.iter().take(ALIKE_MAX).map(|group| alike(group, of.entry, &people, words)).collect(),
        more_alike: of.alike.len().saturating_sub(ALIKE_MAX),
        notes: notes(words),
        width: WIDTH,
        height: HEIGHT,
        side: SIDE,
    };
    page.render().map_err(|_| std::fmt::Error)
}

/// What each figure is, for whoever reads it for the first time.
fn notes(words: Words) -> Vec<&'static str> {
    vec![
        words.pick(
            "难度：均分占满分的比例，越高越容易。区分度（整题）：高分 27% 与低分 27% 的均分之差占满分的比例（Kelley 1939），0.4 以上很好，0.2 以下说明这道题分不开水平。",
            "Difficulty: the mean as a share of the marks, high where easy. Discrimination of a question: the mean of the best 27 % less that of the worst 27 %, as a share of the marks (Kelley 1939); 0.4 is very good, below 0.2 it tells nobody apart.",
        ),
        words.pick(
            "采分点的得分率：全班在这一点上得到的分占可得分的比例。人均失分：每份作答若答全这一点，平均还能多得几分。区分度（采分点）：这一点的得分与其余得分的相关系数（Henrysson 1963）。",
            "Hit rate of a keypoint: what the class earned of its marks. Mean loss: marks that saying it in full would add to an answer, on average. Its discrimination: the correlation of its marks with the rest of the score (Henrysson 1963).",
        ),
        words.pick(
            "把握：引擎估计自己判得有多准，由各采分点按分值折算，1 为毫无疑问；大作文看迹象是否清楚，都清楚又没有大毛病时是 0.6，低于它才列出。分数可能出入最大的几份排在“先看这几份”里，先看列出的采分点。",
            "Confidence: how sure the engine is of its own marks, over the keypoints by their marks, 1 for no doubt; that of an essay goes by how clear its signs are: 0.6 where all are and no fault decides, and those below are named. The answers that may be furthest off stand under “Look at these first”, with the keypoints to look at.",
        ),
        words.pick(
            "临界：离及格线或档位分界不到满分的 3%（至少半分），或者某个采分点刚好过线、改判会跨线。",
            "Near an edge: within 3 % of the marks (half a mark at least) of the pass mark or a band's edge, or with a keypoint that only just passed or failed and would move the answer across.",
        ),
        words.pick(
            "QWK：二次加权 kappa，1 为完全一致，0 为碰巧。误差为引擎减人工，正数为偏松。",
            "QWK: quadratic weighted kappa, 1 for the same marks, 0 for chance. Errors are the engine's marks less the human's: above zero for lenient.",
        ),
    ]
}
