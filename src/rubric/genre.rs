//! Genres of documents (文种) and the elements that each asks for, read from `lexicon/genres.toml`. Knows nothing of
//! how elements are recognised.

use std::sync::LazyLock;

use serde::Deserialize;

use super::draft::{ElementDraft, ElementKind, FormatDraft};
use crate::points::Points;

/// A genre of documents (文种).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genre {
    /// Its name, for instance 倡议书.
    pub name: String,
    /// Other names of the same genre.
    pub aliases: Vec<String>,
    /// Marks that the whole format usually gets.
    pub points: Points,
    /// The elements that it asks for or may have, in the order of [`ElementKind`].
    pub elements: Vec<(ElementKind, Requirement)>,
    /// Whether signature and date may also stand below the title.
    byline: bool,
}

/// Whether a genre asks for an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// It must be there.
    Required,
    /// It may be there.
    Optional,
}

/// Where an element stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ElementPlace {
    /// Before the body.
    Head,
    /// Between head and tail.
    Middle,
    /// After the body.
    Tail,
    /// After the body, or below the title.
    TailOrByline,
}

/// One genre as it is written in the data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    aliases: Vec<String>,
    points: f64,
    required: Vec<ElementKind>,
    optional: Vec<ElementKind>,
    #[serde(default)]
    byline: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    genres: Vec<Entry>,
}

/// Half a mark, the smallest that markers give for an element.
const HALF_MARK: Points = Points::from_hundredths(50);

/// The data is built in; were it broken there would be no genres, which a test would see.
static GENRES: LazyLock<Vec<Genre>> = LazyLock::new(|| {
    let data = toml::from_str::<Data>(include_str!("../../lexicon/genres.toml"));
    data.map(|data| data.genres.into_iter().map(Genre::new).collect()).unwrap_or_default()
});

/// All genres, in the order of the data.
#[must_use]
pub fn genres() -> &'static [Genre] {
    &GENRES
}

/// The genre of a name or alias.
///
/// ```
/// use yuejuan::rubric::genre;
/// assert_eq!(genre("讲话提纲").unwrap().name, "提纲");
/// assert!(genre("诗歌").is_none());
/// ```
#[must_use]
pub fn genre(name: &str) -> Option<&'static Genre> {
    let name = name.trim();
    let named = |genre: &&Genre| genre.name == name || genre.aliases.iter().any(|alias| alias == name);
    genres().iter().find(|genre| genre.name == name).or_else(|| genres().iter().find(named))
}

// === impl Genre ===

impl Genre {
    fn new(entry: Entry) -> Self {
        let Entry { name, aliases, points, required, optional, byline } = entry;
        let required = required.into_iter().map(|kind| (kind, Requirement::Required));
        let optional = optional.into_iter().map(|kind| (kind, Requirement::Optional));
        let mut elements: Vec<(ElementKind, Requirement)> = required.chain(optional).collect();
        elements.sort_by_key(|(kind, _)| *kind);
        Self { name, aliases, points: Points::from_f64(points).unwrap_or_default(), elements, byline }
    }

    /// Whether it asks for an element; `None` where such a document has none of the kind.
    #[must_use]
    pub fn requirement(&self, kind: ElementKind) -> Option<Requirement> {
        self.elements.iter().find(|(asked, _)| *asked == kind).map(|(_, requirement)| *requirement)
    }

    /// The elements that must be there, in the order of [`ElementKind`].
    pub fn required(&self) -> impl Iterator<Item = ElementKind> {
        self.elements.iter().filter(|(_, requirement)| *requirement == Requirement::Required).map(|(kind, _)| *kind)
    }

    /// Where an element stands in a document of this genre.
    #[must_use]
    pub fn place(&self, kind: ElementKind) -> ElementPlace {
        match kind {
            ElementKind::Title | ElementKind::DocumentNumber | ElementKind::Addressee => ElementPlace::Head,
            ElementKind::Body => ElementPlace::Middle,
            ElementKind::Signature | ElementKind::Date if self.byline => ElementPlace::TailOrByline,
            ElementKind::Closing | ElementKind::Attachment | ElementKind::Signature | ElementKind::Date => {
                ElementPlace::Tail
            }
        }
    }

    /// What a rubric asks of a document of this genre, where its format is worth `points` marks in all: these are
    /// spread in half marks over `elements`, in their order, the first ones getting what does not come out even. The
    /// body stands there without marks: the keypoints pay for it.
    ///
    /// ```
    /// use yuejuan::points::Points;
    /// use yuejuan::rubric::genre;
    /// let genre = genre("倡议书").unwrap();
    /// let format = genre.format(Points::from_hundredths(300), genre.required());
    /// let points: Vec<f64> = format.elements.iter().map(|element| element.points).collect();
    /// assert_eq!(points, [1.0, 1.0, 0.0, 0.5, 0.5]); // 标题, 称谓, 正文, 署名, 日期
    /// ```
    #[must_use]
    pub fn format(&self, points: Points, elements: impl IntoIterator<Item = ElementKind>) -> FormatDraft {
        let elements: Vec<ElementKind> = elements.into_iter().collect();
        let paid = elements.iter().filter(|kind| **kind != ElementKind::Body).count();
        let mut shares = shares(points, paid).into_iter();
        let elements = elements.into_iter().map(|kind| {
            let share = if kind == ElementKind::Body { None } else { shares.next() };
            ElementDraft { kind, points: share.unwrap_or_default().as_f64() }
        });
        FormatDraft { genre: self.name.clone(), elements: elements.collect() }
    }
}

/// `points` in `count` shares of half marks, the first ones larger; what is less than half a mark goes to the first.
fn shares(points: Points, count: usize) -> Vec<Points> {
    let points = points.max(Points::ZERO);
    let halves = usize::try_from(points.hundredths() / HALF_MARK.hundredths()).unwrap_or_default();
    let rest = points - HALF_MARK.times(halves);
    let share = |at: usize| {
        let whole = halves.checked_div(count).unwrap_or_default();
        let extra = usize::from(halves.checked_rem(count).is_some_and(|more| at < more));
        HALF_MARK.times(whole + extra) + if at == 0 { rest } else { Points::ZERO }
    };
    (0..count).map(share).collect()
}
