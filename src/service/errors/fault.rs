//! What can be wrong with the fields of a request, in words. Knows no codes. No description quotes the text of a submission.

use super::start;
use crate::drafting::DraftError;
use crate::intake::Field;
use crate::rubric::{Problem, genres};
use crate::wire::BadJson;

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) struct Fault {
    kind: FaultKind,
    /// Path of the field.
    pub(super) field: String,
    /// What is wrong and what to do.
    pub(super) description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    SubmissionMissing,
    RubricMissing,
    RubricInvalid,
    TextTooLong,
    LanguageUnknown,
    ReadingUnknown,
    GenreUnknown,
    QuestionMissing,
    MaxScoreInvalid,
    KeyInvalid,
    NothingToDraftFrom,
    PageInvalid,
    JobIdInvalid,
    SettingsInvalid,
    FileInvalid,
    StreamInvalid,
    JsonInvalid,
    RubricIdInvalid,
}

/// Characters of one description, which may repeat the caller's own words: two lines, and one of Chinese stays
/// under 1.5 KiB in percent encoding.
const DESCRIPTION_MAX_CHARS: usize = 160;

/// Characters of an unknown genre that an error repeats: twice the longest name, so that the known ones still fit.
const GENRE_MAX_CHARS: usize = 8;

// === impl Fault ===

impl Fault {
    pub(in crate::service) fn submission_missing() -> Self {
        Self::new(FaultKind::SubmissionMissing, "submission", "is not given; give the submission to mark".to_owned())
    }

    pub(in crate::service) fn rubric_missing() -> Self {
        let description = "no rubric is given; give rubric_id or rubric".to_owned();
        Self::new(FaultKind::RubricMissing, "rubric_source", description)
    }

    pub(in crate::service) fn rubric_twice() -> Self {
        let description = "is given beside rubric; give one of the two".to_owned();
        Self::new(FaultKind::RubricInvalid, "toml", description)
    }

    pub(in crate::service) fn rubric_invalid(problem: Problem) -> Self {
        let Problem { id: _, path, line: _, what, advice, fix: _ } = problem;
        Self::new(FaultKind::RubricInvalid, format!("rubric.{path}"), format!("{what}; {advice}"))
    }

    pub(in crate::service) fn text_too_long(field: &str, bytes: usize, limit: usize) -> Self {
        let description = format!("has {bytes} bytes, the limit is {limit}; send a shorter text");
        Self::new(FaultKind::TextTooLong, field, description)
    }

    pub(in crate::service) fn genre_unknown(name: &str) -> Self {
        let known: Vec<&str> = genres().iter().map(|genre| genre.name.as_str()).collect();
        let description = format!("{:?} is no genre; give one of {}", start(name, GENRE_MAX_CHARS), known.join("、"));
        Self::new(FaultKind::GenreUnknown, "genre", description)
    }

    pub(in crate::service) fn language_unknown(number: i32) -> Self {
        let description = format!("{number} is not a known value; give a value of Language");
        Self::new(FaultKind::LanguageUnknown, "language", description)
    }

    pub(in crate::service) fn reading_unknown(number: i32) -> Self {
        let description = format!("{number} is not a known value; give a value of ReadingDepth");
        Self::new(FaultKind::ReadingUnknown, "reading", description)
    }

    pub(in crate::service) fn question_missing() -> Self {
        Self::new(FaultKind::QuestionMissing, "question", "is not given; give the question as candidates see it".into())
    }

    pub(in crate::service) fn max_score(marks: f64) -> Self {
        let description = format!("{marks} is no maximum score; give a multiple of 0.01 above 0, at most 10000");
        Self::new(FaultKind::MaxScoreInvalid, "max_score", description)
    }

    pub(in crate::service) fn key_invalid(error: &str) -> Self {
        Self::new(FaultKind::KeyInvalid, "key", error.to_owned())
    }

    pub(in crate::service) fn draft(error: &DraftError) -> Self {
        let (kind, field) = match error {
            DraftError::NothingToDraftFrom | DraftError::EmptyReference { .. } => {
                (FaultKind::NothingToDraftFrom, "references")
            }
            DraftError::NoMarks | DraftError::TooFewMarks { .. } => (FaultKind::MaxScoreInvalid, "max_score"),
            DraftError::KeySum { .. } => (FaultKind::KeyInvalid, "key"),
            DraftError::Invalid(_) => (FaultKind::RubricInvalid, "rubric"),
        };
        Self::new(kind, field, error.to_string())
    }

