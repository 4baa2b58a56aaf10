//! A job on its way in: bytes or submissions are written into a folder that becomes the job's once all are there. Knows
//! nothing of how they arrive.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::JobError;
use super::job::{INPUT, Job, JobView};
use super::record::Record;
use super::table::{Shared, make_private};
use crate::feedback::Language;
use crate::intake::Field;
use crate::results::QuestionRubric;
use crate::rubric::Rubric;
use crate::run::keep_rubrics;
use crate::tenant::Tenant;

/// How the answers of a job are to be read and marked.
#[derive(Debug, Clone)]
pub struct Plan {
    /// To whom it belongs.
    pub tenant: Tenant,
    /// The id that it gets, of small letters, digits and hyphens; empty for one made of the content.
    pub id: String,
    /// Its title; empty where its id is its title.
    pub title: String,
    /// The name by which its file is read, without folders; empty where submissions come one by one.
    pub file_name: String,
    /// The rubrics and the questions that they are for, as [`Rubrics::new`](crate::run::Rubrics::new) takes them.
    pub rubrics: Vec<(Option<String>, Arc<Rubric>)>,
    /// Language of the messages in the feedback.
    pub language: Language,
    /// Columns that their headers do not tell.
    pub columns: Vec<(Field, String)>,
}

/// A submission that comes by itself. Its keys are headers that the intake knows.
#[derive(Debug, Clone, Default, Serialize)]
pub struct JobSubmission {
    /// Its id.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学号
    pub number: String,
    /// 班级
    pub class: String,
    /// The question's id.
    pub question_id: String,
    /// What the candidate wrote.
    pub text: String,
}

/// A job on its way in. Dropped before its end it leaves nothing.
#[derive(Debug)]
pub struct Upload {
    shared: Arc<Shared>,
    plan: Plan,
    folder: PathBuf,
    input: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    submissions: u64,
}

/// Hexadecimal digits of an id that is made of the content: 128 bits.
const MADE_ID_DIGITS: usize = 32;

// === impl Upload ===

impl Upload {
    pub(super) fn begin(shared: Arc<Shared>, plan: Plan) -> Result<Self, JobError> {
        let sequence = {
            let mut table = shared.table();
            // Whoever asks for the same job again gets it, however many there are.
            if table.find(&plan.tenant, &plan.id).is_none() {
                shared.has_room(&table)?;
            }
            table.uploads += 1;
            table.take_sequence()
        };
        let folder = shared.passing(sequence);
        let created = make_private(&folder).and_then(|()| File::create(folder.join(INPUT)));
        match created {
            Ok(input) => {
                let input = BufWriter::new(input);
                Ok(Self { shared, plan, folder, input, hash: Sha256::new(), bytes: 0, submissions: 0 })
            }
            Err(error) => {
                shared.table().uploads -= 1;
                Err(JobError::storage(error))
            }
        }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    ///
    /// Where there are too many, or the disk does not take them.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), JobError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.shared.limits.input_bytes {
            return Err(JobError::InputTooLarge(self.shared.limits.input_bytes));
        }
        self.hash.update(bytes);
        self.input.write_all(bytes).map_err(JobError::storage)
    }

    /// Takes the next submission.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn submit(&mut self, submission: &JobSubmission) -> Result<(), JobError> {
        let mut line = serde_json::to_vec(submission).map_err(JobError::storage)?;
        line.push(b'\n');
        self.submissions += 1;
        self.write(&line)
    }

    /// Makes it a job that waits to be marked; where the same one is there already, that one stands.
    ///
    /// # Errors
    ///
    /// Where another job has its id, nothing was sent, there are too many jobs, or the disk does not take it.
    pub fn finish(mut self) -> Result<JobView, JobError> {
        if self.bytes == 0 {
            return Err(JobError::NoInput);
        }
        self.input.flush().and_then(|()| self.input.get_ref().sync_all()).map_err(JobError::storage)?;
        keep_rubrics(&self.folder, &self.plan.rubrics).map_err(JobError::storage)?;
        let mut record = self.record()?;
        let shared = Arc::clone(&self.shared);
        let mut table = shared.table();
        if let Some(there) = table.find(&self.plan.tenant, &record.id) {
            drop(table);
            return if there.record.digest == record.digest { Ok(there.view()) } else { Err(JobError::Exists) };
        }
        table.uploads -= 1;
        let room = shared.has_room(&table);
        table.uploads += 1;
        room?;
        record.sequence = table.take_sequence();
        record.write(&self.folder)?;
        let folder = shared.job(&self.plan.tenant, &record.id);
        fs::rename(&self.folder, &folder).map_err(JobError::storage)?;
        let job = Arc::new(Job::new(folder, record));
        table.jobs.insert(job.record.sequence, Arc::clone(&job));
        shared.wake.notify_all();
        drop(table);
        Ok(job.view())
    }

    fn record(&self) -> Result<Record, JobError> {
        let Plan { tenant, id, title, file_name, rubrics, language, columns } = &self.plan;
        let questions: Vec<QuestionRubric> = crate::run::Rubrics::new(rubrics.clone())
            .map_err(JobError::storage)?
            .known()
            .into_iter()
            .map(|(question, rubric)| QuestionRubric {
                question,
                id: rubric.id.clone(),
                revision: rubric.revision.clone(),
            })
            .collect();
        let columns: Vec<String> = columns.iter().map(|(field, header)| format!("{}={header}", field.name())).collect();
        let input_sha256 = hexadecimal(self.hash.clone());
        let language = language.code().to_owned();
        let asked = (&title, &file_name, &language, &columns, &questions, &input_sha256);
        let digest = hexadecimal(Sha256::new_with_prefix(serde_json::to_vec(&asked).map_err(JobError::storage)?));
        let id = if id.is_empty() { digest.chars().take(MADE_ID_DIGITS).collect() } else { id.clone() };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Record {
            id,
            tenant: tenant.as_str().to_owned(),
            sequence: 0,
            created_unix_seconds: now.as_secs(),
            title: title.clone(),
            file_name: file_name.clone(),
            language,
            columns,
            questions,
            input_bytes: self.bytes,
            input_sha256,
            submissions: file_name.is_empty().then_some(self.submissions),
            digest,
            ending: None,
            answers: 0,
            problems: 0,
            failure: None,
        })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.shared.table().uploads -= 1;
        // A folder that has become a job's is not there any more; one that cannot be erased goes at the next start.
        let _erased = fs::remove_dir_all(&self.folder);
    }
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
