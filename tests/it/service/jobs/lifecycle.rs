//! From a file or submissions to results; the same again; an end before the end; erased.

use tonic::Code;
use yuejuan::grading::{Submission, grade};
use yuejuan::jobs::JobLimits;
use yuejuan::rubric::shipped;
use yuejuan::wire::pb;
use yuejuan::wire::pb::JobState;
use yuejuan::wire::pb::create_job_stream_request::Part;
use yuejuan::wire::pb::job_rubric::RubricSource;

use super::super::{RUBRIC, rubric_message, shipped_id, submission, told};
use super::{
    SECRET, by_id, class, client, create, ended, file, folder, get, of_class, problems, results, served, settings,
    watch,
};

#[tokio::test]
async fn a_file_becomes_results_in_its_order() {
    let folder = folder("file");
    let served = served(&folder, JobLimits::default()).await;
    let made = create(&served, of_class("class-3", 250)).await;
    assert_eq!((made.job_id.as_str(), made.title.as_str(), made.file_name.as_str()), ("class-3", "三班", "三班.csv"));
    assert_eq!(made.input_bytes, i64::try_from(class(250).len()).unwrap());
    let states = watch(&served, "class-3").await;
    let counts: Vec<u32> = states.iter().map(|job| job.progress.as_ref().unwrap().answer_count).collect();
    assert!(counts.is_sorted(), "{counts:?}");
    let end = states.last().unwrap();
    let progress = end.progress.as_ref().unwrap();
    assert_eq!(end.state(), JobState::Succeeded);
    assert_eq!((progress.answer_count, progress.answer_total, progress.problem_count), (250, Some(250), 2));
    assert_eq!(progress.input_bytes_read, end.input_bytes);

    for page_size in [1000, 37] {
        let found = results(&served, "class-3", page_size).await;
        assert_eq!(found.len(), 250);
        for (number, result) in (0..).zip(&found) {
            let candidate = result.candidate.as_ref().unwrap();
            assert_eq!((result.number, candidate.number.as_str()), (number + 1, format!("{number:05}").as_str()));
            assert_eq!(result.place, format!("三班.csv:{}", number + 2));
        }
        let human = found[7].human.as_ref().unwrap();
        assert_eq!((human.score, human.second_score), (Some(7.0), None));
        // As a single answer is marked.
        let request = pb::GradeRequest {
            submission: submission("00007", &found[7].answer),
            rubric_source: shipped_id(),
            language: 0,
            reading: 0,
        };
        let alone = served.client().grade(request).await.unwrap().into_inner().feedback;
        assert_eq!(found[7].feedback, alone);
    }
    let unread = problems(&served, "class-3").await;
    assert_eq!(unread.len(), 2);
    assert_eq!((unread[0].place.as_str(), unread[0].row, unread[0].column.as_str()), ("三班.csv", 101, "得分"));
    assert!(!unread[0].reason.contains(SECRET));
}

#[tokio::test]
async fn submissions_one_by_one_are_counted_beforehand() {
    let served = served(&folder("submissions"), JobLimits::default()).await;
    let part = |part| pb::CreateJobStreamRequest { part: Some(part) };
    let one = |id: &str, question_id: &str| {
        part(Part::Submission(pb::JobSubmission {
            submission: submission(id, "延长公交运营时间。\n数据难以共享。"),
            candidate_name: "张三".to_owned(),
            question_id: question_id.to_owned(),
            ..pb::JobSubmission::default()
        }))
    };
    let rubrics = vec![by_id("1", RUBRIC), by_id("2", "digital-government-obstacles")];
    let settings = Some(pb::JobSettings { rubrics, title: "模考".to_owned(), ..pb::JobSettings::default() });
    let start = pb::JobStart { job_id: "mock".to_owned(), settings, file_name: String::new() };
    let parts = vec![part(Part::Start(start)), one("a", "1"), one("a", "第2题"), one("b", "3")];
    let made = client(&served).create_job_stream(tokio_stream::iter(parts)).await.unwrap().into_inner().job.unwrap();
    assert_eq!(made.progress.unwrap().answer_total, Some(3));
    let end = ended(&served, "mock").await;
    assert_eq!((end.state(), end.title.as_str()), (JobState::Succeeded, "模考"));
    let found = results(&served, "mock", 50).await;
    let rubrics: Vec<&str> = found.iter().map(|of| of.feedback.as_ref().unwrap().rubric_id.as_str()).collect();
    assert_eq!(rubrics, [RUBRIC, "digital-government-obstacles"]);
    assert_eq!(found[1].candidate.as_ref().unwrap().name, "张三");
    assert_eq!(found[1].feedback.as_ref().unwrap().submission_id, "a");
    let unread = problems(&served, "mock").await;
    assert!(unread[0].row == 3 && unread[0].reason.starts_with("这道题没有评分标准"), "{unread:?}");
}

