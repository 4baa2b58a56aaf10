//! The tables of the store, made step by step: each step is an SQL file, and a store says how many it has had.

use std::borrow::Cow;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use super::error::StoreError;

/// The steps, in their order. One that has been published is never changed: others are added.
const STEPS: [&str; 2] = [include_str!("migrations/1-keys.sql"), include_str!("migrations/2-rubrics.sql")];

/// Marks a database as ours: "yuej" in ASCII.
const APPLICATION_ID: i64 = 0x7975_656a;

/// Makes sure that a file is a store, or empty, before anything about it is changed.
pub(super) async fn recognize(path: &Path, options: &SqliteConnectOptions) -> Result<(), StoreError> {
    let mut connection = options.connect().await.map_err(|error| not_ours(path, &error))?;
    let (mark, tables) = looks(&mut connection).await.map_err(|error| not_ours(path, &error))?;
    connection.close().await.map_err(|error| StoreError::Database(path.to_owned(), error.to_string()))?;
    if mark == APPLICATION_ID || (mark == 0 && tables == 0) {
        Ok(())
    } else {
        Err(StoreError::Stranger(path.to_owned()))
    }
}

/// Takes the steps that a store has not had. All of them are taken or none, whatever happens meanwhile.
pub(super) async fn migrate(path: &Path, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let failed = |error: sqlx::Error| StoreError::Database(path.to_owned(), error.to_string());
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    let had: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *transaction).await.map_err(failed)?;
    let had = usize::try_from(had).unwrap_or(usize::MAX);
    let Some(steps) = STEPS.get(had..) else {
        return Err(StoreError::Newer { path: path.to_owned(), found: had, known: STEPS.len() });
    };
    if steps.is_empty() {
        return transaction.rollback().await.map_err(failed);
    }
    for step in steps {
        sqlx::raw_sql(*step).execute(&mut *transaction).await.map_err(failed)?;
    }
    let marks = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}", STEPS.len());
    // Two numbers of ours: pragmas take no parameters.
    sqlx::raw_sql(AssertSqlSafe(marks)).execute(&mut *transaction).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Whose it is and how many tables it has, at one moment.
async fn looks(connection: &mut SqliteConnection) -> Result<(i64, i64), sqlx::Error> {
    let mut moment = connection.begin().await?;
    let mark = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *moment).await?;
    let tables = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *moment).await?;
    moment.rollback().await?;
    Ok((mark, tables))
}

/// What is no database is told from one that cannot be read.
fn not_ours(path: &Path, error: &sqlx::Error) -> StoreError {
    /// The code of `SQLite` for a file that is no database.
    const NOT_A_DATABASE: &str = "26";
    let code = error.as_database_error().and_then(|error| error.code().map(Cow::into_owned));
    if code.as_deref() == Some(NOT_A_DATABASE) {
        StoreError::Stranger(path.to_owned())
    } else {
        StoreError::Database(path.to_owned(), error.to_string())
    }
}
