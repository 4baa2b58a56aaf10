//! The rubrics that a server has by id: the shipped ones, and those of its folder, which come first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rubric::{Rubric, shipped, shipped_ids};

/// The rubrics by id.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    own: BTreeMap<String, Arc<Rubric>>,
}

// === impl Shelf ===

impl Shelf {
    /// A shelf with these rubrics and the shipped ones. Of two with the same id the later stands.
    pub(super) fn new(own: Vec<Rubric>) -> Self {
        Self { own: own.into_iter().map(|rubric| (rubric.id.clone(), Arc::new(rubric))).collect() }
    }

    /// The rubric of an id.
    pub(super) fn get(&self, id: &str) -> Option<Arc<Rubric>> {
        self.own.get(id).cloned().or_else(|| shipped(id))
    }

    /// All ids, in order.
    pub(super) fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.own.keys().map(String::as_str).chain(shipped_ids()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
