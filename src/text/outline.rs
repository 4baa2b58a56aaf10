//! The outline: how markers nest into lists, and what is wrong with a list.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use super::fold::Folded;
use super::marker::{Family, LAST, Marker, scan};

/// Markers of one family that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Their way of numbering.
    pub family: Family,
    /// How deep the list stands, from 1.
    pub level: usize,
    /// Indexes of its markers in [`Outline::markers`], in the order of the text.
    pub markers: Vec<usize>,
}

/// What can be wrong with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Numbers are left out: `missing` is the first of them.
    Gap {
        /// The first number that is not there.
        missing: usize,
    },
    /// A number stands twice.
    Repeat,
    /// A number comes after a higher one.
    Order,
    /// The list has a single item.
    Single,
}

/// One fault of a list, at the marker that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Index of the marker in [`Outline::markers`].
    pub marker: usize,
}

/// All markers of a text and the lists they form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The markers in the order of the text.
    pub markers: Vec<Marker>,
    /// The lists, in the order in which they open.
    pub lists: Vec<List>,
}

// === impl Outline ===

impl Outline {
    pub(super) fn new(folded: &Folded) -> Self {
        let mut markers = scan(folded);
        let outline = Self::of(&markers);
        let lone = outline.lone_guesses();
        if lone.is_empty() {
            return outline;
        }
        let mut lone = lone.into_iter().peekable();
        markers.retain(|marker| lone.next_if_eq(&marker.start).is_none());
        Self::of(&markers)
    }

    fn of(markers: &[Marker]) -> Self {
        let mut outline = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for marker in markers {
            outline.place(*marker, &mut open);
        }
        outline
    }

    /// The faults of every list, in the order of the text.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.lists.iter().flat_map(|list| self.faults_of(list)).collect();
        faults.sort_by_key(|fault| fault.marker);
        faults
    }

    fn faults_of(&self, list: &List) -> Vec<Fault> {
        let ordinals: Vec<(usize, usize)> = list
            .markers
            .iter()
            .filter_map(|index| self.markers.get(*index).map(|marker| (*index, marker.ordinal)))
            .collect();
        if let [(marker, _)] = ordinals.as_slice() {
            return vec![Fault { kind: FaultKind::Single, marker: *marker }];
        }
        let present: HashSet<usize, FixedState> = ordinals.iter().map(|(_, ordinal)| *ordinal).collect();
        let mut seen = HashSet::with_capacity_and_hasher(present.len(), FixedState::default());
        let mut faults = Vec::new();
        let mut highest = 0;
        for (marker, ordinal) in ordinals {
            let kind = if !seen.insert(ordinal) {
                Some(FaultKind::Repeat)
            } else if ordinal < highest {
                Some(FaultKind::Order)
            } else {
                (highest + 1..ordinal)
                    .find(|number| !present.contains(number))
                    .map(|missing| FaultKind::Gap { missing })
            };
            faults.extend(kind.map(|kind| Fault { kind, marker }));
            highest = highest.max(ordinal);
        }
        faults
    }

    /// Puts a marker into the open list of its family, or opens a list for it.
    fn place(&mut self, mut marker: Marker, open: &mut Vec<usize>) {
        let own = |list: &usize| self.lists.get(*list).is_some_and(|list| list.family == marker.family);
        if let Some(depth) = open.iter().position(own) {
            open.truncate(depth + 1);
            let Some(list) = open.last().and_then(|index| self.lists.get(*index)) else { return };
            let Some(previous) = self.last_of(list) else { return };
            marker.level = list.level;
            let apart = previous.paragraph != marker.paragraph && !(previous.opens_line && marker.opens_line);
            match (marker.family, marker.ordinal) {
                (Family::Sequence, LAST) => marker.ordinal = previous.ordinal + 1,
                // 一方面 may stand for 另一方面.
                (Family::Aspect, 1) if previous.ordinal == 1 && !apart => marker.ordinal = 2,
                _ => {}
            }
            let restarts = marker.ordinal == 1 && (previous.ordinal > 1 || apart);
            if !restarts {
                self.append(marker, open);
                return;
            }
            open.pop();
        } else if marker.ordinal == LAST {
            // 最后 without 首先 before it numbers nothing.
            return;
        }
        open.retain(|list| self.lists.get(*list).is_some_and(|list| self.can_hold(list, &marker)));
        marker.level = open.len() + 1;
        open.push(self.lists.len());
        self.lists.push(List { family: marker.family, level: marker.level, markers: Vec::new() });
        self.append(marker, open);
    }

    /// Whether a list that `marker` opens may stand inside `list`: lists of blocks hold those of deeper blocks, and
    /// lists of clauses hold what is in their paragraph or, where they number lines, what follows; but no headings.
    fn can_hold(&self, list: &List, marker: &Marker) -> bool {
        match (list.family.rank(), marker.family.rank()) {
            (Some(outer), Some(inner)) => outer < inner,
            (Some(_), None) => true,
            (None, Some(..=HEADINGS)) => false,
            (None, _) => self.last_of(list).is_some_and(|last| last.opens_line || last.paragraph == marker.paragraph),
        }
    }

    fn append(&mut self, marker: Marker, open: &[usize]) {
        if let Some(list) = open.last().and_then(|list| self.lists.get_mut(*list)) {
            list.markers.push(self.markers.len());
            self.markers.push(marker);
        }
    }

    fn last_of(&self, list: &List) -> Option<&Marker> {
        list.markers.last().and_then(|marker| self.markers.get(*marker))
    }

    /// Where words stand that number only beside others of their kind: a lone 首先 or 其一 is plain speech.
    fn lone_guesses(&self) -> Vec<usize> {
        let guess = |list: &&List| matches!(list.family, Family::Sequence | Family::Among) && list.markers.len() == 1;
        self.lists.iter().filter(guess).filter_map(|list| self.last_of(list)).map(|marker| marker.start).collect()
    }
}

/// Rank of the deepest family that writes headings.
const HEADINGS: u8 = 2;
