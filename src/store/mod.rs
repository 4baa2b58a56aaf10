//! What a server keeps beyond its end: one file of `SQLite`, which several processes may have open at the same time. It takes and
//! gives the types of the modules below; only what is in here knows that there is a database.

mod backup;
mod error;
mod keys;
mod layout;
mod rubrics;
mod stamp;

pub use error::StoreError;
pub use rubrics::{ChangeError, KeptRubric, RubricHead};
pub use stamp::Stamp;

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use stamp::Index;

/// A store that is open.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    pool: SqlitePool,
    index: Index,
}

/// Connections: one writes at a time, the others read.
const CONNECTIONS: u32 = 4;
/// How long one waits for the writer of another process before giving up.
const BUSY: Duration = Duration::from_secs(5);

// === impl Store ===

impl Store {
    /// Opens the store of a file; where there is none, an empty one that only its owner may read. Brings its tables up to
    /// this version.
    ///
    /// # Errors
    ///
    /// Where the file is something else, was written by a later version, or cannot be used.
    pub async fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            create(path).await?;
        }
        Self::open(path).await
    }

    /// As [`open_or_create`](Self::open_or_create), of a file that is there.
    ///
    /// # Errors
    ///
    /// As there, and where there is no such file.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let prepared = prepare(path).await?;
        let failed = |error: sqlx::Error| StoreError::Database(path.to_owned(), error.to_string());
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            // The log and its index are there for as long as anyone has the store open.
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options(path));
        let pool = pool.await.map_err(failed)?;
        prepared.close().await.map_err(failed)?;
        let index = Index::open(path);
        Ok(Self { path: path.to_owned(), pool, index })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How far it has been written. Nothing where that cannot be told; then anything may have been written. Takes
    /// microseconds: what it reads is in memory.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        self.index.stamp()
    }

    /// Waits for what is being written, and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// What an error of the database becomes.
    fn failed(&self) -> impl Fn(sqlx::Error) -> StoreError {
        |error| StoreError::Database(self.path.clone(), error.to_string())
    }
}

/// Makes an empty store beside its place first, so that there is at any moment a whole one or none.
async fn create(path: &Path) -> Result<(), StoreError> {
    /// Tells the attempts of one process apart.
    static ATTEMPTS: AtomicU64 = AtomicU64::new(0);
    let attempt = ATTEMPTS.fetch_add(1, Ordering::Relaxed);
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".new-{}-{attempt}", process::id()));
    let new = PathBuf::from(new);
    make_private_file(&new).map_err(|error| match error {
        StoreError::File(_, error) => StoreError::file(path, error),
        error => error,
    })?;
    let made = async {
        let closed = prepare(&new).await?.close().await;
        closed.map_err(|error| StoreError::Database(path.to_owned(), error.to_string()))?;
        put(&new, path).map_err(|error| StoreError::file(path, error))
    };
    let made = made.await;
    // Where it cannot be erased, an empty store lies about.
    let _left = fs::remove_file(&new);
    made
}

/// Puts a file in its place, unless somebody else was quicker.
fn put(new: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(new, path) {
        // Not all file systems know links.
        Err(_) if !path.exists() => fs::rename(new, path),
        _ => Ok(()),
    }
}

/// Makes sure that a file is a store, or empty, and brings its tables up to this version. One connection does it, before
/// there are others: the first one of a new file changes how it is written, which only one can.
async fn prepare(path: &Path) -> Result<SqliteConnection, StoreError> {
    layout::recognize(path, &plain(path)).await?;
    let connection = options(path).connect().await;
    let mut connection = connection.map_err(|error| StoreError::Database(path.to_owned(), error.to_string()))?;
    layout::migrate(path, &mut connection).await?;
    Ok(connection)
}

/// How connections are made to a store. What is acknowledged is on the disk, what is deleted is overwritten.
fn options(path: &Path) -> SqliteConnectOptions {
    plain(path)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
}

/// How a connection is made that changes nothing.
fn plain(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).create_if_missing(false).busy_timeout(BUSY).disable_statement_logging()
}

/// Makes an empty file that only its owner may read, where the system knows owners.
///
/// # Errors
///
/// [`StoreError::Exists`] where there is one.
fn make_private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
        _ => StoreError::file(path, error),
    })
}
