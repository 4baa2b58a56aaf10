//! Answers in, what is made of them out in the same order: one thread reads, all cores mark a batch, one thread writes, at
//! the same time. Memory is bounded by the batches that are on their way. Knows nothing of files or formats.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::again::{Again, Answered};
use super::rubrics::Rubrics;
use crate::intake::{Answer, Decided, Item, Note, Problem, Reason};
use crate::rubric::Rubric;

/// Most answers in a batch: enough to keep many cores busy between two hand-overs.
const BATCH_ANSWERS: usize = 512;
/// Bytes of answers after which a batch is full, so that long answers do not fill the memory.
const BATCH_BYTES: usize = 8 << 20;
/// Batches that wait on each side of the marking: one to go on with while the next one is made.
const BATCHES_WAITING: usize = 1;

/// What comes out for each thing that went in.
pub enum Done<T> {
    /// What `mark` made of an answer.
    Marked(T),
    /// Something that could not be read or marked.
    Problem(Problem),
    /// Something that was left out or decided.
    Note(Note),
}

/// Where what is made goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nowhere for long.
    Stream,
    /// Into a folder of results, which people will take up again by who wrote what: whoever answers a question twice is
    /// named. The first `skip` answers are there already and are left out.
    Folder {
        /// How many there are.
        skip: u64,
    },
}

/// An item on its way to be marked.
enum Work {
    Answer(Box<Answer>, Arc<Rubric>),
    Problem(Problem),
    Note(Note),
}

/// Reads, marks and writes until the end, or until `stop` is set; then what is read is still marked and written. Answers
/// that are there already are left out; problems and notes never are. Says whether it came to the end.
///
/// # Errors
///
/// Where `write` has one; nothing is written after it.
pub fn pipeline<T: Send>(
    items: impl Iterator<Item = Item> + Send,
    rubrics: &Rubrics,
    keep: Keep,
    stop: &AtomicBool,
    mark: impl Fn(Answer, &Rubric) -> T + Sync,
    mut write: impl FnMut(Vec<Done<T>>) -> io::Result<()> + Send,
) -> io::Result<bool> {
    let (to_mark, read) = sync_channel(BATCHES_WAITING);
    let (to_write, marked) = sync_channel::<Vec<Done<T>>>(BATCHES_WAITING);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read_batches(items, rubrics, keep, stop, &to_mark));
        let writer = scope.spawn(move || marked.into_iter().try_for_each(&mut write));
        for batch in read {
            let done = batch.into_par_iter().map(|work| match work {
                Work::Answer(answer, rubric) => Done::Marked(mark(*answer, &rubric)),
                Work::Problem(problem) => Done::Problem(problem),
                Work::Note(note) => Done::Note(note),
            });
            // A writer that is gone has failed, and says so below.
            if to_write.send(done.collect()).is_err() {
                break;
            }
        }
        drop(to_write);
        writer.join().unwrap_or_else(|_| Err(io::Error::other("the writing thread broke off")))?;
        reader.join().map_err(|_| io::Error::other("the reading thread broke off"))
    })
}

/// Hands on batches; whether all items are in them.
fn read_batches(
    items: impl Iterator<Item = Item>,
    rubrics: &Rubrics,
    keep: Keep,
    stop: &AtomicBool,
    to_mark: &SyncSender<Vec<Work>>,
) -> bool {
    let mut finder = rubrics.finder();
    let (mut answered, mut skip) = match keep {
        Keep::Stream => (None, 0),
        Keep::Folder { skip } => (Some(Answered::default()), skip),
    };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let mut is_stopped = false;
    for item in items {
        is_stopped = stop.load(Ordering::Relaxed);
        if is_stopped {
            break;
        }
        match item {
            Item::Problem(problem) => batch.push(Work::Problem(problem)),
            Item::Note(note) => batch.push(Work::Note(note)),
            Item::Answer(answer) => match finder.of(&answer) {
                Err(reason) => batch.push(Work::Problem(Problem::of_answer(&answer.place, reason))),
                Ok(rubric) => {
                    let again = answered.as_mut().map_or(Again::No, |answered| answered.again(&answer));
                    let remark = remark(again, &answer.place);
                    if skip > 0 {
                        skip -= 1;
                    } else {
                        bytes += answer.text.len();
                        batch.push(Work::Answer(Box::new(answer), rubric));
                    }
                    batch.extend(remark);
                }
            },
        }
        if batch.len() >= BATCH_ANSWERS || bytes >= BATCH_BYTES {
            bytes = 0;
            if to_mark.send(std::mem::take(&mut batch)).is_err() {
                return false;
            }
        }
    }
    if !batch.is_empty() {
        let _ = to_mark.send(batch);
    }
    !is_stopped
}

/// What is said where a candidate answers a question twice: both answers are marked.
fn remark(again: Again, place: &str) -> Option<Work> {
    match again {
        Again::No => None,
        Again::Yes(first) => Some(Work::Problem(Problem::of_answer(place, Reason::SameId(first)))),
        Again::Full => Some(Work::Note(Note { place: place.to_owned(), decided: Decided::NoMoreDoubles })),
    }
}
