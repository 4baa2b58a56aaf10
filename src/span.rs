//! Where something stands in a text. Owns the one span type; knows nothing of texts, rubrics or marks.

/// A half-open byte range `start..end` of an original text, on character boundaries.
///
/// Only [`crate::text`] makes spans of an answer, so a span can always be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

// === impl Span ===

impl Span {
    /// The text that this span covers; empty where it does not fit `text`.
    ///
    /// ```
    /// use yuejuan::span::Span;
    /// assert_eq!(Span { start: 3, end: 9 }.quote("要协同。"), "协同");
    /// ```
    #[must_use]
    pub fn quote<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the two ranges share a byte.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}
