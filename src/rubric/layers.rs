//! What is known of the language beyond a rubric's own words, layer by layer, so that each can be left out to see what
//! it adds.

use super::Rubric;
use super::compile::Relation;
use super::phrases::Phrases;

/// A part of what is known of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Expressions that mean the same: the lexicon's, and the sets of the rubric.
    Lexicon,
    /// Denials, opposites, what is wanting, and whether a clause tells of things going well or badly.
    Polarity,
    /// Wrong characters.
    Fuzzy,
    /// Which way words point by their meaning.
    Vectors,
}

// === impl Rubric ===

impl Rubric {
    /// The same rubric, marked without some layers. For comparing only: its revision stays the same.
    #[must_use]
    pub fn without(mut self, layers: &[Layer]) -> Self {
        let compiled = &mut self.compiled;
        let lacks = |layer| layers.contains(&layer);
        for pattern in &mut compiled.patterns {
            pattern.postings.retain(|posting| match posting.relation {
                Relation::Same | Relation::Piece(_) => true,
                Relation::Alias => !lacks(Layer::Lexicon),
                Relation::Opposite => !lacks(Layer::Polarity),
                Relation::Typo => !lacks(Layer::Fuzzy),
            });
        }
        if lacks(Layer::Polarity) {
            compiled.reads_denials = false;
            compiled.valences.fill(0);
        }
        if lacks(Layer::Fuzzy) {
            compiled.phrases = Phrases::default();
        }
        if lacks(Layer::Vectors) {
            compiled.points.fill(None);
        }
        compiled.headings_points = std::sync::OnceLock::new();
        self
    }
}