#[tokio::test]
async fn a_file_in_chunks_is_the_file() {
    let served = served(&folder("chunks"), JobLimits::default()).await;
    let start =
        pb::JobStart { job_id: String::new(), settings: settings(), file_name: "C:\\三班\\三班.csv".to_owned() };
    let class = class(30);
    let chunks = class.as_bytes().chunks(100).map(|chunk| Part::Chunk(chunk.to_vec()));
    let parts: Vec<pb::CreateJobStreamRequest> = std::iter::once(Part::Start(start))
        .chain(chunks)
        .map(|part| pb::CreateJobStreamRequest { part: Some(part) })
        .collect();
    let made = client(&served).create_job_stream(tokio_stream::iter(parts)).await.unwrap().into_inner().job.unwrap();
    // Without an id the content makes one: the same in one message is the same job.
    let again = create(&served, of_class("", 30)).await;
    assert_eq!((made.job_id.len(), &made.job_id), (32, &again.job_id));
    assert_eq!(results_count(&served, &made.job_id).await, 30);
}

async fn results_count(served: &super::Served, job_id: &str) -> usize {
    assert_eq!(ended(served, job_id).await.state(), JobState::Succeeded);
    results(served, job_id, 1000).await.len()
}

#[tokio::test]
async fn the_same_again_is_the_same_job_and_another_is_refused() {
    let served = served(&folder("again"), JobLimits::default()).await;
    let made = create(&served, of_class("a", 5)).await;
    ended(&served, "a").await;
    let again = create(&served, of_class("a", 5)).await;
    assert_eq!(again.create_time_unix_seconds, made.create_time_unix_seconds);
    assert_eq!(again.state(), JobState::Succeeded);
    let mut inline = of_class("a", 5);
    let source = Some(RubricSource::Rubric(rubric_message()));
    inline.settings.as_mut().unwrap().rubrics[0].rubric_source = source;
    // The same rubric by its content is the same rubric.
    assert_eq!(create(&served, inline).await.job_id, "a");

    let english = |mut request: pb::CreateJobRequest| {
        request.settings.as_mut().unwrap().language = 2;
        request
    };
    let renamed = pb::CreateJobRequest { file: file("四班.csv", class(5)), ..of_class("a", 5) };
    for other in [of_class("a", 6), english(of_class("a", 5)), renamed] {
        let status = client(&served).create_job(other).await.unwrap_err();
        assert_eq!(told(&status), (Code::AlreadyExists, "JOB_EXISTS".to_owned(), Vec::new()));
    }
    let listed = client(&served).list_jobs(pb::ListJobsRequest::default()).await.unwrap().into_inner();
    assert_eq!(listed.jobs.len(), 1);
}

