//! Numbers and ranges of 字 as limits write them: 300, 1,200, 三百, 一千二百, 二〇〇, 8百, 八至九百, 七八百.

/// The largest number of 字 that a limit sets: numbers of five digits are something else.
const MOST: u32 = 9999;
/// The longest number, in characters: 九千九百九十九 with something to spare.
const NUMBER_MAX_CHARS: usize = 9;
/// The longest sign between the ends of a range, in characters: a dash is often written twice or thrice.
const SIGN_MAX_CHARS: usize = 4;
/// Before a single digit and a comma, these say that the digit numbers something and does not count thousands (资料2,300字).
const NUMBERED: &[char] = &['料', '题', '第', '则', '条', '点', '件', '文', '-', '~', '—', '、', '.'];

/// Before a Han number, these make it a longer or another one: 一万五千, 第三.
const LONGER: &[char] = &['万', '亿', '第', '几'];
/// Before a bare 百 or 千, these make it no number at all: 几百, 数千, 上百.
const INDEFINITE: &[char] = &['几', '数', '上', '成', '好', '近', '逾', '半'];

/// A number of 字, or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    /// Where it begins.
    pub start: usize,
    /// The lower end of a range.
    pub low: Option<u32>,
    /// The number itself, or the upper end.
    pub high: u32,
}

struct Number {
    start: usize,
    value: u32,
    /// 百 or 千 where it ends with one, else 1.
    unit: u32,
}

/// The amount that ends just before `end`.
pub(super) fn amount_before(chars: &[char], end: usize) -> Option<Amount> {
    if let Some((start, low, high)) = neighbours(chars, end) {
        return Some(Amount { start, low: Some(low), high });
    }
    let high = number_before(chars, end)?;
    let single = Amount { start: high.start, low: None, high: high.value };
    let Some((low_end, sign)) = sign_before(chars, high.start) else { return Some(single) };
    let low = number_before(chars, unit_start(chars, low_end)).or_else(|| single_digit(chars, low_end));
    let Some(low) = low else { return Some(single) };
    if low.value < 10 && low.unit == 1 && high.unit == 1 && !chars.get(low.start).copied().is_some_and(is_digit) {
        return Some(single);
    }
    let (low_value, high_value) = match sign {
        Sign::PlusMinus => (low.value.saturating_sub(high.value), low.value + high.value),
        Sign::Dash if low.value < 10 && high.unit > 1 => (low.value * high.unit, high.value),
        Sign::Dash => (low.value, high.value),
    };
    let (low_value, high_value) = (low_value.min(high_value), low_value.max(high_value));
    Some(Amount { start: low.start, low: (low_value > 0).then_some(low_value), high: high_value })
}

/// The 八 of 八至九百.
fn single_digit(chars: &[char], end: usize) -> Option<Number> {
    let start = end.checked_sub(1)?;
    let value = chars.get(start).and_then(|c| han_digit(*c)).filter(|value| *value > 0)?;
    (!last(chars, start).is_some_and(is_han_number)).then_some(Number { start, value, unit: 1 })
}

#[derive(Clone, Copy)]
enum Sign {
    Dash,
    PlusMinus,
}

/// The sign of a range that ends just before `end`, and where it begins.
fn sign_before(chars: &[char], end: usize) -> Option<(usize, Sign)> {
    let end = if last(chars, end) == Some('约') { end.checked_sub(1)? } else { end };
    if last(chars, end) == Some('±') {
        return Some((end.checked_sub(1)?, Sign::PlusMinus));
    }
    // A Han one between digits is a dash that was misread or mistyped.
    let one = last(chars, end) == Some('一') && end.checked_sub(1).and_then(|at| last(chars, at)).is_some_and(is_digit);
    let length = if one { 1 } else { run(chars, end, SIGN_MAX_CHARS, is_dash) };
    (length > 0).then(|| (end - length, Sign::Dash))
}

/// Where the unit of the lower end (1000字到1200字) begins, or `end` where it has none.
fn unit_start(chars: &[char], end: usize) -> usize {
    let without = |end: usize, unit: char| if last(chars, end) == Some(unit) { end - 1 } else { end };
    let before = without(end, '字');
    if before == end { end } else { without(before, '个') }
}

/// 七八百: two digits in a row before a unit, as start and both ends.
fn neighbours(chars: &[char], end: usize) -> Option<(usize, u32, u32)> {
    let start = end.checked_sub(3)?;
    let [low, high, unit] = chars.get(start..end)? else { return None };
    let (low, high, unit) = (han_digit(*low)?, han_digit(*high)?, han_unit(*unit)?);
    let alone = !last(chars, start).is_some_and(is_han_number);
    (alone && low > 0 && high == low + 1).then_some((start, low * unit, high * unit))
}

