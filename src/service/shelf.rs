//! The rubrics by id, as one tenant sees them: its own of the store lie over those of the folder, and those over the shipped
//! ones. Knows nothing of requests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use quick_cache::sync::Cache;
use tokio::task::spawn_blocking;

use super::errors::CallError;
use crate::ids::is_id;
use crate::rubric::{Rubric, shipped, shipped_ids};
use crate::store::{KeptRubric, RubricHead, Stamp, Store};
use crate::tenant::Tenant;

/// The rubrics of the folder, which may be read again while the server runs.
#[derive(Debug, Default)]
pub struct RubricFolder(RwLock<Arc<BTreeMap<String, Arc<Rubric>>>>);

/// All rubrics.
pub(super) struct Shelf {
    folder: Arc<RubricFolder>,
    store: Option<Arc<Store>>,
    /// What tenants have of their own under an id, compiled, and how far the store was written when it was looked up.
    known: Cache<(Tenant, String), LookedUp>,
}

/// What was found when the store was written so far.
type LookedUp = (Stamp, Option<Arc<OwnRubric>>);

/// A rubric of a tenant's own.
#[derive(Debug)]
pub(super) struct OwnRubric {
    pub head: RubricHead,
    pub rubric: Arc<Rubric>,
}

/// Where a rubric comes from.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Shipped(Arc<Rubric>),
    Folder(Arc<Rubric>),
    Own(Arc<OwnRubric>),
}

/// Rubrics of tenants that are kept compiled, each some hundred kilobytes.
const KNOWN: usize = 256;

// === impl RubricFolder ===

impl RubricFolder {
    /// These rubrics. Of two with the same id the later stands.
    #[must_use]
    pub fn new(rubrics: Vec<Rubric>) -> Self {
        Self(RwLock::new(Arc::new(by_id(rubrics))))
    }

    /// Puts these in the place of all before.
    pub fn replace(&self, rubrics: Vec<Rubric>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(by_id(rubrics));
    }

    fn get(&self) -> Arc<BTreeMap<String, Arc<Rubric>>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn by_id(rubrics: Vec<Rubric>) -> BTreeMap<String, Arc<Rubric>> {
    rubrics.into_iter().map(|rubric| (rubric.id.clone(), Arc::new(rubric))).collect()
}

// === impl Shelf ===

impl Shelf {
    pub(super) fn new(folder: Arc<RubricFolder>, store: Option<Arc<Store>>) -> Self {
        Self { folder, store, known: Cache::new(KNOWN) }
    }

    /// The store of the tenants' own rubrics.
    pub(super) fn store(&self) -> Result<&Arc<Store>, CallError> {
        self.store.as_ref().ok_or(CallError::NoStore)
    }

    /// The rubric of an id.
    pub(super) async fn get(&self, tenant: &Tenant, id: &str) -> Result<Found, CallError> {
        if let Some(own) = self.own(tenant, id).await? {
            return Ok(Found::Own(own));
        }
        if let Some(rubric) = self.folder.get().get(id) {
            return Ok(Found::Folder(Arc::clone(rubric)));
        }
        shipped(id).map(Found::Shipped).ok_or_else(|| CallError::UnknownRubric(id.to_owned()))
    }

    /// All ids, in order.
    pub(super) async fn ids(&self, tenant: &Tenant) -> Result<BTreeSet<String>, CallError> {
        let mut ids: BTreeSet<String> = self.folder.get().keys().cloned().collect();
        ids.extend(shipped_ids().into_iter().map(str::to_owned));
        if let Some(store) = &self.store {
            ids.extend(store.rubric_ids(tenant).await?);
        }
        Ok(ids)
    }

    /// Those that all tenants share.
    pub(super) fn shared(&self) -> Vec<Arc<Rubric>> {
        let folder = self.folder.get();
        let shipped = shipped_ids().into_iter().filter(|id| !folder.contains_key(*id)).filter_map(shipped);
        folder.values().cloned().chain(shipped).collect()
    }

    async fn own(&self, tenant: &Tenant, id: &str) -> Result<Option<Arc<OwnRubric>>, CallError> {
        // What is no id is not looked up, nor kept: it may be of any length.
        let Some(store) = self.store.as_ref().filter(|_| is_id(id)) else { return Ok(None) };
        let (stamp, at) = (store.stamp(), (tenant.clone(), id.to_owned()));
        let known = self.known.get(&at);
        if let Some((seen, own)) = &known
            && stamp == Some(*seen)
        {
            return Ok(own.clone());
        }
        // Something was written since: most often something else.
        let head = store.rubric_head(tenant, id).await?;
        let same = known.and_then(|(_, own)| own).filter(|own| Some(&own.head) == head.as_ref());
        let own = match (same, head) {
            (Some(own), _) => Some(own),
            (None, None) => None,
            (None, Some(_)) => match store.rubric(tenant, id, None).await? {
                Some(kept) => Some(Arc::new(compile(kept).await?)),
                None => None,
            },
        };
        if let Some(stamp) = stamp {
            self.known.insert(at, (stamp, own.clone()));
        }
        Ok(own)
    }
}

/// Compiles what was kept; it was valid then.
async fn compile(kept: KeptRubric) -> Result<OwnRubric, CallError> {
    let KeptRubric { head, draft } = kept;
    let compiled = spawn_blocking(move || Rubric::new(draft)).await.map_err(|_| CallError::BrokenOff)?;
    let rubric = Arc::new(compiled.map_err(CallError::of_kept)?);
    Ok(OwnRubric { head, rubric })
}

// === impl Found ===

impl Found {
    pub(super) fn rubric(&self) -> &Arc<Rubric> {
        match self {
            Self::Shipped(rubric) | Self::Folder(rubric) => rubric,
            Self::Own(own) => &own.rubric,
        }
    }
}
