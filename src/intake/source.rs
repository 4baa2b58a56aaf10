//! The one door for a class's answers: files of every kind, folders and archives of them, in a fixed order, one item at a
//! time. Tables and lines of JSON on disk are streamed; all else is read whole, within limits.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive::{Archive, Entry, ZIP_MAGIC, is_hidden};
use super::cell::{Cell, Row};
use super::delimited::Rows;
use super::header::Header;
use super::item::{Answer, Item, Problem};
use super::kind::Kind;
use super::limits::{ANSWER_BYTES_MAX, FILE_BYTES_MAX, FOLDER_DEPTH_MAX};
use super::lines::{Lines, Object};
use super::messages::Reason;
use super::names::by_stem;
use super::roll::Roll;
use super::{Naming, docx, read_text, workbook};
use crate::class::Candidate;

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Columns that their headers do not tell.
    pub naming: Naming,
    /// Ids of questions, each of which may head a column of answers.
    pub question_ids: Vec<String>,
    /// Bytes read so far of the files on disk, for whoever shows how far it is.
    pub progress: Arc<AtomicU64>,
}

/// Reads the answers of files, folders and archives, in the order in which they are named and, within folders and
/// archives, of their names. `-` is stdin.
#[must_use]
pub fn read_answers(paths: &[PathBuf], settings: Settings) -> Items {
    let settings = Arc::new(settings);
    let mut sources = VecDeque::new();
    for path in paths {
        expand(path, &mut sources);
    }
    Items { sources, settings, current: None }
}

/// Reads the answers of one file as if it had another name, by which its kind, its place and, where it holds one answer
/// only, its candidate are known.
#[must_use]
pub fn read_answers_as(path: &Path, name: &str, settings: Settings) -> Items {
    let sources = VecDeque::from([Source::Named(path.to_owned(), name.to_owned())]);
    Items { sources, settings: Arc::new(settings), current: None }
}

/// Whether files of this name are read, by its ending.
#[must_use]
pub fn is_read(name: &str) -> bool {
    Kind::known(name).is_some_and(|kind| kind != Kind::Foreign)
}

/// What the files hold, each when it is asked for.
pub struct Items {
    sources: VecDeque<Source>,
    settings: Arc<Settings>,
    current: Option<Stream>,
}

type Stream = Box<dyn Iterator<Item = Item> + Send>;

/// Where items come from.
enum Source {
    Stdin,
    /// A file, and the folder below the one that was named, which is its class.
    File(PathBuf, String),
    /// A file, and the name that it is read as.
    Named(PathBuf, String),
    Bad(Problem),
}

/// Id of the answer that comes from stdin.
const STDIN: &str = "stdin";
/// What a folder holds that a run wrote: results among the answers are no answers.
const RESULT_FILES: [&str; 2] = ["results.jsonl", "run.json"];
/// What the files of older office programs begin with, and those that have a password.
const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0";
/// Bytes that are read ahead of a streamed file: enough to tell its encoding, and few calls to the system.
const BUFFER_BYTES: usize = 64 << 10;

// === impl Items ===

impl Items {
    /// How many sources are left, and whether one of them may hold any number of answers.
    #[must_use]
    pub fn extent(&self) -> (usize, bool) {
        let is_many = |source: &Source| match source {
            Source::File(path, _) => !matches!(Kind::of(&path.to_string_lossy()), Kind::Text | Kind::Foreign),
            Source::Named(_, name) => !matches!(Kind::of(name), Kind::Text | Kind::Foreign),
            Source::Stdin | Source::Bad(_) => false,
        };
        (self.sources.len(), self.sources.iter().any(is_many))
    }

    /// The files on disk that are to be read, in their order.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.sources.iter().filter_map(|source| match source {
            Source::File(path, _) | Source::Named(path, _) => Some(path.as_path()),
            Source::Stdin | Source::Bad(_) => None,
        })
    }
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            self.current = None;
            self.current = Some(match self.sources.pop_front()? {
                Source::Bad(problem) => one(Item::Problem(problem)),
                Source::Stdin => one(stdin()),
                Source::File(path, class) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    open(&path, &name, path.display().to_string(), &class, &self.settings)
                }
                Source::Named(path, name) => open(&path, &name, name.clone(), "", &self.settings),
            });
        }
    }
}

fn one(item: Item) -> Stream {
    Box::new(std::iter::once(item))
}

fn all(items: Vec<Item>) -> Stream {
    Box::new(items.into_iter())
}

fn bad(place: &str, reason: Reason) -> Stream {
    one(Item::Problem(Problem::of_file(place, reason)))
}

// === what is named ===

