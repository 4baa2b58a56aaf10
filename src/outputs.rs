//! What is made of a class's results for people: the marked workbook, a sheet a candidate, the page on the class. All of
//! it comes from `results.jsonl`, so that a run that was interrupted and one that was not look alike, and memory does not
//! grow with the number of answers but for likeness, which has a bound.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::class::likeness::{self, Group};
use crate::class::{ClassStatistics, Entry, ModelAnswer, Question, Settings};
use crate::feedback::Language;
use crate::report::class::{ClassPage, FileNames, Layout, Workbook, WorkbookError, class_page, sheet_page};
use crate::results::{
    Brief, Decisions, Folder, FolderError, LineError, REVIEWED_TABLE, read_brief, read_line, reviewed_header,
    reviewed_row,
};
use crate::rubric::Rubric;

/// Name of the marked workbook.
pub const WORKBOOK: &str = "marked.xlsx";
/// Name of the page on the class.
pub const PAGE: &str = "class.html";
/// Name of the folder of sheets.
pub const SHEETS: &str = "sheets";

/// Which outputs are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// `marked.xlsx`
    pub workbook: bool,
    /// `class.html`
    pub page: bool,
    /// A sheet a candidate.
    pub sheets: Sheets,
}

/// When sheets are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheets {
    /// Never.
    Never,
    /// For up to [`SHEETS_MAX`] answers.
    Few,
    /// However many there are.
    Always,
}

/// What was written, and what was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The files, and the folder of sheets.
    pub files: Vec<PathBuf>,
    /// Sheets that were written.
    pub sheets: usize,
    /// Whether sheets were left out because there are so many answers.
    pub sheets_left_out: bool,
    /// Whether like answers were not looked for because there are so many.
    pub likeness_left_out: bool,
    /// Answers whose score is a person's.
    pub reviewed: usize,
    /// Decisions on answers that are not there any more, or were marked otherwise since.
    pub decisions_left_out: usize,
}

