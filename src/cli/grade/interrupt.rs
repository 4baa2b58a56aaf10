//! Ctrl-C: the first asks a run to end in order, the second ends it at once. Knows nothing of runs.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::cli::outcome::complain;

/// Exit code of a process that Ctrl-C ended at once, as shells have it.
const INTERRUPTED: i32 = 130;

/// A flag that the first Ctrl-C sets. Where the system gives no signals, Ctrl-C ends the process as ever.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if set.swap(true, Ordering::Relaxed) {
                    process::exit(INTERRUPTED);
                }
                complain("stopping after the answers that are being marked; once more ends at once");
            }
        });
    });
    stop
}
