//! What is said of what cannot be read, and of what was decided on the way: every sentence in Chinese and in English, with
//! what to do. None quotes what a candidate wrote.

use std::io::{self, ErrorKind};

use super::limits::{ANSWER_BYTES_MAX, CELLS_MAX, COLUMNS_MAX, ENTRIES_MAX, RATIO_MAX, RECORD_BYTES_MAX, bytes};
use crate::feedback::Language;
use crate::points::Points;

/// Why something of a class's files cannot be read, marked or used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The system does not give it out.
    Unreadable(ErrorKind, String),
    /// A folder without a file of a kind that is read.
    EmptyFolder,
    /// A kind of file that is not read.
    Foreign,
    /// A file with a password, or of an older office program.
    Locked,
    /// A file of more than so many bytes.
    LargeFile(u64),
    /// Bytes that are no text; the first of them, from 0.
    NoText(usize),
    /// An answer of so many bytes.
    LongAnswer(usize),
    /// No column is known to hold answers.
    NoAnswers,
    /// A row of too many bytes or cells.
    LongRow,
    /// A quotation mark is never closed.
    Unclosed,
    /// A line of too many bytes.
    LongLine,
    /// No JSON, from a byte of the line on.
    NoJson(usize),
    /// JSON that is no object.
    NoObject,
    /// A key twice in an object.
    RepeatedKey,
    /// An object without a key that it must have.
    MissingKey(&'static str),
    /// A value of JSON that is no text.
    NotQuoted,
    /// A formula that went wrong.
    FormulaError,
    /// A formula without its value.
    FormulaValue,
    /// A cell that is no text; whether it should hold the answer.
    NoTextCell {
        /// Whether it should hold the answer.
        is_answer: bool,
    },
    /// A cell that holds no marks, beside an answer that is marked without them.
    NoMarks,
    /// No archive, or a broken one.
    BrokenArchive,
    /// An archive with a password.
    LockedArchive,
    /// An archive packed in a rare way.
    RarelyPacked,
    /// Too many files in an archive.
    ManyEntries,
    /// It unpacks to more than so many bytes.
    LargeArchive(u64),
    /// It unpacks to so many times its size as no text does.
    Bomb,
    /// An archive without a file of a kind that is read.
    EmptyArchive,
    /// An archive in an archive.
    InnerArchive,
    /// A link in an archive.
    Link,
    /// A name that leads out of the archive.
    LeadsOut,
    /// No workbook, or a broken one.
    NoWorkbook,
    /// Something is wrong with a sheet of a workbook.
    Sheet(String, Box<Reason>),
    /// A sheet cannot be read further.
    BrokenSheet,
    /// Too many cells; the first row that is not read.
    ManyCells(usize),
    /// No DOCX document.
    NoDocument,
    /// A document whose markup cannot be read.
    BrokenDocument,
    /// An answer to another question than the ones before, where one rubric is for all.
    AnotherQuestion,
    /// An answer to a question without a rubric.
    NoRubric,
    /// A question that is not the id of a shipped rubric.
    NoShippedRubric,
    /// An answer whose 学号 or 编号 another answer to the same question has too, which stands at this place.
    SameId(String),
    /// A workbook without columns of a review.
    NoReview,
    /// A reviewed score that is no number of marks.
    NoScore,
    /// A reviewed row that several answers could be meant by.
    SharedId,
    /// A second row for the same answer.
    SecondRow,
    /// A reviewed score above the marks that can be had.
    MoreThan(Points),
    /// An answer that was marked by another rubric since.
    MarkedAnew,
    /// A row whose answer is not among the results.
    NoSuchAnswer,
}

/// What was left out or decided, and is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// A hidden sheet is left out.
    HiddenSheet(String),
    /// A sheet without a column of answers is left out.
    SheetWithoutAnswers(String),
    /// A document is read as so many answers, parted by lines that name candidates.
    PartedByLines(usize),
    /// A document is read as so many answers, parted by headings that name candidates.
    PartedByHeadings(usize),
    /// What stands before the first candidate is left out.
    BeforeTheFirst,
    /// From here on nobody is looked for who answers twice: there are too many candidates.
    NoMoreDoubles,
}

// === impl Reason ===

