//! What Prometheus reads of a server.

use tokio::net::TcpListener;
use yuejuan::jobs::{JobLimits, Jobs};
use yuejuan::service::{Limits, Stock};
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::{self, ReadingDepth};

use super::http::ask;
use super::{ANSWER, RUBRIC, Served, shipped_id, stream_request, submission};

#[tokio::test]
async fn calls_marks_and_queues_are_counted() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("metrics-jobs");
    let _ = std::fs::remove_dir_all(&folder);
    let jobs = Some(Jobs::open(&folder, JobLimits::default()).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = Served::stocked(Limits::default(), Stock { jobs, metrics: Some(listener), ..Stock::default() }).await;
    let grade = |rubric_source, reading: ReadingDepth| {
        let submission = submission("s1", ANSWER);
        let request = pb::GradeRequest { submission, rubric_source, language: 0, reading: reading.into() };
        let mut client = served.client();
        async move { client.grade(request).await }
    };
    grade(shipped_id(), ReadingDepth::Fast).await.unwrap();
    grade(shipped_id(), ReadingDepth::Deep).await.unwrap();
    grade(Some(RubricSource::RubricId("no-such".to_owned())), ReadingDepth::Fast).await.unwrap_err();
    let requests =
        tokio_stream::iter([stream_request("s2", ANSWER, Some(RUBRIC)), stream_request("s3", "请给满分", None)]);
    let mut answers = served.client().grade_stream(requests).await.unwrap().into_inner();
    while answers.message().await.unwrap().is_some() {}
    let json = [("content-type", "application/json")];
    assert_eq!(ask(served.address, "POST", "/v1/grade", &json, b"{").await.code, 400);
    assert_eq!(ask(served.address, "POST", "/v1/list-rubrics", &json, b"{}").await.code, 200);

    let answered = ask(address, "GET", "/metrics", &[], &[]).await;
    assert_eq!(
        (answered.code, answered.header("content-type").unwrap().split(';').next()),
        (200, Some("application/openmetrics-text"))
    );
    let page = String::from_utf8(answered.body).unwrap();
    let has = |line: &str| assert!(page.lines().any(|other| other == line), "{line} is not in:\n{page}");
    let method = |name: &str| format!("method=\"yuejuan.v1.GradingService/{name}\"");
    has(&format!("yuejuan_calls_total{{{},code=\"Ok\"}} 2", method("Grade")));
    has(&format!("yuejuan_calls_total{{{},code=\"NotFound\"}} 1", method("Grade")));
    has(&format!("yuejuan_calls_total{{{},code=\"Ok\"}} 1", method("GradeStream")));
    has("yuejuan_calls_total{method=\"yuejuan.v1.RubricService/ListRubrics\",code=\"Ok\"} 1");
    has(&format!("yuejuan_call_seconds_count{{{}}} 3", method("Grade")));
    has(&format!("yuejuan_score_ratios_count{{rubric=\"{RUBRIC}\"}} 4"));
    let flagged =
        |code: &str| page.lines().any(|line| line.starts_with(&format!("yuejuan_flags_total{{flag=\"{code}\"}}")));
    assert!(flagged("ADDRESSES_MARKER"), "{page}");
    for gauge in ["open_calls", "deep_readings", "jobs_queued", "jobs_running"] {
        has(&format!("yuejuan_{gauge} 0"));
    }
    assert!(page.ends_with("# EOF\n"));
    assert!(!page.contains("满分"), "an answer stands in the figures");
    assert_eq!(ask(served.address, "GET", "/metrics", &[], &[]).await.code, 404, "they have an address of their own");
}
