//! Who is addressed and who signs: the shapes of their names. Knows nothing of where they stand.

use super::date::trailing_date;
use super::line::{Line, begins, begins_any, ends_any, has_name, is_placeholder};
use crate::lexicon::document_words;
use crate::text::{Term, is_verb, segment};

/// The longest addressee, in characters: a list of bodies.
const ADDRESSEE_MAX_CHARS: usize = 60;
/// The longest addressee that nothing but its colon shows.
const PLAIN_ADDRESSEE_MAX_CHARS: usize = 20;
/// The longest name of a body, in characters; several may sign.
const ORGAN_MAX_CHARS: usize = 40;
/// The longest name that nothing but its place shows.
const PLAIN_SIGNATURE_MAX_CHARS: usize = 20;
/// The longest name that opens with a placeholder.
const PLACEHOLDER_MAX_CHARS: usize = 12;
/// Most characters of a person's name after the surname.
const GIVEN_NAME_MAX_CHARS: usize = 2;

/// How many characters at the start of a line address somebody, the colon included; `None` where none do.
pub(super) fn addressee(line: &Line<'_>) -> Option<usize> {
    let chars = line.chars;
    if line.numbered {
        return None;
    }
    let name_end = chars.iter().take(ADDRESSEE_MAX_CHARS).position(|c| matches!(c, ':' | '!' | '。'));
    let Some(end) = name_end else {
        // 同志们, with a comma or nothing behind it; titles may end with people too, and 致 opens one.
        let name = chars.strip_suffix(&[',']).unwrap_or(chars);
        let called =
            ends_any(name, &document_words().addressees) && (name.len() < chars.len() || name.ends_with(&['们']));
        let alone = chars.len() <= PLAIN_ADDRESSEE_MAX_CHARS && !name.contains(&',') && !begins(name, "致");
        return (alone && (called || is_greeting(name))).then_some(chars.len());
    };
    let name = chars.get(..end)?;
    let whole = end + 1 == chars.len();
    match chars.get(end) {
        Some('!') if is_greeting(name) => Some(greetings_end(chars, end + 1)),
        Some('!') if whole && calls(name) => Some(end + 1),
        Some(':') if calls(name) && (whole || names_somebody(name)) => Some(greetings_end(chars, end + 1)),
        Some(':') => (whole && end <= PLAIN_ADDRESSEE_MAX_CHARS && !leads(name)).then_some(end + 1),
        Some('。') if whole && is_greeting(name) => Some(end + 1),
        _ => None,
    }
}

/// Whether a line is nothing but a greeting or an address.
pub(super) fn is_addressee(line: &Line<'_>) -> bool {
    addressee(line).is_some_and(|end| end == line.chars.len())
}

/// Whether a line is beyond doubt the name of whoever signs.
pub(super) fn is_signature(line: &Line<'_>) -> bool {
    let chars = line.chars;
    if line.numbered || !has_name(chars) {
        return false;
    }
    let chars = without_bracket(chars);
    let named = is_organ(chars) || is_name(chars) || is_left_open(chars) || is_described(chars);
    (named && !has_marks(chars)) || names_signer(line)
}

/// Whether a line says itself that a person signs: 发言人：李明, 县长王芳.
pub(super) fn names_signer(line: &Line<'_>) -> bool {
    let words = document_words();
    let chars = without_bracket(line.chars);
    if let Some(colon) = chars.iter().position(|c| *c == ':') {
        let (label, name) = (chars.get(..colon).unwrap_or_default(), chars.get(colon + 1..).unwrap_or_default());
        let named = words.signers.iter().chain(&words.signer_titles).any(|word| word.chars().eq(label.iter().copied()));
        return named && !name.is_empty() && name.len() <= PLAIN_SIGNATURE_MAX_CHARS && !has_marks(name);
    }
    let name_after = |title: &str| {
        let title: Vec<char> = title.chars().collect();
        let at = chars.windows(title.len()).rposition(|window| window == title)?;
        chars.get(at + title.len()..)
    };
    let titled = words.signer_titles.iter().filter_map(|title| name_after(title)).any(is_name);
    titled && chars.len() <= ORGAN_MAX_CHARS && !has_marks(chars)
}

/// Whether a line may be a name for all that it shows itself, so that its place decides.
pub(super) fn may_be_signature(line: &Line<'_>) -> bool {
    let chars = without_bracket(line.chars);
    let words = document_words();
    chars.len() <= PLAIN_SIGNATURE_MAX_CHARS
        && !line.numbered
        && !has_marks(chars)
        && has_name(chars)
        && !begins_any(chars, &words.slogans)
        && !begins_any(chars, &words.addressee_openings)
        && !ends_any(chars, &words.not_organs)
        && !ends_with_genre(chars)
        && trailing_date(chars).is_none()
}

