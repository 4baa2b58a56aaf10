//! Feedback and agreement rendered for people (成绩单). Knows how they read; must not know how they were made, nor the
//! wire.

pub mod calibration;
pub mod evaluation;
mod labels;
mod passages;
pub mod text;
