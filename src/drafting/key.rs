//! A marking key as a teacher has it: one point a line with its marks, or a table.

use crate::points::Points;
use crate::text::Text;
use crate::text::fold::is_han;

/// A marking key (评分标准, 采分点).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Key {
    /// Its groups in order; none is empty.
    pub groups: Vec<KeyGroup>,
}

/// Points under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyGroup {
    /// The heading; empty where there is none.
    pub title: String,
    /// How many of the points count; `None` for all.
    pub take: Option<u32>,
    /// The points in order.
    pub points: Vec<KeyPoint>,
}

/// One point of a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyPoint {
    /// What must be said.
    pub text: String,
    /// Its marks.
    pub points: Points,
    /// Other accepted wordings.
    pub wordings: Vec<String>,
}

/// What is wrong with a line or row of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place} {number}: {what}; {advice}")]
pub struct KeyError {
    /// `line` or `row`.
    pub place: &'static str,
    /// Which, from 1; 0 for the whole key.
    pub number: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

/// A line as read.
#[derive(Debug, Clone)]
struct Line {
    number: usize,
    text: String,
    marks: Option<Points>,
    /// Whether the marks are for each of the points that follow (每点2分).
    each: bool,
    /// How many of the points that follow count.
    take: Option<u32>,
    /// Whether it is numbered as blocks are (一、), or ends in a colon.
    heads: bool,
}

// === impl Key ===

impl Key {
    /// Reads a key of one point a line: `1. 要点……（2分）`, or the marks after a tab. A line without marks is the
    /// heading of those that follow; `（每点2分）` there gives marks to each, `任答3点` takes the best three. A
    /// heading's own marks, where they are the sum of its points', are not counted twice. `A／B` accepts either.
    ///
    /// # Errors
    ///
    /// Every line that cannot be used, with its number.
    pub fn parse(text: &str) -> Result<Self, Vec<KeyError>> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let lines: Vec<Line> = lines.filter_map(|(index, line)| Line::read(index + 1, line)).collect();
        Self::from_lines(&lines, "line")
    }

    /// Reads a table of point, marks, accepted wordings, group, in this order or as a header row names them
    /// (要点, 分值, 其他说法, 分组; point, marks, wordings, group). Wordings are parted by `；`, `|` or line breaks.
    /// A row without marks is a heading.
    ///
    /// # Errors
    ///
    /// Every row that cannot be used, with its number.
    pub fn from_rows(rows: &[Vec<String>]) -> Result<Self, Vec<KeyError>> {
        let first = rows.iter().position(|row| row.iter().any(|cell| !cell.trim().is_empty())).unwrap_or_default();
        let columns = rows.get(first).and_then(|row| Columns::of(row));
        let skipped = first + usize::from(columns.is_some());
        let columns = columns.unwrap_or(Columns { point: 0, marks: Some(1), wordings: Some(2), group: Some(3) });
        let (mut key, mut errors) = (Self::default(), Vec::new());
        for (index, row) in rows.iter().enumerate().skip(skipped) {
            let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
            let (text, marks) = (cell(Some(columns.point)), cell(columns.marks));
            if text.is_empty() {
                if row.iter().any(|cell| !cell.trim().is_empty()) {
                    errors.push(KeyError::row(index + 1, "no point", "write what must be said in the point's column"));
                }
                continue;
            }
            let group = cell(columns.group);
            if !group.is_empty() && key.groups.last().is_none_or(|last| last.title != group) {
                key.groups.push(KeyGroup { title: group.to_owned(), take: take(group), points: Vec::new() });
            }
            if marks.is_empty() {
                let Some(line) = Line::read(index + 1, text) else { continue };
                match line.marks.filter(|_| !line.each) {
                    Some(marks) => key.push(&line.text, marks, cell(columns.wordings)),
                    None => key.groups.push(KeyGroup { take: line.take, title: line.text, points: Vec::new() }),
                }
                continue;
            }
            match number(marks.trim_end_matches('分')) {
                Some(points) if points > Points::ZERO => key.push(&strip_marker(text), points, cell(columns.wordings)),
                _ => errors.push(KeyError::row(index + 1, format!("{marks:?} is no marks"), "use a number above 0")),
            }
        }
        key.finish("row", errors)
    }

    /// The marks of a perfect answer.
    #[must_use]
    pub fn points(&self) -> Points {
        let of_group = |group: &KeyGroup| {
            let mut points: Vec<Points> = group.points.iter().map(|point| point.points).collect();
            points.sort_unstable_by(|one, other| other.cmp(one));
            let take = group.take.map_or(points.len(), |take| take as usize);
            points.into_iter().take(take).sum::<Points>()
        };
        self.groups.iter().map(of_group).sum()
    }

