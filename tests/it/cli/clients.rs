//! The clients of examples/clients/ against `yuejuan serve`, run as their readers run them.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Server, check, file, folder, stdout};

const RUBRIC: &str = "night-economy-practices";

/// An answer that can be marked, one that cannot, and what a client is to print of both.
fn marks(program: &str, script: &str) {
    let server = Server::start(&[]);
    let folder = folder(&format!("clients-{program}").replace('/', "-"));
    let answer = file(&folder, "answer.txt", "一是延长地铁和公交末班车时间，夜间开放机关停车场。");
    // More than a submission may have.
    let long = file(&folder, "long.txt", "长".repeat(400_000));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clients").join(script);
    let address = server.url.strip_prefix("http://").unwrap();
    let client = |rubric: &str, files: &[&str]| {
        let mut command = Command::new(program);
        command.arg(&script).args([address, rubric]).args(files).stdin(Stdio::null());
        command.output().unwrap_or_else(|error| panic!("{program} cannot be run: {error}; run scripts/test"))
    };

    let output = client(RUBRIC, &[&long, &answer]);
    check(&output, 1, &long);
    let line = format!("{answer}: 2.5/15 (");
    let printed = stdout(&output);
    assert!(printed.starts_with(&line) && printed.contains(" full") && printed.lines().count() == 1, "{printed}");

    let output = client("no-such", &[&answer]);
    check(&output, 1, "no-such");
    assert!(stdout(&output).is_empty());

    let output = client(RUBRIC, &[&answer]);
    check(&output, 0, "");
}

#[test]
fn the_python_client_marks() {
    let python = std::env::var("YUEJUAN_PYTHON").expect(
        "YUEJUAN_PYTHON names no Python with examples/clients/python/requirements.txt; run scripts/test, which makes one",
    );
    marks(&python, "python/grade.py");
}

#[test]
fn the_node_client_marks() {
    marks("node", "node/grade.js");
}
