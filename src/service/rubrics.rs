//! `RubricService`: the rubrics of the server, drafts and checks. Knows nothing of connections or of how keypoints
//! are found.

use std::sync::Arc;

use tokio::task::spawn_blocking;
use tonic::{Request, Response, Status};
use tracing::debug;

use super::Limits;
use super::errors::{CallError, Fault};
use super::shelf::Shelf;
use crate::drafting::{self, DraftError, Key, to_toml};
use crate::linting::lint;
use crate::points::Points;
use crate::rubric::{
    Depth, Problem, Rubric, RubricDraft, line_of_path, parse_toml, shipped, shipped_source, write_toml,
};
use crate::wire::pb::rubric_service_server::RubricService;
use crate::wire::{
    depth_from_pb, drafted_into_pb, finding_into_pb, pb, problem_into_pb, rubric_from_pb, rubric_into_pb,
    summary_into_pb,
};

/// The service. One serves all connections.
pub(super) struct Rubrics {
    limits: Limits,
    shelf: Arc<Shelf>,
}

/// Rubrics on a page where the request does not say.
const PAGE_SIZE: usize = 50;
/// The most rubrics on a page.
const PAGE_SIZE_MAX: i32 = 1000;

// === impl Rubrics ===

impl Rubrics {
    pub(super) fn new(limits: Limits, shelf: Arc<Shelf>) -> Self {
        Self { limits, shelf }
    }

    fn page(&self, request: &pb::ListRubricsRequest) -> Result<pb::ListRubricsResponse, CallError> {
        let pb::ListRubricsRequest { page_size, page_token } = request;
        let mut faults = Vec::new();
        let size = match page_size {
            0 => PAGE_SIZE,
            1..=PAGE_SIZE_MAX => usize::try_from(*page_size).unwrap_or(PAGE_SIZE),
            _ => {
                faults.push(Fault::page_size(*page_size, PAGE_SIZE_MAX));
                PAGE_SIZE
            }
        };
        let ids = self.shelf.ids();
        // A token is the id that the page begins with.
        let from = ids.iter().position(|id| page_token.is_empty() || id == page_token);
        if from.is_none() && !page_token.is_empty() {
            faults.push(Fault::page_token());
        }
        if !faults.is_empty() {
            return Err(CallError::Invalid(faults));
        }
        let rest = ids.get(from.unwrap_or_default()..).unwrap_or_default();
        let found = rest.iter().take(size).filter_map(|id| self.shelf.get(id));
        let next = rest.get(size).copied().unwrap_or_default();
        let rubrics = found.map(|rubric| summary_into_pb(&rubric)).collect();
        Ok(pb::ListRubricsResponse { rubrics, next_page_token: next.to_owned() })
    }

    /// Checks the parts of a draft's request that can be told before drafting.
    fn check(&self, request: &pb::DraftRubricRequest) -> Result<Task, CallError> {
        let pb::DraftRubricRequest { question, references, key, max_score, rubric_id, title, material, reading } =
            request;
        let mut faults = Vec::new();
        let depth = depth_from_pb(*reading).unwrap_or_else(|number| {
            faults.push(Fault::reading_unknown(number));
            None
        });
        let limit = self.limits.text_bytes;
        let references_at = (0..).zip(references).map(|(at, text): (usize, _)| (format!("references[{at}]"), text));
        let others = [("question", question), ("key", key), ("material", material)];
        for (field, text) in references_at.chain(others.map(|(field, text)| (field.to_owned(), text))) {
            if text.len() > limit {
                faults.push(Fault::text_too_long(&field, text.len(), limit));
            }
        }
        if question.trim().is_empty() {
            faults.push(Fault::question_missing());
        }
        let points = max_score.map(|marks| Points::from_f64(marks).filter(|points| *points > Points::ZERO));
        if points == Some(None) {
            faults.push(Fault::max_score(max_score.unwrap_or_default()));
        }
        let key = if key.trim().is_empty() { Ok(None) } else { Key::parse(key).map(Some) };
        if let Err(errors) = &key {
            faults.extend(errors.iter().map(|error| Fault::key_invalid(&error.to_string())));
        }
        if !faults.is_empty() {
            return Err(CallError::Invalid(faults));
        }
        Ok(Task {
            question: question.clone(),
            references: references.clone(),
            key: key.unwrap_or_default(),
            max_score: points.flatten(),
            id: rubric_id.clone(),
            title: title.clone(),
            material: material.clone(),
            reading: depth.unwrap_or_default(),
        })
    }
}

/// A request for a draft whose parts are sound.
struct Task {
    question: String,
    references: Vec<String>,
    key: Option<Key>,
    max_score: Option<Points>,
    id: String,
    title: String,
    material: String,
    reading: Depth,
}

// === impl Task ===

