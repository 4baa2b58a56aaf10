//! Jobs and their reports: made, watched, listed, ended, erased, gone on with after a kill, and what is refused.

mod lifecycle;
mod refusals;
mod reports;
mod restart;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tonic::transport::Channel;
use yuejuan::api_key::Token;
use yuejuan::jobs::{JobLimits, Jobs};
use yuejuan::rubric::Rubric;
use yuejuan::service::{Limits, RubricFolder, Stock};
use yuejuan::wire::pb;
use yuejuan::wire::pb::job_rubric::RubricSource;
use yuejuan::wire::pb::job_service_client::JobServiceClient;

use super::keys::with_key;
use super::{RUBRIC, Served};

/// Stands in every answer, and must never stand in a message or a log.
const SECRET: &str = "机密作答";

/// A folder of its own for one test, emptied first.
pub(super) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("jobs-{test}"));
    let _ = fs::remove_dir_all(&folder);
    folder
}

async fn served(folder: &Path, limits: JobLimits) -> Served {
    served_with(folder, limits, Vec::new()).await
}

async fn served_with(folder: &Path, limits: JobLimits, rubrics: Vec<Rubric>) -> Served {
    let jobs = Jobs::open(folder, limits).unwrap();
    let rubrics = Arc::new(RubricFolder::new(rubrics));
    Served::stocked(Limits::default(), Stock { rubrics, jobs: Some(jobs), ..Stock::default() }).await
}

fn client(served: &Served) -> JobServiceClient<Channel> {
    JobServiceClient::new(served.channel.clone())
}

fn by_id(question: &str, id: &str) -> pb::JobRubric {
    pb::JobRubric { question_id: question.to_owned(), rubric_source: Some(RubricSource::RubricId(id.to_owned())) }
}

fn settings() -> Option<pb::JobSettings> {
    Some(pb::JobSettings { rubrics: vec![by_id("", RUBRIC)], ..pb::JobSettings::default() })
}

fn file(name: &str, content: impl Into<Vec<u8>>) -> Option<pb::JobFile> {
    Some(pb::JobFile { name: name.to_owned(), content: content.into() })
}

/// A class of `answers`, every 100th of which has marks that are none.
fn class(answers: usize) -> String {
    let row = |number: usize| {
        let score = if number % 100 == 99 { "缺考".to_owned() } else { (number % 20).to_string() };
        format!("{number:05},考生{number},{score},延长公交运营时间，{SECRET}{number}。\n")
    };
    "学号,姓名,得分,作答\n".to_owned() + &(0..answers).map(row).collect::<String>()
}

fn of_class(job_id: &str, answers: usize) -> pb::CreateJobRequest {
    let file = file("三班.csv", class(answers));
    pb::CreateJobRequest { job_id: job_id.to_owned(), settings: settings(), file }
}

async fn create(served: &Served, request: pb::CreateJobRequest) -> pb::Job {
    client(served).create_job(request).await.unwrap().into_inner().job.unwrap()
}

async fn get(served: &Served, job_id: &str) -> pb::Job {
    let request = pb::GetJobRequest { job_id: job_id.to_owned() };
    client(served).get_job(request).await.unwrap().into_inner().job.unwrap()
}

/// Every state of a job that is told until its end.
async fn watch(served: &Served, job_id: &str) -> Vec<pb::Job> {
    let request = pb::WatchJobRequest { job_id: job_id.to_owned() };
    let mut states = client(served).watch_job(request).await.unwrap().into_inner();
    let mut seen = Vec::new();
    while let Some(state) = states.message().await.unwrap() {
        seen.push(state.job.unwrap());
    }
    seen
}

/// The job when it has ended.
async fn ended(served: &Served, job_id: &str) -> pb::Job {
    watch(served, job_id).await.pop().unwrap()
}

/// The job of a key's tenant when it has ended.
pub(super) async fn ended_with(served: &Served, job_id: &str, key: &Token) -> pb::Job {
    let request = with_key(pb::WatchJobRequest { job_id: job_id.to_owned() }, key);
    let mut states = client(served).watch_job(request).await.unwrap().into_inner();
    let mut last = None;
    while let Some(state) = states.message().await.unwrap() {
        last = state.job;
    }
    last.unwrap()
}

async fn results(served: &Served, job_id: &str, page_size: i32) -> Vec<pb::JobResult> {
    let (mut found, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = pb::ListJobResultsRequest { job_id: job_id.to_owned(), page_size, page_token };
        let page = client(served).list_job_results(request).await.unwrap().into_inner();
        assert!(page.results.len() <= usize::try_from(page_size).unwrap());
        found.extend(page.results);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return found;
        }
    }
}

async fn problems(served: &Served, job_id: &str) -> Vec<pb::JobProblem> {
    let request = pb::ListJobProblemsRequest { job_id: job_id.to_owned(), ..pb::ListJobProblemsRequest::default() };
    client(served).list_job_problems(request).await.unwrap().into_inner().problems
}
