//! The rubrics that ship inside the binary.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use rust_embed::RustEmbed;

use super::{Problem, Rubric, parse_toml};

#[derive(RustEmbed)]
#[folder = "rubrics/"]
struct Files;

struct Entry {
    source: String,
    rubric: OnceLock<Option<Arc<Rubric>>>,
}

static LIBRARY: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    let entry = |name: &str| {
        let file = Files::get(name)?;
        let source = String::from_utf8(file.data.into_owned()).ok()?;
        Some((name.strip_suffix(".toml")?.to_owned(), Entry { source, rubric: OnceLock::new() }))
    };
    Files::iter().filter_map(|name| entry(&name)).collect()
});

/// A shipped rubric, compiled at its first use.
///
/// ```
/// let rubric = yuejuan::rubric::shipped("night-economy-practices").unwrap();
/// assert_eq!(rubric.keypoints.len(), 7);
/// ```
#[must_use]
pub fn shipped(id: &str) -> Option<Arc<Rubric>> {
    let entry = LIBRARY.get(id)?;
    let compile = || compile(&entry.source).ok().map(Arc::new);
    entry.rubric.get_or_init(compile).clone()
}

/// The ids of the shipped rubrics, sorted.
#[must_use]
pub fn shipped_ids() -> Vec<&'static str> {
    LIBRARY.keys().map(String::as_str).collect()
}

/// The TOML text of a shipped rubric.
#[must_use]
pub fn shipped_source(id: &str) -> Option<&'static str> {
    LIBRARY.get(id).map(|entry| entry.source.as_str())
}

fn compile(source: &str) -> Result<Rubric, Vec<Problem>> {
    Rubric::new(parse_toml(source)?)
}
