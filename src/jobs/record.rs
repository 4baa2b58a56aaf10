//! What a job's folder says of it: `job.json`. Knows files, nothing of states in between.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::JobError;
use super::job::{Failure, JobState};
use crate::feedback::Language;
use crate::intake::{Field, Naming};
use crate::results::QuestionRubric;
use crate::tenant::Tenant;

/// `job.json`: what a job is, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub id: String,
    /// To whom it belongs.
    #[serde(default = "default_tenant")]
    pub tenant: String,
    /// Its place among the jobs: they are marked in this order.
    pub sequence: u64,
    pub created_unix_seconds: u64,
    pub title: String,
    /// Empty where submissions came one by one.
    pub file_name: String,
    /// `zh` or `en`.
    pub language: String,
    /// Columns that were named, as `field=header`.
    pub columns: Vec<String>,
    pub questions: Vec<QuestionRubric>,
    pub input_bytes: u64,
    pub input_sha256: String,
    /// How many submissions came one by one.
    pub submissions: Option<u64>,
    /// Hash of all that was asked for, by which the same request is known.
    pub digest: String,
    pub ending: Option<Ending>,
    pub answers: u64,
    pub problems: u64,
    pub failure: Option<Failure>,
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ending {
    Succeeded,
    Failed,
    Cancelled,
}

const RECORD: &str = "job.json";

/// To whom a job belongs that says nothing of it.
fn default_tenant() -> String {
    Tenant::default().as_str().to_owned()
}

// === impl Ending ===

impl Ending {
    pub(super) fn of(state: JobState) -> Option<Self> {
        match state {
            JobState::Queued | JobState::Running => None,
            JobState::Succeeded => Some(Self::Succeeded),
            JobState::Failed => Some(Self::Failed),
            JobState::Cancelled => Some(Self::Cancelled),
        }
    }

    pub(super) fn state(self) -> JobState {
        match self {
            Self::Succeeded => JobState::Succeeded,
            Self::Failed => JobState::Failed,
            Self::Cancelled => JobState::Cancelled,
        }
    }
}

// === impl Record ===

impl Record {
    /// The record of a folder, or what is wrong with it.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(RECORD);
        let content = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_slice(&content).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Writes it so that at any moment it is the old or the new one as a whole.
    pub(super) fn write(&self, folder: &Path) -> Result<(), JobError> {
        let (path, next) = (folder.join(RECORD), folder.join(format!(".{RECORD}.new")));
        let written = || {
            let mut file = File::create(&next)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.sync_all()?;
            fs::rename(&next, &path)
        };
        written().map_err(|error| JobError::Storage(format!("{}: {error}", path.display())))
    }

    pub(super) fn language(&self) -> Language {
        if self.language == Language::English.code() { Language::English } else { Language::Chinese }
    }

    pub(super) fn naming(&self) -> Naming {
        let mut naming = Naming::default();
        for (field, header) in self.columns.iter().filter_map(|column| column.split_once('=')) {
            if let Some(field) = Field::of(field) {
                naming.set(field, header);
            }
        }
        naming
    }

    /// The name by whose ending the input is read.
    pub(super) fn input_name(&self) -> &str {
        if self.file_name.is_empty() { "submissions.jsonl" } else { &self.file_name }
    }
}
