//! Marks Chinese free-text answers keypoint by keypoint (采点给分), with evidence for every mark.
//!
//! An answer walks one way: [`text`] reads it, [`grading`] marks it against a [`rubric`], [`feedback`] is the
//! result as plain data, and only [`wire`], [`report`] and [`service`] know a format. [`reader`] judges single clauses by
//! their meaning.

pub mod agreement;
pub mod api_key;
pub mod calibration;
pub mod class;
pub mod cli;
pub mod drafting;
pub mod evaluation;
pub mod feedback;
pub mod formula;
pub mod grading;
pub mod ids;
pub mod inspection;
pub mod intake;
pub mod jobs;
mod lexicon;
pub mod linting;
pub mod moment;
pub mod outputs;
pub mod points;
pub mod reader;
pub mod report;
pub mod results;
pub mod rubric;
pub mod run;
pub mod service;
pub mod span;
pub mod store;
pub mod tenant;
pub mod text;
pub mod wire;
