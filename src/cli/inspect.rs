//! `yuejuan inspect`: what a text is made of, without a rubric.

use std::io::{self, Write};
use std::path::Path;

use super::args::{InspectArgs, InspectFormat};
use super::grade::style;
use super::input;
use super::outcome::{Outcome, UsageError};
use crate::inspection::inspect;
use crate::report::text::render_inspection;
use crate::rubric::{Genre, genre, genres};
use crate::wire::inspection_json_pretty;

/// Prints the outline, elements and length of a text.
///
/// # Errors
///
/// Where the genre is not known, the text cannot be read or stdout cannot be written.
pub(super) fn run(args: &InspectArgs) -> anyhow::Result<Outcome> {
    let genre = args.genre.as_deref().map(resolve).transpose()?;
    let name = args
        .file
        .as_deref()
        .filter(|path| path.as_os_str() != "-")
        .and_then(Path::file_stem)
        .map_or("stdin".into(), |stem| stem.to_string_lossy());
    let text = input::text(args.file.as_deref().unwrap_or_else(|| Path::new("-")))?;
    let language = args.language.into();
    let inspection = inspect(&text, genre, language);
    let shown = match args.format {
        InspectFormat::Text => render_inspection(&inspection, &name, style(args.color), language),
        InspectFormat::Json => inspection_json_pretty(&inspection, &text) + "\n",
    };
    let mut out = io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn resolve(name: &str) -> Result<&'static Genre, UsageError> {
    genre(name).ok_or_else(|| {
        let known: Vec<&str> = genres().iter().map(|genre| genre.name.as_str()).collect();
        UsageError(format!("no genre `{name}`; the known ones are {}", known.join("、")))
    })
}
