//! Who may read deeply, and how many may wait for it. Knows nothing of what is read.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::errors::CallError;

/// Places for deep reading, one a core: more at once would only make each slower.
pub(super) struct Readers {
    places: Semaphore,
    waiting: AtomicUsize,
    waiting_max: usize,
}

/// One that waits, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

// === impl Readers ===

impl Readers {
    /// Places with so many waiting for each.
    pub(super) fn new(waiting: usize) -> Self {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        Self { places: Semaphore::new(cores), waiting: AtomicUsize::new(0), waiting_max: waiting.saturating_mul(cores) }
    }

    /// A place, as soon as there is one; none where too many wait already. Who is dropped waits no longer.
    pub(super) async fn place(&self) -> Result<SemaphorePermit<'_>, CallError> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.waiting_max {
            return Err(CallError::Busy);
        }
        self.places.acquire().await.map_err(|_| CallError::BrokenOff)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn too_many_are_turned_away_and_those_who_go_make_room() {
        let readers = Readers::new(1);
        let cores = available_parallelism().unwrap().get();
        let held: Vec<_> = (0..cores).map(|_| readers.places.try_acquire().unwrap()).collect();
        let mut waiting: Vec<_> = (0..cores).map(|_| Box::pin(readers.place())).collect();
        for wait in &mut waiting {
            assert!(futures_now(wait).is_none(), "a place was found where all are taken");
        }
        assert_eq!(readers.place().await.unwrap_err(), CallError::Busy);
        // One gives up, and another waits in its stead.
        waiting.pop();
        let mut late = Box::pin(readers.place());
        assert!(futures_now(&mut late).is_none());
        drop(held);
        assert!(late.await.is_ok());
    }

    /// What a future comes to without waiting.
    fn futures_now<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::Pin::new(future).poll(&mut context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        }
    }
}
