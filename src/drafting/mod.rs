//! Rubrics from questions, reference answers and keys. Builds on rubric and text; knows nothing of files or the wire.

pub mod question;
