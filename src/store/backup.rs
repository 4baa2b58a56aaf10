//! Checks of the store, and checked copies of it while it is in use.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::error::StoreError;
use super::{Store, make_private_file};

// === impl Store ===

impl Store {
    /// Reads all of the store and looks whether it contradicts itself.
    ///
    /// # Errors
    ///
    /// Where it does, or cannot be read.
    pub async fn check(&self) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await.map_err(self.failed())?;
        check(self.path(), &mut connection).await
    }

    /// Writes a copy of the store as it is at one moment, which only its owner may read, and checks the copy. The store may
    /// be in use meanwhile. The file is there once it is whole.
    ///
    /// # Errors
    ///
    /// Where there is such a file already, the copy cannot be written, or it is not sound.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let new = beside(to);
        match fs::remove_file(&new) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::file(&new, error)),
            _ => {}
        }
        let copied = self.copy(&new).await;
        let kept = copied.and_then(|()| fs::rename(&new, to).map_err(|error| StoreError::file(to, error)));
        if kept.is_err() {
            // What is left of it is of no use; where it cannot be erased, the next backup does.
            let _left = fs::remove_file(&new);
        }
        kept
    }

    async fn copy(&self, to: &Path) -> Result<(), StoreError> {
        make_private_file(to)?;
        let name =
            to.to_str().ok_or_else(|| StoreError::Database(to.to_owned(), "the path is not in UTF-8".to_owned()))?;
        sqlx::query("VACUUM INTO ?").bind(name).execute(&self.pool).await.map_err(self.failed())?;
        let failed = |error: sqlx::Error| StoreError::Database(to.to_owned(), error.to_string());
        let options = SqliteConnectOptions::new().filename(to).read_only(true).disable_statement_logging();
        let mut copy = options.connect().await.map_err(failed)?;
        check(to, &mut copy).await?;
        copy.close().await.map_err(failed)?;
        File::open(to).and_then(|file| file.sync_all()).map_err(|error| StoreError::file(to, error))
    }
}

/// Where a copy stands until it is whole.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

async fn check(path: &Path, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let failed = |error: sqlx::Error| StoreError::Database(path.to_owned(), error.to_string());
    let damaged = |first: String| StoreError::Damaged { path: path.to_owned(), first };
    let found: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut *connection).await.map_err(|error| {
            // A page that cannot be followed ends the check itself.
            if error.as_database_error().is_some() { damaged(error.to_string()) } else { failed(error) }
        })?;
    match found.first() {
        Some(first) if first != "ok" => return Err(damaged(first.clone())),
        _ => {}
    }
    let loose = sqlx::query("PRAGMA foreign_key_check").fetch_optional(connection).await.map_err(failed)?;
    loose.map_or(Ok(()), |_| Err(damaged("a row belongs to one that is not there".to_owned())))
}
