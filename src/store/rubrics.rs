//! The rubrics of tenants in the store, every revision of each. Takes drafts as they are: whether they are valid was seen
//! before.

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::Store;
use super::error::StoreError;
use crate::moment::Moment;
use crate::rubric::{Rubric, RubricDraft};
use crate::tenant::Tenant;

/// Which revision of a rubric it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RubricHead {
    /// Its number among the revisions of the rubric, from 1.
    pub number: u32,
    /// Hash of its content: 16 hexadecimal digits.
    pub revision: String,
    /// When it was made.
    pub created: Moment,
}

/// A revision of a rubric.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRubric {
    /// Which one it is.
    pub head: RubricHead,
    /// What it says.
    pub draft: RubricDraft,
}

/// Why a rubric is not changed as it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is none of this id.
    #[error("there is no such rubric in the store; create it")]
    Unknown,
    /// There is one of this id already.
    #[error("there is such a rubric in the store already; update it")]
    Exists,
    /// It is not as whoever asks has seen it.
    #[error("the rubric has changed since; get it again and make the change anew")]
    Changed,
    /// There are as many as there may be.
    #[error("there are {0} of them and there may be no more; delete some first")]
    TooMany(u32),
    /// The store does not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Rubrics of one tenant: far more than anybody has questions, so that nobody fills the disk.
const RUBRICS_MAX: u32 = 10_000;
/// Revisions of one rubric: a teacher's changes over years.
const REVISIONS_MAX: u32 = 1_000;

// === impl RubricHead ===

impl RubricHead {
    /// Tells this revision from all others that the rubric ever had, also before it was deleted and made anew.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("{}-{}-{}", self.number, self.revision, self.created.unix_seconds())
    }

    fn of_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let created = Moment::of_unix_seconds(row.try_get("created")?);
        Ok(Self { number: row.try_get("number")?, revision: row.try_get("revision")?, created })
    }
}

// === impl Store ===

