//! Rubrics of tenants' own over the wire: kept, marked by, changed with an etag, erased.

use tonic::Code;
use tonic::transport::Channel;
use yuejuan::api_key::{Scope, Token};
use yuejuan::rubric::shipped;
use yuejuan::service::Limits;
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::rubric_service_client::RubricServiceClient;
use yuejuan::wire::{pb, rubric_into_pb};

use super::keys::{key, served, with_key};
use super::{ANSWER, RUBRIC, Served, submission, told};
use crate::store::rubric;

/// What a caller does with rubrics.
struct Caller {
    client: RubricServiceClient<Channel>,
    served: Served,
    key: Token,
}

// === impl Caller ===

impl Caller {
    async fn new(test: &str) -> Self {
        let (served, store) = served(test).await;
        let key = key(&store, "one", &[Scope::Grade, Scope::Rubrics]).await;
        store.close().await;
        Self { client: RubricServiceClient::new(served.channel.clone()), served, key }
    }

    async fn create(&mut self, id: &str, title: &str) -> Result<pb::RubricRevision, tonic::Status> {
        let request = pb::CreateRubricRequest { rubric: Some(rubric_into_pb(rubric(id, title).draft)) };
        Ok(self.client.create_rubric(with_key(request, &self.key)).await?.into_inner().revision.unwrap())
    }

    async fn update(&mut self, id: &str, title: &str, etag: &str) -> Result<pb::RubricRevision, tonic::Status> {
        let rubric = Some(rubric_into_pb(rubric(id, title).draft));
        let request = pb::UpdateRubricRequest { rubric, etag: etag.to_owned() };
        Ok(self.client.update_rubric(with_key(request, &self.key)).await?.into_inner().revision.unwrap())
    }

    async fn delete(&mut self, id: &str, etag: &str) -> Result<(), tonic::Status> {
        let request = pb::DeleteRubricRequest { rubric_id: id.to_owned(), etag: etag.to_owned() };
        self.client.delete_rubric(with_key(request, &self.key)).await.map(drop)
    }

    async fn get(&mut self, id: &str, revision_number: i32) -> Result<pb::GetRubricResponse, tonic::Status> {
        let request = pb::GetRubricRequest { rubric_id: id.to_owned(), revision_number };
        Ok(self.client.get_rubric(with_key(request, &self.key)).await?.into_inner())
    }

