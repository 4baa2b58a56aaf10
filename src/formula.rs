//! Texts that spreadsheet programs would take for formulas, and how they are kept from it. Whatever writes a cell, or reads
//! one back, comes here.

use std::borrow::Cow;

/// What starts a formula, in half and full width.
pub const FORMULA_STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Stands before a text and keeps it a text.
pub const DEFUSED: char = '\'';

/// Text that stays text in any spreadsheet, also after it was saved as CSV and opened again: where its first character
/// that shows would start a formula, an apostrophe stands before it, as spreadsheets themselves mark text. [`undefused`]
/// takes it off again.
///
/// ```
/// use yuejuan::formula::{defused, undefused};
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(undefused("'=1+1"), "=1+1");
/// assert_eq!((defused("一是"), undefused("'quoted'")), ("一是".into(), "'quoted'"));
/// ```
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    if is_dangerous(text) { Cow::Owned(format!("{DEFUSED}{text}")) } else { Cow::Borrowed(text) }
}

/// What a text was before [`defused`].
#[must_use]
pub fn undefused(text: &str) -> &str {
    text.strip_prefix(DEFUSED).filter(|rest| is_dangerous(rest)).unwrap_or(text)
}

/// Whether a spreadsheet could take a text for a formula: by its first character that shows, behind apostrophes that
/// earlier rounds put there.
fn is_dangerous(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    text.trim_start_matches(DEFUSED).starts_with(FORMULA_STARTS)
}
