//! What can be said of the store and of its keys.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::api_key::{KeyId, Scope};
use crate::moment::Moment;
use crate::tenant::Tenant;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StoreCommand {
    /// Read all of the store and look whether it is sound
    Check {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Copy the store as it is at this moment, also while a server has it open, and check the copy
    Backup {
        #[command(flatten)]
        store: StoreArgs,
        /// The file for the copy, which must not be there yet
        #[arg(value_name = "TO")]
        to: PathBuf,
    },
}

/// Which store.
#[derive(Debug, Args)]
pub(in crate::cli) struct StoreArgs {
    /// The file of the store, as `yuejuan serve --store` names it
    #[arg(long = "store", value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeyCommand {
    /// Make a key and print it: this once, as only its hash is kept
    Create(KeyCreateArgs),
    /// List the keys with what they are for; secrets are not kept
    List {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Revoke a key, at once and for good
    Revoke {
        #[command(flatten)]
        store: StoreArgs,
        /// The key's id, as `yuejuan key list` has it
        #[arg(value_name = "ID", value_parser = key_id)]
        id: KeyId,
    },
    /// Make a key like another one and revoke that
    Rotate {
        #[command(flatten)]
        store: StoreArgs,
        /// The old key's id, as `yuejuan key list` has it
        #[arg(value_name = "ID", value_parser = key_id)]
        id: KeyId,
        /// Hours for which the old key stays valid, so that whoever uses it can change; by default none
        #[arg(long, value_name = "HOURS", default_value_t = 0)]
        keep_hours: u32,
    },
}

/// Make a key and print it: this once, as only its hash is kept. The store is made where there is none.
///
/// From the first key on, a server with this store takes no call without one.
#[derive(Debug, Args)]
pub(in crate::cli) struct KeyCreateArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// To whom belongs what is made with the key: small letters, digits and hyphens. Tenants see nothing of each other; what
    /// was made without keys belongs to `default`
    #[arg(long, value_name = "NAME", value_parser = |name: &str| Tenant::new(name))]
    pub tenant: Tenant,
    /// What the key is for; give it again for each further scope
    #[arg(long, required = true, value_enum, value_name = "SCOPE")]
    pub scope: Vec<ScopeArg>,
    /// The last day on which it is valid, in UTC, as 2026-12-31; by default it is valid until it is revoked
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub expires: Option<Moment>,
    /// Calls a minute that it may make, a tenth of them in a burst; by default as many as it likes
    #[arg(long, value_name = "COUNT")]
    pub calls_per_minute: Option<NonZeroU32>,
    /// Calls that it may have open at the same time; by default as many as it likes
    #[arg(long, value_name = "COUNT")]
    pub calls_at_once: Option<NonZeroU32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ScopeArg {
    /// Having answers marked, one by one and as classes, and reading what came of it
    Grade,
    /// Reading and changing rubrics, with all that they keep for markers
    Rubrics,
    /// Reading what was marked, and its reports
    Review,
    /// All of the others
    Admin,
}

// === impl ScopeArg ===

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::Grade => Self::Grade,
            ScopeArg::Rubrics => Self::Rubrics,
            ScopeArg::Review => Self::Review,
            ScopeArg::Admin => Self::Admin,
        }
    }
}

fn key_id(text: &str) -> Result<KeyId, String> {
    KeyId::parse(text).ok_or_else(|| "not the id of a key; give the 16 digits that `yuejuan key list` shows".to_owned())
}

/// The moment at which a day ends.
fn last_day(date: &str) -> Result<Moment, String> {
    let day = Moment::of_date(date).ok_or_else(|| "not a day of the calendar; write it as 2026-12-31".to_owned())?;
    if day.next_day() <= Moment::now() {
        return Err("is over; give a day to come".to_owned());
    }
    Ok(day.next_day())
}