impl Reason {
    /// What the system said.
    #[must_use]
    pub fn unreadable(error: &io::Error) -> Self {
        Self::Unreadable(error.kind(), error.to_string())
    }

    /// In words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let plain = match self {
            Self::Unreadable(ErrorKind::NotFound, _) => "找不到；检查路径和文件名",
            Self::Unreadable(ErrorKind::PermissionDenied, _) => "没有权限读；检查文件的权限，或者关掉正开着它的程序",
            Self::Unreadable(_, error) => return format!("读不了（{error}）；检查路径和磁盘"),
            Self::EmptyFolder => {
                "文件夹里没有读得了的文件（.txt .docx .xlsx .csv .tsv .jsonl .zip）；文件名是别的结尾，就直接写出文件名"
            }
            Self::Foreign => "这种文件读不了；另存为 .docx、.txt、.xlsx 或 .csv",
            Self::Locked => "文件有密码，或者是旧版格式；去掉密码，另存为 .xlsx 或 .docx",
            Self::LargeFile(most) => return format!("超过 {}；拆成几个文件", bytes(*most)),
            Self::NoText(at) => {
                return format!("不是 UTF-8 文字（第 {at} 字节起，从 0 数），也不是 GB18030；另存为 UTF-8");
            }
            Self::LongAnswer(length) => {
                return format!("这份作答有 {length} 字节，最多 {ANSWER_BYTES_MAX} 字节；删短一些");
            }
            Self::NoAnswers => "找不到作答那一列；把表头写成“作答”，或者用 --column answer=表头 指明",
            Self::LongRow => {
                let most = bytes(RECORD_BYTES_MAX as u64);
                return format!("这一行超过 {most} 或 {COLUMNS_MAX} 格；看看是不是引号没有配对，或者删短一些");
            }
            Self::Unclosed => "有一个引号没有配对；补上另一半，正文里的引号要写两个",
            Self::LongLine => return format!("这一行超过 {}；删短一些", bytes(RECORD_BYTES_MAX as u64)),
            Self::NoJson(at) => {
                return format!("第 {at} 字节处不是合法的 JSON；写成 {{\"id\": \"…\", \"text\": \"…\"}}");
            }
            Self::NoObject => "不是 JSON 对象；写成 {\"id\": \"…\", \"text\": \"…\"}",
            Self::RepeatedKey => "同一个键写了两次；留一个",
            Self::MissingKey(key) => return format!("没有 `{key}` 这个键；补上"),
            Self::NotQuoted => "不是文字；加上引号",
            Self::FormulaError => "公式出错（#REF!、#N/A 之类），没有值；改好公式",
            Self::FormulaValue => "公式的值没有存进文件；用表格软件打开，保存一次",
            Self::NoTextCell { is_answer: true } => "不是文字；把作答写在这里",
            Self::NoTextCell { is_answer: false } => "不是文字",
            Self::NoMarks => "不是分数，这份作答照阅，不带这个分；写 0 以上的数，比如 7.5",
            Self::BrokenArchive => "压缩包读不了；重新压成 ZIP",
            Self::LockedArchive => "有密码；去掉密码，重新保存",
            Self::RarelyPacked => "压缩方式少见，读不了；用普通方式重新压成 ZIP",
            Self::ManyEntries => return format!("压缩包里超过 {ENTRIES_MAX} 个文件；分成几个"),
            Self::LargeArchive(most) => return format!("解开后超过 {}；分成几个小的", bytes(*most)),
            Self::Bomb => return format!("解开后超过原来的 {RATIO_MAX} 倍，不会是文字；没有读"),
            Self::EmptyArchive => {
                "压缩包里没有读得了的文件（.txt .docx .xlsx .csv .tsv .jsonl）；另存为其中一种，再压缩"
            }
            Self::InnerArchive => "压缩包里的压缩包；解开它，单独写出来",
            Self::Link => "是一个链接，不会跟过去；把文件本身放进压缩包",
            Self::LeadsOut => "文件名指到压缩包外面；用普通的文件名重新压缩",
            Self::NoWorkbook => "不是读得了的 XLSX 表；打开它，另存为 XLSX",
            Self::Sheet(name, reason) => return format!("工作表 {name}：{}", reason.chinese()),
            Self::BrokenSheet => "后面读不下去了；打开这张表，另存为 XLSX",
            Self::ManyCells(row) => return format!("超过 {CELLS_MAX} 格；第 {row} 行起没有读，拆成几张表"),
            Self::NoDocument => "不是 DOCX 文档；打开它，另存为 DOCX",
            Self::BrokenDocument => "文档的内容读不了；打开它，另存为 DOCX",
            Self::AnotherQuestion => {
                "和前面的作答不是同一道题，而一份评分标准只阅一道题；每题给一份，写成 题号=评分标准"
            }
            Self::NoRubric => "这道题没有评分标准；加上一份，写成 题号=评分标准",
            Self::NoShippedRubric => "题号不是自带评分标准的名字；用 --rubric 指明评分标准",
            Self::SameId(place) => {
                return format!(
                    "学号或编号（都没有就看姓名）和 {place} 的相同，题也相同；两份都阅了，删掉一份，或者改好学号"
                );
            }
            Self::NoReview => "没有“编号”和“复核分”这两列；要用 `grade -o` 写出的 marked.xlsx",
            Self::NoScore => "不是分数；写 0 以上、至多两位小数的数，比如 7.5",
            Self::SharedId => "有几份作答的编号和题号都是这个，分不清是哪一份；各给一个编号，重阅一遍",
            Self::SecondRow => "上面已经有一行是这个编号和题号；留一行",
            Self::MoreThan(most) => return format!("比满分 {most} 分还多；改好"),
            Self::MarkedAnew => "这份作答后来用别的评分标准重阅过；请在新的 marked.xlsx 里复核",
            Self::NoSuchAnswer => "结果里没有这个编号和题号的作答；编号和题号要保持原样",
        };
        plain.to_owned()
    }

    fn english(&self) -> String {
        let plain = match self {
            Self::Unreadable(_, error) => return format!("{error}; check the path and that you may read it"),
            Self::EmptyFolder => {
                "the folder holds no file that is read (.txt .docx .xlsx .csv .tsv .jsonl .zip); name the files themselves \
                 if they end otherwise"
            }
            Self::Foreign => "a kind of file that is not read; save it as .docx, .txt, .xlsx or .csv",
            Self::Locked => "it has a password, or is of an older program; save it anew as .xlsx or .docx without one",
            Self::LargeFile(most) => return format!("more than {}; part it", bytes(*most)),
            Self::NoText(at) => {
                return format!("not valid UTF-8 at byte {at} (from 0), nor text in GB18030; save the file as UTF-8");
            }
            Self::LongAnswer(length) => {
                return format!("the answer has {length} bytes, the limit is {ANSWER_BYTES_MAX}; shorten it");
            }
            Self::NoAnswers => "no column of answers; head it 作答, or name it with --column answer=HEADER",
            Self::LongRow => {
                let most = bytes(RECORD_BYTES_MAX as u64);
                return format!(
                    "the row has more than {most} or {COLUMNS_MAX} cells; look for a quotation mark that is not closed, or \
                     cut it"
                );
            }
            Self::Unclosed => {
                "a quotation mark is opened and never closed; close it, or double it where it is part of the text"
            }
            Self::LongLine => return format!("the line has more than {}; cut it", bytes(RECORD_BYTES_MAX as u64)),
            Self::NoJson(at) => {
                return format!(
                    "not valid JSON at byte {at} of the line; write {{\"id\": \"…\", \"text\": \"…\"}} on it"
                );
            }
            Self::NoObject => "not an object; write {\"id\": \"…\", \"text\": \"…\"} on the line",
            Self::RepeatedKey => "a key stands twice; leave one",
            Self::MissingKey(key) => return format!("has no key `{key}`; add it"),
            Self::NotQuoted => "not a string; put it in quotes",
            Self::FormulaError => "an error such as #REF! or #N/A in place of a value; mend the formula",
            Self::FormulaValue => {
                "a formula whose value was never stored; open the file in a spreadsheet program and save it"
            }
            Self::NoTextCell { is_answer: true } => "not a text; write the answer there",
            Self::NoTextCell { is_answer: false } => "not a text",
            Self::NoMarks => "not a number of marks, so the answer is marked without it; write a number from 0, as 7.5",
            Self::BrokenArchive => "not a readable archive; pack it again as ZIP",
            Self::LockedArchive => "it has a password; take it off and save the file again",
            Self::RarelyPacked => "packed in a way that is not read; pack it again as ZIP with the usual compression",
            Self::ManyEntries => return format!("more than {ENTRIES_MAX} entries; part the archive"),
            Self::LargeArchive(most) => {
                return format!("it unpacks to more than {}; part it into smaller files", bytes(*most));
            }
            Self::Bomb => {
                return format!(
                    "it unpacks to more than {RATIO_MAX} times its size, which no text does; it is not read"
                );
            }
            Self::EmptyArchive => {
                "the archive holds no file that is read (.txt .docx .xlsx .csv .tsv .jsonl); save the answers as one of them"
            }
            Self::InnerArchive => "an archive within an archive; unpack it and name it by itself",
            Self::Link => "a link, which is not followed; put the file itself into the archive",
            Self::LeadsOut => "a name that leads out of the archive; pack it again with plain names",
            Self::NoWorkbook => "not a readable XLSX workbook; open it and save it again as XLSX",
            Self::Sheet(name, reason) => return format!("the sheet {name}: {}", reason.english()),
            Self::BrokenSheet => "it cannot be read further; open the workbook and save it again as XLSX",
            Self::ManyCells(row) => {
                return format!("more than {CELLS_MAX} cells; the rows from {row} on are not read, part the table");
            }
            Self::NoDocument => "not a DOCX document; open it and save it again as DOCX",
            Self::BrokenDocument => "its markup cannot be read; open it and save it again as DOCX",
            Self::AnotherQuestion => {
                "another question than that of the answers before, and one rubric is for one question; give each its own, \
                 as QUESTION=RUBRIC"
            }
            Self::NoRubric => "no rubric is given for this question; add one, as QUESTION=RUBRIC",
            Self::NoShippedRubric => "its question is not the id of a shipped rubric; name the rubric with --rubric",
            Self::SameId(place) => {
                return format!(
                    "the same number or id (or name, where there is neither) as {place}, and the same question; both are \
                     marked, take one out or mend the number"
                );
            }
            Self::NoReview => "no sheet with the columns 编号 and 复核分; give the marked.xlsx that `grade -o` wrote",
            Self::NoScore => "not a number of marks; write a number from 0 with two decimals at most, as 7.5",
            Self::SharedId => "several answers have this id and question; give each its own id and mark anew",
            Self::SecondRow => "a row above has this id and question too; leave one of them",
            Self::MoreThan(most) => return format!("more than the {most} marks that can be had; mend it"),
            Self::MarkedAnew => "the answer was marked anew by another rubric since; review the new marked.xlsx",
            Self::NoSuchAnswer => "no answer of the results has this id and question; leave both as they were",
        };
        plain.to_owned()
    }
}

