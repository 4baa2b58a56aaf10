//! What is refused, and how it is told.

use std::time::Duration;

use tokio_stream::wrappers::ReceiverStream;
use tonic::Code;
use yuejuan::jobs::{JobLimits, Jobs};
use yuejuan::service::{Limits, Stock};
use yuejuan::wire::pb;
use yuejuan::wire::pb::JobState;
use yuejuan::wire::pb::create_job_stream_request::Part;
use yuejuan::wire::pb::job_rubric::RubricSource;
use yuejuan::wire::pb::report_service_client::ReportServiceClient;

use super::super::{RUBRIC, Served, rubric_message, told};
use super::{SECRET, by_id, class, client, create, ended, file, folder, of_class, problems, served, settings};

#[tokio::test]
async fn without_a_folder_no_jobs_are_taken() {
    let served = Served::new(Limits::default()).await;
    let status = client(&served).create_job(of_class("a", 1)).await.unwrap_err();
    assert_eq!(told(&status), (Code::FailedPrecondition, "JOBS_NOT_KEPT".to_owned(), Vec::new()));
    assert!(status.message().contains("--jobs"), "{status}");
    let status = client(&served).list_jobs(pb::ListJobsRequest::default()).await.unwrap_err();
    assert_eq!(told(&status).1, "JOBS_NOT_KEPT");
    let request = pb::GetSheetRequest::default();
    let status = ReportServiceClient::new(served.channel.clone()).get_sheet(request).await.unwrap_err();
    assert_eq!(told(&status).1, "JOBS_NOT_KEPT");
}

#[tokio::test]
async fn requests_are_refused_with_all_their_faults() {
    let folder = folder("refused");
    let served = served(&folder, JobLimits::default()).await;
    let with = |rubrics: Vec<pb::JobRubric>| Some(pb::JobSettings { rubrics, ..pb::JobSettings::default() });
    let broken = pb::Rubric { title: String::new(), ..rubric_message() };
    let broken = pb::JobRubric { question_id: String::new(), rubric_source: Some(RubricSource::Rubric(broken)) };
    let column = pb::JobColumn { field: "marks".to_owned(), header: "分".to_owned() };
    let odd = pb::JobSettings {
        language: 9,
        reading: 9,
        title: "长".repeat(201),
        columns: vec![column],
        rubrics: vec![by_id("1", RUBRIC), by_id("第1题", RUBRIC), pb::JobRubric::default()],
    };
    type Case<'a> = (&'a str, Option<pb::JobSettings>, &'a str, Code, &'a str, &'a [&'a str]);
    let cases: [Case<'_>; 11] = [
        ("../up", settings(), "a.csv", Code::InvalidArgument, "JOB_ID_INVALID", &["job_id"]),
        ("A", settings(), "a.csv", Code::InvalidArgument, "JOB_ID_INVALID", &["job_id"]),
        ("-a", settings(), "a.csv", Code::InvalidArgument, "JOB_ID_INVALID", &["job_id"]),
        ("a", None, "a.csv", Code::InvalidArgument, "RUBRIC_MISSING", &["settings.rubrics"]),
        ("a", with(vec![by_id("", "no-such")]), "a.csv", Code::NotFound, "RUBRIC_NOT_FOUND", &[]),
        (
            "a",
            with(vec![broken]),
            "a.csv",
            Code::InvalidArgument,
            "RUBRIC_INVALID",
            &["settings.rubrics[0].rubric.title"],
        ),
        ("a", settings(), "", Code::InvalidArgument, "FILE_INVALID", &["file.name"]),
        ("a", settings(), "a.pdf", Code::InvalidArgument, "FILE_INVALID", &["file.name"]),
        ("a", settings(), "..", Code::InvalidArgument, "FILE_INVALID", &["file.name"]),
        ("a", settings(), "a\n.csv", Code::InvalidArgument, "FILE_INVALID", &["file.name"]),
        (
            "a",
            Some(odd),
            "a.csv",
            Code::InvalidArgument,
            "SETTINGS_INVALID",
            &[
                "settings.title",
                "settings.language",
                "settings.columns[0]",
                "settings.reading",
                "settings.rubrics[2].rubric_source",
                "settings.rubrics",
            ],
        ),
    ];
    for (id, settings, name, code, reason, fields) in cases {
        let request = pb::CreateJobRequest { job_id: id.to_owned(), settings, file: file(name, class(1)) };
        let status = client(&served).create_job(request).await.expect_err(reason);
        let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
        assert_eq!(told(&status), (code, reason.to_owned(), fields), "{status}");
        assert!(!status.message().contains(SECRET), "{status}");
    }
    let none = pb::CreateJobRequest { file: file("a.csv", ""), ..of_class("a", 1) };
    assert_eq!(told(&client(&served).create_job(none).await.unwrap_err()).1, "INPUT_MISSING");
    for reason in [
        told(&client(&served).get_job(pb::GetJobRequest::default()).await.unwrap_err()),
        told(&client(&served).watch_job(pb::WatchJobRequest { job_id: "../a".to_owned() }).await.unwrap_err()),
        told(&client(&served).cancel_job(pb::CancelJobRequest { job_id: "a".to_owned() }).await.unwrap_err()),
    ] {
        assert_eq!(reason, (Code::NotFound, "JOB_NOT_FOUND".to_owned(), Vec::new()));
    }
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"], "what was refused left something");
}