    /// The revision by which an answer is marked.
    async fn marked_by(&self, id: &str) -> Result<String, tonic::Status> {
        let rubric_source = Some(RubricSource::RubricId(id.to_owned()));
        let request = pb::GradeRequest { submission: submission("1", ANSWER), rubric_source, language: 0, reading: 0 };
        let response = self.served.client().grade(with_key(request, &self.key)).await?.into_inner();
        Ok(response.feedback.unwrap().rubric_revision)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rubric_of_ones_own_marks_and_has_revisions() {
    let mut caller = Caller::new("own-revisions").await;
    let first = caller.create("my-question", "甲").await.unwrap();
    assert_eq!((first.rubric_id.as_str(), first.number), ("my-question", 1));
    assert_eq!(caller.marked_by("my-question").await.unwrap(), first.revision);

    let second = caller.update("my-question", "乙", &first.etag).await.unwrap();
    assert_eq!((second.number, caller.marked_by("my-question").await.unwrap()), (2, second.revision.clone()));
    let stale = caller.update("my-question", "丙", &first.etag).await.unwrap_err();
    assert_eq!(told(&stale), (Code::Aborted, "RUBRIC_CHANGED".to_owned(), Vec::new()));
    assert_eq!(caller.update("my-question", "乙", "").await.unwrap(), second, "the same again is nothing new");

    let stands = caller.get("my-question", 0).await.unwrap();
    assert_eq!((stands.rubric.unwrap().title.as_str(), stands.etag), ("乙", second.etag.clone()));
    assert_eq!((stands.revision_number, stands.origin), (2, i32::from(pb::RubricOrigin::Own)));
    let old = caller.get("my-question", 1).await.unwrap();
    assert_eq!((old.rubric.unwrap().title.as_str(), old.revision), ("甲", first.revision.clone()));
    for number in [3, -1] {
        assert!(caller.get("my-question", number).await.is_err(), "{number}");
    }

    let page = async |caller: &mut Caller, page_token: String| {
        let rubric_id = "my-question".to_owned();
        let request = pb::ListRubricRevisionsRequest { rubric_id, page_size: 1, page_token };
        caller.client.list_rubric_revisions(with_key(request, &caller.key)).await.unwrap().into_inner()
    };
    let newest = page(&mut caller, String::new()).await;
    let oldest = page(&mut caller, newest.next_page_token.clone()).await;
    assert_eq!((newest.revisions, oldest.revisions), (vec![second.clone()], vec![first]));
    assert_eq!(oldest.next_page_token, "");

    caller.delete("my-question", "1-0-0").await.unwrap_err();
    caller.delete("my-question", &second.etag).await.unwrap();
    assert_eq!(told(&caller.marked_by("my-question").await.unwrap_err()).1, "RUBRIC_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_lies_over_a_shared_one() {
    let mut caller = Caller::new("own-over").await;
    let shared = shipped(RUBRIC).unwrap().revision.clone();
    assert_eq!(caller.marked_by(RUBRIC).await.unwrap(), shared);
    let given = caller.get(RUBRIC, 0).await.unwrap();
    assert_eq!((given.origin, given.etag.as_str()), (i32::from(pb::RubricOrigin::Shipped), ""));
    for refused in [caller.update(RUBRIC, "甲", "").await.map(drop), caller.delete(RUBRIC, "").await] {
        assert_eq!(told(&refused.unwrap_err()), (Code::NotFound, "RUBRIC_NOT_FOUND".to_owned(), Vec::new()));
    }
    let own = caller.create(RUBRIC, "甲").await.unwrap();
    assert_eq!(caller.marked_by(RUBRIC).await.unwrap(), own.revision);
    let request = with_key(pb::ListRubricsRequest::default(), &caller.key);
    let listed = caller.client.list_rubrics(request).await.unwrap().into_inner().rubrics;
    let of: Vec<&pb::RubricSummary> = listed.iter().filter(|of| of.rubric_id == RUBRIC).collect();
    assert_eq!((of.len(), of[0].title.as_str(), of[0].origin), (1, "甲", i32::from(pb::RubricOrigin::Own)));
    caller.delete(RUBRIC, "").await.unwrap();
    assert_eq!(caller.marked_by(RUBRIC).await.unwrap(), shared);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_valid_is_not_kept() {
    let mut caller = Caller::new("own-invalid").await;
    caller.create("a", "甲").await.unwrap();
    assert_eq!(told(&caller.create("a", "乙").await.unwrap_err()).0, Code::AlreadyExists);
    let mut broken = rubric_into_pb(rubric("b", "乙").draft);
    broken.id = "../b".to_owned();
    broken.title.clear();
    let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
    let check = async |caller: &mut Caller, rubric: Option<pb::Rubric>, reason: &str, expected: &[&str]| {
        let request = pb::CreateRubricRequest { rubric: rubric.clone() };
        let refused = caller.client.create_rubric(with_key(request, &caller.key)).await.unwrap_err();
        assert_eq!(told(&refused), (Code::InvalidArgument, reason.to_owned(), fields(expected)));
        let request = pb::UpdateRubricRequest { rubric, etag: String::new() };
        let refused = caller.client.update_rubric(with_key(request, &caller.key)).await.unwrap_err();
        assert_eq!(told(&refused), (Code::InvalidArgument, reason.to_owned(), fields(expected)));
    };
    check(&mut caller, None, "RUBRIC_MISSING", &["rubric"]).await;
    check(&mut caller, Some(broken.clone()), "RUBRIC_ID_INVALID", &["rubric.id", "rubric.title"]).await;
    broken.id = "b".to_owned();
    check(&mut caller, Some(broken), "RUBRIC_INVALID", &["rubric.title"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_store_nothing_is_kept() {
    let served = Served::new(Limits::default()).await;
    let mut client = RubricServiceClient::new(served.channel.clone());
    let request = pb::CreateRubricRequest { rubric: Some(rubric_into_pb(rubric("a", "甲").draft)) };
    let refused = client.create_rubric(request).await.unwrap_err();
    assert_eq!(told(&refused), (Code::FailedPrecondition, "NOTHING_STORED".to_owned(), Vec::new()));
}
