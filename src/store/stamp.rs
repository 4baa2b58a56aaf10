//! Whether anything was written to the store since, by whatever process, without asking the database.
//!
//! `SQLite` keeps an index of its log in a file that all processes map into memory. That begins with a header, which each
//! transaction changes: a counter of transactions, the length of the log, and checksums over it.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// How far the store has been written, by whatever process: two that are the same have nothing written between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp([u8; HEADER_BYTES]);

/// The index of the log.
///
/// It is never closed: with the first of its files that a process closes, the system takes away all locks that the process
/// has on it, those of the database too. It is one file a process.
#[derive(Debug)]
pub(super) struct Index(Option<ManuallyDrop<std::fs::File>>);

/// Bytes of the first of the two copies of the header.
const HEADER_BYTES: usize = 48;

// === impl Index ===

impl Index {
    /// That of a store which is open.
    pub(super) fn open(store: &Path) -> Self {
        let mut name = store.as_os_str().to_owned();
        name.push("-shm");
        Self(std::fs::File::open(PathBuf::from(name)).ok().map(ManuallyDrop::new))
    }

    #[cfg(unix)]
    pub(super) fn stamp(&self) -> Option<Stamp> {
        use std::os::unix::fs::{FileExt, MetadataExt};
        let file = self.0.as_ref()?;
        // The last connection that is closed takes the index away, and the next one makes another.
        if file.metadata().ok()?.nlink() == 0 {
            return None;
        }
        let mut header = [0; HEADER_BYTES];
        file.read_exact_at(&mut header, 0).ok()?;
        Some(Stamp(header))
    }

    #[cfg(not(unix))]
    pub(super) fn stamp(&self) -> Option<Stamp> {
        None
    }
}
