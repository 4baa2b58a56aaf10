//! How far engine and human agree, rendered: tables for a terminal, JSON, and one page with a scatter plot and the worst
//! disagreements beside their feedback.

mod json;
mod page;
mod scatter;
mod tables;
mod terminal;
mod words;

pub use json::json;
pub use page::page;
pub use terminal::{disagreements, render};

use crate::evaluation::{Answer, Outcome, Question};
use crate::feedback::Feedback;

/// Where the marks come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The files, as they were named.
    pub files: &'a str,
    /// How many rows could not be used.
    pub unusable: usize,
}

/// An answer that human and engine see differently.
#[derive(Debug, Clone, Copy)]
pub struct Disagreement<'a> {
    /// What each gave.
    pub outcome: &'a Outcome,
    /// The question.
    pub question: &'a Question<'a>,
    /// Its title.
    pub title: &'a str,
    /// The answer.
    pub answer: &'a Answer,
    /// The engine's feedback on it.
    pub feedback: &'a Feedback,
}
