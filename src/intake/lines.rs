//! Lines of JSON objects, one at a time, however large the file. Knows nothing of what keys mean.

use std::fmt;
use std::io::BufRead;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use super::cell::Cell;
use super::limits::RECORD_BYTES_MAX;
use super::messages::Reason;
use super::{TextError, read_text};

/// An object: keys and values in their order.
pub(super) type Object = Vec<(String, Cell)>;

/// Reads a file line by line, so that its size does not matter. Blank lines are left out.
pub(super) struct Lines<R> {
    reader: R,
    /// Lines read so far.
    number: usize,
    /// Offset of the next line in the file, in bytes.
    offset: usize,
    buffer: Vec<u8>,
    is_done: bool,
}

// === impl Lines ===

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0, offset: 0, buffer: Vec::new(), is_done: false }
    }

    /// Takes the bytes of a line into the buffer: whether there is one.
    fn take_line(&mut self) -> Result<bool, Reason> {
        self.buffer.clear();
        self.number += 1;
        let mut length = 0;
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| Reason::unreadable(&error))?;
            let end = buffer.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(buffer.len());
            if length + taken <= RECORD_BYTES_MAX {
                self.buffer.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            }
            length += taken;
            self.reader.consume(taken);
            if end.is_some() || taken == 0 {
                self.offset += length;
                return if length > RECORD_BYTES_MAX { Err(Reason::LongLine) } else { Ok(length > 0) };
            }
        }
    }

    /// The object on the line in the buffer; `None` where the line is blank.
    fn object(&self, start: usize) -> Result<Option<Object>, Reason> {
        // What the parser says may quote the answer, so that our own words stand for it.
        let text = read_text(&self.buffer).map_err(|TextError { offset }| TextError { offset: start + offset })?;
        let line = text.trim();
        if line.is_empty() {
            return Ok(None);
        }
        match serde_json::from_str::<Keys>(line) {
            Ok(Keys(keys)) if has_repeated(&keys) => Err(Reason::RepeatedKey),
            Ok(Keys(keys)) => Ok(Some(keys)),
            Err(error) if error.classify() == Category::Data => Err(Reason::NoObject),
            Err(error) => Err(Reason::NoJson(error.column())),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    /// Which line, from 1, and what stands there.
    type Item = (usize, Result<Object, Reason>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            let start = self.offset;
            let object = match self.take_line() {
                Ok(true) => self.object(start),
                Ok(false) => return None,
                Err(fault) => Err(fault),
            };
            self.is_done |= matches!(object, Err(Reason::Unreadable(..)));
            if let Some(object) = object.transpose() {
                return Some((self.number, object));
            }
        }
        None
    }
}

fn has_repeated(keys: &Object) -> bool {
    let before = |at: usize, key: &str| keys.iter().take(at).any(|(other, _)| other == key);
    keys.iter().enumerate().any(|(at, (key, _))| before(at, key))
}

/// The keys of an object, in their order and with those that stand twice.
struct Keys(Object);

// === impl Keys ===

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Keys;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    keys.push((key, cell(value)));
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => Cell::Text(text),
        Value::Number(number) => Cell::Text(number.to_string()),
        Value::Bool(_) | Value::Array(_) => Cell::Bad(Reason::NotQuoted),
        Value::Object(marks) => {
            let marks = marks.into_iter().filter(|(_, marks)| !marks.is_null());
            let marks: Option<Vec<(String, f64)>> = marks.map(|(id, marks)| Some((id, marks.as_f64()?))).collect();
            marks.map_or(Cell::Bad(Reason::NotQuoted), Cell::Marks)
        }
    }
}
