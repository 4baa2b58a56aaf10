//! `RubricService`: the rubrics of the server, drafts and checks. Knows nothing of connections or of how keypoints
//! are found.

mod own;

use std::sync::Arc;

use tokio::task::spawn_blocking;
use tonic::{Request, Response, Status};
use tracing::{debug, info};

use super::Limits;
use super::access::caller;
use super::errors::{CallError, Fault};
use super::shelf::Shelf;
use crate::drafting::{self, DraftError, Key, to_toml};
use crate::linting::lint;
use crate::points::Points;
use crate::rubric::{
    Depth, Problem, Rubric, RubricDraft, line_of_path, parse_toml, shipped, shipped_source, write_toml,
};
use crate::tenant::Tenant;
use crate::wire::pb::rubric_service_server::RubricService;
use crate::wire::{
    depth_from_pb, drafted_into_pb, finding_into_pb, pb, problem_into_pb, rubric_from_pb, rubric_into_pb,
    summary_into_pb,
};
use own::origin_into_pb;

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

    async fn page(
        &self,
        tenant: &Tenant,
        request: &pb::ListRubricsRequest,
    ) -> Result<pb::ListRubricsResponse, CallError> {
        let pb::ListRubricsRequest { page_size: size, page_token } = request;
        let mut faults = Vec::new();
        let size = page_size(*size, &mut faults);
        // A token is the id that the page begins with, whether or not it is still there.
        let mut rest = self.shelf.ids(tenant).await?.split_off(page_token).into_iter().peekable();
        if rest.peek().is_none() && !page_token.is_empty() {
            faults.push(Fault::page_token());
        }
        if !faults.is_empty() {
            return Err(CallError::Invalid(faults));
        }
        let mut rubrics = Vec::new();
        for id in rest.by_ref().take(size) {
            match self.shelf.get(tenant, &id).await {
                Ok(found) => rubrics.push(summary_into_pb(found.rubric(), origin_into_pb(&found))),
                // It was erased meanwhile.
                Err(CallError::UnknownRubric(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(pb::ListRubricsResponse { rubrics, next_page_token: rest.next().unwrap_or_default() })
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

/// How many a page has.
fn page_size(size: i32, faults: &mut Vec<Fault>) -> usize {
    match size {
        1..=PAGE_SIZE_MAX => usize::try_from(size).unwrap_or(PAGE_SIZE),
        0 => PAGE_SIZE,
        _ => {
            faults.push(Fault::page_size(size, PAGE_SIZE_MAX));
            PAGE_SIZE
        }
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
        let tenant = caller(&request)?.tenant;
        Ok(Response::new(self.give(&tenant, request.into_inner()).await?))
    }

    async fn create_rubric(
        self: Arc<Self>,
        request: Request<pb::CreateRubricRequest>,
    ) -> Result<Response<pb::CreateRubricResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let response = self.create(&tenant, request.into_inner()).await?;
        info!(rpc = "CreateRubric", %tenant, rubric_id = response.revision.as_ref().map(|of| &of.rubric_id));
        Ok(Response::new(response))
    }

    async fn update_rubric(
        self: Arc<Self>,
        request: Request<pb::UpdateRubricRequest>,
    ) -> Result<Response<pb::UpdateRubricResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let response = self.update(&tenant, request.into_inner()).await?;
        info!(rpc = "UpdateRubric", %tenant, rubric_id = response.revision.as_ref().map(|of| &of.rubric_id));
        Ok(Response::new(response))
    }

    async fn delete_rubric(
        self: Arc<Self>,
        request: Request<pb::DeleteRubricRequest>,
    ) -> Result<Response<pb::DeleteRubricResponse>, Status> {
        let (tenant, request) = (caller(&request)?.tenant, request.into_inner());
        let rubric_id = request.rubric_id.clone();
        self.delete(&tenant, request).await?;
        info!(rpc = "DeleteRubric", %tenant, rubric_id);
        Ok(Response::new(pb::DeleteRubricResponse {}))
    }

    async fn list_rubric_revisions(
        self: Arc<Self>,
        request: Request<pb::ListRubricRevisionsRequest>,
    ) -> Result<Response<pb::ListRubricRevisionsResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        Ok(Response::new(self.revisions(&tenant, request.into_inner()).await?))
    }

    async fn list_rubrics(
        self: Arc<Self>,
        request: Request<pb::ListRubricsRequest>,
    ) -> Result<Response<pb::ListRubricsResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        Ok(Response::new(self.page(&tenant, request.get_ref()).await?))
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
        let others = self.shelf.shared();
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