    pub(in crate::service) fn page_size(size: i32, most: i32) -> Self {
        Self::new(FaultKind::PageInvalid, "page_size", format!("{size} is no page size; give 1 to {most}"))
    }

    pub(in crate::service) fn page_token() -> Self {
        let description = "is not a token of this list; give the next_page_token of the page before".to_owned();
        Self::new(FaultKind::PageInvalid, "page_token", description)
    }

    pub(in crate::service) fn job_id() -> Self {
        let description =
            "is no id; give 1 to 63 small letters, digits and hyphens, no hyphen first or last".to_owned();
        Self::new(FaultKind::JobIdInvalid, "job_id", description)
    }

    pub(in crate::service) fn rubric_absent() -> Self {
        Self::new(FaultKind::RubricMissing, "rubric", "is not given; give the rubric to keep".to_owned())
    }

    pub(in crate::service) fn revision_number() -> Self {
        let description = "is no number of a revision; give one from 1, or 0 for the last one".to_owned();
        Self::new(FaultKind::PageInvalid, "revision_number", description)
    }

    pub(in crate::service) fn rubric_id() -> Self {
        let description =
            "is no id; give 1 to 63 small letters, digits and hyphens, no hyphen first or last".to_owned();
        Self::new(FaultKind::RubricIdInvalid, "rubric.id", description)
    }

    pub(in crate::service) fn no_rubrics() -> Self {
        Self::new(FaultKind::RubricMissing, "settings.rubrics", "no rubric is given; give at least one".to_owned())
    }

    pub(in crate::service) fn settings(field: &str, description: String) -> Self {
        Self::new(FaultKind::SettingsInvalid, format!("settings.{field}"), description)
    }

    pub(in crate::service) fn column(at: usize) -> Self {
        let known = Field::names().join(", ");
        let description = format!("names no field or no header; give a header and one of {known}");
        Self::new(FaultKind::SettingsInvalid, format!("settings.columns[{at}]"), description)
    }

    pub(in crate::service) fn file(field: &str, description: &str) -> Self {
        Self::new(FaultKind::FileInvalid, field, description.to_owned())
    }

    pub(in crate::service) fn stream(description: &str) -> Self {
        Self::new(FaultKind::StreamInvalid, "part", description.to_owned())
    }

    pub(in crate::service) fn json(error: BadJson) -> Self {
        Self::new(FaultKind::JsonInvalid, "body", error.to_string())
    }

    /// Its reason in capitals.
    pub(in crate::service) fn reason(&self) -> &'static str {
        match self.kind {
            FaultKind::SubmissionMissing => "SUBMISSION_MISSING",
            FaultKind::RubricMissing => "RUBRIC_MISSING",
            FaultKind::RubricInvalid => "RUBRIC_INVALID",
            FaultKind::TextTooLong => "TEXT_TOO_LONG",
            FaultKind::LanguageUnknown => "LANGUAGE_UNKNOWN",
            FaultKind::ReadingUnknown => "READING_UNKNOWN",
            FaultKind::GenreUnknown => "GENRE_UNKNOWN",
            FaultKind::QuestionMissing => "QUESTION_MISSING",
            FaultKind::MaxScoreInvalid => "MAX_SCORE_INVALID",
            FaultKind::KeyInvalid => "KEY_INVALID",
            FaultKind::NothingToDraftFrom => "NOTHING_TO_DRAFT_FROM",
            FaultKind::PageInvalid => "PAGE_INVALID",
            FaultKind::JobIdInvalid => "JOB_ID_INVALID",
            FaultKind::SettingsInvalid => "SETTINGS_INVALID",
            FaultKind::FileInvalid => "FILE_INVALID",
            FaultKind::StreamInvalid => "STREAM_INVALID",
            FaultKind::JsonInvalid => "JSON_INVALID",
            FaultKind::RubricIdInvalid => "RUBRIC_ID_INVALID",
        }
    }

    /// The same fault in a message that stands within another one.
    pub(in crate::service) fn within(self, path: &str) -> Self {
        Self { field: format!("{path}.{}", self.field), ..self }
    }

    fn new(kind: FaultKind, field: impl Into<String>, description: String) -> Self {
        Self { kind, field: field.into(), description: start(&description, DESCRIPTION_MAX_CHARS).to_owned() }
    }
}
