//! stub
use crate::points::Points;
use crate::rubric::Kind;
/// s
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthScope {
    /// w
    Whole,
    /// p
    Part,
}
/// r
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthRule {
    /// m
    pub min: Option<u32>,
    /// m
    pub max: Option<u32>,
    /// m
    pub target: Option<u32>,
    /// m
    pub scope: LengthScope,
}
/// q
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionReading {
    /// m
    pub kind: Kind,
    /// m
    pub genre: String,
    /// m
    pub length: Option<LengthRule>,
    /// m
    pub marks: Option<Points>,
    /// m
    pub itemized: Option<bool>,
    /// m
    pub one_paragraph: bool,
    /// m
    pub format_waived: bool,
    /// m
    pub writer: String,
    /// m
    pub addressee: String,
}
/// f
pub fn read_question(_q: &str) -> QuestionReading {
    QuestionReading::default()
}
