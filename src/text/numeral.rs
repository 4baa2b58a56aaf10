//! Numbers as outlines write them: 三, 十二, 二十一, 12.

/// A number at the head of some characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Its value.
    pub value: usize,
    /// How many characters it takes.
    pub length: usize,
    /// Whether it is written in Han numerals.
    pub han: bool,
}

/// The number that `chars` begin with: one or two digits, or Han numerals up to 99.
#[must_use]
pub fn numeral(chars: &[char]) -> Option<Numeral> {
    if chars.first()?.is_ascii_digit() {
        let length = chars.iter().take_while(|c| c.is_ascii_digit()).count();
        // A long run of digits is no number of an outline, and none that an integer holds.
        let digits = chars.iter().take(length).map(|c| c.to_digit(10).unwrap_or_default() as usize);
        return (length <= 2).then(|| Numeral {
            value: digits.fold(0, |value, digit| value * 10 + digit),
            length,
            han: false,
        });
    }
    let unit = |at: usize| chars.get(at).and_then(|c| han_digit(*c));
    let ten = |at: usize| chars.get(at) == Some(&'十');
    let (value, length) = match (unit(0), ten(0)) {
        (Some(tens), _) if ten(1) => match unit(2) {
            Some(ones) => (tens * 10 + ones, 3),
            None => (tens * 10, 2),
        },
        (Some(ones), _) => (ones, 1),
        (None, true) => match unit(1) {
            Some(ones) => (10 + ones, 2),
            None => (10, 1),
        },
        (None, false) => return None,
    };
    Some(Numeral { value, length, han: true })
}

fn han_digit(c: char) -> Option<usize> {
    "一二三四五六七八九".chars().position(|digit| digit == c).map(|index| index + 1)
}
