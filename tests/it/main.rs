//! The one integration binary.
//!
//! - `text`: 字数, folding, clauses and the outline, as tables
//! - `rubric`: what a rubric file may say, and every problem of one at once
//! - `question`: what questions ask for, as tables of wordings and of whole questions
//! - `grading`: marks, contradictions, lists, copies, groups, deductions, format, as tables
//! - `essay`: what an essay is made of and its range of marks; `material`: what is copied
//! - `drafting`: rubrics drafted from references and keys
//! - `documents`: the elements of whole documents, and each taken out
//! - `elements`: the shapes of titles, addressees, dates, signatures and closings, as tables
//! - `inspection`: genres, and what a text is made of without a rubric
//! - `polarity`: denials, double denials, what is wanting, measures where problems are asked for, as tables
//! - `typos`: wrong characters in the key's terms, and words that are none, as tables
//! - `ways`: the same content in another order, split, merged, spoken, in traditional characters
//! - `lexicon`: the data of `lexicon/`
//! - `reader`: the reader of meaning, against the code that trained it
//! - `invariants`: properties that hold for any answer
//! - `lint`: what a careful colleague remarks on in a rubric, and repairs of the file
//! - `agreement`: the statistics, against figures from elsewhere
//! - `class`: the figures of a class worked out by hand, model answers, like answers; its workbook, sheets and page
//! - `evaluate`: `yuejuan evaluate` on tables of all kinds, and its page
//! - `calibrate`: what is learnt from marked answers, what is not, and the rubric file that comes of it
//! - `intake`: a class's answers out of files of every kind, as tables, and hostile files
//! - `results`: results as they are read back
//! - `corpus`: the marked answers and the shipped rubrics
//! - `architecture`: who may name whom in `src/`
//! - `report`: the readable report, as goldens
//! - `cli`: the program, called as a user calls it
//! - `guide`: the teacher's guide, its commands run as they are written
//! - `small`: small rubrics for the others
//! - `store`: what is kept in one file, its copies, and what is taken for one
//! - `service`: the server, called over loopback, also from Python; jobs and their reports, also over a kill

#![allow(
    clippy::unnecessary_wraps,
    clippy::cast_possible_truncation,
    reason = "messages have optional fields; offsets are small"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod agreement;
mod architecture;
mod calibrate;
mod class;
mod cli;
mod corpus;
mod deep;
mod documents;
mod drafting;
mod elements;
mod essay;
mod evaluate;
mod grading;
mod guide;
mod inspection;
mod intake;
mod invariants;
mod lexicon;
mod lint;
mod material;
mod polarity;
mod question;
mod reader;
mod report;
mod results;
mod rubric;
mod service;
mod small;
mod store;
mod text;
mod typos;
mod ways;
