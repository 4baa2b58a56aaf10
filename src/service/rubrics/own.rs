//! Rubrics of tenants' own: kept, changed with an etag, erased, and their revisions. Knows nothing of how they are kept.

use tokio::task::spawn_blocking;

use super::{Rubrics, page_size, toml_of};
use crate::ids::is_id;
use crate::moment::Moment;
use crate::rubric::{Rubric, write_toml};
use crate::service::errors::{CallError, Fault};
use crate::service::shelf::Found;
use crate::store::RubricHead;
use crate::tenant::Tenant;
use crate::wire::{pb, rubric_from_pb, rubric_into_pb};

// === impl Rubrics ===

impl Rubrics {
    pub(super) async fn create(
        &self,
        tenant: &Tenant,
        request: pb::CreateRubricRequest,
    ) -> Result<pb::CreateRubricResponse, CallError> {
        let store = self.shelf.store()?;
        let rubric = compile(request.rubric).await?;
        let head = store.create_rubric(tenant, &rubric, Moment::now()).await?;
        Ok(pb::CreateRubricResponse { revision: Some(revision_into_pb(&rubric.id, head)) })
    }

    pub(super) async fn update(
        &self,
        tenant: &Tenant,
        request: pb::UpdateRubricRequest,
    ) -> Result<pb::UpdateRubricResponse, CallError> {
        let store = self.shelf.store()?;
        let pb::UpdateRubricRequest { rubric, etag } = request;
        let rubric = compile(rubric).await?;
        let head = store.update_rubric(tenant, &rubric, given(&etag), Moment::now()).await?;
        Ok(pb::UpdateRubricResponse { revision: Some(revision_into_pb(&rubric.id, head)) })
    }

    pub(super) async fn delete(&self, tenant: &Tenant, request: pb::DeleteRubricRequest) -> Result<(), CallError> {
        let pb::DeleteRubricRequest { rubric_id, etag } = request;
        Ok(self.shelf.store()?.delete_rubric(tenant, &rubric_id, given(&etag)).await?)
    }

    pub(super) async fn revisions(
        &self,
        tenant: &Tenant,
        request: pb::ListRubricRevisionsRequest,
    ) -> Result<pb::ListRubricRevisionsResponse, CallError> {
        let pb::ListRubricRevisionsRequest { rubric_id, page_size: size, page_token } = request;
        let mut faults = Vec::new();
        let size = page_size(size, &mut faults);
        // A token is the number of the last revision on the page before.
        let before = given(&page_token).map(str::parse::<u32>).transpose();
        let before = before.unwrap_or_else(|_| {
            faults.push(Fault::page_token());
            None
        });
        if !faults.is_empty() {
            return Err(CallError::Invalid(faults));
        }
        let store = self.shelf.store()?;
        if store.rubric_head(tenant, &rubric_id).await?.is_none() {
            return Err(CallError::NotOwn);
        }
        let mut found = store.rubric_revisions(tenant, &rubric_id, size + 1, before).await?;
        let has_more = found.len() > size;
        found.truncate(size);
        let next = found.last().filter(|_| has_more).map(|head| head.number.to_string());
        let revisions = found.into_iter().map(|head| revision_into_pb(&rubric_id, head)).collect();
        Ok(pb::ListRubricRevisionsResponse { revisions, next_page_token: next.unwrap_or_default() })
    }

    /// A rubric that is seen, or an old revision of one of one's own.
    pub(super) async fn give(
        &self,
        tenant: &Tenant,
        request: pb::GetRubricRequest,
    ) -> Result<pb::GetRubricResponse, CallError> {
        let pb::GetRubricRequest { rubric_id, revision_number } = request;
        let number = match revision_number {
            0 => None,
            number => Some(u32::try_from(number).map_err(|_| CallError::Invalid(vec![Fault::revision_number()]))?),
        };
        let own = pb::RubricOrigin::Own;
        let (draft, toml, revision, origin, head) = if number.is_some() {
            let kept = self.shelf.store()?.rubric(tenant, &rubric_id, number).await?.ok_or(CallError::NotOwn)?;
            let toml = write_toml(&kept.draft);
            (kept.draft, toml, kept.head.revision.clone(), own, Some(kept.head))
        } else {
            let found = self.shelf.get(tenant, &rubric_id).await?;
            let (rubric, origin) = (found.rubric(), origin_into_pb(&found));
            let head = if let Found::Own(own) = &found { Some(own.head.clone()) } else { None };
            (rubric.draft.clone(), toml_of(rubric), rubric.revision.clone(), origin, head)
        };
        Ok(pb::GetRubricResponse {
            rubric: Some(rubric_into_pb(draft)),
            revision,
            origin: origin.into(),
            etag: head.as_ref().map(RubricHead::etag).unwrap_or_default(),
            revision_number: head.map(|head| signed(head.number)).unwrap_or_default(),
            toml,
        })
    }
}

pub(super) fn origin_into_pb(found: &Found) -> pb::RubricOrigin {
    match found {
        Found::Shipped(_) => pb::RubricOrigin::Shipped,
        Found::Folder(_) => pb::RubricOrigin::Folder,
        Found::Own(_) => pb::RubricOrigin::Own,
    }
}

fn revision_into_pb(id: &str, head: RubricHead) -> pb::RubricRevision {
    let etag = head.etag();
    let RubricHead { number, revision, created } = head;
    let create_time_unix_seconds = created.unix_seconds();
    pb::RubricRevision { rubric_id: id.to_owned(), number: signed(number), revision, etag, create_time_unix_seconds }
}

/// Revisions are far fewer than 2^31; beyond, the largest value stands.
fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The rubric of a request, with all that is wrong with it at once.
async fn compile(message: Option<pb::Rubric>) -> Result<Rubric, CallError> {
    let message = message.ok_or_else(|| CallError::Invalid(vec![Fault::rubric_absent()]))?;
    // What no rubric may have as its id, the check of the rubric tells.
    let bad_id = (!message.id.is_empty() && !is_id(&message.id)).then(Fault::rubric_id);
    let compiled = spawn_blocking(move || {
        let (draft, problems) = rubric_from_pb(message);
        match Rubric::new(draft) {
            Ok(rubric) if problems.is_empty() => Ok(rubric),
            outcome => Err([problems, outcome.err().unwrap_or_default()].concat()),
        }
    });
    let compiled = compiled.await.map_err(|_| CallError::BrokenOff)?;
    match (compiled, bad_id) {
        (Ok(rubric), None) => Ok(rubric),
        (compiled, bad_id) => {
            let mut problems = compiled.err().unwrap_or_default();
            problems.retain(|problem| bad_id.is_none() || problem.path != "id");
            let faults = bad_id.into_iter().chain(problems.into_iter().map(Fault::rubric_invalid));
            Err(CallError::Invalid(faults.collect()))
        }
    }
}