/// Why outputs could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputsError {
    /// The results cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A line of them is none.
    #[error("{file}:{line}: {error}")]
    Line {
        /// The file of results.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        error: LineError,
    },
    /// A rubric that marked some of them is not at hand.
    #[error("the rubric {id} in revision {revision} is not at hand; give it as it was when the answers were marked")]
    NoRubric {
        /// Its id.
        id: String,
        /// Its revision.
        revision: String,
    },
    /// The workbook cannot be written.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// A page cannot be filled.
    #[error("a page cannot be made for lack of memory; mark the answers in parts")]
    Page(#[from] std::fmt::Error),
    /// A file cannot be written.
    #[error("{file}: {error}; check that the folder can be written")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// Answers up to which sheets are written without being asked for.
pub const SHEETS_MAX: usize = 5_000;
/// Answers to one question up to which like ones are looked for: their texts are held in memory together.
pub const LIKENESS_MAX: usize = 100_000;
/// Lines read, and sheets made, at a time.
const BATCH_LINES: usize = 512;

/// What a first look at the results finds.
#[derive(Debug, Default)]
struct Survey {
    answers: usize,
    /// Questions in the order in which they first stand, with rubric and revision.
    questions: Vec<(String, String, String)>,
    human: bool,
    second: bool,
}

/// Makes the outputs of a folder of results, in the folder `into`, which may be the same. `rubrics` are those that marked
/// the results; `title` stands on the page.
///
/// # Errors
///
/// Where results cannot be read, a rubric is not at hand, or a file cannot be written.
pub fn make(
    folder: &Folder,
    into: &Path,
    rubrics: &[Arc<Rubric>],
    title: &str,
    language: Language,
    wanted: Wanted,
) -> Result<Made, OutputsError> {
    let mut made = Made::default();
    if !wanted.workbook && !wanted.page && wanted.sheets == Sheets::Never {
        return Ok(made);
    }
    let decisions = folder.decisions()?;
    let survey = survey(folder)?;
    let questions = questions(&survey, rubrics)?;
    let with_sheets = match wanted.sheets {
        Sheets::Never => false,
        Sheets::Few => survey.answers <= SHEETS_MAX,
        Sheets::Always => true,
    };
    made.sheets_left_out = wanted.sheets == Sheets::Few && !with_sheets;
    let layout = Layout { language, human: survey.human, second: survey.second, settings: Settings::default() };
    let mut statistics = ClassStatistics::new(&questions, layout.settings);
    let mut workbook = if wanted.workbook { Some(Workbook::new(&questions, layout)?) } else { None };
    let mut desk = if with_sheets { Some(Desk::new(into, &questions, language)?) } else { None };
    let mut texts: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let mut number = 0;
    let read = |line: &str| Ok(decisions.put_on(read_line(line)?));
    each_lines(folder, read, |entries| {
        if let Some(desk) = &mut desk {
            desk.write(&entries)?;
        }
        for entry in entries {
            statistics.add(&entry);
            made.reviewed += usize::from(entry.review.is_some());
            if let Some(workbook) = &mut workbook {
                workbook.add(&entry)?;
            }
            if wanted.page {
                let of_question = texts.entry(entry.question_id).or_default();
                if of_question.len() <= LIKENESS_MAX {
                    of_question.push((number, entry.answer));
                }
            }
            number += 1;
        }
        Ok(())
    })?;
    made.decisions_left_out = decisions.len().saturating_sub(made.reviewed);
    if let Some(workbook) = workbook {
        let file = into.join(WORKBOOK);
        workbook.save(&statistics, &file)?;
        made.files.push(file);
    }
    let sheets = desk.map(|desk| desk.written).unwrap_or_default();
    if with_sheets {
        made.sheets = sheets.len();
        made.files.push(into.join(SHEETS));
    }
    if wanted.page {
        made.likeness_left_out = texts.values().any(|of| of.len() > LIKENESS_MAX);
        let alike = alike(&questions, &texts);
        let shown = entries_of(folder, &alike)?;
        let entry = |number| shown.get(&number);
        let page =
            ClassPage { title, statistics: &statistics, sheets: &sheets, alike: &alike, entry: &entry, language };
        made.files.push(save(&into.join(PAGE), &class_page(&page)?)?);
    }
    if made.reviewed > 0 && into == folder.path() {
        made.files.push(scores(folder, &decisions, language)?);
    }
    Ok(made)
}

/// Makes anew, after a review, those of the sheets and the page that are there, and the table of scores as they stand.
/// The workbook stays: it is what the reviewer wrote in.
///
/// # Errors
///
/// As [`make`].
pub fn remake(folder: &Folder, rubrics: &[Arc<Rubric>], title: &str, language: Language) -> Result<Made, OutputsError> {
    let sheets = if folder.file(SHEETS).is_dir() { Sheets::Always } else { Sheets::Never };
    let wanted = Wanted { workbook: false, page: folder.file(PAGE).is_file(), sheets };
    let mut made = make(folder, folder.path(), rubrics, title, language, wanted)?;
    if made.reviewed == 0 {
        made.files.push(scores(folder, &folder.decisions()?, language)?);
    }
    Ok(made)
}

/// Writes the table of scores as they stand after a review.
fn scores(folder: &Folder, decisions: &Decisions, language: Language) -> Result<PathBuf, OutputsError> {
    let path = folder.file(REVIEWED_TABLE);
    let failed = |error| OutputsError::File { file: path.clone(), error };
    let mut file = folder.begin_table(REVIEWED_TABLE, &reviewed_header(language)).map_err(failed)?;
    let read = |line: &str| Ok(reviewed_row(&decisions.put_on(read_line(line)?), language));
    each_lines(folder, read, |rows| rows.iter().try_for_each(|row| writeln!(file, "{row}")).map_err(failed))?;
    file.flush().map_err(failed)?;
    Ok(path)
}

/// The sheet of one result by its number, from 1; none where there is no such result.
///
/// # Errors
///
/// Where results cannot be read or the rubric is not at hand.
pub fn sheet(
    folder: &Folder,
    rubrics: &[Arc<Rubric>],
    number: usize,
    language: Language,
) -> Result<Option<String>, OutputsError> {
    let file = folder.file(crate::results::RESULTS);
    let Some(line) =
        number.checked_sub(1).map(|skip| Ok::<_, FolderError>(folder.lines()?.nth(skip))).transpose()?.flatten()
    else {
        return Ok(None);
    };
    let line = line.map_err(|error| OutputsError::File { file: file.clone(), error })?;
    let entry = read_line(&line).map_err(|error| OutputsError::Line { file, line: number, error })?;
    let entry = folder.decisions()?.put_on(entry);
    let rubric = rubric_of(rubrics, &entry.feedback.rubric_id, &entry.feedback.rubric_revision)?;
    Ok(Some(sheet_page(&entry, rubric, ModelAnswer::new(rubric).as_ref(), language)?))
}

/// Groups of like answers, question by question.
fn alike(questions: &[Question<'_>], texts: &BTreeMap<String, Vec<(usize, String)>>) -> Vec<Group> {
    let of_question = |question: &Question<'_>| {
        let texts = texts.get(&question.id).filter(|texts| texts.len() <= LIKENESS_MAX)?;
        let texts: Vec<(usize, &str)> = texts.iter().map(|(number, text)| (*number, text.as_str())).collect();
        Some(likeness::find(question.rubric, &texts))
    };
    questions.iter().filter_map(of_question).flatten().collect()
}

/// The entries of some groups, by number.
fn entries_of(folder: &Folder, groups: &[Group]) -> Result<BTreeMap<usize, Entry>, OutputsError> {
    let wanted: std::collections::BTreeSet<usize> =
        groups.iter().flat_map(|group| group.entries.iter().copied()).collect();
    let mut found = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let mut number = 0;
    each_lines(folder, read_line, |entries| {
        for entry in entries {
            if wanted.contains(&number) {
                found.insert(number, entry);
            }
            number += 1;
        }
        Ok(())
    })?;
    Ok(found)
}

fn questions<'r>(survey: &Survey, rubrics: &'r [Arc<Rubric>]) -> Result<Vec<Question<'r>>, OutputsError> {
    let find = |(id, rubric_id, revision): &(String, String, String)| {
        Ok(Question { id: id.clone(), rubric: rubric_of(rubrics, rubric_id, revision)? })
    };
    survey.questions.iter().map(find).collect()
}

