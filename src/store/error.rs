//! What can be wrong with the store. Names its file, for whoever runs the server; never quotes what is kept.

use std::io;
use std::path::{Path, PathBuf};

use crate::api_key::{KeyId, NoRandomness};

/// Why something is not read from the store, or not kept in it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{0}: there is no store; check the path, or make a key with `yuejuan key create`, which makes a store")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{0} is no store of yuejuan; name another file")]
    Stranger(PathBuf),
    /// The file was written by a later version.
    #[error("{path} has layout {found} and this version knows up to {known}; use the version that wrote it")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: usize,
        /// The last layout that is known here.
        known: usize,
    },
    /// What stands in the file contradicts itself.
    #[error("{path} is damaged: {first}; put a backup in its place")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first thing that is wrong.
        first: String,
    },
    /// The file for the backup is there already.
    #[error("{0} is there already; name another file for the backup")]
    Exists(PathBuf),
    /// The file cannot be read or written.
    #[error("{0}: {1}; check the path, the rights and the space on the disk")]
    File(PathBuf, io::Error),
    /// The database does not do what is asked.
    #[error("{0}: {1}; check the file, its rights and the space on the disk")]
    Database(PathBuf, String),
    /// There is no key of this id.
    #[error("no key has the id {0}; `yuejuan key list` lists them")]
    UnknownKey(KeyId),
    /// No secret can be made.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

// === impl StoreError ===

impl StoreError {
    pub(super) fn file(path: &Path, error: io::Error) -> Self {
        Self::File(path.to_owned(), error)
    }
}
