//! The API keys of the store.

use std::num::NonZeroU32;

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{FromRow, Row as _};

use super::Store;
use super::error::StoreError;
use crate::api_key::{ApiKey, Digest, KeyId, NewKey, Quota, Scopes, Token};
use crate::moment::Moment;
use crate::tenant::Tenant;

/// A row of the table.
struct Row {
    key_id: String,
    tenant: String,
    digest: Vec<u8>,
    scopes: String,
    calls_per_minute: Option<u32>,
    calls_at_once: Option<u32>,
    created: i64,
    expires: Option<i64>,
    revoked: Option<i64>,
}

// === impl Row ===

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            key_id: row.try_get("key_id")?,
            tenant: row.try_get("tenant")?,
            digest: row.try_get("digest")?,
            scopes: row.try_get("scopes")?,
            calls_per_minute: row.try_get("calls_per_minute")?,
            calls_at_once: row.try_get("calls_at_once")?,
            created: row.try_get("created")?,
            expires: row.try_get("expires")?,
            revoked: row.try_get("revoked")?,
        })
    }
}

// === impl Store ===

impl Store {
    /// Makes a key. The token is given this once: only its hash is kept.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept.
    pub async fn create_key(&self, new: NewKey, now: Moment) -> Result<(ApiKey, Token), StoreError> {
        let mut connection = self.pool.acquire().await.map_err(self.failed())?;
        self.insert_key(new, now, &mut connection).await
    }

    /// A key by its id.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub async fn key(&self, id: &KeyId) -> Result<Option<ApiKey>, StoreError> {
        let query = sqlx::query_as::<_, Row>("SELECT * FROM api_keys WHERE key_id = ?").bind(id.as_str());
        let row = query.fetch_optional(&self.pool).await.map_err(self.failed())?;
        row.map(|row| self.key_of(row)).transpose()
    }

    /// All keys, the oldest first, those that are not valid any more among them.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub async fn keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        let query = sqlx::query_as::<_, Row>("SELECT * FROM api_keys ORDER BY created, key_id");
        let rows = query.fetch_all(&self.pool).await.map_err(self.failed())?;
        rows.into_iter().map(|row| self.key_of(row)).collect()
    }

    /// Whether a key was ever made. Once it was, that stays so: keys are revoked, never erased.
    ///
    /// # Errors
    ///
    /// Where that cannot be read.
    pub async fn has_keys(&self) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM api_keys)");
        query.fetch_one(&self.pool).await.map_err(self.failed())
    }

    /// Revokes a key from a moment on; one that is revoked from an earlier one stays so.
    ///
    /// # Errors
    ///
    /// Where there is none of this id, or that cannot be kept.
    pub async fn revoke_key(&self, id: &KeyId, from: Moment) -> Result<ApiKey, StoreError> {
        let mut connection = self.pool.acquire().await.map_err(self.failed())?;
        self.end_key(id, from, &mut connection).await
    }

    /// Makes a key like another one, which is revoked from a moment on.
    ///
    /// # Errors
    ///
    /// Where there is none of this id, or that cannot be kept; then nothing has changed.
    pub async fn rotate_key(&self, id: &KeyId, from: Moment, now: Moment) -> Result<(ApiKey, Token), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.failed())?;
        let ApiKey { tenant, scopes, quota, expires, .. } = self.end_key(id, from, &mut transaction).await?;
        let made = self.insert_key(NewKey { tenant, scopes, quota, expires }, now, &mut transaction).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(made)
    }

    async fn insert_key(
        &self,
        new: NewKey,
        now: Moment,
        connection: &mut SqliteConnection,
    ) -> Result<(ApiKey, Token), StoreError> {
        let NewKey { tenant, scopes, quota, expires } = new;
        let token = Token::random()?;
        let (id, digest) = (token.id().clone(), token.digest());
        let key = ApiKey { id, tenant, scopes, quota, created: now, expires, revoked: None, digest };
        let insert = "INSERT INTO api_keys
            (key_id, tenant, digest, scopes, calls_per_minute, calls_at_once, created, expires)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let insert = sqlx::query(insert)
            .bind(key.id.as_str())
            .bind(key.tenant.as_str())
            .bind(key.digest.as_bytes())
            .bind(key.scopes.to_string())
            .bind(key.quota.calls_per_minute.map(NonZeroU32::get))
            .bind(key.quota.calls_at_once.map(NonZeroU32::get))
            .bind(key.created.unix_seconds())
            .bind(key.expires.map(Moment::unix_seconds));
        insert.execute(connection).await.map_err(self.failed())?;
        Ok((key, token))
    }

    async fn end_key(&self, id: &KeyId, from: Moment, connection: &mut SqliteConnection) -> Result<ApiKey, StoreError> {
        let update = "UPDATE api_keys SET revoked = min(coalesce(revoked, ?1), ?1) WHERE key_id = ?2 RETURNING *";
        let update = sqlx::query_as::<_, Row>(update).bind(from.unix_seconds()).bind(id.as_str());
        let row = update.fetch_optional(connection).await.map_err(self.failed())?;
        self.key_of(row.ok_or_else(|| StoreError::UnknownKey(id.clone()))?)
    }

    fn key_of(&self, row: Row) -> Result<ApiKey, StoreError> {
        let Row { key_id, tenant, digest, scopes, calls_per_minute, calls_at_once, created, expires, revoked } = row;
        let damaged = || StoreError::Damaged { path: self.path.clone(), first: format!("key {key_id} is none") };
        let count = |count: Option<u32>| count.and_then(NonZeroU32::new);
        Ok(ApiKey {
            id: KeyId::parse(&key_id).ok_or_else(damaged)?,
            tenant: Tenant::new(&tenant).map_err(|_| damaged())?,
            scopes: Scopes::parse(&scopes).ok_or_else(damaged)?,
            quota: Quota { calls_per_minute: count(calls_per_minute), calls_at_once: count(calls_at_once) },
            created: Moment::of_unix_seconds(created),
            expires: expires.map(Moment::of_unix_seconds),
            revoked: revoked.map(Moment::of_unix_seconds),
            digest: Digest::of_bytes(&digest).ok_or_else(damaged)?,
        })
    }
}
