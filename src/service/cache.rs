//! Rubrics that came with requests, compiled once and kept by content. Knows nothing of requests.

use std::sync::Arc;

use prost::Message;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::rubric::{Problem, Rubric};
use crate::wire::{pb, rubric_from_pb};

/// Rubrics that are kept: a platform marks some dozens of questions at a time, and a compiled rubric takes some
/// hundred kilobytes.
const CAPACITY: usize = 256;

/// SHA-256 of an encoded rubric message: rubrics come from outside, so that no two may be made to share a key.
pub(super) type Key = [u8; 32];

/// The compiled rubrics.
pub(super) struct RubricCache {
    rubrics: Cache<Key, Arc<Rubric>>,
}

// === impl RubricCache ===

impl RubricCache {
    pub(super) fn new() -> Self {
        Self { rubrics: Cache::new(CAPACITY) }
    }

    /// The rubric that was compiled from the same content.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Rubric>> {
        self.rubrics.get(key)
    }

    /// Compiles a rubric and keeps it; what is not valid is not kept. Takes milliseconds: not for the async worker.
    pub(super) fn compile(&self, key: Key, rubric: pb::Rubric) -> Result<Arc<Rubric>, Vec<Problem>> {
        let (draft, mut problems) = rubric_from_pb(rubric);
        match Rubric::new(draft) {
            Ok(rubric) if problems.is_empty() => {
                let rubric = Arc::new(rubric);
                self.rubrics.insert(key, Arc::clone(&rubric));
                Ok(rubric)
            }
            outcome => {
                problems.extend(outcome.err().unwrap_or_default());
                Err(problems)
            }
        }
    }
}

/// The key of a rubric message.
pub(super) fn key(rubric: &pb::Rubric) -> Key {
    Sha256::digest(rubric.encode_to_vec()).into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{RubricCache, key};
    use crate::rubric::{parse_toml, shipped_source};
    use crate::wire::{pb, rubric_into_pb};

    fn message() -> pb::Rubric {
        rubric_into_pb(parse_toml(shipped_source("night-economy-practices").unwrap()).unwrap())
    }

    #[test]
    fn the_same_content_is_compiled_once() {
        let cache = RubricCache::new();
        let compiled = cache.compile(key(&message()), message()).unwrap();
        assert!(Arc::ptr_eq(&compiled, &cache.get(&key(&message())).unwrap()));

        let other = pb::Rubric { title: "另一个标题".to_owned(), ..message() };
        assert!(cache.get(&key(&other)).is_none());
    }

    #[test]
    fn what_is_not_valid_is_not_kept() {
        let cache = RubricCache::new();
        let broken = pb::Rubric { kind: 0, title: String::new(), ..message() };
        let problems = cache.compile(key(&broken), broken.clone()).unwrap_err();
        let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["kind", "title"]);
        assert!(cache.get(&key(&broken)).is_none());
    }
}
