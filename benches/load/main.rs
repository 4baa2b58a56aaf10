//! What a graded answer costs a server beyond the grading itself, held against an echo server of the same proto
//! on the same machine in the same run.
//!
//! `cargo bench --bench load` starts both servers as child processes of itself and drives them in alternating
//! rounds, so that a busy neighbour slows both. CPU times are those of the server processes.
//!
//! The figure is (server − grading) / echo: the CPU of the server a request, less that of the grading in it, over
//! that of the echo. Grading is measured where it happens, by the server's span around it (`meter`). Another figure
//! stands beside it, with the grading of a tight loop over the same answers in a process of its own. That loop has the
//! caches to itself; in a server, the connections, the kernel and the client on the same cores push its tables out
//! between two answers, and grading takes longer. A server cannot leave that undone, but it is in the second figure.
//!
//! Grading takes some ten times what an echo does, so the figure is a small difference of large sums: beside busy
//! neighbours it swings by some tenths from run to run.

#![allow(
    clippy::indexing_slicing,
    clippy::unnecessary_wraps,
    missing_docs,
    reason = "a bench fails by panicking and exports nothing; messages have optional fields"
)]

mod cases;
mod driver;
mod meter;
mod servers;

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use prost::Message;

use cases::{Case, cases};
use driver::{CALLS, CONNECTIONS, Served, Tally};
use servers::Kind;

/// Rounds of each server and mode: many short ones, so that a disturbance shows as a spread between rounds.
const ROUNDS: usize = 9;
/// The ratio that a server should keep below.
const TARGET: f64 = 1.3;
/// How long the tight loop of one round takes.
const LOOP: Duration = Duration::from_millis(400);

/// As in the program itself; the echo has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The hidden argument that makes this program one of the servers.
const SERVE: &str = "--serve-as-child";

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == SERVE) {
        let name = arguments.get(at + 1).ok_or("which server?")?;
        return servers::serve_as_child(Kind::named(name)?);
    }
    compare(if arguments.iter().any(|argument| argument == "--flat-echo") { Kind::FlatEcho } else { Kind::Echo })
}

fn compare(echo: Kind) -> Result<(), Failure> {
    let cases = Arc::new(cases()?);
    let (echo_served, real_served) = (Served::start(echo)?, Served::start(Kind::Real)?);
    introduce(&cases, echo);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let cores = std::thread::available_parallelism()?.get();
    let (mut alone, mut crowded) = (Vec::new(), Vec::new());
    let (mut echoes, mut reals) = (vec![Tally::default(); 2], vec![Tally::default(); 2]);
    for round in 0..=ROUNDS {
        alone.push(loop_micros(&cases, 1)?);
        crowded.push(loop_micros(&cases, cores)?);
        for (tallies, server) in [(&mut echoes, &echo_served), (&mut reals, &real_served)] {
            for (tally, streamed) in tallies.iter_mut().zip([false, true]) {
                let measured = runtime.block_on(server.round(&cases, streamed))?;
                // The first round warms up.
                if round > 0 {
                    tally.add(measured);
                }
            }
        }
    }
    let (alone, crowded) = (median(&alone[1..]), median(&crowded[1..]));
    println!(
        "grading in a tight loop: {alone:.1} µs of CPU an answer on one core, {crowded:.1} µs with all {cores} at it\n"
    );
    println!("mode       server    answers/s  CPU µs/answer  in kernel  grading   CPU by rounds");
    for (mode, (echo, real)) in ["unary", "streamed"].iter().zip(echoes.iter().zip(&reals)) {
        println!("{mode:<10} {:<6} {}", "echo", echo.row());
        println!("{mode:<10} {:<6} {}", "real", real.row());
    }
    println!();
    for (mode, (echo, real)) in ["unary", "streamed"].iter().zip(echoes.iter().zip(&reals)) {
        let ratio = (real.micros() - real.graded_micros()) / echo.micros();
        let verdict = if ratio <= TARGET { "kept" } else { "missed" };
        println!(
            "{mode}: (server − grading in it) / echo = {ratio:.2}, target ≤ {TARGET} \
             {verdict}; with the tight loop's grading {:.2}",
            (real.micros() - crowded) / echo.micros()
        );
    }
    Ok(())
}

fn introduce(cases: &[Case], echo: Kind) {
    let mean = |size: &dyn Fn(&Case) -> usize| cases.iter().map(size).sum::<usize>() / cases.len();
    println!(
        "{} answers by turns; on average {} characters, request {} B, response {} B; {CALLS} calls on {CONNECTIONS} \
         connections, {ROUNDS} rounds",
        cases.len(),
        mean(&|case| case.text.chars().count()),
        mean(&|case| case.unary_request().encoded_len()),
        mean(&|case| case.response(false).encoded_len()),
    );
    if echo == Kind::FlatEcho {
        println!("the echo answers with one string of that size");
    }
}

/// CPU time of one grading in microseconds, with `threads` at work at once: a core that shares its units and caches
/// with a busy neighbour is slower, and under load a server's cores are.
fn loop_micros(cases: &[Case], threads: usize) -> Result<f64, Failure> {
    let micros: Result<Vec<f64>, Failure> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(|| loop_micros_here(cases))).collect();
        started.into_iter().map(|thread| Ok(thread.join().map_err(|_| "a grading thread panicked")?)).collect()
    });
    let micros = micros?;
    Ok(micros.iter().sum::<f64>() / f64::from(u32::try_from(micros.len())?))
}

fn loop_micros_here(cases: &[Case]) -> f64 {
    let (before, started) = (meter::thread_nanos(), Instant::now());
    let mut count = 0;
    while started.elapsed() < LOOP {
        for case in cases {
            black_box(black_box(case).grade());
            count += 1;
        }
    }
    driver::micros(meter::thread_nanos() - before, count)
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
