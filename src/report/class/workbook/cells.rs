//! What may stand in a cell. Every text of the workbook goes through here, so that none is a formula, none breaks the
//! file, and none is too long.

use crate::formula::defused;

/// UTF-16 units that a cell of a spreadsheet holds at most.
const CELL_MAX_UNITS: usize = 32_767;

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