impl Task {
    fn run(&self) -> Result<pb::DraftRubricResponse, DraftError> {
        let references: Vec<&str> = self.references.iter().map(String::as_str).collect();
        let drafted = drafting::draft(&drafting::Request {
            id: &self.id,
            title: &self.title,
            question: &self.question,
            references: &references,
            key: self.key.as_ref(),
            material: &self.material,
            max_score: self.max_score,
            reading: self.reading,
        })?;
        let toml = to_toml(&drafted);
        Ok(drafted_into_pb(drafted, toml))
    }
}

#[tonic::async_trait]
impl RubricService for Rubrics {
    async fn get_rubric(
        self: Arc<Self>,
        request: Request<pb::GetRubricRequest>,
    ) -> Result<Response<pb::GetRubricResponse>, Status> {
        let pb::GetRubricRequest { rubric_id } = request.into_inner();
        let rubric = self.shelf.get(&rubric_id).ok_or(CallError::UnknownRubric(rubric_id))?;
        let (message, revision) = (rubric_into_pb(rubric.draft.clone()), rubric.revision.clone());
        Ok(Response::new(pb::GetRubricResponse { rubric: Some(message), revision, toml: toml_of(&rubric) }))
    }

    async fn list_rubrics(
        self: Arc<Self>,
        request: Request<pb::ListRubricsRequest>,
    ) -> Result<Response<pb::ListRubricsResponse>, Status> {
        Ok(Response::new(self.page(&request.into_inner())?))
    }

    async fn draft_rubric(
        self: Arc<Self>,
        request: Request<pb::DraftRubricRequest>,
    ) -> Result<Response<pb::DraftRubricResponse>, Status> {
        let task = self.check(request.get_ref())?;
        debug!(rpc = "DraftRubric", references = task.references.len());
        let drafted = spawn_blocking(move || task.run()).await.map_err(|_| CallError::BrokenOff)?;
        let response = drafted.map_err(|error| CallError::Invalid(vec![Fault::draft(&error)]))?;
        Ok(Response::new(response))
    }

    async fn check_rubric(
        self: Arc<Self>,
        request: Request<pb::CheckRubricRequest>,
    ) -> Result<Response<pb::CheckRubricResponse>, Status> {
        let pb::CheckRubricRequest { rubric, toml } = request.into_inner();
        let limit = self.limits.text_bytes;
        let fault = match (&rubric, toml.len()) {
            (None, 0) => Some(Fault::rubric_missing()),
            (Some(_), 1..) => Some(Fault::rubric_twice()),
            (None, bytes) if bytes > limit => Some(Fault::text_too_long("toml", bytes, limit)),
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(CallError::Invalid(vec![fault]).into());
        }
        let others: Vec<Arc<Rubric>> = self.shelf.ids().into_iter().filter_map(|id| self.shelf.get(id)).collect();
        let check = move || match rubric {
            Some(message) => {
                let (draft, problems) = rubric_from_pb(message);
                pb::CheckRubricResponse { findings: findings(draft, problems, &others), rubric: None }
            }
            None => check_toml(&toml, &others),
        };
        let response = spawn_blocking(check).await.map_err(|_| CallError::BrokenOff)?;
        Ok(Response::new(response))
    }
}

/// A rubric as a TOML file: as it was written where it is a shipped one.
fn toml_of(rubric: &Arc<Rubric>) -> String {
    let is_shipped = shipped(&rubric.id).is_some_and(|shipped| Arc::ptr_eq(&shipped, rubric));
    let source = shipped_source(&rubric.id).filter(|_| is_shipped);
    source.map_or_else(|| write_toml(&rubric.draft), str::to_owned)
}

/// What is wrong with a draft, of which some is known already; else what a colleague would remark on, who knows the others.
fn findings(draft: RubricDraft, mut problems: Vec<Problem>, others: &[Arc<Rubric>]) -> Vec<pb::Finding> {
    match Rubric::new(draft) {
        Ok(rubric) if problems.is_empty() => {
            let others: Vec<&Rubric> = others.iter().map(AsRef::as_ref).collect();
            let mut findings = lint(&rubric, &others);
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            findings.into_iter().map(finding_into_pb).collect()
        }
        outcome => {
            problems.extend(outcome.err().unwrap_or_default());
            problems.into_iter().map(problem_into_pb).collect()
        }
    }
}

/// What is found in a TOML file, with its lines, and the rubric where it can be used.
fn check_toml(toml: &str, others: &[Arc<Rubric>]) -> pb::CheckRubricResponse {
    let draft = match parse_toml(toml) {
        Ok(draft) => draft,
        Err(problems) => {
            let findings = problems.into_iter().map(problem_into_pb).collect();
            return pb::CheckRubricResponse { findings, rubric: None };
        }
    };
    let mut findings = findings(draft.clone(), Vec::new(), others);
    for finding in findings.iter_mut().filter(|finding| finding.line == 0) {
        let line = line_of_path(toml, &finding.path).unwrap_or_default();
        finding.line = u32::try_from(line).unwrap_or_default();
    }
    let is_usable = findings.iter().all(|finding| finding.severity() != pb::FindingSeverity::Error);
    pb::CheckRubricResponse { findings, rubric: is_usable.then(|| rubric_into_pb(draft)) }
}