/// Whether a line has a verb, as clauses have and few names do.
pub(super) fn says_something(line: &Line<'_>) -> bool {
    let name: String = line.chars.iter().take(PLAIN_SIGNATURE_MAX_CHARS).collect();
    let word = |term: &Term| line.chars.get(term.start..term.end).unwrap_or_default().iter().collect::<String>();
    segment(&name).iter().any(|term| is_verb(&word(term)))
}

/// Whether characters are the name of a body.
pub(super) fn is_organ(chars: &[char]) -> bool {
    let words = document_words();
    chars.len() <= ORGAN_MAX_CHARS
        && ends_any(chars, &words.organs)
        && chars.len() > 1
        && !ends_any(chars, &words.not_organs)
        && !begins_any(chars, &words.slogans)
        && !has_marks(chars)
}

/// Whether a line ends with the name of a genre, as titles do.
pub(super) fn ends_with_genre(chars: &[char]) -> bool {
    let named = |name: &String| ends_any(chars, &[name.as_str()]);
    crate::rubric::genres().iter().any(|genre| named(&genre.name) || genre.aliases.iter().any(named))
}

/// The end of the greetings that follow an address on its line: 各位领导：大家好！
fn greetings_end(chars: &[char], start: usize) -> usize {
    let rest = chars.get(start..).unwrap_or_default();
    match rest.iter().position(|c| matches!(c, '!' | '。' | ',')) {
        Some(end) if is_greeting(rest.get(..end).unwrap_or_default()) => greetings_end(chars, start + end + 1),
        _ => start,
    }
}

fn is_greeting(chars: &[char]) -> bool {
    let words = document_words();
    words.greetings.iter().any(|greeting| greeting.chars().eq(chars.iter().copied()))
        || (ends_any(chars, &words.greetings)
            && chars.len() <= PLAIN_ADDRESSEE_MAX_CHARS * 2
            && begins_any(chars, &words.addressee_openings))
}

/// Whether characters call somebody by a word for people or bodies.
fn calls(chars: &[char]) -> bool {
    !leads(chars) && (names_somebody(chars) || begins_any(chars, &document_words().addressee_openings))
}

/// Whether characters end with a word for people or bodies.
fn names_somebody(chars: &[char]) -> bool {
    let name = without_bracket(chars);
    ends_any(name, &document_words().addressees) || is_organ(name) || is_greeting(name)
}

/// Whether characters before a colon lead into what follows.
fn leads(chars: &[char]) -> bool {
    ends_any(chars, &document_words().leads)
}

/// A surname and a given name.
fn is_name(chars: &[char]) -> bool {
    let words = document_words();
    let given = |surname_chars: usize| {
        let given = chars.len().saturating_sub(surname_chars);
        (1..=GIVEN_NAME_MAX_CHARS).contains(&given)
    };
    (words.compound_surnames.iter().any(|surname| begins(chars, surname)) && given(2))
        || (chars.first().is_some_and(|first| words.surnames.contains(first)) && given(1) && !ends_with_genre(chars))
}

/// ×××, 某市文明办, XX社区: a name that the exam leaves open.
fn is_left_open(chars: &[char]) -> bool {
    chars.first().is_some_and(|c| is_placeholder(*c))
        && chars.len() <= PLACEHOLDER_MAX_CHARS
        && chars.len() > 1
        && !ends_with_genre(chars)
}

/// 一名老党员, 全体志愿者.
fn is_described(chars: &[char]) -> bool {
    let words = document_words();
    let opens = begins_any(chars, &words.signer_openings) || chars.windows(2).any(|pair| pair == ['全', '体']);
    opens && ends_any(chars, &words.addressees) && chars.len() <= PLAIN_SIGNATURE_MAX_CHARS
}

/// Without a remark in brackets at the end: （盖章）.
fn without_bracket(chars: &[char]) -> &[char] {
    let open = chars.iter().rposition(|c| *c == '(').filter(|open| *open > 0 && chars.last() == Some(&')'));
    open.and_then(|open| chars.get(..open)).unwrap_or(chars)
}

/// Marks that stand in sentences and in no name.
fn has_marks(chars: &[char]) -> bool {
    chars.iter().any(|c| matches!(c, '。' | ';' | '!' | '?' | ',' | ':' | '…'))
}
