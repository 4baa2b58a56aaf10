//! Groups of answers that share long passages which neither the question, the material nor a reference explains. Plain
//! data: what it means is for a person to say.

use crate::span::Span;

/// Answers that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Numbers of the entries, rising.
    pub entries: Vec<usize>,
    /// The two of them that are most alike: the pair that the passages are of.
    pub pair: (usize, usize),
    /// The share of the shorter one of the pair that stands in the other, 0 to 1; what the question, the material or a
    /// reference says is left out.
    pub similarity: f64,
    /// The passages that the pair shares, in the order of the first one's text.
    pub passages: Vec<SharedPassage>,
}

/// A passage that stands in two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedPassage {
    /// Where it stands in the first one.
    pub one: Span,
    /// Where it stands in the other.
    pub other: Span,
}