// === impl Decided ===

impl Decided {
    /// In words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let is_chinese = language == Language::Chinese;
        match self {
            Self::HiddenSheet(name) if is_chinese => format!("工作表 {name} 是隐藏的，没有读"),
            Self::HiddenSheet(name) => format!("the sheet {name} is hidden and left out"),
            Self::SheetWithoutAnswers(name) if is_chinese => format!("工作表 {name} 没有作答那一列，没有读"),
            Self::SheetWithoutAnswers(name) => format!("the sheet {name} has no column of answers and is left out"),
            Self::PartedByLines(count) if is_chinese => format!("按写着姓名的行分成 {count} 份作答"),
            Self::PartedByLines(count) => format!("read as {count} answers, by a line with 姓名 a candidate"),
            Self::PartedByHeadings(count) if is_chinese => format!("按写着姓名的标题分成 {count} 份作答"),
            Self::PartedByHeadings(count) => format!("read as {count} answers, by a heading a candidate"),
            Self::BeforeTheFirst if is_chinese => "第一位考生前面的内容没有读".to_owned(),
            Self::BeforeTheFirst => "what stands before the first candidate is left out".to_owned(),
            Self::NoMoreDoubles if is_chinese => "考生太多，从这里起不再查学号重复".to_owned(),
            Self::NoMoreDoubles => "so many candidates that doubles are not looked for from here on".to_owned(),
        }
    }
}
