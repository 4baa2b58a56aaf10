//! Which way a wording states a term, and which way expressions go by themselves.

use std::collections::HashMap;

use crate::lexicon::{Bearing, Unit, lexicon, units};
use crate::text::Text;

/// Which way a wording states a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// Whether it denies the statement that the term stands in.
    pub denied: bool,
    /// Whether it says there that something is wanting.
    pub lacking: bool,
    /// Whether it says there what is wrong, or what is to be done.
    pub bearing: Bearing,
}

// === impl Sense ===

impl Sense {
    /// The sense of a statement; of none, that it affirms.
    #[must_use]
    pub fn of(unit: Option<&Unit>) -> Self {
        unit.map_or(Self { denied: false, lacking: false, bearing: Bearing::State }, |unit| Self {
            denied: unit.denied,
            lacking: unit.lacking,
            bearing: unit.bearing(),
        })
    }

    /// Whether it comes out negative.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.denied != self.lacking
    }
}

/// Which way expressions go by themselves: 不满 denies, 协同不足 says that something is wanting, 各自为政 does neither.
#[derive(Default)]
pub(super) struct OwnSenses(HashMap<String, Sense>);

// === impl OwnSenses ===

impl OwnSenses {
    /// The sense of a statement once `instead` stands in the place of `term`.
    pub(super) fn instead(&mut self, sense: Sense, term: &str, instead: &str) -> Sense {
        let (left, come) = (self.of(term), self.of(instead));
        Sense {
            denied: sense.denied ^ left.denied ^ come.denied,
            lacking: if left.lacking == come.lacking { sense.lacking } else { come.lacking },
            bearing: sense.bearing,
        }
    }

    /// The sense of a statement once `opposite`, which says the opposite of `term`, stands in its place. What is wanting
    /// beside the term is still wanting: with 各自为政 for 协作, 缺乏协作 would say the contrary of what it says.
    pub(super) fn opposite(&mut self, sense: Sense, term: &str, opposite: &str) -> Sense {
        let (left, come) = (self.of(term), self.of(opposite));
        Sense { lacking: sense.lacking ^ left.lacking ^ come.lacking, ..self.instead(sense, term, opposite) }
    }

    fn of(&mut self, expression: &str) -> Sense {
        if let Some(sense) = self.0.get(expression) {
            return *sense;
        }
        let text = Text::new(expression);
        let states = units(&text, &lexicon().scan(&text));
        let denied = states.iter().filter(|unit| unit.denied).count() % 2 == 1;
        let lacking = states.iter().any(|unit| unit.lacking);
        let sense = Sense { denied, lacking, bearing: Bearing::State };
        self.0.insert(expression.to_owned(), sense);
        sense
    }
}
