//! Feedback and agreement rendered for people (成绩单). Knows how they read; must not know how they were made, nor the
//! wire.

pub mod calibration;
pub mod class;
pub mod evaluation;
mod labels;
mod marked;
mod passages;
pub mod text;

use crate::feedback::{FlagCode, Language};

/// What a flag is called, in two or three words.
#[must_use]
pub fn flag_name(code: FlagCode, language: Language) -> &'static str {
    labels::Labels::of(language).flag(code)
}
