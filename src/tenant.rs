//! Whose things are whose: each key, job and stored rubric belongs to one tenant, and no tenant sees another's.

use std::fmt;
use std::sync::Arc;

use crate::ids::is_id;

/// A school, a platform or whoever else shares a server with others but no data. Its name is an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(Arc<str>);

/// A text is no name of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no name of a tenant; give 1 to 63 small letters, digits and hyphens, no hyphen first or last")]
pub struct BadTenant(String);

/// To whom belongs what is done without a key.
const DEFAULT: &str = "default";

// === impl Tenant ===

impl Tenant {
    /// The tenant of a name.
    ///
    /// # Errors
    ///
    /// Where the name is no id.
    pub fn new(name: &str) -> Result<Self, BadTenant> {
        if is_id(name) { Ok(Self(name.into())) } else { Err(BadTenant(name.to_owned())) }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the one to whom belongs what is done without a key.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.as_str() == DEFAULT
    }
}

impl Default for Tenant {
    fn default() -> Self {
        Self(DEFAULT.into())
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