#[tokio::test]
async fn jobs_are_listed_the_youngest_first() {
    let served = served(&folder("list"), JobLimits::default()).await;
    for id in ["a", "b", "c"] {
        create(&served, of_class(id, 1)).await;
    }
    let (mut ids, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = pb::ListJobsRequest { page_size: 2, page_token };
        let page = client(&served).list_jobs(request).await.unwrap().into_inner();
        ids.push(page.jobs.into_iter().map(|job| job.job_id).collect::<Vec<_>>());
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(ids, [vec!["c", "b"], vec!["a"]]);
}

#[tokio::test]
async fn jobs_are_cancelled_and_erased() {
    let folder = folder("cancel");
    let served = served(&folder, JobLimits::default()).await;
    create(&served, of_class("runs", 20_000)).await;
    create(&served, of_class("waits", 20)).await;
    let cancel = |id: &str| {
        let request = pb::CancelJobRequest { job_id: id.to_owned() };
        let mut client = client(&served);
        async move { client.cancel_job(request).await.map(|response| response.into_inner().job.unwrap()) }
    };
    // The one behind it waits, and is ended at once.
    assert_eq!(get(&served, "waits").await.state(), JobState::Queued);
    assert_eq!(cancel("waits").await.unwrap().state(), JobState::Cancelled);
    // While a class is marked, single answers are: more of them than the job brings to its end batch by batch.
    while get(&served, "runs").await.progress.unwrap().answer_count == 0 {}
    for number in 0..50 {
        let request = pb::GradeRequest {
            submission: submission(&number.to_string(), "一是便民。"),
            rubric_source: shipped_id(),
            language: 0,
            reading: 0,
        };
        served.client().grade(request).await.unwrap();
    }
    assert_eq!(get(&served, "runs").await.state(), JobState::Running);
    cancel("runs").await.unwrap();
    let end = ended(&served, "runs").await;
    let done = end.progress.unwrap().answer_count;
    assert_eq!(end.state, i32::from(JobState::Cancelled));
    assert!(0 < done && done < 20_000, "{done}");
    assert_eq!(cancel("runs").await.unwrap().state(), JobState::Cancelled);
    assert_eq!(results(&served, "runs", 1000).await.len(), done as usize);

    create(&served, of_class("done", 3)).await;
    ended(&served, "done").await;
    assert_eq!(told(&cancel("done").await.unwrap_err()).1, "JOB_ENDED");

    create(&served, of_class("goes", 20_000)).await;
    while get(&served, "goes").await.state() == JobState::Queued {}
    for id in ["runs", "waits", "done", "goes"] {
        let request = pb::DeleteJobRequest { job_id: id.to_owned() };
        client(&served).delete_job(request.clone()).await.unwrap();
        assert_eq!(told(&client(&served).delete_job(request).await.unwrap_err()).1, "JOB_NOT_FOUND");
    }
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"]);
    create(&served, of_class("done", 4)).await;
    assert_eq!(ended(&served, "done").await.progress.unwrap().answer_count, 4);
}

#[tokio::test]
async fn a_rubric_stays_with_its_job_as_it_was() {
    let folder = folder("rubric");
    let mut draft = shipped(RUBRIC).unwrap().draft.clone();
    draft.id = "own".to_owned();
    let own = yuejuan::rubric::Rubric::new(draft).unwrap();
    let answer = "延长公交运营时间。";
    let expected = grade(&own, &Submission { id: "1", text: answer, language: yuejuan::feedback::Language::English });
    let served = super::served_with(&folder, JobLimits::default(), vec![own]).await;
    let settings = Some(pb::JobSettings { rubrics: vec![by_id("", "own")], language: 2, ..pb::JobSettings::default() });
    let request = pb::CreateJobRequest {
        job_id: "own".to_owned(),
        settings,
        file: file("a.csv", format!("编号,作答\n1,{answer}\n")),
    };
    create(&served, request).await;
    ended(&served, "own").await;
    drop_server(served).await;
    // A server that does not have the rubric any more still makes the reports.
    let served = super::served(&folder, JobLimits::default()).await;
    let found = results(&served, "own", 10).await;
    assert_eq!(found[0].feedback.as_ref().unwrap().summary, expected.summary);
    let workbook = super::reports::workbook(&served, "own").await;
    assert!(!workbook.is_empty());
}

pub(super) async fn drop_server(served: super::Served) {
    served.stop.send(()).unwrap();
    served.ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn answers_are_read_as_the_settings_say() {
    let served = served(&folder("reading"), JobLimits::default()).await;
    for (job_id, reading) in [("usual", pb::ReadingDepth::Unspecified), ("deep", pb::ReadingDepth::Deep)] {
        let settings = pb::JobSettings { reading: reading.into(), ..settings().unwrap() };
        let request = pb::CreateJobRequest { settings: Some(settings), ..of_class(job_id, 1) };
        create(&served, request).await;
        assert_eq!(ended(&served, job_id).await.state(), JobState::Succeeded);
        let found = results(&served, job_id, 10).await;
        let feedback = found[0].feedback.as_ref().unwrap();
        let expected = if job_id == "deep" { pb::ReadingDepth::Deep } else { pb::ReadingDepth::Fast };
        assert_eq!(feedback.reading(), expected);
    }
}