/// The rubric of an id in the revision that marked the results.
fn rubric_of<'r>(rubrics: &'r [Arc<Rubric>], id: &str, revision: &str) -> Result<&'r Rubric, OutputsError> {
    let found = rubrics.iter().find(|rubric| rubric.id == id && rubric.revision == revision);
    found.map(Arc::as_ref).ok_or_else(|| OutputsError::NoRubric { id: id.to_owned(), revision: revision.to_owned() })
}

fn survey(folder: &Folder) -> Result<Survey, OutputsError> {
    let mut survey = Survey::default();
    each_lines(folder, read_brief, |briefs| {
        for Brief { question_id, rubric_id, rubric_revision, human, second_human } in briefs {
            survey.answers += 1;
            survey.human |= human;
            survey.second |= second_human;
            if survey.questions.iter().all(|(question, ..)| *question != question_id) {
                survey.questions.push((question_id, rubric_id, rubric_revision));
            }
        }
        Ok(())
    })?;
    Ok(survey)
}

/// Reads the results some lines at a time, on all cores, in their order.
fn each_lines<T: Send>(
    folder: &Folder,
    read: impl Fn(&str) -> Result<T, LineError> + Sync,
    mut take: impl FnMut(Vec<T>) -> Result<(), OutputsError>,
) -> Result<(), OutputsError> {
    let file = folder.file(crate::results::RESULTS);
    let unreadable = |error| OutputsError::File { file: file.clone(), error };
    let mut lines = folder.lines()?.zip(1..);
    loop {
        let batch: Vec<(String, usize)> = lines
            .by_ref()
            .take(BATCH_LINES)
            .map(|(line, number)| Ok((line.map_err(unreadable)?, number)))
            .collect::<Result<_, OutputsError>>()?;
        if batch.is_empty() {
            return Ok(());
        }
        let read = |(line, number): (String, usize)| {
            read(&line).map_err(|error| OutputsError::Line { file: file.clone(), line: number, error })
        };
        take(batch.into_par_iter().map(read).collect::<Result<_, _>>()?)?;
    }
}

fn save(file: &Path, content: &str) -> Result<PathBuf, OutputsError> {
    fs::write(file, content).map_err(|error| OutputsError::File { file: file.to_owned(), error })?;
    Ok(file.to_owned())
}

/// Where sheets are made.
struct Desk<'q> {
    folder: PathBuf,
    questions: &'q [Question<'q>],
    models: Vec<Option<ModelAnswer>>,
    names: FileNames,
    language: Language,
    /// File names of the sheets, by entry.
    written: Vec<String>,
}

// === impl Desk ===

impl<'q> Desk<'q> {
    /// Sheets of earlier results go: they would be taken for these.
    fn new(into: &Path, questions: &'q [Question<'q>], language: Language) -> Result<Self, OutputsError> {
        let folder = into.join(SHEETS);
        let fails = |error| OutputsError::File { file: folder.clone(), error };
        fs::create_dir_all(&folder).map_err(fails)?;
        for earlier in fs::read_dir(&folder).map_err(fails)? {
            let path = earlier.map_err(fails)?.path();
            if path.extension().is_some_and(|end| end == "html") {
                fs::remove_file(&path).map_err(fails)?;
            }
        }
        let models = questions.iter().map(|question| ModelAnswer::new(question.rubric)).collect();
        Ok(Self { folder, questions, models, names: FileNames::default(), language, written: Vec::new() })
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(), OutputsError> {
        let names: Vec<String> = entries.iter().map(|entry| self.names.name(entry)).collect();
        let work: Vec<(&Entry, &String)> = entries.iter().zip(&names).collect();
        work.par_iter().try_for_each(|(entry, name)| {
            let asked = self.questions.iter().zip(&self.models).find(|(question, _)| question.id == entry.question_id);
            let Some((question, model)) = asked else { return Ok(()) };
            let sheet = sheet_page(entry, question.rubric, model.as_ref(), self.language)?;
            save(&self.folder.join(name), &sheet).map(|_| ())
        })?;
        self.written.extend(names);
        Ok(())
    }
}
