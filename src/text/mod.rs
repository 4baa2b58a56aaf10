//! The answer as a string and every view of it. Owns spans, folding, words, clauses, the outline and 字数.
//! Knows nothing of rubrics or marks.

mod clause;
mod count;
mod excerpt;
pub mod fold;
mod marker;
mod numeral;
mod outline;
mod segment;

pub use clause::Clause;
pub use count::{CountMode, Counts, GRID_COLUMNS};
pub use excerpt::{excerpt, whole_words};
pub use fold::Folded;
pub use marker::{Family, Marker};
pub use outline::{Fault, FaultKind, List, Outline};
pub use segment::{Term, is_known, is_verb, rarity, segment, subwords, warm_up};

use crate::span::Span;

/// A text with its views, all made once.
///
/// ```
/// use yuejuan::text::Text;
/// let text = Text::new("一是數據難以共享；二是人才不足。");
/// assert_eq!(text.outline().markers.len(), 2);
/// let clause = text.clauses()[0];
/// assert_eq!(text.quote(clause.start, clause.end), "數據難以共享");
/// ```
#[derive(Debug, Clone)]
pub struct Text<'t> {
    original: &'t str,
    folded: Folded,
    terms: Vec<Term>,
    outline: Outline,
    clauses: Vec<Clause>,
    counts: Counts,
}

// === impl Text ===

impl<'t> Text<'t> {
    /// Reads a text. Takes time linear in its length and cannot fail.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        let folded = Folded::new(original);
        let terms = segment(folded.as_str());
        let outline = Outline::new(&folded);
        let clauses = clause::clauses(&folded, &outline.markers);
        let counts = count::count(original, &folded);
        Self { original, folded, terms, outline, clauses, counts }
    }

    /// The candidate's own text.
    #[must_use]
    pub fn original(&self) -> &'t str {
        self.original
    }

    /// The folded view, which all positions refer to.
    #[must_use]
    pub fn folded(&self) -> &Folded {
        &self.folded
    }

    /// The words in the order of the text; punctuation and line breaks stand among them.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The numbering markers and their lists.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The clauses in the order of the text.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The length in every mode.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The span of the original behind positions `start..end`.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.folded.span(start, end)
    }

    /// The candidate's own words behind positions `start..end`.
    #[must_use]
    pub fn quote(&self, start: usize, end: usize) -> &'t str {
        self.span(start, end).quote(self.original)
    }
}
