//! Which statements of a text are turned round: each clause falls into units of one statement, and each unit
//! is affirmed, denied (没有, 不, 消除), or says that something is wanting (不足, 困难).

use super::{Role, Word, lexicon};
use crate::text::{Text, is_verb};

/// A statement inside a clause. Positions are of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// Whether it is denied; two denials cancel out.
    pub denied: bool,
    /// Whether it says that something is wanting or goes badly.
    pub lacking: bool,
    /// What it opens with, or has after 应: what is to be done (加强), or to be made less (减少).
    opening: Option<Bearing>,
    /// Where a word that says what is to be done would open the statement.
    head: usize,
    /// The word that denies it, or says that something is wanting.
    pub cue: Option<(usize, usize)>,
    /// The word that says it is not so, which holds for what is listed after it; words like 消除 do not.
    first_denial: Option<(usize, usize)>,
    last_denial: Option<(usize, usize)>,
}

/// What kind of thing a statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// How things are.
    State,
    /// That something is not so.
    Denial,
    /// That something is wanting or goes badly.
    Want,
    /// What is to be done.
    Measure,
    /// That something is to be made less, in part or altogether.
    Reduction,
}

// === impl Bearing ===

impl Bearing {
    /// Whether, of a wording that says this, a statement of the other kind is neither the same nor the opposite: one
    /// says what is wrong, the other what is to be done. A measure that is denied is the opposite of the measure.
    #[must_use]
    pub fn is_beside(self, other: Self) -> bool {
        match self {
            Self::Denial | Self::Want => matches!(other, Self::Measure | Self::Reduction),
            Self::Measure | Self::Reduction => other == Self::Want,
            Self::State => false,
        }
    }

    /// Whether the two say what is to be done about something, one in words of doing and one of undoing: 治理噪音 and
    /// 减少噪音.
    #[must_use]
    pub fn is_alike(self, other: Self) -> bool {
        matches!((self, other), (Self::Measure, Self::Reduction) | (Self::Reduction, Self::Measure))
    }
}

/// Characters between two denials that stand side by side: 不漏不堵, 不打扰不陪同.
const SIDE_BY_SIDE_CHARS: usize = 2;

// === impl Unit ===

impl Unit {
    fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            denied: false,
            lacking: false,
            opening: None,
            head: start,
            cue: None,
            first_denial: None,
            last_denial: None,
        }
    }

    /// A second denial undoes the first, unless the two stand side by side, as in 不漏不堵.
    fn deny(&mut self, word: &Word) {
        let place = Some((word.start, word.end));
        let beside = self.last_denial.is_some_and(|(start, end)| {
            let gap = word.start - end;
            word.end - word.start == 1 && end - start == 1 && (1..=SIDE_BY_SIDE_CHARS).contains(&gap)
        });
        self.denied = !self.denied || beside;
        self.last_denial = place;
        self.cue = place;
        if word.role == Role::Not {
            self.first_denial = self.first_denial.or(place);
        }
    }

    /// Takes in a word that belongs to the statement.
    fn take(&mut self, chars: &[char], word: &Word) {
        let opens = word.start == self.head;
        // 加强了, 完善的: what is so, and not what is to be done.
        let done = matches!(chars.get(word.end), Some('了' | '过' | '的'));
        match word.role {
            Role::Not => self.deny(word),
            Role::Remove => {
                if opens && !done {
                    self.opening = Some(Bearing::Measure);
                }
                self.deny(word);
            }
            Role::Reduce if opens => {
                self.opening = (!done).then_some(Bearing::Reduction).or(self.opening);
                self.deny(word);
            }
            Role::Lack => {
                self.lacking = true;
                self.cue = self.cue.or(Some((word.start, word.end)));
            }
            Role::Measure if opens && !done => self.opening = Some(Bearing::Measure),
            Role::Modal => self.head = word.end,
            Role::Manner if opens => self.head = word.end,
            _ => {}
        }
    }

    /// What kind of thing it says. What is done away with is no problem: 破解融资难 is a measure.
    #[must_use]
    pub fn bearing(&self) -> Bearing {
        let denies = self.first_denial.is_some();
        if let Some(bearing) = self.opening.filter(|_| !denies && (self.denied || !self.lacking)) {
            bearing
        } else if !self.is_negative() {
            Bearing::State
        } else if self.lacking {
            Bearing::Want
        } else if denies {
            Bearing::Denial
        } else {
            Bearing::State
        }
    }

    /// Whether the statement comes out negative. Denying that something is wanting makes it positive.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.denied != self.lacking
    }
}

