//! What a class does beside its content, and its flags, as lists of counts.

use super::People;
use super::people::Named;
use crate::class::Statistics;
use crate::feedback::{FlagCode, Language, LanguageNoteKind, LengthVerdict};
use crate::report::class::words::{Words, percent};
use crate::report::labels::Labels;
use crate::report::marked::visible;
use crate::text::excerpt;

/// A count as a bar.
pub(in crate::report::class) struct Count {
    pub name: String,
    pub number: u32,
    pub share: String,
    /// Width of the bar in per cent.
    pub width: String,
}

/// A kind of remark with its counts.
pub(in crate::report::class) struct Habit {
    pub name: &'static str,
    pub counts: Vec<Count>,
    pub note: String,
}

/// A flag with those who have it.
pub(in crate::report::class) struct FlagLine {
    pub name: &'static str,
    pub answers: u32,
    pub people: Vec<Named>,
    pub more: usize,
    /// What stands instead of names; empty where they stand.
    pub note: &'static str,
}

/// Words with wrong characters that are named.
const WORDS_MAX: usize = 8;
pub(super) fn count(name: String, number: u32, of: u32) -> Count {
    let share = f64::from(number) / f64::from(of.max(1));
    Count { name, number, share: percent(share), width: format!("{:.1}", share * 100.0) }
}

pub(super) fn habits(of: &Statistics<'_>, labels: &'static Labels, words: Words) -> Vec<Habit> {
    let habits = &of.habits;
    let answers = of.answers();
    let line = |name: &str, number: u32| count(visible(name), number, answers);
    let lengths = [LengthVerdict::Within, LengthVerdict::Over, LengthVerdict::Under];
    let lengths = lengths.iter().map(|of| (*of, habits.verdicts.of(*of))).filter(|(_, count)| *count > 0);
    let mut structure = vec![line(words.pick("没有毛病", "no fault"), habits.well_structured)];
    structure.extend(habits.faults.sorted().into_iter().map(|(kind, count)| line(labels.fault(kind), count)));
    let elements = habits.missing_elements.sorted().into_iter();
    let lacks = words.pick("缺", "no ");
    let wrong: Vec<String> = habits
        .wrong_words()
        .into_iter()
        .take(WORDS_MAX)
        .map(|(word, count)| format!("{}→{} {count}", excerpt(&word.written, 12), excerpt(&word.right, 12)))
        .collect();
    let deductions = habits.deductions.iter().map(|(rule, (count, points))| {
        let name = match words.0 {
            Language::Chinese => format!("{}，共 {points} 分", words.rule(rule)),
            Language::English => format!("{}, {points} marks", words.rule(rule)),
        };
        line(&name, *count)
    });
    let checks = habits.failed_checks.sorted().into_iter();
    let habit = |name, counts: Vec<Count>| Habit { name, counts, note: String::new() };
    let mut all = vec![
        habit(labels.length, lengths.map(|(of, count)| line(labels.length_verdict(of), count)).collect()),
        habit(labels.structure, structure),
        habit(
            words.pick("文章结构欠缺", "essays that fail"),
            checks.map(|(kind, count)| line(labels.check(kind), count)).collect(),
        ),
        habit(
            labels.format,
            elements.map(|(kind, count)| line(&format!("{lacks}{}", labels.element(kind)), count)).collect(),
        ),
        Habit {
            name: labels.notes,
            counts: habits.notes.sorted().into_iter().map(|(kind, count)| line(labels.note(kind), count)).collect(),
            note: if habits.notes.of(LanguageNoteKind::WrongCharacter) > 0 {
                visible(&wrong.join("；"))
            } else {
                String::new()
            },
        },
        habit(labels.deductions, deductions.collect()),
    ];
    all.retain(|habit| !habit.counts.is_empty());
    all
}

pub(super) fn flags(of: &Statistics<'_>, people: &People<'_>, labels: &'static Labels, words: Words) -> Vec<FlagLine> {
    let line = |(code, flagged): (&FlagCode, &crate::class::Flagged)| {
        // Half a class is close to some step: its names would say nothing that the least sure answers do not say better.
        let is_common = *code == FlagCode::Borderline;
        let named = if is_common { &[] } else { flagged.people.as_slice() };
        let note = words.pick(
            "某个采分点刚好过线或没过；最该看的在“先看这几份”里。",
            "A keypoint only just passed or failed; those most worth a look are under “Look at these first”.",
        );
        FlagLine {
            name: labels.flag(*code),
            answers: flagged.answers,
            people: named.iter().map(|person| people.named(person)).collect(),
            more: if is_common { 0 } else { (flagged.answers as usize).saturating_sub(named.len()) },
            note: if is_common { note } else { "" },
        }
    };
    of.habits.flags.iter().map(line).collect()
}
