//! Text from the bytes of a file, in whichever encoding its editor saved it.

use std::borrow::Cow;

use super::messages::Reason;
use crate::feedback::Language;
use crate::text::fold::is_han;

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Reason::from(*self).text(Language::English))]
pub struct TextError {
    /// Where the bytes stop being UTF-8, from 0, a byte order mark included.
    pub offset: usize,
}

impl From<TextError> for Reason {
    fn from(TextError { offset }: TextError) -> Self {
        Self::NoText(offset)
    }
}

/// Marks the start of a UTF-8 file in some editors; no part of the text.
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The text of a file: UTF-8 with or without a byte order mark, which is left out, or GB18030 (GBK, GB 2312), as older
/// editors save Chinese. A UTF-8 file with broken places is not taken for GB18030, which most bytes could be.
///
/// ```
/// use yuejuan::intake::read_text;
/// assert_eq!(read_text("\u{FEFF}数据".as_bytes()).unwrap(), "数据");
/// assert_eq!(read_text(b"\xCA\xFD\xBE\xDD").unwrap(), "数据");
/// assert_eq!(read_text(b"\xFF").unwrap_err().offset, 0);
/// ```
///
/// # Errors
///
/// Where the bytes are neither, with the first place that is no UTF-8.
pub fn read_text(bytes: &[u8]) -> Result<Cow<'_, str>, TextError> {
    let plain = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
    let error = match std::str::from_utf8(plain) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => TextError { offset: bytes.len() - plain.len() + error.valid_up_to() },
    };
    let is_marked = plain.len() < bytes.len();
    if is_marked || is_broken_utf8(plain) {
        return Err(error);
    }
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(plain).ok_or(error)
}

/// In what a file is written, as far as its start tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Nothing but ASCII so far.
    Unknown,
    Utf8,
    Gb18030,
}

// === impl Encoding ===

impl Encoding {
    /// By the first bytes of a file, which may end within a character.
    pub(super) fn of(head: &[u8]) -> Self {
        let cut = match std::str::from_utf8(head) {
            Ok(_) => None,
            Err(error) => error.error_len().map(|_| error.valid_up_to()),
        };
        match cut {
            None if head.is_ascii() => Self::Unknown,
            None => Self::Utf8,
            Some(_) if head.starts_with(BYTE_ORDER_MARK.as_bytes()) || is_broken_utf8(head) => Self::Utf8,
            Some(_) => Self::Gb18030,
        }
    }

    /// A part of the file that does not cut a character.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, TextError> {
        let utf8 = || std::str::from_utf8(bytes).map_err(|error| TextError { offset: error.valid_up_to() });
        match self {
            Self::Unknown | Self::Utf8 => utf8().map(str::to_owned),
            Self::Gb18030 => {
                let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
                text.map(std::borrow::Cow::into_owned)
                    .ok_or_else(|| TextError { offset: utf8().err().map_or(0, |error| error.offset) })
            }
        }
    }
}

/// Whether bytes are UTF-8 but for some places: more characters read as Chinese than places do not read. In GB18030
/// hardly any does, and every few bytes are out of place.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut han, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        han += chunk.valid().chars().filter(|c| is_han(*c)).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    han > broken
}
