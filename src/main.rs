//! The `yuejuan` program: see [`yuejuan::cli`].

use std::process::ExitCode;

/// Spares 7 to 10 % of the time of grading against the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    yuejuan::cli::run()
}
