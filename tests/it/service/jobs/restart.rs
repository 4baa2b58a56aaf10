//! Jobs that outlive their server: one that is shut down, and a process that is killed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tonic::transport::Channel;
use yuejuan::jobs::JobLimits;
use yuejuan::wire::pb;
use yuejuan::wire::pb::JobState;
use yuejuan::wire::pb::job_service_client::JobServiceClient;

use super::super::{RUBRIC, told};
use super::lifecycle::drop_server;
use super::{SECRET, class, client, create, ended, folder, get, of_class, served};

/// A server in a process of its own.
struct Process {
    child: Child,
    channel: Channel,
}

// === impl Process ===

impl Process {
    async fn start(folder: &Path) -> Self {
        let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_yuejuan"))
            .args(["serve", "--listen", "127.0.0.1:0", "--jobs", folder.join("jobs").to_str().unwrap()])
            .env("YUEJUAN_LOG", "yuejuan=trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
        let channel = Channel::from_shared(address).unwrap().connect().await.unwrap();
        Self { child, channel }
    }

    fn client(&self) -> JobServiceClient<Channel> {
        JobServiceClient::new(self.channel.clone())
    }

    async fn get(&self, job_id: &str) -> pb::Job {
        let request = pb::GetJobRequest { job_id: job_id.to_owned() };
        self.client().get_job(request).await.unwrap().into_inner().job.unwrap()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

const ANSWERS: usize = 4_000;
const FILES: [&str; 3] = ["results.jsonl", "results.csv", "run.json"];

#[tokio::test]
async fn a_killed_server_goes_on_with_its_jobs() {
    let folder = folder("killed");
    fs::create_dir_all(&folder).unwrap();
    let server = Process::start(&folder).await;
    for (id, answers) in [("first", ANSWERS), ("second", 30)] {
        server.client().create_job(of_class(id, answers)).await.unwrap();
    }
    // As much as a batch is marked, not all.
    while server.get("first").await.progress.unwrap().answer_count == 0 {}
    server.kill();
    let results = folder.join("jobs/job-first/results/results.jsonl");
    let before = fs::read_to_string(&results).unwrap().lines().count();
    assert!(0 < before && before < ANSWERS, "{before}");
    // As if it had been killed within a line, and within an upload.
    let content = fs::read(&results).unwrap();
    fs::write(&results, &content[..content.len() - 7]).unwrap();
    fs::create_dir(folder.join("jobs/.passing-99")).unwrap();

    let server = Process::start(&folder).await;
    let request = pb::WatchJobRequest { job_id: "first".to_owned() };
    let mut states = server.client().watch_job(request).await.unwrap().into_inner();
    let mut last = None;
    while let Some(state) = states.message().await.unwrap() {
        last = state.job;
    }
    let last = last.unwrap();
    assert_eq!((last.state(), last.progress.unwrap().answer_count as usize), (JobState::Succeeded, ANSWERS));
    while server.get("second").await.state() != JobState::Succeeded {}
    server.kill();
    assert!(!folder.join("jobs/.passing-99").exists());

    // The same bytes as those of the command, which is not stopped.
    fs::write(folder.join("三班.csv"), class(ANSWERS)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_yuejuan"))
        .current_dir(&folder)
        .args(["grade", "-r", RUBRIC, "三班.csv", "-o", "out", "--reports", "workbook"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    for name in FILES {
        let read = |path: &Path| {
            let text = fs::read_to_string(path.join(name)).unwrap();
            // The hash of an input is of its path too, where it is read from one.
            text.lines().filter(|line| !line.contains("\"sha256\"")).collect::<Vec<_>>().join("\n")
        };
        assert!(read(&folder.join("jobs/job-first/results")) == read(&folder.join("out")), "{name} is not the same");
    }
    let log = fs::read_to_string(folder.join("log")).unwrap();
    assert!(log.contains("CreateJob") && !log.contains(SECRET) && !log.contains("考生"), "{log}");
}

#[tokio::test]
async fn a_shutdown_stops_a_job_and_tells_who_watches() {
    let folder = folder("shutdown");
    let first = served(&folder, JobLimits::default()).await;
    create(&first, of_class("a", 20_000)).await;
    let request = pb::WatchJobRequest { job_id: "a".to_owned() };
    let mut watched = client(&first).watch_job(request).await.unwrap().into_inner();
    while get(&first, "a").await.progress.unwrap().answer_count == 0 {}
    drop_server(first).await;
    let status = loop {
        match watched.message().await {
            Ok(state) => assert!(state.is_some(), "the job ended before the server"),
            Err(status) => break status,
        }
    };
    assert_eq!(told(&status).1, "SHUTTING_DOWN", "{status}");

    let second = served(&folder, JobLimits::default()).await;
    let job = get(&second, "a").await;
    assert!([JobState::Queued, JobState::Running].contains(&job.state()));
    client(&second).cancel_job(pb::CancelJobRequest { job_id: "a".to_owned() }).await.unwrap();
    assert_eq!(ended(&second, "a").await.state(), JobState::Cancelled);
    drop_server(second).await;

    let third = served(&folder, JobLimits::default()).await;
    assert_eq!(get(&third, "a").await.state(), JobState::Cancelled);
}