/// Cuts clauses into units, at 、 and at words that open another statement.
#[must_use]
pub fn units(text: &Text<'_>, words: &[Word]) -> Vec<Unit> {
    let chars = text.folded().chars();
    let mut units = Vec::with_capacity(text.clauses().len() * 2);
    let mut words = words.iter().peekable();
    for clause in text.clauses() {
        let mut unit = Unit::new(clause.start);
        let mut at = clause.start;
        while at < clause.end {
            while words.next_if(|word| word.start < at).is_some() {}
            if let Some(word) = words.next_if(|word| word.start == at) {
                match word.role {
                    // 为甲而乙 is one statement.
                    Role::Turn if is_purpose(chars, &unit, word) => {}
                    Role::Turn => {
                        unit = close(&mut units, unit, at, at);
                        unit.head = word.end;
                    }
                    Role::Not if says_something(text, unit.start, at) => {
                        unit = close(&mut units, unit, at, at);
                        unit.take(chars, word);
                    }
                    _ => unit.take(chars, word),
                }
                at = word.end.max(at + 1);
            } else if chars.get(at) == Some(&'、') {
                let denied = unit.denied && unit.first_denial.is_some();
                let (carried, opening) = (unit.first_denial, unit.opening);
                unit = close(&mut units, unit, at, at + 1);
                // 不推出小份菜、半份菜: the denial holds for what is only named, and so does 治理 in 治理油烟、噪音; a verb
                // of its own is another statement.
                let next_is_word = words.peek().is_some_and(|word| word.start == at + 1 && word.role != Role::Neutral);
                let named = (denied || opening.is_some()) && !next_is_word && !opens_with_verb(text, at + 1);
                if named && denied {
                    unit.denied = true;
                    unit.first_denial = carried;
                    unit.cue = carried;
                }
                if named {
                    unit.opening = opening.filter(|opening| *opening == Bearing::Measure);
                }
                at += 1;
            } else {
                let tells_nothing = |c: &char| lexicon().is_stop_character(*c);
                if unit.head == at && chars.get(at).is_some_and(tells_nothing) {
                    unit.head = at + 1;
                }
                at += 1;
            }
        }
        close(&mut units, unit, clause.end, clause.end);
    }
    units
}

fn is_purpose(chars: &[char], unit: &Unit, word: &Word) -> bool {
    chars.get(word.start..word.end) == Some(&['而'])
        && chars
            .get(unit.start..word.start)
            .is_some_and(|before| before.iter().any(|c| matches!(c, '为' | '因' | '由')))
}

/// Whether `start..end` is a statement already, which a denial after it leaves as it is: 沉睡在库里 before 没有人用, by a
/// verb that says where, how far or that it is so. A verb alone may be what is denied: 共享 before 没有实现.
fn says_something(text: &Text<'_>, start: usize, end: usize) -> bool {
    let chars = text.folded().chars();
    let first = text.terms().partition_point(|term| term.start < start);
    let words = text.terms().get(first..).unwrap_or_default().iter().take_while(|term| term.end <= end);
    let mut after_verb = false;
    for term in words {
        let word = chars.get(term.start..term.end).unwrap_or_default();
        let is_verb = is_verb(&word.iter().collect::<String>());
        match word {
            ['了' | '着'] if term.start > start => return true,
            [_, .., '了' | '着'] if is_verb => return true,
            ['存', '在'] => {}
            [.., '在' | '到'] if term.end < end && (if word.len() == 1 { after_verb } else { is_verb }) => {
                return true;
            }
            _ => {}
        }
        after_verb = is_verb;
    }
    false
}

fn close(units: &mut Vec<Unit>, mut unit: Unit, end: usize, next: usize) -> Unit {
    unit.end = end;
    units.push(unit);
    Unit::new(next)
}

fn opens_with_verb(text: &Text<'_>, at: usize) -> bool {
    let terms = text.terms();
    let term = terms.get(terms.partition_point(|term| term.start < at));
    let word: Option<String> =
        term.and_then(|term| text.folded().chars().get(term.start..term.end)).map(|word| word.iter().collect());
    word.is_some_and(|word| is_verb(&word))
}

/// The unit that position `at` stands in.
#[must_use]
pub fn unit_at(units: &[Unit], at: usize) -> Option<&Unit> {
    let after = units.partition_point(|unit| unit.start <= at);
    after.checked_sub(1).and_then(|index| units.get(index)).filter(|unit| at < unit.end)
}
