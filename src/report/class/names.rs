//! File names for candidates' sheets: safe on every system, readable, and no two alike whatever the ids. Knows no folder.

use std::collections::HashSet;

use crate::class::Entry;
use crate::text::fold::is_han;

/// Gives out file names, none twice.
///
/// ```
/// use yuejuan::report::class::FileNames;
/// let mut names = FileNames::default();
/// let given = ["20240101 张三", "../etc/passwd", "CON", "a1", "A1"].map(|wanted| names.take(&[wanted]));
/// assert_eq!(given, ["20240101-张三.html", "etc-passwd.html", "CON-1.html", "a1.html", "A1-2.html"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct FileNames {
    /// Names given so far, in small letters: some systems do not tell letters' case.
    given: HashSet<String>,
}

/// Characters of a name without its ending: with three bytes each they stay below the 255 that systems allow.
const NAME_MAX_CHARS: usize = 60;
/// What every name ends with.
const ENDING: &str = ".html";
/// Names that Windows keeps for devices, whatever the ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "clock", "index"];
/// Devices with a number behind them.
const NUMBERED: [&str; 2] = ["com", "lpt"];

// === impl FileNames ===

impl FileNames {
    /// The name of an entry's sheet: its id, the candidate's name, and the question where there are several.
    pub fn name(&mut self, entry: &Entry) -> String {
        let candidate = &entry.candidate;
        self.take(&[&candidate.id, &candidate.name, &entry.question_id])
    }

    /// A name made of some parts, empty ones and repeated ones left out. It holds Latin letters, digits, Han characters
    /// and hyphens alone; a number tells it from one given before.
    pub fn take(&mut self, parts: &[&str]) -> String {
        let mut kept: Vec<String> = Vec::new();
        for part in parts.iter().map(|part| plain(part)) {
            if !part.is_empty() && !kept.contains(&part) {
                kept.push(part);
            }
        }
        let name: String = kept.join("-").chars().take(NAME_MAX_CHARS).collect();
        let name = name.trim_end_matches('-');
        let name = if name.is_empty() { "sheet" } else { name };
        let mut number = usize::from(is_reserved(name));
        loop {
            let candidate = if number == 0 { name.to_owned() } else { format!("{name}-{number}") };
            if self.given.insert(candidate.to_ascii_lowercase()) {
                return format!("{candidate}{ENDING}");
            }
            number = (number + 1).max(2);
        }
    }
}

/// A part with hyphens for all that a file name had better not hold.
fn plain(part: &str) -> String {
    let mut name = String::new();
    for c in part.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || is_han(c) {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_numbered = |device: &&str| {
        name.strip_prefix(*device).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    RESERVED.contains(&name.as_str()) || NUMBERED.iter().any(is_numbered)
}
