//! What a question (题干) asks for, read from its wording. Owns the words in which questions are put; knows nothing
//! of the answers to them.
//!
//! All of it is looked for in the folded view by plain scanning with bounded looks back and ahead, so that any text is
//! read in linear time. What stands in quotation marks is the material's, not the question's.

mod genre;
mod kind;
mod layout;
mod length;
mod limit;
mod marks;
mod number;
mod role;
mod stem;

pub use length::{LengthRule, LengthScope};

use crate::points::Points;
use crate::rubric::Kind;

/// What a question asks for. Where it does not say, a field is `None`, false or empty, and the kind is a summary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionReading {
    /// The kind of question.
    pub kind: Kind,
    /// The genre (文种) to be written, for instance 倡议书, in simplified characters. Empty where there is none.
    pub genre: String,
    /// How long the answer may be.
    pub length: Option<LengthRule>,
    /// Marks for the question; where only its parts carry marks, their sum.
    pub marks: Option<Points>,
    /// Whether items are asked for (分条), or ruled out.
    pub itemized: Option<bool>,
    /// Whether the answer must be one paragraph (一段话).
    pub one_paragraph: bool,
    /// Whether the format of documents is waived (不要求格式).
    pub format_waived: bool,
    /// In whose name or part the candidate writes (以…名义, 以…身份, 假如你是…, in this order), in the question's own
    /// characters.
    pub writer: String,
    /// To whom the answer is written (给…写, 向…汇报, 面向…), in the question's own characters.
    pub addressee: String,
}

/// Reads a question with its requirements (要求). Takes time linear in its length and cannot fail.
///
/// ```
/// use yuejuan::drafting::question::read_question;
/// let reading = read_question("请概括S市的主要做法。（20分）要求：全面准确，分条作答，不超过300字。");
/// assert_eq!(reading.length.unwrap().max, Some(300));
/// assert_eq!(reading.marks.unwrap().to_string(), "20");
/// assert_eq!(reading.itemized, Some(true));
/// ```
#[must_use]
pub fn read_question(question: &str) -> QuestionReading {
    let stem = stem::Stem::new(question);
    let length = length::read(&stem);
    let form = genre::read(&stem);
    let kind = kind::read(&stem, &form, length.as_ref());
    let one_paragraph = layout::is_one_paragraph(&stem);
    QuestionReading {
        kind,
        genre: form.genre,
        length,
        marks: marks::read(&stem),
        itemized: layout::itemized(&stem, kind, one_paragraph),
        one_paragraph,
        format_waived: layout::is_format_waived(&stem),
        writer: role::writer(&stem),
        addressee: role::addressee(&stem),
    }
}
