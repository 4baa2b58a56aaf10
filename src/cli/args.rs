//! What can be written on the command line. The comments are the help that a person reads.

mod call;
mod serve;
mod store;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{feedback, rubric};
pub(super) use call::CallArgs;
pub(super) use serve::{JobLimitArgs, LogFormat, ServeArgs, Size};
pub(super) use store::{KeyCommand, KeyCreateArgs, StoreCommand};

/// Marks Chinese free-text answers keypoint by keypoint (采点给分), with evidence for every mark.
#[derive(Debug, Parser)]
#[command(name = "yuejuan", version)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Mark answers against a rubric
    Grade(GradeArgs),
    /// Show what a text is made of: outline, elements of a document (格式要素), 字数
    Inspect(InspectArgs),
    /// Check, list and show rubrics (评分标准)
    Rubric {
        #[command(subcommand)]
        command: RubricCommand,
    },
    /// Serve marking to other programs by gRPC
    Serve(ServeArgs),
    /// Call a method of a running server
    Call(CallArgs),
    /// Make, list, revoke and rotate the API keys of a server
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Check and back up the store of a server
    Store {
        #[command(subcommand)]
        command: StoreCommand,
    },
    /// Compare the engine's marks with a human's
    Evaluate(EvaluateArgs),
    /// Take in what a reviewer filled in
    Review {
        #[command(subcommand)]
        command: ReviewCommand,
    },
    /// Bring a rubric's marks nearer to a teacher's, by a handful of answers that the teacher has marked
    Calibrate(CalibrateArgs),
}

/// Mark answers against a rubric: one, a class, or any number.
///
/// Tables are read by their headers: 作答 答案 text answer; 姓名 name, 学号 number, 班级 class, 编号 id, 题号 `question_id`; 得分
/// score, 二评 `second_score`, and human marks for keypoints by their ids. Several questions stand in one file as rows with
/// 题号, or as columns 第1题, 第2题, …, each with its rubric: `--rubric 1=R1.toml --rubric 2=R2.toml`.
///
/// Into a folder, whoever answers a question twice (学号 or 编号) is listed with the problems, and both answers are marked.
///
/// Exit code 0: all answers are marked; 1: there are problems, or it was stopped, the rest are marked; 2: wrong arguments
/// or rubric.
#[derive(Debug, Args)]
pub(super) struct GradeArgs {
    /// The rubric: a TOML file, or the id of a shipped one (see `yuejuan rubric list`); for several questions one each, as
    /// QUESTION=RUBRIC. Without it the 题号 of each row must be the id of a shipped one
    #[arg(long, short, value_name = "[QUESTION=]RUBRIC")]
    pub rubric: Vec<String>,
    /// What to mark: `.txt`, `.docx`, `.csv`, `.tsv`, `.xlsx` and `.jsonl` files, folders and `.zip` archives of them, or `-`
    /// for a text from stdin
    #[arg(value_name = "ANSWER")]
    pub answers: Vec<PathBuf>,
    /// Write results into this folder instead of feedback to stdout: results.jsonl, results.csv, problems.csv, run.json,
    /// rubrics.json, and reports made of them: marked.xlsx, class.html, sheets/
    #[arg(long, short, value_name = "FOLDER", conflicts_with = "format")]
    pub output: Option<PathBuf>,
    /// Go on with a run that was stopped or killed, in the same folder
    #[arg(long, requires = "output", conflicts_with = "force")]
    pub resume: bool,
    /// Write over the results of another run
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Which reports to write; by default all, sheets for up to 5,000 answers
    #[arg(long, value_enum, value_name = "REPORT", value_delimiter = ',', requires = "output")]
    pub reports: Vec<Report>,
    /// How to read what words leave open; by default as each rubric says
    #[arg(long, value_enum, value_name = "DEPTH")]
    pub reading: Option<Depth>,
    /// Cores to mark on; by default all
    #[arg(long, value_name = "COUNT")]
    pub threads: Option<NonZeroUsize>,
    /// Name a column that its header does not tell, as answer=回答内容
    #[arg(long, value_name = "FIELD=HEADER")]
    pub column: Vec<String>,
    /// How to write the feedback
    #[arg(long, short, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The language of the messages
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub language: Language,
    /// Whether to colour text
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    /// marked.xlsx: a row a candidate, a column a keypoint, columns for a reviewer
    Workbook,
    /// class.html: figures on the class, what was missed most, like answers
    Page,
    /// sheets/: a page to print for each candidate
    Sheets,
    /// None of them
    None,
}

#[derive(Debug, Subcommand)]
pub(super) enum ReviewCommand {
    /// Take the reviewed scores of a marked.xlsx into sheets and reports; the results stay as they are
    Apply(ReviewApplyArgs),
}

