//! Answers of a `.jsonl` file: `{"id": "…", "text": "…"}` a line; other keys are ignored, blank lines skipped.

use std::io::BufRead;

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use super::{Answer, InputError};
use crate::intake::{TextError, read_text};

/// Reads a file line by line, so that its size does not matter.
pub(super) struct Lines<R> {
    reader: R,
    place: String,
    /// Lines read so far.
    line: usize,
    /// Offset of the next line in the file, in bytes.
    offset: usize,
    buffer: Vec<u8>,
    failed: bool,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

// === impl Lines ===

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, place: String) -> Self {
        Self { reader, place, line: 0, offset: 0, buffer: Vec::new(), failed: false }
    }

    fn parse(&self, start: usize) -> Option<Result<Answer, InputError>> {
        let text = match read_text(&self.buffer) {
            Ok(text) => text,
            Err(TextError { offset }) => {
                let error = TextError { offset: start + offset };
                return Some(Err(InputError::Encoding { place: format!("{}:{}", self.place, self.line), error }));
            }
        };
        let line = text.trim();
        if line.is_empty() {
            return None;
        }
        let answer = serde_json::from_str::<Line>(line).map(|line| Answer { id: line.id, text: line.text });
        Some(answer.map_err(|error| InputError::Line {
            place: self.place.clone(),
            line: self.line,
            what: describe(&error, line),
        }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Answer, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            self.buffer.clear();
            match self.reader.read_until(b'\n', &mut self.buffer) {
                Ok(0) => return None,
                Ok(length) => {
                    let start = self.offset;
                    self.line += 1;
                    self.offset += length;
                    if let Some(answer) = self.parse(start) {
                        return Some(answer);
                    }
                }
                Err(error) => {
                    self.failed = true;
                    return Some(Err(InputError::Unreadable { place: self.place.clone(), error }));
                }
            }
        }
        None
    }
}

/// What is wrong with a line, in our own words: those of the parser may quote the answer.
fn describe(error: &serde_json::Error, line: &str) -> String {
    if error.classify() != Category::Data {
        let column = error.column();
        return format!("not valid JSON at byte {column} of the line; write {{\"id\": \"…\", \"text\": \"…\"}} on it");
    }
    match serde_json::from_str::<Value>(line) {
        Ok(Value::Object(keys)) => ["id", "text"]
            .iter()
            .find_map(|key| match keys.get(*key) {
                None => Some(format!("has no key `{key}`; add it")),
                Some(Value::String(_)) => None,
                Some(_) => Some(format!("`{key}` is not a string; put it in quotes")),
            })
            .unwrap_or_else(|| "`id` or `text` stands twice; leave one".to_owned()),
        _ => "not an object; write {\"id\": \"…\", \"text\": \"…\"} on the line".to_owned(),
    }
}