#[tokio::test]
async fn streams_are_refused_out_of_order() {
    let served = served(&folder("streams"), JobLimits::default()).await;
    let start = |name: &str| {
        let (job_id, file_name) = ("a".to_owned(), name.to_owned());
        Part::Start(pb::JobStart { job_id, settings: settings(), file_name })
    };
    let chunk = || Part::Chunk(b"id".to_vec());
    let bare = || Part::Submission(pb::JobSubmission::default());
    let cases = [
        (vec![], "STREAM_INVALID"),
        (vec![chunk()], "STREAM_INVALID"),
        (vec![start("a.csv"), chunk(), start("a.csv")], "STREAM_INVALID"),
        (vec![start("a.csv"), bare()], "STREAM_INVALID"),
        (vec![start(""), chunk()], "STREAM_INVALID"),
        (vec![start(""), bare()], "SUBMISSION_MISSING"),
        (vec![start("a.csv")], "INPUT_MISSING"),
        (vec![start("")], "INPUT_MISSING"),
    ];
    for (parts, reason) in cases {
        let parts: Vec<_> = parts.into_iter().map(|part| pb::CreateJobStreamRequest { part: Some(part) }).collect();
        let status = client(&served).create_job_stream(tokio_stream::iter(parts)).await.expect_err(reason);
        assert_eq!((told(&status).0, told(&status).1.as_str()), (Code::InvalidArgument, reason), "{status}");
    }
}

#[tokio::test]
async fn a_stream_that_stands_still_is_ended_and_leaves_nothing() {
    let folder = folder("idle");
    let jobs = Some(Jobs::open(&folder, JobLimits::default()).unwrap());
    let limits = Limits { upload_idle: Duration::from_millis(200), ..Limits::default() };
    let served = Served::stocked(limits, Stock { jobs, ..Stock::default() }).await;
    let start = pb::JobStart { job_id: "a".to_owned(), settings: settings(), file_name: "a.csv".to_owned() };
    let (send, parts) = tokio::sync::mpsc::channel(1);
    send.send(pb::CreateJobStreamRequest { part: Some(Part::Start(start)) }).await.unwrap();
    let status = client(&served).create_job_stream(ReceiverStream::new(parts)).await.unwrap_err();
    assert_eq!(told(&status), (Code::DeadlineExceeded, "UPLOAD_IDLE".to_owned(), Vec::new()));
    drop(send);
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"]);
}

