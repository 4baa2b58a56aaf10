//! The gRPC service as a client sees it: errors, streams, reflection, health, shutdown, and the JSON of feedback.

mod discovery;
mod errors;
mod grading;
mod http;
mod jobs;
mod keys;
mod metrics;
mod own_rubrics;
mod page;
mod rubrics;
mod shedding;
mod tenants;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt;
use yuejuan::feedback::{Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::rubric::{Rubric, parse_toml, shipped, shipped_source};
use yuejuan::service::{Limits, RubricFolder, ServeError, Stock, serve_within};
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grade_stream_request::RubricSource as StreamRubricSource;
use yuejuan::wire::pb::grading_service_client::GradingServiceClient;
use yuejuan::wire::{pb, rubric_into_pb};

const SERVICE: &str = "yuejuan.v1.GradingService";
const INSPECTION_SERVICE: &str = "yuejuan.v1.InspectionService";
const JOB_SERVICE: &str = "yuejuan.v1.JobService";
const REPORT_SERVICE: &str = "yuejuan.v1.ReportService";
const RUBRIC_SERVICE: &str = "yuejuan.v1.RubricService";
const RUBRIC: &str = "night-economy-practices";
const ANSWER: &str = "😀一是延长公交运营时间，开放单位车位。\n二是建立夜间值班制度，及时解决商户困难。";

/// A server of this process, on a port of its own.
pub(crate) struct Served {
    address: SocketAddr,
    pub(crate) channel: Channel,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), ServeError>>,
}

// === impl Served ===

impl Served {
    pub(crate) async fn new(limits: Limits) -> Self {
        Self::with(limits, Vec::new()).await
    }

    pub(crate) async fn with(limits: Limits, rubrics: Vec<Rubric>) -> Self {
        let rubrics = Arc::new(RubricFolder::new(rubrics));
        Self::stocked(limits, Stock { rubrics, ..Stock::default() }).await
    }

    async fn stocked(limits: Limits, stock: Stock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(serve_within(limits, stock, listener, async {
            let _ = stopped.await;
        }));
        let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self { address, channel, stop, ended }
    }

    fn client(&self) -> GradingServiceClient<Channel> {
        GradingServiceClient::new(self.channel.clone())
    }
}

fn submission(id: &str, text: &str) -> Option<pb::Submission> {
    Some(pb::Submission { submission_id: id.to_owned(), text: text.to_owned() })
}

fn shipped_id() -> Option<RubricSource> {
    Some(RubricSource::RubricId(RUBRIC.to_owned()))
}

fn rubric_message() -> pb::Rubric {
    rubric_into_pb(parse_toml(shipped_source(RUBRIC).unwrap()).unwrap())
}

fn stream_request(id: &str, text: &str, rubric: Option<&str>) -> pb::GradeStreamRequest {
    let rubric_source = rubric.map(|id| StreamRubricSource::RubricId(id.to_owned()));
    pb::GradeStreamRequest { submission: submission(id, text), rubric_source, language: 0, reading: 0 }
}

fn feedback_of(text: &str) -> Feedback {
    let submission = Submission { id: "s1", text, language: Language::Chinese };
    grade(&shipped(RUBRIC).unwrap(), &submission)
}

/// What a client reads of an error: the code, the reason, the paths of the fields that are wrong.
pub(crate) fn told(status: &Status) -> (Code, String, Vec<String>) {
    let info = status.get_details_error_info().expect("every error has an ErrorInfo");
    assert_eq!(info.domain, "yuejuan");
    let violations = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
    (status.code(), info.reason, violations.into_iter().map(|violation| violation.field).collect())
}