/// Take in the columns 复核分 and 复核说明 of a marked.xlsx: reviewed.jsonl stands beside the results, which stay as they are;
/// sheets/ and class.html, where they are there, are made anew with the reviewed scores, and reviewed.csv has the scores
/// as they stand.
///
/// The sheet may be sorted, filtered and lose rows: each row goes to its answer by 编号 and 题号. Exit code 0: all is taken
/// in; 1: some cells cannot be used and are listed, the others are taken in; 2: wrong arguments or files.
#[derive(Debug, Args)]
pub(super) struct ReviewApplyArgs {
    /// The workbook with the review columns filled in
    #[arg(value_name = "MARKED")]
    pub workbook: PathBuf,
    /// The folder of results that it belongs to
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
    /// The language of the messages; by default that of the results
    #[arg(long, value_enum)]
    pub language: Option<Language>,
}

/// Show what a text is made of, without a rubric: numbering markers and their faults, elements of a document, 字数 in
/// every way of counting.
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// A text file, or `-` for stdin, which is the default
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The genre (文种) whose elements must be there, for instance 倡议书
    #[arg(long, short)]
    pub genre: Option<String>,
    /// How to write it
    #[arg(long, short, value_enum, default_value_t = InspectFormat::Text)]
    pub format: InspectFormat,
    /// The language of the messages
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub language: Language,
    /// Whether to colour text
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InspectFormat {
    /// Lines for people
    Text,
    /// JSON over several lines
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A report for people
    Text,
    /// JSON over several lines, one document after another
    Json,
    /// JSON, a line a submission
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Where a terminal reads it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum RubricCommand {
    /// Draft a rubric from a question, reference answers and, where there is one, a marking key
    Draft(DraftArgs),
    /// Check rubric files: every problem at once, and what a careful colleague would remark on
    Check(CheckArgs),
    /// List the shipped rubrics: id, kind, marks, title
    List,
    /// Print a shipped rubric as it is written, to start your own from
    Show {
        /// Its id
        id: String,
    },
    /// Print the JSON Schema of rubric files, for editors
    Schema,
    /// Say what questions (题干) ask for: kind, genre, length, marks and so on, as JSON, a line a question
    Wording {
        /// Text files with a question a line, or `-` for stdin, which is also read where none is named
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Draft a rubric from a question, reference answers and, where there is one, a marking key.
///
/// Exit code 0: the draft is written; 2: wrong arguments, or nothing to draft from.
#[derive(Debug, Args)]
pub(super) struct DraftArgs {
    /// The question as candidates see it, a text file
    #[arg(long, short, value_name = "FILE")]
    pub question: PathBuf,
    /// A reference answer, a text file; give it again for each further one, the one to go by first
    #[arg(long, value_name = "FILE")]
    pub reference: Vec<PathBuf>,
    /// The marking key: a text of one point a line with its marks as `…（2分）` or after a tab, or a .csv or .xlsx table
    /// of point, marks and accepted wordings
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The source material (给定资料), a text file; it is copied into the rubric, and answers are compared with it
    #[arg(long, value_name = "FILE")]
    pub material: Option<PathBuf>,
    /// Marks for a perfect answer; by default those that the key or the question names
    #[arg(long, value_name = "MARKS")]
    pub max_score: Option<f64>,
    /// How answers are to be read where words leave it open whether they say a point: a draft knows few ways to say it
    #[arg(long, value_enum, value_name = "DEPTH", default_value_t = Depth::Fast)]
    pub reading: Depth,
    /// Id of the rubric; by default the name of the output file, or `draft`
    #[arg(long)]
    pub id: Option<String>,
    /// Title of the rubric; by default taken from the question
    #[arg(long)]
    pub title: Option<String>,
    /// Where to write the rubric; by default to stdout
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Check rubric files: every problem at once, and what a careful colleague would remark on.
///
/// Errors keep a rubric from being used. Warnings are marks that answers would get, or miss, wrongly; notes are worth a
/// thought. Exit code 0: no errors; 1: errors, or warnings with --strict; 2: wrong arguments.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Rubric files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Let warnings fail the check
    #[arg(long)]
    pub strict: bool,
    /// Mend in the files what needs no judgement: wordings that stand twice or never match, a `max_score` that is not
    /// the sum of its parts; comments and layout stay
    #[arg(long)]
    pub fix: bool,
    /// How to write what is found
    #[arg(long, short, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Lines for people
    Text,
    /// JSON, a line a finding
    Json,
}

/// Compare the engine's marks with a human's: kappa, correlations and errors, overall, by question and by keypoint,
/// beside three baselines (length only, the mean mark, the reference's words) and a second human where there is one, with
/// bootstrap intervals.
///
/// Columns are known by their headers: id 编号 学号, `question_id` 题号, question 题目, reference 参考答案, text 作答 答案,
/// score 得分 人工分, `second_score` 二评, `max_score` 满分, kind 类型, marker 阅卷人, and keypoints by their ids. Where keypoints are
/// marked, their sum stands against the engine's marks for content; else the score stands against its score.
///
/// Exit code 0: all rows are compared; 1: some cannot be used and are listed, the others are compared; 2: wrong
/// arguments, or nothing to compare. Where no file is named, those in corpus/answers are compared.
#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub scored: ScoredArgs,
    /// The rubric: a TOML file or a shipped id; by default the shipped one that the file is named after
    #[arg(long, short, conflicts_with = "draft")]
    pub rubric: Option<String>,
    /// Draft each question's rubric from its reference answer, and its keypoints where they are given; a question worth
    /// 1 mark at most, or too few for its keypoints, is drafted for 10 or 100 times that
    #[arg(long)]
    pub draft: bool,
    /// Questions apart from the answers: id, question, reference, `max_score`, keypoints
    #[arg(long, value_name = "FILE", requires = "draft")]
    pub questions: Vec<PathBuf>,
    /// Leave out a layer of what is known of the language, to see what it adds; give it again for each further one
    #[arg(long, value_enum, value_name = "LAYER")]
    pub without: Vec<Layer>,
    /// How to read what words leave open; by default as each rubric says
    #[arg(long, value_enum, value_name = "DEPTH", conflicts_with = "without")]
    pub reading: Option<Depth>,
    /// List every keypoint on which the two do not agree
    #[arg(long)]
    pub disagreements: bool,
    /// How many of the worst disagreements to show
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub worst: usize,
    /// How to write the figures
    #[arg(long, short, value_enum, default_value_t = EvaluateFormat::Text)]
    pub format: EvaluateFormat,
    /// Write a page with a scatter plot and the worst disagreements beside their feedback
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The language of the figures and the page
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub language: Language,
}

/// Answers that humans have marked, and how to read them.
#[derive(Debug, Args)]
pub(super) struct ScoredArgs {
    /// Answers with human marks: `.jsonl`, `.csv` or `.xlsx` files, or folders of them
    #[arg(value_name = "SCORED")]
    pub paths: Vec<PathBuf>,
    /// The same, by name
    #[arg(long = "scored", value_name = "FILE")]
    pub named: Vec<PathBuf>,
    /// Marks apart from the answers: id with a score, or with marks or credit for each keypoint; a second file is the
    /// second human's
    #[arg(long, value_name = "FILE")]
    pub marks: Vec<PathBuf>,
    /// Name a column that its header does not tell, as score=总评
    #[arg(long, value_name = "FIELD=HEADER")]
    pub column: Vec<String>,
    /// What the human's scores stand against; by default content where keypoints are marked, else score
    #[arg(long, value_enum)]
    pub compare: Option<Compare>,
    /// Only the answers of this marker
    #[arg(long)]
    pub marker: Option<String>,
}

/// Bring a rubric's marks nearer to a teacher's: from a handful of answers that the teacher has marked, fits what can be
/// explained, which is steps of credit, what the words of the key and telling expressions are worth, and a curve from
/// them to marks; and lists wordings of well-marked answers for the teacher to accept.
///
/// Prints what it proposes, with the agreement before and after on answers that were left out of the fit. The columns of
/// tables are those of `yuejuan evaluate`. 15 answers are the least, 30 do well.
///
/// Exit code 0: a calibration agrees better, and is written where --output says; 1: the answers teach nothing, or no
/// calibration agrees better, and nothing is written; 2: wrong arguments.
#[derive(Debug, Args)]
pub(super) struct CalibrateArgs {
    /// The rubric: a TOML file, or the id of a shipped one
    #[arg(long, short)]
    pub rubric: String,
    #[command(flatten)]
    pub scored: ScoredArgs,
    /// Where to write the calibrated rubric, comments and layout kept; by default nowhere
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What becomes of wordings learnt from well-marked answers
    #[arg(long, value_enum, default_value_t = Wordings::Ask)]
    pub wordings: Wordings,
    /// How to write what is proposed
    #[arg(long, short, value_enum, default_value_t = EvaluateFormat::Text)]
    pub format: EvaluateFormat,
    /// The language of the proposal and of the comments in the rubric
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    pub language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Wordings {
    /// They stand in the rubric as comments: whoever takes the `#` away accepts one
    Ask,
    /// They count at once
    All,
    /// They are left out
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Compare {
    /// The engine's marks for keypoints
    Content,
    /// All of its marks, with format, structure, length and language
    Score,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Depth {
    /// By their words, in microseconds
    Fast,
    /// A reader of meaning decides, in tenths of a second
    Deep,
}

impl From<Depth> for crate::rubric::Depth {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Fast => Self::Fast,
            Depth::Deep => Self::Deep,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Layer {
    /// Expressions that mean the same
    Lexicon,
    /// Denials, opposites and what is wanting
    Polarity,
    /// Wrong characters
    Fuzzy,
    /// Word vectors
    Vectors,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EvaluateFormat {
    /// Tables for people
    Text,
    /// JSON over several lines
    Json,
}

// === impl Layer ===

impl From<Layer> for rubric::Layer {
    fn from(layer: Layer) -> Self {
        match layer {
            Layer::Lexicon => Self::Lexicon,
            Layer::Polarity => Self::Polarity,
            Layer::Fuzzy => Self::Fuzzy,
            Layer::Vectors => Self::Vectors,
        }
    }
}

// === impl Language ===

impl From<Language> for feedback::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Chinese,
            Language::En => Self::English,
        }
    }
}
