//! `yuejuan calibrate`: marked answers in, a proposal and a calibrated rubric out.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::args::{CalibrateArgs, EvaluateFormat, Wordings};
use super::evaluate::{answers, files, questions};
use super::outcome::{Outcome, UsageError, complain};
use super::rubric::{resolve, source};
use crate::calibration::{Outcome as Found, Request, calibrate};
use crate::report::calibration::{amendment, json, refusal, render};
use crate::rubric::{amend, parse_toml, shipped_source};

/// Calibrates, prints what is proposed and writes the rubric where that is asked for.
///
/// # Errors
///
/// Where a file or the rubric cannot be used, no answer is left, or the output cannot be written.
pub(super) fn run(args: &CalibrateArgs) -> anyhow::Result<Outcome> {
    let scored: Vec<_> = args.scored.paths.iter().chain(&args.scored.named).cloned().collect();
    if scored.is_empty() {
        return Err(UsageError("no marked answers: name a .jsonl, .csv or .xlsx file with --scored".to_owned()).into());
    }
    let rubric = resolve(&args.rubric)?;
    let mut problems = Vec::new();
    let rows = files::gather(&scored, &args.scored, &[], &mut problems)?;
    let asked = questions::one(rubric, rows)?;
    let question = answers::question(&asked, args.scored.compare, &mut problems);
    for problem in &problems {
        complain(format_args!("error: {problem}"));
    }
    let Some(question) = question else {
        return Err(UsageError("no answer with human marks is left to learn from".to_owned()).into());
    };
    let (draft, language) = (&question.rubric.draft, args.language.into());
    let mut out = io::stdout().lock();
    let request =
        Request { draft, answers: &question.answers, basis: question.basis, wordings: args.wordings != Wordings::None };
    let found = match calibrate(&request) {
        Ok(found) => found,
        Err(reason) => {
            complain(refusal(&reason, language));
            return Ok(Outcome::SomeFailed);
        }
    };
    let shown = match args.format {
        EvaluateFormat::Text => render(&found, draft, language),
        EvaluateFormat::Json => json(&found, draft) + "\n",
    };
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    let Found::Better(calibration) = found else { return Ok(Outcome::SomeFailed) };
    if let Some(path) = &args.output {
        let wordings = match args.wordings {
            Wordings::Ask => Some(false),
            Wordings::All => Some(true),
            Wordings::None => None,
        };
        let amended = amend(&rubric_source(&args.rubric)?, &amendment(&calibration, wordings, language));
        let amended = amended.context("the rubric cannot be amended")?;
        if let Err(faults) = parse_toml(&amended) {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow::bail!("the calibrated rubric would have problems: {}", lines.join("; "));
        }
        fs::write(path, amended).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(Outcome::Done)
}

/// The text of the rubric that a name stands for, as [`resolve`] finds it.
fn rubric_source(name: &str) -> Result<String, UsageError> {
    let path = Path::new(name);
    if path.components().count() == 1
        && path.extension().is_none()
        && let Some(text) = shipped_source(name)
    {
        return Ok(text.to_string());
    }
    source(path).map_err(UsageError)
}