/// The number that ends just before `end`, 1 to `MOST`.
fn number_before(chars: &[char], end: usize) -> Option<Number> {
    let unit_at = end.checked_sub(1)?;
    let after_digits =
        chars.get(unit_at).and_then(|c| han_unit(*c)).filter(|_| last(chars, unit_at).is_some_and(is_digit));
    let unit = after_digits.unwrap_or(1);
    let digits_end = if after_digits.is_some() { unit_at } else { end };
    let number = if last(chars, digits_end).is_some_and(is_digit) {
        digits_before(chars, digits_end).map(|(start, value)| Number { start, value: value * unit, unit })
    } else {
        han_before(chars, end)
    };
    number.filter(|number| (1..=MOST).contains(&number.value))
}

fn digits_before(chars: &[char], end: usize) -> Option<(usize, u32)> {
    let length = run(chars, end, NUMBER_MAX_CHARS, is_digit);
    let start = end - length;
    let value = |start: usize, end: usize| {
        let digits = chars.get(start..end).unwrap_or_default().iter().filter_map(|c| c.to_digit(10));
        digits.fold(0_u32, |value, digit| value.saturating_mul(10).saturating_add(digit))
    };
    if length > 4 || last(chars, start) == Some('.') {
        return None;
    }
    if length == 3
        && last(chars, start) == Some(',')
        && let Some(thousands) = start.checked_sub(2)
        && chars.get(thousands).copied().is_some_and(is_digit)
        && !last(chars, thousands).is_some_and(|c| is_digit(c) || NUMBERED.contains(&c))
    {
        return Some((thousands, value(thousands, thousands + 1) * 1000 + value(start, end)));
    }
    Some((start, value(start, end)))
}

fn han_before(chars: &[char], end: usize) -> Option<Number> {
    let length = run(chars, end, NUMBER_MAX_CHARS + 1, is_han_number);
    let start = end - length;
    let before = last(chars, start);
    if length == 0 || length > NUMBER_MAX_CHARS || before.is_some_and(|c| LONGER.contains(&c)) {
        return None;
    }
    let written = chars.get(start..end)?;
    if written.first().is_some_and(|c| han_unit(*c).is_some()) && before.is_some_and(|c| INDEFINITE.contains(&c)) {
        return None;
    }
    let unit = written.last().and_then(|c| han_unit(*c)).filter(|unit| *unit > 10).unwrap_or(1);
    let value = if written.iter().any(|c| han_unit(*c).is_some()) { with_units(written) } else { by_place(written) };
    value.map(|value| Number { start, value, unit })
}

/// 一千二百五十, 一千零五十, 一千二
fn with_units(written: &[char]) -> Option<u32> {
    let (mut value, mut digit, mut last_unit, mut zero) = (0, None, u32::MAX, false);
    for c in written {
        if let Some(unit) = han_unit(*c) {
            if unit >= last_unit {
                return None;
            }
            value += digit.take().unwrap_or(1) * unit;
            (last_unit, zero) = (unit, false);
        } else if digit.is_some() {
            return None;
        } else {
            match han_digit(*c)? {
                0 => zero = true,
                one => digit = Some(one),
            }
        }
    }
    let short = last_unit > 10 && !zero;
    Some(value + digit.unwrap_or_default() * if short { last_unit / 10 } else { 1 })
}

/// 三〇〇: digits by their place. One or two digits are words of the sentence, as in 一字一句.
fn by_place(written: &[char]) -> Option<u32> {
    let digits: Option<Vec<u32>> = written.iter().map(|c| han_digit(*c)).collect();
    let digits = digits.filter(|digits| (3..=4).contains(&digits.len()))?;
    Some(digits.iter().fold(0, |value, digit| value * 10 + digit))
}

/// The character before `end`.
fn last(chars: &[char], end: usize) -> Option<char> {
    end.checked_sub(1).and_then(|at| chars.get(at)).copied()
}

/// How many characters before `end` are so, at most `most`.
fn run(chars: &[char], end: usize, most: usize, is: fn(char) -> bool) -> usize {
    chars.get(..end).unwrap_or_default().iter().rev().take(most).take_while(|c| is(**c)).count()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '~' | '至' | '到' | '_')
}

fn is_han_number(c: char) -> bool {
    han_digit(c).is_some() || han_unit(c).is_some()
}

fn han_digit(c: char) -> Option<u32> {
    let digits = ["〇零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    digits.iter().zip(0..).find(|(alike, _)| alike.contains(c)).map(|(_, value)| value)
}

fn han_unit(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}
