//! How people are named on the page, and where their names lead.

use crate::class::Person;
use crate::report::marked::visible;

/// Names people.
pub(super) struct People<'a> {
    /// File names of the sheets by entry.
    pub sheets: &'a [String],
}

/// Somebody on the page.
pub(in crate::report::class) struct Named {
    /// The name, or the id where there is none.
    pub name: String,
    /// The id where it says more than the name; else empty.
    pub id: String,
    /// Where the sheet is; empty where there is none.
    pub link: String,
}

// === impl People ===

impl People<'_> {
    pub(super) fn named(&self, person: &Person) -> Named {
        let (name, id) = (person.candidate.name.trim(), person.candidate.id.trim());
        let sheet = self.sheets.get(person.entry);
        Named {
            name: visible(if name.is_empty() { id } else { name }),
            id: if name.is_empty() { String::new() } else { visible(id) },
            link: sheet.map(|file| format!("sheets/{file}")).unwrap_or_default(),
        }
    }
}
