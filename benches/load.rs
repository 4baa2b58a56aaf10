//! What a graded answer costs a server beyond the grading itself, held against an echo server of the same proto
//! on the same machine in the same run.
//!
//! `cargo bench --bench load` starts both servers as child processes of itself and drives them in alternating
//! rounds, so that a busy neighbour slows both. CPU times are those of the server processes.

#![allow(
    clippy::indexing_slicing,
    clippy::unnecessary_wraps,
    reason = "a bench fails by panicking; messages have optional fields"
)]

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use prost::Message;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status, Streaming};
use yuejuan::feedback::{Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::rubric::{Rubric, shipped, shipped_ids};
use yuejuan::service::serve;
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grade_stream_request::RubricSource as StreamRubricSource;
use yuejuan::wire::pb::grade_stream_response::Result as StreamResult;
use yuejuan::wire::pb::grading_service_client::GradingServiceClient;
use yuejuan::wire::pb::grading_service_server::{GradingService, GradingServiceServer};
use yuejuan::wire::{feedback_into_pb, pb};

/// Rounds of each server and mode: enough that a disturbance shows as a spread between rounds.
const ROUNDS: usize = 5;
/// The longest that one round takes. Jiffies of 10 ms are then under 2 % of it.
const ROUND_MAX: Duration = Duration::from_millis(1_500);
/// The most requests in one round.
const ROUND_MAX_REQUESTS: u64 = 60_000;
/// Connections, as a gateway keeps them.
const CONNECTIONS: usize = 4;
/// Calls in flight on all connections: enough that no server waits for the driver.
const CALLS: usize = 64;
/// Messages of a stream that are sent ahead of their answers, by the flow control of the connection.
const STREAM_LENGTH: usize = 2_000;
/// Ticks of a second in `/proc/<pid>/stat`: `USER_HZ`, which is 100 on all of Linux's common machines.
const TICKS_PER_SECOND: f64 = 100.0;
/// The ratio that a server should keep below.
const TARGET: f64 = 1.3;

/// As in the program itself; the echo has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The hidden argument that makes this program one of the servers.
const SERVE: &str = "--serve-as-child";

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == SERVE) {
        return serve_as_child(arguments.get(at + 1).map(String::as_str));
    }
    drive()
}

// === the servers ===

/// Answers with the prebuilt responses to all cases in turn, whatever the request.
struct Echo {
    responses: Vec<pb::GradeResponse>,
    next: AtomicUsize,
}

impl Echo {
    fn response(&self) -> pb::GradeResponse {
        self.responses[self.next.fetch_add(1, Ordering::Relaxed) % self.responses.len()].clone()
    }
}

#[tonic::async_trait]
impl GradingService for Echo {
    type GradeStreamStream =
        std::pin::Pin<Box<dyn tokio_stream::Stream<Item = Result<pb::GradeStreamResponse, Status>> + Send>>;

    async fn grade(self: Arc<Self>, request: Request<pb::GradeRequest>) -> Result<Response<pb::GradeResponse>, Status> {
        black_box(request.into_inner());
        Ok(Response::new(self.response()))
    }

    async fn grade_stream(
        self: Arc<Self>,
        request: Request<Streaming<pb::GradeStreamRequest>>,
    ) -> Result<Response<Self::GradeStreamStream>, Status> {
        let answers = request.into_inner().map(move |request| {
            let submission_id = request?.submission.unwrap_or_default().submission_id;
            let result = self.response().feedback.map(StreamResult::Feedback);
            Ok(pb::GradeStreamResponse { submission_id, result })
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

/// Serves until the standard input is closed, which also happens where the driver dies.
fn serve_as_child(kind: Option<&str>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        let closed = async {
            let wait = || std::io::stdin().read_to_end(&mut Vec::new());
            let _ended = tokio::task::spawn_blocking(wait).await;
        };
        if kind == Some("real") {
            return Ok(serve(listener, closed).await?);
        }
        let responses = cases()?.iter().map(|case| case.response(kind == Some("flat-echo"))).collect();
        let echo = Echo { responses, next: AtomicUsize::new(0) };
        let echo = Server::builder().add_service(GradingServiceServer::new(echo));
        Ok(echo.serve_with_incoming_shutdown(TcpIncoming::from(listener).with_nodelay(Some(true)), closed).await?)
    })
}

// === what is asked ===

/// One request of the bench.
struct Case {
    rubric: Arc<Rubric>,
    text: String,
}

/// The marked answers of the corpus, each with its rubric: texts as they come, so that no cache or branch predictor
/// learns a single one by heart, neither in the servers nor in the grading they are held against.
fn cases() -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    for id in shipped_ids() {
        let rubric = shipped(id).ok_or("a shipped rubric is not valid")?;
        let path = format!("{}/corpus/answers/{id}.jsonl", env!("CARGO_MANIFEST_DIR"));
        for line in std::fs::read_to_string(path)?.lines() {
            let answer: serde_json::Value = serde_json::from_str(line)?;
            let text = answer["text"].as_str().ok_or("an answer has no text")?.to_owned();
            cases.push(Case { rubric: Arc::clone(&rubric), text });
        }
    }
    Ok(cases)
}

impl Case {
    fn grade(&self) -> Feedback {
        grade(&self.rubric, &Submission { id: "bench-1", text: &self.text, language: Language::Chinese })
    }