    fn from_lines(lines: &[Line], place: &'static str) -> Result<Self, Vec<KeyError>> {
        let (mut key, mut errors) = (Self::default(), Vec::new());
        let mut each: Option<Points> = None;
        for (index, line) in lines.iter().enumerate() {
            let later = lines.get(index + 1..).unwrap_or_default();
            let is_heading = line.each || (line.marks.is_none() && each.is_none()) || line.sums(later);
            if is_heading || (line.marks.is_none() && line.heads) {
                each = line.marks.filter(|_| line.each);
                key.groups.push(KeyGroup { title: line.text.clone(), take: line.take, points: Vec::new() });
                continue;
            }
            match line.marks.or(each) {
                Some(points) if points > Points::ZERO => key.push(&line.text, points, ""),
                _ => errors.push(KeyError {
                    place,
                    number: line.number,
                    what: "a point worth nothing".to_owned(),
                    advice: "give it marks above 0, as （2分）",
                }),
            }
        }
        key.finish(place, errors)
    }

    fn push(&mut self, text: &str, points: Points, wordings: &str) {
        let mut said = alternatives(text).into_iter();
        let text = said.next().unwrap_or_default();
        let more = wordings.split(['；', ';', '|', '\n']).map(str::trim).filter(|wording| !wording.is_empty());
        let wordings = said.chain(more.map(str::to_owned)).collect();
        if self.groups.is_empty() {
            self.groups.push(KeyGroup::default());
        }
        if let Some(group) = self.groups.last_mut() {
            group.points.push(KeyPoint { text, points, wordings });
        }
    }