impl Store {
    /// The ids of a tenant's rubrics, in order.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub async fn rubric_ids(&self, tenant: &Tenant) -> Result<Vec<String>, StoreError> {
        let query = "SELECT DISTINCT rubric_id FROM rubric_revisions WHERE tenant = ? ORDER BY rubric_id";
        let query = sqlx::query_scalar(query).bind(tenant.as_str());
        query.fetch_all(&self.pool).await.map_err(self.failed())
    }

    /// Which revision of a rubric stands, where there is one.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub async fn rubric_head(&self, tenant: &Tenant, id: &str) -> Result<Option<RubricHead>, StoreError> {
        let mut connection = self.pool.acquire().await.map_err(self.failed())?;
        self.head(tenant, id, &mut connection).await
    }

    /// A revision of a rubric by its number, or the one that stands.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub async fn rubric(
        &self,
        tenant: &Tenant,
        id: &str,
        number: Option<u32>,
    ) -> Result<Option<KeptRubric>, StoreError> {
        let query = "SELECT number, revision, created, draft FROM rubric_revisions
            WHERE tenant = ?1 AND rubric_id = ?2 AND (?3 IS NULL OR number = ?3) ORDER BY number DESC LIMIT 1";
        let query = sqlx::query(query).bind(tenant.as_str()).bind(id).bind(number);
        let Some(row) = query.fetch_optional(&self.pool).await.map_err(self.failed())? else { return Ok(None) };
        let head = RubricHead::of_row(&row).map_err(self.failed())?;
        let draft: String = row.try_get("draft").map_err(self.failed())?;
        let first = format!("revision {} of rubric {id} is none", head.number);
        let damaged = |_| StoreError::Damaged { path: self.path.clone(), first };
        Ok(Some(KeptRubric { head, draft: serde_json::from_str(&draft).map_err(damaged)? }))
    }

    /// Revisions of a rubric before the one of a number, or the last ones, the last first. None where there is no rubric.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub async fn rubric_revisions(
        &self,
        tenant: &Tenant,
        id: &str,
        size: usize,
        before: Option<u32>,
    ) -> Result<Vec<RubricHead>, StoreError> {
        let query = "SELECT number, revision, created FROM rubric_revisions
            WHERE tenant = ?1 AND rubric_id = ?2 AND (?3 IS NULL OR number < ?3) ORDER BY number DESC LIMIT ?4";
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let query = sqlx::query(query).bind(tenant.as_str()).bind(id).bind(before).bind(size);
        let rows = query.fetch_all(&self.pool).await.map_err(self.failed())?;
        rows.iter().map(RubricHead::of_row).collect::<Result<_, _>>().map_err(self.failed())
    }

    /// Keeps a rubric of a new id.
    ///
    /// # Errors
    ///
    /// Where the tenant has one of this id already, or it cannot be kept.
    pub async fn create_rubric(
        &self,
        tenant: &Tenant,
        rubric: &Rubric,
        now: Moment,
    ) -> Result<RubricHead, ChangeError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.failed())?;
        if self.head(tenant, &rubric.id, &mut transaction).await?.is_some() {
            return Err(ChangeError::Exists);
        }
        let count = "SELECT count(DISTINCT rubric_id) FROM rubric_revisions WHERE tenant = ?";
        let count = sqlx::query_scalar(count).bind(tenant.as_str()).fetch_one(&mut *transaction);
        let count: u32 = count.await.map_err(self.failed())?;
        if count >= RUBRICS_MAX {
            return Err(ChangeError::TooMany(count));
        }
        let head = self.insert(tenant, rubric, 1, now, &mut transaction).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(head)
    }

    /// Keeps a new revision of a rubric. With an etag only where the one that stands has it. Where the content is the same
    /// nothing changes, and the one that stands is given.
    ///
    /// # Errors
    ///
    /// Where there is none of this id, it has changed, or it cannot be kept.
    pub async fn update_rubric(
        &self,
        tenant: &Tenant,
        rubric: &Rubric,
        etag: Option<&str>,
        now: Moment,
    ) -> Result<RubricHead, ChangeError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.failed())?;
        let stands = self.head(tenant, &rubric.id, &mut transaction).await?.ok_or(ChangeError::Unknown)?;
        agree(&stands, etag)?;
        if stands.revision == rubric.revision {
            return Ok(stands);
        }
        if stands.number >= REVISIONS_MAX {
            return Err(ChangeError::TooMany(stands.number));
        }
        let head = self.insert(tenant, rubric, stands.number + 1, now, &mut transaction).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(head)
    }

    /// Erases a rubric with all its revisions. With an etag only where the one that stands has it.
    ///
    /// # Errors
    ///
    /// As [`update_rubric`](Self::update_rubric).
    pub async fn delete_rubric(&self, tenant: &Tenant, id: &str, etag: Option<&str>) -> Result<(), ChangeError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.failed())?;
        let stands = self.head(tenant, id, &mut transaction).await?.ok_or(ChangeError::Unknown)?;
        agree(&stands, etag)?;
        let delete = "DELETE FROM rubric_revisions WHERE tenant = ? AND rubric_id = ?";
        let delete = sqlx::query(delete).bind(tenant.as_str()).bind(id);
        delete.execute(&mut *transaction).await.map_err(self.failed())?;
        Ok(transaction.commit().await.map_err(self.failed())?)
    }

    async fn head(
        &self,
        tenant: &Tenant,
        id: &str,
        connection: &mut SqliteConnection,
    ) -> Result<Option<RubricHead>, StoreError> {
        let query = "SELECT number, revision, created FROM rubric_revisions
            WHERE tenant = ? AND rubric_id = ? ORDER BY number DESC LIMIT 1";
        let query = sqlx::query(query).bind(tenant.as_str()).bind(id);
        let row = query.fetch_optional(connection).await.map_err(self.failed())?;
        row.map(|row| RubricHead::of_row(&row)).transpose().map_err(self.failed())
    }

    async fn insert(
        &self,
        tenant: &Tenant,
        rubric: &Rubric,
        number: u32,
        created: Moment,
        connection: &mut SqliteConnection,
    ) -> Result<RubricHead, StoreError> {
        let draft = serde_json::to_string(&rubric.draft)
            .map_err(|error| StoreError::Database(self.path.clone(), error.to_string()))?;
        let insert = "INSERT INTO rubric_revisions (tenant, rubric_id, number, revision, draft, created)
            VALUES (?, ?, ?, ?, ?, ?)";
        let insert = sqlx::query(insert)
            .bind(tenant.as_str())
            .bind(rubric.id.as_str())
            .bind(number)
            .bind(rubric.revision.as_str())
            .bind(draft)
            .bind(created.unix_seconds());
        insert.execute(connection).await.map_err(self.failed())?;
        Ok(RubricHead { number, revision: rubric.revision.clone(), created })
    }
}

fn agree(stands: &RubricHead, etag: Option<&str>) -> Result<(), ChangeError> {
    etag.is_none_or(|etag| etag == stands.etag()).then_some(()).ok_or(ChangeError::Changed)
}
