//! Why a call is not let in. Never says anything of a secret.

use std::time::Duration;

use crate::api_key::{Invalid, Scope};
use crate::store::StoreError;

/// Why a call is not let in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::service) enum AccessError {
    /// It has no key.
    #[error("the call has no API key; send it as the header `authorization: Bearer KEY`")]
    Missing,
    /// Its key is not one of ours.
    #[error("the API key is none of this server's; check that it is whole")]
    Unknown,
    /// Its key was revoked.
    #[error("the API key was revoked; ask for another one")]
    Revoked,
    /// The time of its key is over.
    #[error("the API key has expired; ask for another one")]
    Expired,
    /// Its key is for other things.
    #[error("the API key is not for this; use one with the scope {}", names(.0))]
    ScopeMissing(&'static [Scope]),
    /// Its key has called often enough.
    #[error("the API key has made its {0} calls a minute; wait {wait} milliseconds", wait = .1.as_millis())]
    TooManyAMinute(u32, Duration),
    /// Its key has enough calls open.
    #[error("the API key has {0} calls open, as many as it may; wait until one of them ends")]
    TooManyAtOnce(u32),
    /// Whether it may be let in cannot be told; why, is for the server's log.
    #[error("the server cannot read its store; try again, and look into the server's log where it stays so")]
    Store(String),
}

fn names(scopes: &[Scope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    if names.is_empty() { Scope::Admin.name().to_owned() } else { names.join(" or ") }
}

// === impl AccessError ===

impl From<Invalid> for AccessError {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::WrongSecret => Self::Unknown,
            Invalid::Revoked => Self::Revoked,
            Invalid::Expired => Self::Expired,
        }
    }
}

impl From<StoreError> for AccessError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}