    fn finish(mut self, place: &'static str, mut errors: Vec<KeyError>) -> Result<Self, Vec<KeyError>> {
        self.groups.retain(|group| !group.points.is_empty());
        for group in &mut self.groups {
            group.take = group.take.filter(|take| (*take as usize) < group.points.len());
        }
        if self.groups.is_empty() && errors.is_empty() {
            errors.push(KeyError {
                place,
                number: 0,
                what: "no point with marks".to_owned(),
                advice: "write one point a line with its marks, as 要点……（2分）",
            });
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

// === impl Line ===

impl Line {
    /// Reads a line; none for one that only names the total.
    fn read(number: usize, line: &str) -> Option<Self> {
        let line = line.trim();
        let (text, marks, each) = take_marks(line);
        let text = text.trim().trim_end_matches(['。', '；', ';', '：', ':']).trim();
        let is_total = ["满分", "总分", "共", "合计", "总计"].iter().any(|word| text.starts_with(word));
        if is_total && text.chars().filter(|c| is_han(*c)).count() <= 3 {
            return None;
        }
        let blocks = Text::new(line)
            .outline()
            .markers
            .first()
            .is_some_and(|marker| marker.start == 0 && matches!(marker.family, crate::text::Family::HanComma));
        let heads = blocks || line.ends_with(['：', ':']);
        Some(Self { number, text: strip_marker(text), marks, each, take: take(line), heads })
    }

    /// Whether it is a heading whose marks are the sum of those of the lines under it.
    fn sums(&self, later: &[Self]) -> bool {
        let Some(marks) = self.marks.filter(|_| self.heads) else { return false };
        let under = later.iter().take_while(|line| !line.heads);
        let sum: Points = under.filter_map(|line| line.marks).sum();
        sum == marks && sum > Points::ZERO
    }
}

/// Which column holds what.
struct Columns {
    point: usize,
    marks: Option<usize>,
    wordings: Option<usize>,
    group: Option<usize>,
}

// === impl Columns ===

impl Columns {
    fn of(header: &[String]) -> Option<Self> {
        let find = |names: &[&str]| {
            header.iter().position(|cell| {
                let cell = cell.trim().to_lowercase();
                names.iter().any(|name| cell == *name)
            })
        };
        let point = find(&["要点", "采分点", "得分点", "评分点", "内容", "答案要点", "point", "keypoint"])?;
        Some(Self {
            point,
            marks: find(&["分值", "分数", "分", "赋分", "points", "marks", "score"]),
            wordings: find(&["其他说法", "可接受表述", "可接受说法", "同义表述", "wordings", "accepted wordings"]),
            group: find(&["分组", "组", "大点", "标题", "group"]),
        })
    }
}

// === impl KeyError ===

impl KeyError {
    fn row(number: usize, what: impl Into<String>, advice: &'static str) -> Self {
        Self { place: "row", number, what: what.into(), advice }
    }
}

/// The line without its marks, the marks, and whether they are for each of the points that follow.
fn take_marks(line: &str) -> (String, Option<Points>, bool) {
    if let Some((text, marks)) = line.rsplit_once('\t')
        && let Some(points) = number(marks.trim().trim_end_matches('分'))
    {
        return (text.to_owned(), Some(points), false);
    }
    let opens = |c: char| matches!(c, '（' | '(' | '【' | '[' | '〔');
    let closes = |c: char| matches!(c, '）' | ')' | '】' | ']' | '〕');
    for (at, bracket) in line.char_indices().rev().filter(|(_, c)| opens(*c)) {
        let inside_at = at + bracket.len_utf8();
        let (Some(before), Some(rest)) = (line.get(..at), line.get(inside_at..)) else { continue };
        let Some((inside, after)) = rest.split_once(closes) else { continue };
        if let Some((points, each)) = marks_of(inside) {
            return (format!("{before}{after}"), Some(points), each);
        }
    }
    let digits = |c: char| c.is_ascii_digit() || c == '.' || ('０'..='９').contains(&c);
    if let Some(before) = line.trim_end_matches(['。', '；']).strip_suffix('分') {
        let before = before.trim_end();
        let text = before.trim_end_matches(digits);
        if let Some(points) = before.get(text.len()..).and_then(number)
            && !text.is_empty()
        {
            return (text.trim_end_matches([' ', '　', '，', ',', '—', '-']).to_owned(), Some(points), false);
        }
    }
    (line.to_owned(), None, false)
}

/// Marks in brackets: 2分, 共8分, 每点2分, 各1分，任答3点, 2 points.
fn marks_of(inside: &str) -> Option<(Points, bool)> {
    let is_figure = |c: char| c.is_ascii_digit() || c == '.' || ('０'..='９').contains(&c);
    let inside = inside.trim();
    let start = inside.find(is_figure)?;
    let (words, rest) = (inside.get(..start)?.trim(), inside.get(start..)?);
    let (figure, unit) = rest.split_at(rest.find(|c| !is_figure(c)).unwrap_or(rest.len()));
    let unit = unit.trim_start();
    let more = ["分", "points", "marks"].iter().find_map(|name| unit.strip_prefix(name))?;
    let ends = more.is_empty() || more.starts_with(['，', ',', '；', ';', '、', ' ']);
    let each = words.starts_with('每') || words.ends_with('各') || words.starts_with('各');
    let plain = matches!(words, "" | "共" | "计" | "满分" | "本题" | "小计" | "合计");
    (ends && (each || plain)).then(|| number(figure).map(|points| (points, each))).flatten()
}

/// Marks written in half- or full-width digits.
fn number(text: &str) -> Option<Points> {
    let folded: String = text
        .trim()
        .chars()
        .map(|c| if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c })
        .collect();
    let plain = !folded.is_empty() && folded.chars().all(|c| c.is_ascii_digit() || c == '.');
    folded.parse::<f64>().ok().filter(|_| plain).and_then(Points::from_f64)
}

/// How many points of a group count: 任答3点, 答出任意5条即可.
fn take(heading: &str) -> Option<u32> {
    let rest = heading.split_once("任意").or_else(|| heading.split_once("任答")).or_else(|| heading.split_once("任选"));
    let rest = rest.map(|(_, rest)| rest)?.trim_start_matches(['答', '出', '对', '其', '中']);
    let figure: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let named = rest.chars().next().and_then(|c| "一二三四五六七八九".chars().zip(1..).find(|(han, _)| *han == c));
    let count = figure.parse().ok().or(named.map(|(_, count)| count)).or(rest.starts_with('两').then_some(2))?;
    let unit = rest.chars().find(|c| !c.is_ascii_digit() && !"一二三四五六七八九两".contains(*c))?;
    matches!(unit, '点' | '条' | '个' | '项' | '方').then_some(count)
}

/// The wordings of a point that a stroke parts: 信息孤岛／数据壁垒. A stroke between short words is part of the text.
fn alternatives(text: &str) -> Vec<String> {
    const WHOLE_MIN_CHARS: usize = 4;
    let parts: Vec<&str> = text.split(['／', '/']).map(str::trim).collect();
    let whole = parts.iter().all(|part| part.chars().filter(|c| is_han(*c)).count() >= WHOLE_MIN_CHARS);
    if whole { parts.into_iter().map(str::to_owned).collect() } else { vec![text.to_owned()] }
}

/// A line without the marker that opens it.
fn strip_marker(line: &str) -> String {
    let text = Text::new(line);
    let opening = text.outline().markers.first().filter(|marker| marker.start == 0);
    let rest = opening.map_or(line, |marker| {
        let length = text.folded().chars().len();
        if marker.end < length { text.quote(marker.end, length) } else { line }
    });
    rest.trim().to_owned()
}
