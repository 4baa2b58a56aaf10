//! What stands in a ZIP archive, one entry at a time and within limits; nothing is ever unpacked to disk. Knows names and
//! sizes, nothing of what the entries hold.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{ARCHIVE_BYTES_MAX, ENTRIES_MAX, FILE_BYTES_MAX, RATIO_FREE_BYTES, RATIO_MAX};
use super::messages::Reason;
use super::read_text;

/// What the bytes of a ZIP archive begin with, and those of XLSX and DOCX files.
pub(super) const ZIP_MAGIC: &[u8] = b"PK\x03\x04";

/// An archive that is open.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    /// Bytes unpacked so far.
    unpacked: u64,
}

/// One file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name with its folders, parted by `/`.
    pub name: String,
    pub index: usize,
    /// Bytes in the archive.
    pub packed: u64,
    /// Why it must not be read.
    pub refusal: Option<Reason>,
}

// === impl Archive ===

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(reader: R) -> Result<Self, Reason> {
        let zip = ZipArchive::new(reader).map_err(|error| said(&error))?;
        if zip.len() > ENTRIES_MAX { Err(Reason::ManyEntries) } else { Ok(Self { zip, unpacked: 0 }) }
    }

    /// The files in it by name; folders and what systems add of their own are left out.
    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for index in 0..self.zip.len() {
            let Ok(file) = self.zip.by_index_data(index) else { continue };
            let name = name_of(file.name_raw());
            if file.is_dir() || name.ends_with('/') || is_hidden(&name) {
                continue;
            }
            let refusal = if file.is_symlink() {
                Some(Reason::Link)
            } else if leads_out(&name) {
                Some(Reason::LeadsOut)
            } else {
                None
            };
            entries.push(Entry { name, index, packed: file.compressed_size(), refusal });
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        entries
    }

    /// The bytes of an entry.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, Reason> {
        let left = ARCHIVE_BYTES_MAX.saturating_sub(self.unpacked);
        let mut content = Vec::new();
        let file = self.zip.by_index(entry.index).map_err(|error| said(&error))?;
        let most = FILE_BYTES_MAX.min(left);
        let by_ratio = entry.packed.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
        let length = file.take(most.min(by_ratio) + 1).read_to_end(&mut content).map_err(|_| Reason::BrokenArchive)?;
        let length = length as u64;
        self.unpacked += length;
        match () {
            () if length > by_ratio => Err(Reason::Bomb),
            () if length > left => Err(Reason::LargeArchive(ARCHIVE_BYTES_MAX)),
            () if length > FILE_BYTES_MAX => Err(Reason::LargeArchive(FILE_BYTES_MAX)),
            () => Ok(content),
        }
    }
}

/// Checks that all of a file unpacks to no more than `most` bytes, before something reads it that has no limits.
pub(super) fn check_unpacked(file: &[u8], most: u64) -> Result<(), Reason> {
    let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|error| said(&error))?;
    if zip.len() > ENTRIES_MAX {
        return Err(Reason::ManyEntries);
    }
    let mut left = most;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|error| said(&error))?;
        let length = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| Reason::BrokenArchive)?;
        left = left.checked_sub(length).ok_or(Reason::LargeArchive(most))?;
    }
    Ok(())
}

/// The bytes of one part of a document, by its name; `None` where there is none.
pub(super) fn part(file: &[u8], name: &str) -> Result<Option<Vec<u8>>, Reason> {
    let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|error| said(&error))?;
    let mut content = Vec::new();
    let part = match zip.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(said(&error)),
    };
    let length = part.take(FILE_BYTES_MAX + 1).read_to_end(&mut content).map_err(|_| Reason::BrokenArchive)?;
    if length as u64 > FILE_BYTES_MAX { Err(Reason::LargeArchive(FILE_BYTES_MAX)) } else { Ok(Some(content)) }
}

fn said(error: &ZipError) -> Reason {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => Reason::LockedArchive,
        ZipError::InvalidPassword => Reason::LockedArchive,
        ZipError::UnsupportedArchive(_) => Reason::RarelyPacked,
        _ => Reason::BrokenArchive,
    }
}

/// The name of an entry: UTF-8, or GB18030 as Chinese systems write it without saying so.
fn name_of(raw: &[u8]) -> String {
    let name = read_text(raw).map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), Cow::into_owned);
    let name: String = name.chars().map(|c| if c == '\\' { '/' } else { c }).filter(|c| !c.is_control()).collect();
    name.strip_prefix("./").map(str::to_owned).unwrap_or(name)
}

fn leads_out(name: &str) -> bool {
    let has_drive = name.chars().nth(1) == Some(':');
    name.starts_with('/') || has_drive || name.split('/').any(|part| part == "..")
}

/// Whether a path names what an operating system or an office program keeps for itself.
pub(super) fn is_hidden(name: &str) -> bool {
    let is_own = |part: &str| (part.starts_with('.') && part != "..") || part.starts_with("~$") || part == "__MACOSX";
    name.split('/').any(is_own)
}
