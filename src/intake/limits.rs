//! How much of a file is read before it is refused. Each limit is far above what a class hands in and far below what
//! fills a machine. Knows no format.

/// Bytes of the longest answer that is read, in UTF-8: 1 MiB, as the service has it; some hundred times the longest essay.
pub const ANSWER_BYTES_MAX: usize = 1 << 20;
/// Bytes of the longest row of a table or line of JSON: room for several of the longest answers, or for one of them with
/// all of it escaped.
pub(super) const RECORD_BYTES_MAX: usize = 8 << 20;
/// Columns of the widest row: what spreadsheet programs allow.
pub(super) const COLUMNS_MAX: usize = 16_384;
/// Bytes of the largest file that is read as a whole, packed or not, other than a workbook: 64 MiB.
pub(super) const FILE_BYTES_MAX: u64 = 64 << 20;
/// Bytes that a workbook may unpack to: 256 MiB, a class of 100,000 with long answers.
pub(super) const WORKBOOK_BYTES_MAX: u64 = 256 << 20;
/// Cells that are read of a workbook: a class of 100,000 with ten columns.
pub(super) const CELLS_MAX: usize = 1_000_000;
/// Bytes that an archive may unpack to in all: 4 GiB, read one entry at a time.
pub(super) const ARCHIVE_BYTES_MAX: u64 = 4 << 30;
/// Entries of an archive: a file for each candidate of a large exam.
pub(super) const ENTRIES_MAX: usize = 100_000;
/// How many times its packed size an entry may have: prose packs to a third, the markup around it to a twentieth.
pub(super) const RATIO_MAX: u64 = 250;
/// Bytes up to which the ratio says nothing: small files of one repeated character pack to next to nothing.
pub(super) const RATIO_FREE_BYTES: u64 = 4 << 20;
/// Folders within folders that are looked into.
pub(super) const FOLDER_DEPTH_MAX: usize = 8;
/// Elements within elements of a document: the deepest nesting of tables that anyone writes, with room.
pub(super) const ELEMENT_DEPTH_MAX: usize = 256;

/// Bytes as people say them: `64 MiB`.
pub(super) fn bytes(count: u64) -> String {
    match count {
        0..=1023 => format!("{count} bytes"),
        1024..=1_048_575 => format!("{} KiB", count >> 10),
        _ => format!("{} MiB", count >> 20),
    }
}
