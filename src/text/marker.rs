//! Numbering markers of every family, and where a text has them. Knows nothing of lists.

use super::fold::{Folded, is_han};
use super::numeral::{Numeral, numeral};

/// A way of numbering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// 一、
    HanComma,
    /// （一）
    HanParenthesis,
    /// 1. or 1、
    Digit,
    /// （1） or 1）
    DigitParenthesis,
    /// ①
    Circled,
    /// 一是, 一要
    HanIs,
    /// 第一
    Ordinal,
    /// 首先, 其次, 再次, 最后
    Sequence,
    /// 一方面, 另一方面
    Aspect,
    /// 其一
    Among,
}

/// One marker of the outline. Positions are of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// Its way of numbering.
    pub family: Family,
    /// How deep it stands, from 1: the number of lists open around it, its own included.
    pub level: usize,
    /// Its number in the list, from 1.
    pub ordinal: usize,
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// Whether it opens a line.
    pub opens_line: bool,
    /// Index of the paragraph (line) that it stands in.
    pub paragraph: usize,
}

// === impl Family ===

impl Family {
    /// Whether the family numbers blocks of a document (一、 1. …) rather than clauses of a paragraph (一是 …).
    #[must_use]
    pub fn numbers_blocks(self) -> bool {
        self.rank().is_some()
    }

    /// Rank among the families of blocks, outermost first; `None` for the families inside a paragraph.
    pub(super) fn rank(self) -> Option<u8> {
        match self {
            Self::HanComma => Some(1),
            Self::HanParenthesis => Some(2),
            Self::Digit => Some(3),
            Self::DigitParenthesis => Some(4),
            Self::Circled => Some(5),
            Self::HanIs | Self::Ordinal | Self::Sequence | Self::Aspect | Self::Among => None,
        }
    }
}

/// Ordinal of 最后 until its list is known.
pub(super) const LAST: usize = usize::MAX;

/// All markers of a text, not yet put into lists.
pub(super) fn scan(folded: &Folded) -> Vec<Marker> {
    let mut markers: Vec<Marker> = Vec::new();
    let (mut skip_to, mut paragraph) = (0, 0);
    for (at, c) in folded.chars().iter().enumerate() {
        paragraph += usize::from(*c == '\n');
        if at >= skip_to
            && let Some(marker) = marker_at(folded, at, markers.last().filter(|last| last.paragraph == paragraph))
        {
            skip_to = marker.end;
            markers.push(Marker { paragraph, ..marker });
        }
    }
    markers
}

/// The marker that starts at `at`, if one does; `last` is the one before it in its paragraph.
fn marker_at(folded: &Folded, at: usize, last: Option<&Marker>) -> Option<Marker> {
    let chars = folded.chars();
    let first = *chars.get(at)?;
    if !could_open(first) {
        return None;
    }
    let opens_line = at == 0 || chars.get(at - 1) == Some(&'\n');
    let marker = |family, ordinal, length| Marker {
        family,
        level: 0,
        ordinal,
        start: at,
        end: at + length,
        opens_line,
        paragraph: 0,
    };
    if let Some((family, ordinal)) = enclosed(first) {
        return Some(marker(family, ordinal, 1));
    }
    let rest = chars.get(at..)?;
    if !(opens_line || follows_break(chars, at) || folded.gap_before(at)) {
        // （1）甲（2）乙: the next number of an open list needs no mark before it.
        let (family, ordinal, length) = parenthesised(rest).filter(|_| first == '(')?;
        let follows = last.is_some_and(|last| last.family == family && last.ordinal.checked_add(1) == Some(ordinal));
        return follows.then(|| marker(family, ordinal, length));
    }
    let begins = |word: &str| word.chars().eq(rest.iter().copied().take(word.chars().count()));
    let (family, ordinal, length) = match first {
        '(' => parenthesised(rest)?,
        '第' => ordinal_word(folded, at)?,
        '其' => among(folded, at)?,
        '首' if begins("首先") => (Family::Sequence, 1, 2),
        '再' if begins("再次") || begins("再者") => (Family::Sequence, 3, 2),
        '最' if begins("最后")
            && rest
                .get(2)
                .is_none_or(|next| !matches!(next, '一' | '几' | '两' | '的' | '期' | '阶' | '时' | '关' | '环')) =>
        {
            (Family::Sequence, LAST, 2)
        }
        '一' if begins("一方面的") => return None,
        '另' if begins("另一方面的") => return None,
        '另' if begins("另一方面") => (Family::Aspect, 2, 4),
        '一' if begins("一方面") => (Family::Aspect, 1, 3),
        _ => numbered(rest)?,
    };
    Some(marker(family, ordinal, length))
}

/// A quick look that spares most characters the full one.
fn could_open(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '(' | '第' | '其' | '首' | '再' | '最' | '另')
        || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
        || matches!(c, '①'..='⑳' | '⑴'..='⒛' | '❶'..='❿' | '㈠'..='㈩')
}

