//! Lines of a given width, with tones. Knows columns and colours, nothing of feedback.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthChar;

use super::Style;
use crate::points::Points;

/// Fewest columns that a line is broken to: two Han characters and their indent still fit.
const LEAST_WIDTH_COLUMNS: usize = 20;
/// Columns of the rule below a heading, at most.
const RULE_COLUMNS: usize = 60;

/// What a stretch of text is, for choosing its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Dim,
    Score,
    Full,
    Partial,
    Opposite,
    WrongCharacter,
    FullEvidence,
    PartialEvidence,
    OppositeEvidence,
    WrongCharacterEvidence,
}

/// A stretch of text of one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    text: String,
    tone: Tone,
    /// Whether no line may break before it or inside it.
    glued: bool,
}

/// The report under construction.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    style: Style,
}

/// `−1` for what was taken, `+1` for what was given, `0` for nothing.
pub(super) fn signed(points: Points) -> String {
    match points.hundredths() {
        0 => "0".to_owned(),
        given if given > 0 => format!("+{points}"),
        _ => format!("−{}", -points),
    }
}

// === impl Tone ===

impl Tone {
    fn ansi(self) -> Ansi {
        let fg = |color: AnsiColor| Ansi::new().fg_color(Some(color.into()));
        match self {
            Self::Plain => Ansi::new(),
            Self::Strong => Ansi::new().bold(),
            Self::Dim => Ansi::new().dimmed(),
            Self::Score => fg(AnsiColor::Cyan).bold(),
            Self::Full => fg(AnsiColor::Green),
            Self::Partial => fg(AnsiColor::Yellow),
            Self::Opposite => fg(AnsiColor::Red),
            Self::WrongCharacter => fg(AnsiColor::Magenta),
            Self::FullEvidence => fg(AnsiColor::Green).underline(),
            Self::PartialEvidence => fg(AnsiColor::Yellow).underline(),
            Self::OppositeEvidence => fg(AnsiColor::Red).underline(),
            Self::WrongCharacterEvidence => fg(AnsiColor::Magenta).effects(anstyle::Effects::DOTTED_UNDERLINE),
        }
    }
}

// === impl Run ===

impl Run {
    pub(super) fn new(text: &str, tone: Tone) -> Self {
        Self { text: text.to_owned(), tone, glued: false }
    }

    pub(super) fn plain(text: &str) -> Self {
        Self::new(text, Tone::Plain)
    }

    /// A run that stays on the line of what stands before it.
    pub(super) fn glued(text: &str, tone: Tone) -> Self {
        Self { glued: true, ..Self::new(text, tone) }
    }
}

// === impl Page ===

impl Page {
    pub(super) fn new(style: Style) -> Self {
        Self { out: String::new(), style: Style { width: style.width.max(LEAST_WIDTH_COLUMNS), ..style } }
    }

    pub(super) fn colored(&self) -> bool {
        self.style.color
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn rule(&mut self) {
        let rule = "─".repeat(self.style.width.min(RULE_COLUMNS));
        self.line(&[Run::new(&rule, Tone::Dim)]);
    }

    /// A blank line and the name of a section.
    pub(super) fn heading(&mut self, name: &str) {
        self.out.push('\n');
        self.line(&[Run::new(&format!("【{name}】"), Tone::Strong)]);
    }

    pub(super) fn line(&mut self, runs: &[Run]) {
        self.wrapped(runs, 0, 0);
    }

    /// A line of a list: what goes on below it is indented.
    pub(super) fn item(&mut self, runs: &[Run]) {
        self.wrapped(runs, 0, 4);
    }

    /// A line that belongs to the item above.
    pub(super) fn detail(&mut self, runs: &[Run]) {
        self.wrapped(runs, 4, 4);
    }

    /// A paragraph set off by `indent` columns.
    pub(super) fn wrapped(&mut self, runs: &[Run], first_indent: usize, indent: usize) {
        let mut pen = Pen { page: self, column: first_indent, indent, tone: Tone::Plain, at_line_start: true };
        pen.page.out.push_str(&" ".repeat(first_indent));
        for atom in atoms(runs) {
            pen.put(&atom);
        }
        pen.switch(Tone::Plain);
        let end = self.out.trim_end_matches([' ', '　']).len();
        self.out.truncate(end);
        self.out.push('\n');
    }
}

// === lines ===

/// Characters between two places where a line may break.
#[derive(Debug, Default)]
struct Atom {
    cells: Vec<(char, Tone)>,
    columns: usize,
}

struct Pen<'p> {
    page: &'p mut Page,
    column: usize,
    indent: usize,
    tone: Tone,
    at_line_start: bool,
}

impl Pen<'_> {
    fn put(&mut self, atom: &Atom) {
        if atom.cells.first().is_some_and(|(c, _)| *c == '\n') {
            self.break_line();
            return;
        }
        let room = self.page.style.width.saturating_sub(self.column);
        if atom.columns > room && !self.at_line_start {
            self.break_line();
            if atom.cells.iter().all(|(c, _)| c.is_whitespace()) {
                return;
            }
        }
        for (c, tone) in &atom.cells {
            let columns = columns(*c);
            if self.column + columns > self.page.style.width && !self.at_line_start {
                self.break_line();
            }
            self.switch(*tone);
            self.page.out.push(*c);
            self.column += columns;
            self.at_line_start = false;
        }
    }

    fn break_line(&mut self) {
        self.switch(Tone::Plain);
        let end = self.page.out.trim_end_matches([' ', '　']).len();
        self.page.out.truncate(end);
        self.page.out.push('\n');
        self.page.out.push_str(&" ".repeat(self.indent));
        self.column = self.indent;
        self.at_line_start = true;
    }

    fn switch(&mut self, tone: Tone) {
        if !self.page.style.color || self.tone == tone {
            return;
        }
        // Writing to a String cannot fail.
        let _ = match (self.tone, tone) {
            (Tone::Plain, next) => write!(self.page.out, "{}", next.ansi().render()),
            (last, Tone::Plain) => write!(self.page.out, "{}", last.ansi().render_reset()),
            (last, next) => write!(self.page.out, "{}{}", last.ansi().render_reset(), next.ansi().render()),
        };
        self.tone = tone;
    }
}

fn atoms(runs: &[Run]) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut last = '\n';
    for run in runs {
        for c in run.text.chars().filter_map(shown) {
            let joins = last != '\n' && c != '\n' && (run.glued || joins(last, c));
            if !joins || atoms.is_empty() {
                atoms.push(Atom::default());
            }
            if let Some(atom) = atoms.last_mut() {
                atom.cells.push((c, run.tone));
                atom.columns += columns(c);
            }
            last = c;
        }
    }
    atoms
}

/// Whether no line may break between two characters.
fn joins(last: char, next: char) -> bool {
    let word = |c: char| c.is_ascii_graphic();
    if last.is_whitespace() || next.is_whitespace() {
        return false;
    }
    closes(next) || opens(last) || (word(last) && word(next))
}

/// Marks that never open a line.
fn closes(c: char) -> bool {
    "，。、；：！？）」』》”’】］…·✓◐✗⊘≈".contains(c)
}

/// Marks that never end a line.
fn opens(c: char) -> bool {
    "（「『《“‘【［".contains(c)
}

/// What stands for a character on a terminal: nothing that could steer it, and blanks for tabs.
fn shown(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\r' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => None,
        '\t' => Some(' '),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some('�'),
        c if c.is_control() => Some('�'),
        c => Some(c),
    }
}

fn columns(c: char) -> usize {
    c.width().unwrap_or_default()
}
