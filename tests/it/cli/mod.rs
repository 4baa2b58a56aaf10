//! The program as a person or a script meets it: exit codes, what stands on stdout, what on stderr.

mod call;
mod class;
mod clients;
mod draft;
mod grade;
mod review;
mod rubric;
mod serve;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A shipped rubric.
const RUBRIC: &str = "digital-government-obstacles";
/// Stands in answers, and must never stand in a message.
const SECRET: &str = "机密作答";

/// A folder of its own for one test, emptied first.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yuejuan"));
    command.args(arguments).env_remove("YUEJUAN_LOG").env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn run_with_stdin(arguments: &[&str], stdin: impl AsRef<[u8]>) -> Output {
    let mut child =
        command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_ref()).unwrap();
    child.wait_with_output().unwrap()
}

/// A running server; it ends with the test.
struct Server {
    child: Child,
    /// Where it says that it listens.
    url: String,
}

// === impl Server ===

impl Server {
    fn start(more: &[&str]) -> Self {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").expect("it says where it listens").to_owned();
        Self { child, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn grade(format: &str, answers: &[&str]) -> Output {
    let mut arguments = vec!["grade", "--rubric", RUBRIC, "--format", format];
    arguments.extend(answers);
    run(&arguments)
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The exit code and a part of stderr, and that no answer stands there.
#[track_caller]
pub(crate) fn check(output: &Output, code: i32, message: &str) {
    let stderr = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(stderr.contains(message), "{message:?} is not in: {stderr}");
    assert!(!stderr.contains(SECRET), "an answer stands in: {stderr}");
}

/// The ids in JSON Lines output.
fn ids(output: &Output) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["submissionId"].as_str().unwrap().to_owned()
    };
    stdout(output).lines().map(id).collect()
}