/// Whether what stands before `at` ends a clause, so that a marker may open there.
fn follows_break(chars: &[char], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| chars.get(before))
        .is_some_and(|c| matches!(c, '。' | ';' | ':' | '!' | '?' | ',' | '"' | '…' | '—'))
}

/// Numbers that are one character with their frame: ① ❶ ⑴ ⒈ ㈠.
fn enclosed(c: char) -> Option<(Family, usize)> {
    let (family, one) = match c {
        '①'..='⑳' => (Family::Circled, '①'),
        '❶'..='❿' => (Family::Circled, '❶'),
        '⑴'..='⒇' => (Family::DigitParenthesis, '⑴'),
        '⒈'..='⒛' => (Family::Digit, '⒈'),
        '㈠'..='㈩' => (Family::HanParenthesis, '㈠'),
        _ => return None,
    };
    Some((family, (u32::from(c) - u32::from(one) + 1) as usize))
}

/// （一） or （1）.
fn parenthesised(rest: &[char]) -> Option<(Family, usize, usize)> {
    let Numeral { value, length, han } = numeral(rest.get(1..)?)?;
    if rest.get(1 + length) != Some(&')') || value == 0 {
        return None;
    }
    Some((if han { Family::HanParenthesis } else { Family::DigitParenthesis }, value, length + 2))
}

/// 第一 where nothing is counted by it: not 第一时间, 第一书记, 第一产业.
fn ordinal_word(folded: &Folded, at: usize) -> Option<(Family, usize, usize)> {
    let rest = folded.chars().get(at..)?;
    let Numeral { value, length, han } = numeral(rest.get(1..)?)?;
    let length = length + 1;
    let ends = match (rest.get(length), rest.get(length + 1)) {
        (None | Some(',' | ':' | '\n' | '是' | '。'), _) => true,
        (Some('、'), next) => next != Some(&'第') && !counts_on(value, rest.get(length + 1..)?),
        _ => folded.gap_before(at + length),
    };
    (han && value > 0 && ends).then_some((Family::Ordinal, value, length))
}

/// 其一 before a mark or 是; 其次 belongs to 首先.
fn among(folded: &Folded, at: usize) -> Option<(Family, usize, usize)> {
    let rest = folded.chars().get(at..)?;
    if rest.get(1) == Some(&'次') {
        return Some((Family::Sequence, 2, 2));
    }
    let Numeral { value, length, han } = numeral(rest.get(1..)?)?;
    let length = length + 1;
    let ends = rest.get(length).is_none_or(|next| matches!(next, ',' | '、' | ':' | '是' | '\n'))
        || folded.gap_before(at + length);
    (han && value > 0 && ends).then_some((Family::Among, value, length))
}

/// 一、 一是 一要 1. 1、 1).
fn numbered(rest: &[char]) -> Option<(Family, usize, usize)> {
    let Numeral { value, length, han } = numeral(rest)?;
    if value == 0 {
        return None;
    }
    let next = *rest.get(length)?;
    let after = rest.get(length + 1).copied();
    match (han, next) {
        (true, '、') => (!counts_on(value, rest.get(length + 1..)?)).then_some((Family::HanComma, value, length + 1)),
        // 一是一, 二是二 is a saying.
        (true, '是') if after == rest.first().copied() && rest.get(length + 2).is_none_or(|c| !is_han(*c)) => None,
        (true, '是') => Some((Family::HanIs, value, length + 1)),
        (true, '要') if after.is_none_or(|after| !matches!(after, '素' | '点' | '务' | '件' | '义')) => {
            Some((Family::HanIs, value, length + 1))
        }
        (false, '.' | '、') if !after.is_some_and(|after| after.is_ascii_digit()) => {
            Some((Family::Digit, value, length + 1))
        }
        (false, ')') => Some((Family::DigitParenthesis, value, length + 1)),
        _ => None,
    }
}

/// Whether 一、 is the first of several things counted together: 一、二季度, 一、二、三产业.
/// Numbers counted together rise; only with the next one are they told from 一、三年行动, but for 一、三产业.
fn counts_on(value: usize, after: &[char]) -> bool {
    let (mut value, mut rest) = (value, after);
    loop {
        let Some(Numeral { value: next_value, length, han: true }) = numeral(rest) else { return false };
        let next = rest.get(length);
        if next == Some(&'、') {
            rest = rest.get(length + 1..).unwrap_or_default();
            value = next_value;
            continue;
        }
        // 七、八十 counts tens.
        let follows = next_value == value + 1 || next_value == (value + 1) * 10 || next == Some(&'产');
        return follows
            && next.is_some_and(|unit| {
                matches!(
                    unit,
                    '季' | '月'
                        | '级'
                        | '类'
                        | '批'
                        | '年'
                        | '产'
                        | '线'
                        | '期'
                        | '楼'
                        | '层'
                        | '届'
                        | '等'
                        | '审'
                        | '轮'
                        | '组'
                        | '号'
                        | '次'
                        | '区'
                        | '版'
                        | '环'
                        | '岁'
                        | '个'
                        | '名'
                        | '家'
                        | '人'
                        | '天'
                        | '万'
                        | '亿'
                )
            });
    }
}
