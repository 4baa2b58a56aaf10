//! The markers that a word processor puts before the paragraphs of a list: 1.  一、 （一） and their kin. They stand in no
//! text, so without this a candidate's numbered points would lose their numbers. Bullets have no number and add nothing.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::body::attribute;

/// Levels of a list.
const LEVELS: usize = 9;
/// Styles that rest on one another, at most: more is a circle.
const STYLE_DEPTH_MAX: usize = 20;

/// The lists and styles of a document, and how far each list has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each kind of list.
    kinds: HashMap<String, Vec<Level>>,
    /// Each list: its kind, and where levels start in place of the kind's.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    styles: HashMap<String, Style>,
    /// The numbers reached, by kind: lists of a kind go on counting unless they start anew.
    reached: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have begun.
    begun: HashSet<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`: the marker with places for numbers.
    text: String,
}

#[derive(Debug, Clone, Default)]
struct Style {
    based_on: String,
    outline: Option<u32>,
    list: Option<String>,
    level: Option<usize>,
}

// === impl Numbering ===

impl Numbering {
    /// From `word/numbering.xml` and `word/styles.xml`, either of which may be empty; what cannot be read gives no markers.
    pub(super) fn new(numbering: &str, styles: &str) -> Self {
        let mut read = Self::default();
        read.read_lists(numbering);
        read.read_styles(styles);
        read
    }

    /// Level of the outline, from 0, by a style.
    pub(super) fn outline(&self, style: &str) -> Option<u32> {
        self.by_style(style, |style| style.outline)
    }

    /// The marker of the next paragraph, counted on; empty where it has none.
    pub(super) fn marker(&mut self, style: &str, list: Option<&str>, level: Option<usize>) -> String {
        let list = list.map(str::to_owned).or_else(|| self.by_style(style, |style| style.list.clone()));
        let level = level.or_else(|| self.by_style(style, |style| style.level)).unwrap_or_default();
        let Some((list, (kind, starts))) = list.and_then(|list| Some((list.clone(), self.lists.get(&list)?))) else {
            return String::new();
        };
        let Some(levels) = self.kinds.get(kind) else { return String::new() };
        let reached = self.reached.entry(kind.clone()).or_default();
        if self.begun.insert(list) {
            for level in starts.keys() {
                if let Some(place) = reached.get_mut(*level) {
                    *place = None;
                }
            }
        }
        let start = |at: usize| starts.get(&at).copied().or(levels.get(at).map(|level| level.start)).unwrap_or(1);
        for (at, place) in reached.iter_mut().enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => *place = Some(place.unwrap_or_else(|| start(at))),
                std::cmp::Ordering::Equal => {
                    *place = Some(place.map_or_else(|| start(at), |number| number.saturating_add(1)));
                }
                std::cmp::Ordering::Greater => *place = None,
            }
        }
        let Some(shape) = levels.get(level) else { return String::new() };
        if matches!(shape.format.as_str(), "bullet" | "none" | "") {
            return String::new();
        }
        let mut marker = shape.text.clone();
        for (at, number) in reached.iter().enumerate() {
            let format = levels.get(at).map_or("decimal", |level| level.format.as_str());
            marker = marker.replace(&format!("%{}", at + 1), &numeral(number.unwrap_or(1), format));
        }
        marker
    }

    fn by_style<T>(&self, style: &str, of: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut name = style;
        for _ in 0..STYLE_DEPTH_MAX {
            let style = self.styles.get(name)?;
            if let Some(found) = of(style) {
                return Some(found);
            }
            name = &style.based_on;
        }
        None
    }

    fn read_lists(&mut self, xml: &str) {
        let (mut kind, mut list, mut level) = (None, None, 0);
        each_element(xml, |start| {
            let value = || attribute(start, "val").unwrap_or_default();
            let number =
                |name| attribute(start, name).and_then(|value| value.parse::<usize>().ok()).unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => {
                    kind = attribute(start, "abstractNumId");
                    list = None;
                }
                "num" => {
                    list = attribute(start, "numId");
                    kind = None;
                }
                "lvl" | "lvlOverride" => level = number("ilvl"),
                "abstractNumId" => {
                    if let Some(list) = &list {
                        self.lists.entry(list.clone()).or_default().0 = value();
                    }
                }
                "startOverride" => {
                    if let Some(list) = &list {
                        self.lists.entry(list.clone()).or_default().1.insert(level, value().parse().unwrap_or(1));
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") if level < LEVELS => {
                    let Some(kind) = &kind else { return };
                    let levels = self.kinds.entry(kind.clone()).or_default();
                    if levels.len() <= level {
                        levels.resize_with(level + 1, || Level { start: 1, ..Level::default() });
                    }
                    let Some(level) = levels.get_mut(level) else { return };
                    match name {
                        "start" => level.start = value().parse().unwrap_or(1),
                        "numFmt" => level.format = value(),
                        _ => level.text = value(),
                    }
                }
                _ => {}
            }
        });
    }

    fn read_styles(&mut self, xml: &str) {
        let mut id = String::new();
        each_element(xml, |start| {
            let value = || attribute(start, "val").unwrap_or_default();
            if start.local_name().as_ref() == "style" {
                id = attribute(start, "styleId").unwrap_or_default();
            }
            let style = self.styles.entry(id.clone()).or_default();
            match start.local_name().as_ref() {
                "basedOn" => style.based_on = value(),
                "outlineLvl" => style.outline = value().parse().ok(),
                "name" if value().eq_ignore_ascii_case("heading 1") || value() == "标题 1" => style.outline = Some(0),
                "numId" => style.list = Some(value()),
                "ilvl" => style.level = value().parse().ok(),
                _ => {}
            }
        });
    }
}

/// Calls for every element that starts, until the end or the first fault of the markup.
fn each_element(xml: &str, mut take: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => take(&start),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// A number in one of the formats of lists; an unknown one is written in digits.
fn numeral(number: u32, format: &str) -> String {
    let letter = |first: u8| {
        let at = u8::try_from(number.saturating_sub(1) % 26).unwrap_or_default();
        char::from(first + at).to_string()
    };
    let from = |list: &str| {
        let at = (number as usize).checked_sub(1);
        at.and_then(|at| list.chars().nth(at)).map_or_else(|| number.to_string(), String::from)
    };
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand" => han_numeral(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "ideographTraditional" => from("甲乙丙丁戊己庚辛壬癸"),
        "chineseLegalSimplified" => from("壹贰叁肆伍陆柒捌玖拾"),
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "upperRoman" => from("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"),
        "lowerRoman" => from("ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// 一 to 九十九; beyond, digits.
fn han_numeral(number: u32) -> String {
    let digit = |number: u32| "零一二三四五六七八九".chars().nth(number as usize).map(String::from).unwrap_or_default();
    let ones = if number.is_multiple_of(10) { String::new() } else { digit(number % 10) };
    match number {
        0..=9 => digit(number),
        10..=19 => format!("十{ones}"),
        20..=99 => format!("{}十{ones}", digit(number / 10)),
        _ => number.to_string(),
    }
}