fn expand(path: &Path, sources: &mut VecDeque<Source>) {
    if path.as_os_str() == "-" {
        sources.push_back(Source::Stdin);
    } else if path.is_dir() {
        let before = sources.len();
        folder(path, "", FOLDER_DEPTH_MAX, sources);
        if sources.len() == before {
            sources.push_back(Source::Bad(Problem::of_file(&path.display().to_string(), Reason::EmptyFolder)));
        }
    } else {
        sources.push_back(Source::File(path.to_owned(), String::new()));
    }
}

/// The files of a folder and of the folders in it by name, without hidden ones, those of kinds that are no answers, and
/// folders of results.
fn folder(path: &Path, class: &str, depth: usize, sources: &mut VecDeque<Source>) {
    let place = path.display().to_string();
    let entries = match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return sources.push_back(Source::Bad(unreadable(&place, &error))),
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_hidden(&name) {
            continue;
        }
        // Folders behind links may lead round in circles.
        if path.is_dir() && !path.is_symlink() {
            if RESULT_FILES.iter().all(|file| path.join(file).exists()) {
                continue;
            }
            if let Some(depth) = depth.checked_sub(1) {
                folder(&path, &name, depth, sources);
            }
        } else if path.is_file() && Kind::known(&name).is_some() {
            sources.push_back(Source::File(path, class.to_owned()));
        }
    }
}

fn unreadable(place: &str, error: &io::Error) -> Problem {
    Problem::of_file(place, Reason::unreadable(error))
}

// === what is read ===

fn stdin() -> Item {
    let mut content = Vec::new();
    match io::stdin().lock().take(FILE_BYTES_MAX + 1).read_to_end(&mut content) {
        Ok(_) => text(&content, STDIN, Candidate { id: STDIN.to_owned(), ..Candidate::default() }),
        Err(error) => Item::Problem(unreadable(STDIN, &error)),
    }
}

fn open(path: &Path, name: &str, place: String, class: &str, settings: &Arc<Settings>) -> Stream {
    let file = match File::open(path) {
        Ok(file) => Counted { file, progress: Arc::clone(&settings.progress) },
        Err(error) => return one(Item::Problem(unreadable(&place, &error))),
    };
    let whose = Whose { stem: stem(name), class: class.to_owned(), place };
    match Kind::of(name) {
        Kind::Table => table(BufReader::with_capacity(BUFFER_BYTES, file), whose, settings),
        Kind::Lines => lines(BufReader::with_capacity(BUFFER_BYTES, file), whose, settings),
        Kind::Archive => archive(file, whose.place, settings),
        kind => {
            let mut content = Vec::new();
            match file.take(FILE_BYTES_MAX + 1).read_to_end(&mut content) {
                Ok(_) => whole(kind, content, whose, settings),
                Err(error) => one(Item::Problem(unreadable(&whose.place, &error))),
            }
        }
    }
}

/// What is known of a file besides its content.
struct Whose {
    place: String,
    /// Its name without folder and ending.
    stem: String,
    class: String,
}

fn stem(name: &str) -> String {
    Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The items of a file that is read.
fn whole(kind: Kind, content: Vec<u8>, whose: Whose, settings: &Arc<Settings>) -> Stream {
    let Whose { place, stem, class } = &whose;
    if content.len() as u64 > FILE_BYTES_MAX {
        return bad(place, Reason::LargeFile(FILE_BYTES_MAX));
    }
    match kind {
        Kind::Text if content.starts_with(OLE_MAGIC) || content.starts_with(b"%PDF") => bad(place, Reason::Foreign),
        Kind::Text => one(text(&content, place, by_stem(stem, class))),
        Kind::Table => table(Cursor::new(content), whose, settings),
        Kind::Lines => lines(Cursor::new(content), whose, settings),
        Kind::Foreign => bad(place, Reason::Foreign),
        Kind::Workbook | Kind::Document if content.starts_with(OLE_MAGIC) => bad(place, Reason::Locked),
        Kind::Workbook => all(workbook::read(&content, &workbook::Origin { place, stem }, settings)),
        Kind::Document => all(docx::read(&content, place, by_stem(stem, class))),
        Kind::Archive => archive(Cursor::new(content), whose.place, settings),
    }
}

fn text(content: &[u8], place: &str, candidate: Candidate) -> Item {
    if content.len() > ANSWER_BYTES_MAX {
        return Item::Problem(Problem::of_file(place, Reason::LongAnswer(content.len())));
    }
    match read_text(content) {
        Ok(text) => {
            Item::Answer(Answer { place: place.to_owned(), candidate, text: text.into_owned(), ..Answer::default() })
        }
        Err(error) => Item::Problem(Problem::of_file(place, error.into())),
    }
}

/// The answers of a CSV table or its kin.
fn table<R: BufRead + Send + 'static>(reader: R, whose: Whose, settings: &Arc<Settings>) -> Stream {
    let settings = Arc::clone(settings);
    let (mut header, mut roll): (Header, Option<Roll>) = (Header::default(), None);
    let (mut rows, mut number, mut is_done, mut is_blank) = (Rows::new(reader), 0, false, true);
    let next = move || -> Option<Vec<Item>> {
        let Some(row) = rows.next().filter(|_| !is_done) else {
            let is_missing = !is_done && roll.is_none() && !is_blank;
            is_done = true;
            return is_missing.then(|| vec![Item::Problem(Header::missing(&whose.place))]);
        };
        number += 1;
        is_blank = false;
        let cells = match row {
            Ok(cells) => cells,
            Err(fault) => return Some(vec![Item::Problem(Problem::of_row(&whose.place, number, "", fault))]),
        };
        let row = Row { number, cells: cells.into_iter().map(Cell::Text).collect() };
        let mut items = Vec::new();
        match &roll {
            Some(roll) => roll.read(&row, &mut items),
            None if row.is_blank() => {}
            None => {
                roll = header.find(&row, &whose.place, &whose.stem, &settings);
                if header.is_given_up() {
                    is_done = true;
                    items.push(Item::Problem(Header::missing(&whose.place)));
                }
            }
        }
        Some(items)
    };
    Box::new(std::iter::from_fn(next).flatten())
}

