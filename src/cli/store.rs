//! `yuejuan store …` and `yuejuan key …`: the store and its keys from the shell, also while a server has it open.

use std::future::Future;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::args::{KeyCommand, KeyCreateArgs, StoreCommand};
use super::outcome::{Outcome, UsageError, complain, say};
use crate::api_key::{ApiKey, NewKey, Quota, Scopes, Token};
use crate::moment::Moment;
use crate::store::{Store, StoreError};

const SECONDS_OF_HOUR: i64 = 60 * 60;

/// Checks or copies a store.
///
/// # Errors
///
/// Where it is damaged, cannot be used, or the copy cannot be made.
pub(super) fn run(command: &StoreCommand) -> anyhow::Result<Outcome> {
    wait(async {
        match command {
            StoreCommand::Check { store } => {
                with(&store.file, async |store| store.check().await).await?;
                say(format_args!("{} is sound", store.file.display()))?;
            }
            StoreCommand::Backup { store, to } => {
                with(&store.file, async |store| store.backup(to).await).await?;
                say(format_args!("{} is a sound copy of {}", to.display(), store.file.display()))?;
            }
        }
        Ok(Outcome::Done)
    })
}

/// Makes, lists, revokes or rotates keys.
///
/// # Errors
///
/// Where the store cannot be used or there is no such key.
pub(super) fn keys(command: &KeyCommand) -> anyhow::Result<Outcome> {
    let now = Moment::now();
    wait(async {
        match command {
            KeyCommand::Create(args) => create(args, now).await?,
            KeyCommand::List { store } => list(&with(&store.file, async |store| store.keys().await).await?, now)?,
            KeyCommand::Revoke { store, id } => {
                with(&store.file, async |store| store.revoke_key(id, now).await).await?;
                say(format_args!("key {id} is revoked"))?;
            }
            KeyCommand::Rotate { store, id, keep_hours } => {
                let end = now.plus_seconds(i64::from(*keep_hours) * SECONDS_OF_HOUR);
                let made = with(&store.file, async |store| store.rotate_key(id, end, now).await).await?;
                complain(format_args!("key {id} is valid until {end}, and this one stands in its place"));
                hand_over(&made)?;
            }
        }
        Ok(Outcome::Done)
    })
}

/// Runs it to its end.
fn wait(work: impl Future<Output = anyhow::Result<Outcome>>) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("no runtime can be made")?.block_on(work)
}

/// Does something with a store that is there.
async fn with<T>(path: &Path, work: impl AsyncFnOnce(&Store) -> Result<T, StoreError>) -> anyhow::Result<T> {
    let store = Store::open(path).await.map_err(named)?;
    let done = work(&store).await;
    store.close().await;
    done.map_err(named)
}

/// What is wrong with the call is told from what fails.
fn named(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::Missing(_) | StoreError::Stranger(_) | StoreError::Exists(_) | StoreError::UnknownKey(_) => {
            UsageError(error.to_string()).into()
        }
        error => error.into(),
    }
}

async fn create(args: &KeyCreateArgs, now: Moment) -> anyhow::Result<()> {
    let KeyCreateArgs { store, tenant, scope, expires, calls_per_minute, calls_at_once } = args;
    let scopes = Scopes::new(scope.iter().copied().map(Into::into).collect()).context("no scope is given")?;
    let quota = Quota { calls_per_minute: *calls_per_minute, calls_at_once: *calls_at_once };
    let new = NewKey { tenant: tenant.clone(), scopes, quota, expires: *expires };
    let store = Store::open_or_create(&store.file).await.map_err(named)?;
    let made = store.create_key(new, now).await;
    store.close().await;
    Ok(hand_over(&made?)?)
}

/// The key alone stands on stdout, so that scripts can take it from there.
fn hand_over((key, token): &(ApiKey, Token)) -> io::Result<()> {
    let ApiKey { id, tenant, scopes, .. } = key;
    complain(format_args!("key {id} of {tenant} for {scopes}; it is shown this once, keep it like a password:"));
    say(token.reveal())
}

fn list(keys: &[ApiKey], now: Moment) -> io::Result<()> {
    let width = keys.iter().map(|key| key.tenant.as_str().len()).max().unwrap_or_default();
    let mut out = io::stdout().lock();
    for key in keys {
        let ApiKey { id, tenant, scopes, quota, created, expires, revoked, digest: _ } = key;
        let mut line = format!("{id}  {:width$}  {scopes}  since {created}", tenant.as_str());
        if let Some(calls) = quota.calls_per_minute {
            line.push_str(&format!("  {calls} calls a minute"));
        }
        if let Some(calls) = quota.calls_at_once {
            line.push_str(&format!("  {calls} calls at once"));
        }
        // The earlier of the two ends it.
        let ends = [revoked.map(|at| (at, "revoked")), expires.map(|at| (at, "expired"))];
        if let Some((at, how)) = ends.into_iter().flatten().min_by_key(|(at, _)| *at) {
            line.push_str(&if at <= now { format!("  {how} {at}") } else { format!("  valid until {at}") });
        }
        writeln!(out, "{line}")?;
    }
    out.flush()
}
