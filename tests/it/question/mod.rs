//! What questions ask for: wordings of length, marks, layout and roles as tables, whole questions, and any text at all.

mod any;
mod length;
mod parts;
mod whole;

use yuejuan::drafting::question::{LengthRule, LengthScope};

/// A rule as the tables write it: `..300`, `800..`, `800..1000`, `~500`, with `part` before it; `-` for none.
fn shown(length: Option<LengthRule>) -> String {
    let Some(LengthRule { min, max, target, scope }) = length else { return "-".to_owned() };
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let rule = match target {
        Some(target) => {
            assert_eq!((min, max), (None, None), "a target beside limits");
            format!("~{target}")
        }
        None => format!("{}..{}", number(min), number(max)),
    };
    if scope == LengthScope::Part { format!("part {rule}") } else { rule }
}
