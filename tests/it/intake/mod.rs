//! A class's answers out of files of every kind. Files are made here, read through the one door, and shown as lines.

mod archives;
mod documents;
mod hostile;
mod office;
mod tables;
mod words;

use std::io::{Cursor, Write};
use std::path::PathBuf;

use yuejuan::feedback::Language;
use yuejuan::intake::{Item, Settings, read_answers};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What the files hold, a line each: `place | id | name | number | class | question | score | text`, or what is wrong.
fn read(paths: &[PathBuf], settings: Settings) -> Vec<String> {
    let root = paths[0].parent().unwrap().to_str().unwrap().to_owned() + "/";
    let score = |points: Option<yuejuan::points::Points>| points.map(|points| points.to_string()).unwrap_or_default();
    let line = |item: Item| match item {
        Item::Answer(answer) => {
            let who = &answer.candidate;
            let keypoints: Vec<String> = answer.human.keypoints.iter().map(|(id, at)| format!("{id}={at}")).collect();
            let fields = [
                &answer.place,
                &who.id,
                &who.name,
                &who.number,
                &who.class,
                &answer.question_id,
                &score(answer.human.score),
                &keypoints.join(" "),
                &answer.text,
            ];
            fields.map(|field| field.replace('\n', "⏎")).join("|")
        }
        Item::Problem(problem) => format!("problem {}", problem.line(Language::English)),
        Item::Note(note) => format!("note {}", note.line(Language::English)),
    };
    read_answers(paths, settings).map(line).map(|line| line.replace(&root, "")).collect()
}

/// Checks what a file holds; a line may be given by its start.
#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>, expected: &[&str]) {
    check_with(name, content, Settings::default(), expected);
}

#[track_caller]
fn check_with(name: &str, content: impl AsRef<[u8]>, settings: Settings, expected: &[&str]) {
    let folder =
        std::env::temp_dir().join(format!("yuejuan-intake-{}-{:?}", std::process::id(), std::thread::current().id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    let found = read(&[path], settings);
    std::fs::remove_dir_all(&folder).unwrap();
    let matches = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| match expected.strip_suffix('…') {
            Some(start) => found.starts_with(start),
            None => found == expected,
        });
    assert!(matches, "{found:#?}\nexpected {expected:#?}");
}

/// A ZIP archive of names and contents.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
