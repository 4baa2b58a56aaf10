//! What may stand in a cell. Every text of the workbook goes through here, so that none is a formula, none breaks the
//! file, and none is too long.

use std::borrow::Cow;

/// UTF-16 units that a cell of a spreadsheet holds at most.
const CELL_MAX_UNITS: usize = 32_767;

/// Text that stays text in any spreadsheet, also after it was saved as CSV and opened again: where its first character
/// that shows would start a formula, an apostrophe stands before it, as spreadsheets themselves mark text. [`undefused`]
/// takes it off again.
///
/// ```
/// use yuejuan::report::class::{defused, undefused};
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(undefused("'=1+1"), "=1+1");
/// assert_eq!((defused("一是"), undefused("'quoted'")), ("一是".into(), "'quoted'"));
/// ```
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    if is_dangerous(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What a text was before [`defused`].
#[must_use]
pub fn undefused(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(text)
}

/// Whether a spreadsheet could take a text for a formula: by its first character that shows, half or full width, behind
/// apostrophes that earlier rounds put there.
fn is_dangerous(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A text as a cell shows it: `cut` stands at the end where it was too long.
pub(super) fn cell(text: &str, cut: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\r').map(shown).collect();
    let text = defused(&text).into_owned();
    if text.encode_utf16().count() <= CELL_MAX_UNITS {
        return text;
    }
    let mut room = CELL_MAX_UNITS - cut.encode_utf16().count();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or_default();
        left.is_some()
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push_str(cut);
    kept
}

/// What stands for a character: nothing that XML cannot hold, and nothing that turns the direction of what follows.
fn shown(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}
