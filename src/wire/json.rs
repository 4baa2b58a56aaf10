//! Canonical proto3 JSON of feedback and inspections, default values written. Knows nothing of what the fields mean.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::feedback::feedback_into_pb;
use super::feedback_back::{BadFeedback, feedback_from_pb};
use super::inspection::inspection_into_pb;
use crate::feedback::Feedback;
use crate::inspection::Inspection;

/// Feedback as one line of canonical JSON; `text` is the text that was marked.
#[must_use]
pub fn feedback_json(feedback: &Feedback, text: &str) -> String {
    json(&feedback_into_pb(feedback.clone(), text), CompactFormatter)
}

/// Feedback from its canonical JSON, in which other keys are ignored; `text` is the text that was marked.
///
/// # Errors
///
/// Where it is no feedback on this text.
pub fn feedback_from_json(json: &str, text: &str) -> Result<Feedback, BadFeedback> {
    // The parser's own message may quote the answer.
    let message = serde_json::from_str(json).map_err(|_| BadFeedback("not canonical JSON of feedback"))?;
    feedback_from_pb(message, text)
}

/// Feedback as indented canonical JSON; `text` is the text that was marked.
#[must_use]
pub fn feedback_json_pretty(feedback: &Feedback, text: &str) -> String {
    json(&feedback_into_pb(feedback.clone(), text), PrettyFormatter::new())
}

/// An inspection as indented canonical JSON; `text` is the text that was inspected.
#[must_use]
pub fn inspection_json_pretty(inspection: &Inspection, text: &str) -> String {
    json(&inspection_into_pb(inspection.clone(), text), PrettyFormatter::new())
}

fn json(message: &impl Serialize, formatter: impl Formatter) -> String {
    let mut serializer = Serializer::with_formatter(Vec::new(), formatter);
    // Neither step can fail: the message has strings, numbers, lists and known enum values only, the writer is
    // memory, and JSON is UTF-8.
    message.serialize(&mut serializer).unwrap_or_default();
    String::from_utf8(serializer.into_inner()).unwrap_or_default()
}