#[tokio::test]
async fn what_takes_too_much_is_refused() {
    let limits = JobLimits { input_bytes: 5_000, jobs: 2, ..JobLimits::default() };
    let served = served(&folder("limits"), limits).await;
    let refused = |request: pb::CreateJobRequest| {
        let mut client = client(&served);
        async move { told(&client.create_job(request).await.unwrap_err()) }
    };
    let exhausted = |reason: &str| (Code::ResourceExhausted, reason.to_owned(), Vec::new());
    assert_eq!(refused(of_class("a", 200)).await, exhausted("INPUT_TOO_LARGE"));
    create(&served, of_class("a", 1)).await;
    create(&served, of_class("b", 1)).await;
    assert_eq!(refused(of_class("c", 1)).await, exhausted("TOO_MANY_JOBS"));
    // What is there is given, however many there are.
    assert_eq!(create(&served, of_class("b", 1)).await.job_id, "b");
    client(&served).delete_job(pb::DeleteJobRequest { job_id: "a".to_owned() }).await.unwrap();
    create(&served, of_class("c", 1)).await;

    let limits = JobLimits { result_bytes: 10_000, disk_bytes: 1_000, ..JobLimits::default() };
    let served = super::served(&folder("disk"), limits).await;
    create(&served, of_class("large", 2_000)).await;
    let end = ended(&served, "large").await;
    assert_eq!((end.state(), end.failure.unwrap().reason.as_str()), (JobState::Failed, "RESULTS_TOO_LARGE"));
    let status = client(&served).create_job(of_class("b", 1)).await.unwrap_err();
    assert_eq!(told(&status), exhausted("JOBS_TOO_LARGE"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_fails_its_job_alone() {
    let served = served(&folder("bad"), JobLimits::default()).await;
    let cases = [
        ("a.xlsx", format!("{SECRET}，不是工作簿"), 1),
        ("a.zip", format!("{SECRET}，不是压缩包"), 1),
        ("a.csv", format!("甲,乙\n{SECRET},{SECRET}\n"), 1),
        ("b.csv", "学号,作答\n".to_owned(), 0),
        ("a.jsonl", format!("{{\"id\": \"1\", \"text\": {SECRET}}}\n"), 1),
    ];
    for (number, (name, content, count)) in cases.into_iter().enumerate() {
        let id = format!("bad-{number}");
        let request = pb::CreateJobRequest { job_id: id.clone(), settings: settings(), file: file(name, content) };
        create(&served, request).await;
        let end = ended(&served, &id).await;
        let failure = end.failure.clone().unwrap();
        assert_eq!((end.state(), failure.reason.as_str()), (JobState::Failed, "NOTHING_MARKED"), "{name}");
        let unread = problems(&served, &id).await;
        assert_eq!(unread.len(), count, "{name}: {unread:?}");
        assert!(unread.iter().all(|problem| problem.place == name && !problem.reason.contains(SECRET)), "{unread:?}");
        assert!(!failure.message.contains(SECRET));
    }
    create(&served, of_class("good", 2)).await;
    assert_eq!(ended(&served, "good").await.state(), JobState::Succeeded);
}

#[tokio::test]
async fn pages_are_those_of_a_list() {
    let served = served(&folder("pages"), JobLimits::default()).await;
    create(&served, of_class("a", 3)).await;
    ended(&served, "a").await;
    for (page_size, token) in [(1001, ""), (-1, ""), (1, "x"), (1, "7-1"), (1, "99999999-1"), (1, "-1")] {
        let (job_id, page_token) = ("a".to_owned(), token.to_owned());
        let request = pb::ListJobResultsRequest { job_id, page_size, page_token };
        let status = client(&served).list_job_results(request).await.expect_err(token);
        assert_eq!((told(&status).0, told(&status).1.as_str()), (Code::InvalidArgument, "PAGE_INVALID"), "{token}");
    }
    let request = pb::ListJobsRequest { page_size: 1, page_token: "x".to_owned() };
    assert_eq!(told(&client(&served).list_jobs(request).await.unwrap_err()).1, "PAGE_INVALID");
}

#[test]
fn a_folder_is_of_one_server() {
    let folder = folder("lock");
    let jobs = Jobs::open(&folder, JobLimits::default()).unwrap();
    let error = Jobs::open(&folder, JobLimits::default()).unwrap_err().to_string();
    assert!(error.contains("in use by another server"), "{error}");
    drop(jobs);
    drop(Jobs::open(&folder, JobLimits::default()).unwrap());
    std::fs::create_dir(folder.join("job-a")).unwrap();
    std::fs::write(folder.join("job-a/job.json"), "{").unwrap();
    let error = Jobs::open(&folder, JobLimits::default()).unwrap_err().to_string();
    assert!(error.contains("job-a/job.json") && error.contains("erase it"), "{error}");
}