/// The answers of lines of JSON.
fn lines<R: BufRead + Send + 'static>(reader: R, whose: Whose, settings: &Arc<Settings>) -> Stream {
    let settings = Arc::clone(settings);
    let Whose { place, stem, .. } = whose;
    let mut roll: Option<Roll> = None;
    let read = move |(number, object): (usize, Result<Object, Reason>)| {
        let object = match object {
            Ok(object) => object,
            Err(fault @ Reason::Unreadable(..)) => {
                return vec![Item::Problem(Problem::of_file(&place, fault))];
            }
            Err(fault) => return vec![Item::Problem(Problem::of_row(&place, number, "", fault))],
        };
        if !roll.as_ref().is_some_and(|roll| roll.has_headers(object.iter().map(|(key, _)| key.as_str()))) {
            let keys = object.iter().map(|(key, _)| key.clone()).collect();
            roll = Some(Roll::new(&place, &stem, keys, &settings));
        }
        let Some(roll) = &roll else { return Vec::new() };
        if let Some(key) = roll.missing_key() {
            return vec![Item::Problem(Problem::of_row(&place, number, "", Reason::MissingKey(key)))];
        }
        let mut items = Vec::new();
        let row = Row { number, cells: object.into_iter().map(|(_, cell)| cell).collect() };
        roll.read_object(&row, &mut items);
        items
    };
    Box::new(Lines::new(reader).flat_map(read))
}

/// The answers of the files in an archive.
fn archive<R: Read + io::Seek + Send + 'static>(reader: R, place: String, settings: &Arc<Settings>) -> Stream {
    let mut archive = match Archive::open(BufReader::new(reader)) {
        Ok(archive) => archive,
        Err(error) => return bad(&place, error),
    };
    let entries = archive.entries();
    if !entries.iter().any(|entry| Kind::known(&entry.name).is_some()) {
        return bad(&place, Reason::EmptyArchive);
    }
    let settings = Arc::clone(settings);
    let read = move |entry: Entry| -> Stream {
        let Entry { name, refusal, .. } = &entry;
        let place = format!("{place}/{name}");
        if let Some(refusal) = refusal {
            return bad(&place, refusal.clone());
        }
        let kind = match Kind::known(name) {
            None => return all(Vec::new()),
            Some(Kind::Archive) => return bad(&place, Reason::InnerArchive),
            Some(kind) => kind,
        };
        let mut parts = name.rsplit('/');
        let file = parts.next().unwrap_or_default();
        let class = parts.next().unwrap_or_default().to_owned();
        match archive.read(&entry) {
            Ok(content) if kind == Kind::Text && content.starts_with(ZIP_MAGIC) => bad(&place, Reason::Foreign),
            Ok(content) => whole(kind, content, Whose { stem: stem(file), class, place }, &settings),
            Err(error) => bad(&place, error),
        }
    };
    Box::new(entries.into_iter().flat_map(read))
}

/// A file whose bytes are counted as they are read.
struct Counted {
    file: File,
    progress: Arc<AtomicU64>,
}

// === impl Counted ===

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.progress.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl io::Seek for Counted {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
