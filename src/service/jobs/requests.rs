//! Requests for jobs → plans that can be carried out, or all that is wrong with them at once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::feedback::Language;
use crate::ids::is_id;
use crate::intake::{Field, is_read};
use crate::jobs::{JobSubmission, Plan};
use crate::rubric::Rubric;
use crate::run::Rubrics;
use crate::service::errors::{CallError, Fault};
use crate::service::grading::language_from_pb;
use crate::service::shelf::Shelf;
use crate::tenant::Tenant;
use crate::wire::pb::job_rubric::RubricSource;
use crate::wire::{depth_from_pb, pb, rubric_from_pb};

/// Characters of the longest title: a line of a page.
const TITLE_MAX_CHARS: usize = 200;
/// Bytes of the longest name of a file: what most systems allow.
const FILE_NAME_MAX_BYTES: usize = 255;
/// Rubrics of one job: far more than an exam has questions.
const RUBRICS_MAX: usize = 100;

/// The rubrics of a tenant by the ids that settings name.
pub(super) type Known = HashMap<String, Arc<Rubric>>;

/// Looks up the rubrics that are named by their ids; those that are not there are left out.
pub(super) async fn look_up(shelf: &Shelf, tenant: &Tenant, rubrics: &[pb::JobRubric]) -> Result<Known, CallError> {
    let mut known = Known::new();
    // More are refused.
    for rubric in rubrics.iter().take(RUBRICS_MAX) {
        let Some(RubricSource::RubricId(id)) = &rubric.rubric_source else { continue };
        match shelf.get(tenant, id).await {
            Ok(found) => drop(known.insert(id.clone(), Arc::clone(found.rubric()))),
            Err(CallError::UnknownRubric(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(known)
}

/// The plan of a job; `file_field` is where the name of its file stands. Compiles rubrics: not for the async worker.
pub(super) fn plan(
    known_rubrics: &Known,
    tenant: Tenant,
    job_id: String,
    settings: pb::JobSettings,
    file_name: &str,
    file_field: &str,
) -> Result<Plan, CallError> {
    let pb::JobSettings { rubrics, language, columns, title, reading } = settings;
    let mut faults = Vec::new();
    if !job_id.is_empty() && !is_id(&job_id) {
        faults.push(Fault::job_id());
    }
    if title.chars().count() > TITLE_MAX_CHARS {
        faults.push(Fault::settings("title", format!("has more than {TITLE_MAX_CHARS} characters; shorten it")));
    }
    let language = language_from_pb(language).unwrap_or_else(|fault| {
        faults.push(fault.within("settings"));
        Language::default()
    });
    let file_name = base_name(file_name);
    if let Err(fault) = check_name(&file_name, file_field) {
        faults.push(fault);
    }
    let field = |(at, column): (usize, pb::JobColumn)| {
        let pb::JobColumn { field, header } = column;
        let field = Field::of(&field).filter(|_| !header.trim().is_empty()).ok_or(at)?;
        Ok((field, header))
    };
    let (known, unknown): (Vec<_>, Vec<_>) = columns.into_iter().enumerate().map(field).partition(Result::is_ok);
    faults.extend(unknown.into_iter().filter_map(Result::err).map(Fault::column));
    let reading = depth_from_pb(reading).unwrap_or_else(|number| {
        faults.push(Fault::reading_unknown(number).within("settings"));
        None
    });
    let rubrics = find_rubrics(known_rubrics, rubrics, &mut faults)?;
    if !faults.is_empty() {
        return Err(CallError::Invalid(faults));
    }
    let invalid = |problems: Vec<_>| CallError::Invalid(problems.into_iter().map(Fault::rubric_invalid).collect());
    let rubrics = rubrics.into_iter().map(|(question, rubric)| Ok((question, Rubric::read_at(rubric, reading)?)));
    let rubrics = rubrics.collect::<Result<_, _>>().map_err(invalid)?;
    let stem = || file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem).to_owned();
    let title = if title.trim().is_empty() { stem() } else { title };
    let columns = known.into_iter().filter_map(Result::ok).collect();
    Ok(Plan { tenant, id: job_id, title, file_name, rubrics, language, columns })
}

/// A submission for a job; nothing where it is none.
pub(super) fn submission(message: pb::JobSubmission) -> Result<JobSubmission, CallError> {
    let pb::JobSubmission { submission, candidate_name, candidate_number, candidate_class, question_id } = message;
    let missing = || CallError::Invalid(vec![Fault::submission_missing().within("submission")]);
    let pb::Submission { submission_id: id, text } = submission.ok_or_else(missing)?;
    let (name, number, class) = (candidate_name, candidate_number, candidate_class);
    Ok(JobSubmission { id, name, number, class, question_id, text })
}

type Named = (Option<String>, Arc<Rubric>);

/// The rubrics of the settings; what is wrong with them is added to the faults, and an unknown one is an error where
/// nothing else is wrong.
fn find_rubrics(known: &Known, rubrics: Vec<pb::JobRubric>, faults: &mut Vec<Fault>) -> Result<Vec<Named>, CallError> {
    let (mut found, mut unknown) = (Vec::new(), None);
    if rubrics.is_empty() {
        faults.push(Fault::no_rubrics());
    }
    if rubrics.len() > RUBRICS_MAX {
        faults.push(Fault::settings("rubrics", format!("are more than {RUBRICS_MAX}; make several jobs")));
        return Ok(found);
    }
    for (at, pb::JobRubric { question_id, rubric_source }) in rubrics.into_iter().enumerate() {
        let path = format!("settings.rubrics[{at}]");
        let question = Some(question_id.trim().to_owned()).filter(|id| !id.is_empty());
        match rubric_source {
            None => faults.push(Fault::rubric_missing().within(&path)),
            Some(RubricSource::RubricId(id)) => match known.get(&id) {
                Some(rubric) => found.push((question, Arc::clone(rubric))),
                None => unknown = Some(CallError::UnknownRubric(id)),
            },
            Some(RubricSource::Rubric(message)) => {
                let (draft, mut problems) = rubric_from_pb(message);
                match Rubric::new(draft) {
                    Ok(rubric) if problems.is_empty() => found.push((question, Arc::new(rubric))),
                    outcome => {
                        problems.extend(outcome.err().unwrap_or_default());
                        let within = |problem| Fault::rubric_invalid(problem).within(&path);
                        faults.extend(problems.into_iter().map(within));
                    }
                }
            }
        }
    }
    if let Err(error) = Rubrics::new(found.clone()) {
        faults.push(Fault::settings("rubrics", error.to_string()));
    }
    unknown.filter(|_| faults.is_empty()).map_or(Ok(found), Err)
}

/// The name of a file without folders, whichever system it comes from. It is never a path here: files have names of ours.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

fn check_name(name: &str, field: &str) -> Result<(), Fault> {
    if name.is_empty() && field == "start.file_name" {
        return Ok(());
    }
    if name.len() > FILE_NAME_MAX_BYTES || name.chars().any(char::is_control) {
        return Err(Fault::file(field, "is no name of a file; give one of at most 255 bytes"));
    }
    if is_read(name) {
        Ok(())
    } else {
        let description = "ends in none of .csv .tsv .xlsx .docx .txt .jsonl .zip; save the file as one of them";
        Err(Fault::file(field, description))
    }
}
