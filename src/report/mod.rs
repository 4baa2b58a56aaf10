//! Feedback rendered for people (成绩单). Knows how feedback reads; must not know how it was made, nor the wire.

pub mod text;