    /// What the real server answers; `flat`: one string of the same size instead, which costs an echo the least.
    fn response(&self, flat: bool) -> pb::GradeResponse {
        let feedback = feedback_into_pb(self.grade(), &self.text);
        let size = feedback.encoded_len();
        let flattened = || pb::Feedback { summary: "x".repeat(size.saturating_sub(3)), ..pb::Feedback::default() };
        pb::GradeResponse { feedback: Some(if flat { flattened() } else { feedback }) }
    }

    fn submission(&self) -> Option<pb::Submission> {
        Some(pb::Submission { submission_id: "bench-1".to_owned(), text: self.text.clone() })
    }

    fn unary_request(&self) -> pb::GradeRequest {
        let rubric_source = Some(RubricSource::RubricId(self.rubric.id.clone()));
        pb::GradeRequest { submission: self.submission(), rubric_source, language: 0 }
    }

    fn stream_request(&self) -> pb::GradeStreamRequest {
        let rubric_source = Some(StreamRubricSource::RubricId(self.rubric.id.clone()));
        pb::GradeStreamRequest { submission: self.submission(), rubric_source, language: 0 }
    }
}

// === the driver ===

/// One server process. Its standard input stays open as long as this lives.
struct Served {
    child: Child,
    address: String,
}

/// What the rounds of one server and mode came to.
#[derive(Default, Clone)]
struct Tally {
    requests: u64,
    wall: Duration,
    /// CPU seconds, of which `system` in the kernel.
    cpu: f64,
    system: f64,
    /// CPU microseconds a request, one a round.
    rounds: Vec<f64>,
}

fn drive() -> Result<(), Failure> {
    let flat = std::env::args().any(|argument| argument == "--flat-echo");
    let cases = Arc::new(cases()?);
    let echo = Served::start(if flat { "flat-echo" } else { "echo" })?;
    let real = Served::start("real")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;

    let mean = |size: &dyn Fn(&Case) -> usize| cases.iter().map(size).sum::<usize>() / cases.len();
    println!(
        "{} answers by turns; on average {} characters, request {} B, response {} B; {CALLS} calls on {CONNECTIONS} connections, {ROUNDS} rounds",
        cases.len(),
        mean(&|case| case.text.chars().count()),
        mean(&|case| case.unary_request().encoded_len()),
        mean(&|case| case.response(false).encoded_len()),
    );
    if flat {
        println!("the echo answers with one string of that size");
    }

    let mut tallies = vec![Tally::default(); 4];
    let cores = std::thread::available_parallelism()?.get();
    let (mut alone, mut loaded) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        alone.push(grading_micros(&cases, 1)?);
        loaded.push(grading_micros(&cases, cores)?);
        let runs = [(&echo, false), (&real, false), (&echo, true), (&real, true)];
        for (tally, (server, streamed)) in tallies.iter_mut().zip(runs) {
            let measured = runtime.block_on(server.round(&cases, streamed))?;
            // The first round warms up.
            if round > 0 {
                tally.add(measured);
            }
        }
    }
    let (alone, grading) = (median(&alone[1..]), median(&loaded[1..]));
    println!(
        "grading in process: {grading:.1} µs of CPU an answer with all {cores} cores at it, {alone:.1} µs with one\n"
    );
    println!("{:<10} {:<6} {:>12} {:>16} {:>12}   rounds", "mode", "server", "answers/s", "CPU µs/answer", "in kernel");
    for (index, tally) in tallies.iter().enumerate() {
        let mode = if index < 2 { "unary" } else { "streamed" };
        let server = if index % 2 == 0 { "echo" } else { "real" };
        let rounds: Vec<String> = tally.rounds.iter().map(|micros| format!("{micros:.1}")).collect();
        println!(
            "{mode:<10} {server:<6} {:>12.0} {:>16.1} {:>12.1}   {}",
            tally.per_second(),
            tally.micros(),
            tally.system_micros(),
            rounds.join(" ")
        );
    }
    println!();
    for (mode, pair) in ["unary", "streamed"].iter().zip(tallies.chunks(2)) {
        let [echo, real] = pair else { continue };
        let ratio = (real.micros() - grading) / echo.micros();
        let verdict = if ratio <= TARGET { "kept" } else { "missed" };
        println!("{mode}: (real − grading) / echo = {ratio:.2}, target ≤ {TARGET} {verdict}");
    }
    Ok(())
}

