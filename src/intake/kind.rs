//! Kinds of files, by the endings of their names. Knows nothing of what they hold.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Table,
    Lines,
    Workbook,
    Document,
    Archive,
    /// Something that candidates hand in and that cannot be read.
    Foreign,
}

/// Endings and their kinds.
const KINDS: [(&str, Kind); 21] = [
    ("txt", Kind::Text),
    ("csv", Kind::Table),
    ("tsv", Kind::Table),
    ("jsonl", Kind::Lines),
    ("xlsx", Kind::Workbook),
    ("xlsm", Kind::Workbook),
    ("docx", Kind::Document),
    ("zip", Kind::Archive),
    ("doc", Kind::Foreign),
    ("wps", Kind::Foreign),
    ("rtf", Kind::Foreign),
    ("odt", Kind::Foreign),
    ("pages", Kind::Foreign),
    ("pdf", Kind::Foreign),
    ("xls", Kind::Foreign),
    ("et", Kind::Foreign),
    ("jpg", Kind::Foreign),
    ("jpeg", Kind::Foreign),
    ("png", Kind::Foreign),
    ("rar", Kind::Foreign),
    ("7z", Kind::Foreign),
];

// === impl Kind ===

impl Kind {
    /// The kind of a file by its name; none where its ending is not known.
    pub(super) fn known(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        KINDS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }

    /// The same; what is named without a known ending is taken for text.
    pub(super) fn of(name: &str) -> Self {
        Self::known(name).unwrap_or(Self::Text)
    }
}
