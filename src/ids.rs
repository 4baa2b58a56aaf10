//! What an id may be that comes from outside and stands in paths, in names of files and in addresses.

/// Characters of the longest id: with what stands before it, the name of a folder on every system.
pub const ID_MAX_CHARS: usize = 63;

/// Whether a text is an id: small letters, digits and hyphens, no hyphen first or last.
///
/// ```
/// use yuejuan::ids::is_id;
/// assert!(is_id("grade-3-class-2"));
/// assert!(!is_id("-class") && !is_id("Class") && !is_id("三班") && !is_id(""));
/// ```
#[must_use]
pub fn is_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_sized = (1..=ID_MAX_CHARS).contains(&text.len());
    is_sized && text.chars().all(is_plain) && !text.starts_with('-') && !text.ends_with('-')
}