/// CPU time of one grading in microseconds, with `threads` at work at once: a core that shares its units and caches
/// with a busy neighbour is slower, and under load a server's cores are.
fn grading_micros(cases: &[Case], threads: usize) -> Result<f64, Failure> {
    let micros: Result<Vec<f64>, Failure> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(|| grading_micros_here(cases))).collect();
        started.into_iter().map(|thread| thread.join().map_err(|_| "a grading thread panicked")?).collect()
    });
    let micros = micros?;
    Ok(micros.iter().sum::<f64>() / f64::from(u32::try_from(micros.len())?))
}

fn grading_micros_here(cases: &[Case]) -> Result<f64, Failure> {
    let (before, started) = (thread_cpu_seconds()?, Instant::now());
    let mut count = 0_u32;
    while started.elapsed() < ROUND_MAX / 3 {
        for case in cases {
            black_box(black_box(case).grade());
            count += 1;
        }
    }
    Ok((thread_cpu_seconds()? - before) * 1e6 / f64::from(count))
}

/// CPU time of this thread; the scheduler counts it in nanoseconds.
fn thread_cpu_seconds() -> Result<f64, Failure> {
    let schedstat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos: f64 = schedstat.split_whitespace().next().ok_or("schedstat is empty")?.parse()?;
    Ok(nanos / 1e9)
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

// === impl Served ===

impl Served {
    fn start(kind: &str) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([SERVE, kind]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().ok_or("no standard output")?).read_line(&mut address)?;
        Ok(Self { child, address: address.trim().to_owned() })
    }

    /// CPU time of the process so far, in all and in the kernel: from the 14th and 15th field of its stat.
    fn cpu_seconds(&self) -> Result<(f64, f64), Failure> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is the name in parentheses, which may hold blanks.
        let (_, fields) = stat.rsplit_once(") ").ok_or("stat has no name")?;
        let mut ticks = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        let (user, system) = ticks.next().zip(ticks.next()).ok_or("stat has no times")?;
        Ok(((user + system) / TICKS_PER_SECOND, system / TICKS_PER_SECOND))
    }

    async fn round(&self, cases: &Arc<Vec<Case>>, streamed: bool) -> Result<Tally, Failure> {
        let mut channels = Vec::new();
        for _ in 0..CONNECTIONS {
            channels
                .push(Endpoint::from_shared(format!("http://{}", self.address))?.tcp_nodelay(true).connect().await?);
        }
        let (before, started) = (self.cpu_seconds()?, Instant::now());
        let done = Arc::new(AtomicU64::new(0));
        let open =
            move |done: &AtomicU64| started.elapsed() < ROUND_MAX && done.load(Ordering::Relaxed) < ROUND_MAX_REQUESTS;
        let mut tasks = tokio::task::JoinSet::new();
        // A stream carries what many calls would.
        for call in 0..if streamed { CONNECTIONS * 2 } else { CALLS } {
            let client = GradingServiceClient::new(channels[call % CONNECTIONS].clone());
            let (done, cases) = (Arc::clone(&done), Arc::clone(cases));
            tasks.spawn(async move {
                let mut turn = call;
                while open(&done) {
                    if streamed {
                        stream(client.clone(), Arc::clone(&cases), &done).await?;
                    } else {
                        unary(client.clone(), &cases[turn % cases.len()], &done).await?;
                        turn += 1;
                    }
                }
                Ok::<(), Failure>(())
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        let (wall, after) = (started.elapsed(), self.cpu_seconds()?);
        let (cpu, system) = (after.0 - before.0, after.1 - before.1);
        Ok(Tally { requests: done.load(Ordering::Relaxed), wall, cpu, system, rounds: Vec::new() })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Closing its input lets it finish; it is waited for, so that none is left behind.
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

async fn unary(mut client: GradingServiceClient<Channel>, case: &Case, done: &AtomicU64) -> Result<(), Failure> {
    black_box(client.grade(case.unary_request()).await?.into_inner().feedback.ok_or("no feedback")?);
    done.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

async fn stream(
    mut client: GradingServiceClient<Channel>,
    cases: Arc<Vec<Case>>,
    done: &AtomicU64,
) -> Result<(), Failure> {
    let requests = tokio_stream::iter(0..STREAM_LENGTH).map(move |turn| cases[turn % cases.len()].stream_request());
    let mut responses = client.grade_stream(requests).await?.into_inner();
    while let Some(response) = responses.message().await? {
        let StreamResult::Feedback(feedback) = response.result.ok_or("no result")? else {
            return Err("an error".into());
        };
        black_box(feedback);
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

// === impl Tally ===

#[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^53")]
impl Tally {
    fn add(&mut self, round: Self) {
        self.rounds.push(round.micros());
        self.requests += round.requests;
        self.wall += round.wall;
        self.cpu += round.cpu;
        self.system += round.system;
    }

    fn per_second(&self) -> f64 {
        self.requests as f64 / self.wall.as_secs_f64()
    }

    /// CPU microseconds a request.
    fn micros(&self) -> f64 {
        self.cpu * 1e6 / self.requests as f64
    }

    /// Of these, microseconds in the kernel.
    fn system_micros(&self) -> f64 {
        self.system * 1e6 / self.requests as f64
    }
}
