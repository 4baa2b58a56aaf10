//! Drives a server, and counts what it costs.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio_stream::StreamExt;
use tonic::transport::{Channel, Endpoint};
use yuejuan::wire::pb::grade_stream_response::Result as StreamResult;
use yuejuan::wire::pb::grading_service_client::GradingServiceClient;

use super::cases::Case;
use super::meter::{Grading, Gradings};
use super::servers::Kind;
use super::{Failure, SERVE};

/// The longest that one round takes.
const ROUND_MAX: Duration = Duration::from_millis(700);
/// The most requests in one round.
const ROUND_MAX_REQUESTS: u64 = 60_000;
/// Connections, as a gateway keeps them.
pub const CONNECTIONS: usize = 4;
/// Calls in flight on all connections: enough that no server waits for the driver.
pub const CALLS: usize = 64;
/// Messages of a stream that are sent ahead of their answers, by the flow control of the connection.
const STREAM_LENGTH: usize = 2_000;

/// One server process. Its standard input stays open as long as this lives.
pub struct Served {
    child: Child,
    asking: Option<Mutex<(ChildStdin, BufReader<ChildStdout>)>>,
    address: String,
}

/// What the rounds of one server and mode came to.
#[derive(Default, Clone)]
pub struct Tally {
    requests: u64,
    wall: Duration,
    used: Used,
    /// CPU microseconds a request, one a round.
    rounds: Vec<f64>,
}

/// CPU time that a process used.
#[derive(Default, Clone)]
struct Used {
    /// In nanoseconds.
    all: u64,
    gradings: Gradings,
    /// In ticks of the kernel's own accounting, in all and in the kernel.
    ticks: (u64, u64),
}

/// Microseconds a request.
#[expect(clippy::cast_precision_loss, reason = "counts of requests and nanoseconds of a run are below 2^53")]
pub fn micros(nanos: u64, requests: u64) -> f64 {
    nanos as f64 / 1e3 / requests as f64
}

// === impl Served ===

impl Served {
    pub fn start(kind: Kind) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([SERVE, kind.name()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut told = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut address = String::new();
        told.read_line(&mut address)?;
        let asking = child.stdin.take().ok_or("no standard input")?;
        Ok(Self { child, asking: Some(Mutex::new((asking, told))), address: address.trim().to_owned() })
    }

    fn used(&self) -> Result<Used, Failure> {
        let mut asking = self.asking.as_ref().ok_or("the server is stopped")?.lock().map_err(|_| "poisoned")?;
        let (asking, told) = &mut *asking;
        writeln!(asking)?;
        let mut line = String::new();
        told.read_line(&mut line)?;
        let figures: Vec<u64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let (all, gradings) = figures.split_first().ok_or("no CPU time")?;
        let of_case = |of: &[u64]| (of[0], Grading { count: of[1], measured: of[2], nanos: of[3] });
        let gradings = gradings.chunks_exact(4).map(of_case).collect();
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is the name in parentheses, which may hold blanks; the 14th and 15th are the times.
        let (_, fields) = stat.rsplit_once(") ").ok_or("stat has no name")?;
        let mut ticks = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
        let (user, system) = ticks.next().zip(ticks.next()).ok_or("stat has no times")?;
        Ok(Used { all: *all, gradings, ticks: (user + system, system) })
    }

    pub async fn round(&self, cases: &Arc<Vec<Case>>, streamed: bool) -> Result<Tally, Failure> {
        let mut channels = Vec::new();
        for _ in 0..CONNECTIONS {
            channels
                .push(Endpoint::from_shared(format!("http://{}", self.address))?.tcp_nodelay(true).connect().await?);
        }
        let (before, started) = (self.used()?, Instant::now());
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
        let (wall, used) = (started.elapsed(), self.used()?.since(&before));
        Ok(Tally { requests: done.load(Ordering::Relaxed), wall, used, rounds: Vec::new() })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Closing its input lets it finish; it is waited for, so that none is left behind.
        drop(self.asking.take());
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

// === impl Used ===

impl Used {
    fn since(mut self, before: &Self) -> Self {
        for (case, earlier) in &before.gradings {
            let grading = self.gradings.entry(*case).or_default();
            grading.count -= earlier.count;
            grading.measured -= earlier.measured;
            grading.nanos -= earlier.nanos;
        }
        let ticks = (self.ticks.0 - before.ticks.0, self.ticks.1 - before.ticks.1);
        Self { all: self.all - before.all, gradings: self.gradings, ticks }
    }

    fn add(&mut self, more: Self) {
        for (case, later) in more.gradings {
            let grading = self.gradings.entry(case).or_default();
            grading.count += later.count;
            grading.measured += later.measured;
            grading.nanos += later.nanos;
        }
        self.all += more.all;
        self.ticks = (self.ticks.0 + more.ticks.0, self.ticks.1 + more.ticks.1);
    }
}

// === impl Tally ===

impl Tally {
    pub fn add(&mut self, round: Self) {
        self.rounds.push(round.micros());
        self.requests += round.requests;
        self.wall += round.wall;
        self.used.add(round.used);
    }

    /// CPU microseconds a request.
    pub fn micros(&self) -> f64 {
        micros(self.used.all, self.requests)
    }

    /// Of these, microseconds of grading: the means of the cases, each as often as it came.
    #[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^53")]
    pub fn graded_micros(&self) -> f64 {
        let measured = || self.used.gradings.values().filter(|grading| grading.measured > 0);
        let sum = measured().fold(0.0, |sum, of| sum + of.count as f64 * micros(of.nanos, of.measured));
        sum / measured().map(|of| of.count).sum::<u64>().max(1) as f64
    }

    /// As a line of the table.
    #[expect(clippy::cast_precision_loss, reason = "counts of requests and ticks of a run are far below 2^53")]
    pub fn row(&self) -> String {
        let per_second = self.requests as f64 / self.wall.as_secs_f64();
        let in_kernel = self.used.ticks.1 as f64 / self.used.ticks.0.max(1) as f64 * self.micros();
        let rounds: Vec<String> = self.rounds.iter().map(|round| format!("{round:.1}")).collect();
        format!(
            "{per_second:>12.0} {:>14.1} {in_kernel:>10.1} {:>8.1}   {}",
            self.micros(),
            self.graded_micros(),
            rounds.join(" ")
        )
    }
}
