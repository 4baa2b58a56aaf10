//! The teacher's guide, followed as it is written: its files are made, its commands run one after another in one folder
//! against the program, and its pictures and links are there.
//!
//! Fenced blocks of the guide mean this: `sh` is run; `csv NAME` and `text NAME` are files; `toml` is the keypoint of that
//! id in the drafted rubric; `bash` is for a person (building, printing) and is not run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use yuejuan::class::{Entry, Question};
use yuejuan::rubric::shipped;

use crate::class::{entry, marks, statistics};
use crate::cli::folder;

const GUIDE: &str = "docs/teacher-guide.zh-CN.md";
/// What the guide drafts.
const DRAFT: &str = "mine.toml";

/// A fenced block: what stands after the fence, and its lines.
struct Block {
    info: String,
    text: String,
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The blocks in order; those of list items are indented.
fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in guide.lines() {
        match (line.trim().strip_prefix("```"), open.take()) {
            (Some(info), None) => open = Some(Block { info: info.to_owned(), text: String::new() }),
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some(mut block)) => {
                block.text += line.trim();
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of the guide does not end");
    blocks
}

/// Puts a keypoint in the place of the one of the same id.
fn replace_keypoint(rubric: &str, keypoint: &str) -> String {
    let id = keypoint.lines().find(|line| line.starts_with("id = ")).expect("the guide's keypoint has an id");
    let parts: Vec<&str> = rubric.split("\n\n").collect();
    let is_old = |part: &&str| part.starts_with("[[groups.keypoints]]") && part.lines().any(|line| line == id);
    assert_eq!(parts.iter().filter(|part| is_old(part)).count(), 1, "the draft has no keypoint of {id}");
    parts.into_iter().map(|part| if is_old(&part) { keypoint } else { part }).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn every_command_of_the_guide_runs() {
    let folder = folder("guide");
    for name in ["question.txt", "reference.txt", "class.csv"] {
        fs::write(folder.join(name), read(&format!("examples/class/{name}"))).unwrap();
    }
    let mut commands = 0;
    for Block { info, text } in blocks(&read(GUIDE)) {
        match info.split_once(' ').unwrap_or((&info, "")) {
            ("sh", "") => {
                for line in text.lines() {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    assert_eq!(words[0], "yuejuan", "only the program is run: {line}");
                    let output = crate::cli::command(&words[1..]).current_dir(&folder).output().unwrap();
                    let errors = String::from_utf8_lossy(&output.stderr);
                    assert_eq!(output.status.code(), Some(0), "{line}\n{errors}");
                    commands += 1;
                }
            }
            ("csv" | "text", name) if !name.is_empty() => {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            ("toml", "") => {
                let path = folder.join(DRAFT);
                fs::write(&path, replace_keypoint(&fs::read_to_string(&path).unwrap(), &text)).unwrap();
            }
            ("bash", "") => {}
            _ => panic!("a block of an unknown kind: {info}"),
        }
    }
    assert!(commands >= 10, "the guide has {commands} commands");
    // What the guide says is there.
    for name in ["class.html", "marked.xlsx", "sheets", "results.csv", "problems.csv", "results.jsonl", "run.json"] {
        assert!(folder.join("out").join(name).exists(), "{name}");
    }
    for name in ["out/reviewed.jsonl", "agreement.html", "calibrated.toml", "out-calibrated/class.html"] {
        assert!(folder.join(name).exists(), "{name}");
    }
    assert_eq!(fs::read_dir(folder.join("out/sheets")).unwrap().count(), 30);
    assert!(fs::read_to_string(folder.join(DRAFT)).unwrap().contains("数据白白放着"));
    let page = fs::read_to_string(folder.join("out/class.html")).unwrap();
    for heading in ["接下来教什么", "先看这几份", "各采分点得分率", "差一点的写法", "人工与引擎", "相似的作答"]
    {
        assert!(page.contains(heading), "the guide shows {heading}");
    }
}

/// What the guide tells of the class, so that it is told anew where marking changes.
#[test]
fn what_the_guide_says_of_the_class_holds() {
    let rubric = shipped("digital-government-obstacles").unwrap();
    let table = read("examples/class/class.csv");
    let rows: Vec<Entry> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|row| {
            let row = row.unwrap();
            let mut entry = entry(&rubric, &row[1], &row[4]);
            entry.human.score = Some(marks(row[3].parse().unwrap()));
            entry
        })
        .collect();
    let class = statistics(&[Question { id: String::new(), rubric: &rubric }], &rows);
    let question = &class.questions[0];
    let agreement = question.humans.first.agreement(question.humans.limit).unwrap();
    assert_eq!(agreement.answers, 30);
    assert_eq!(format!("{:.2}", agreement.pearson.unwrap()), "0.96", "相关是 0.96");
    assert!(agreement.absolute_error < 2.0, "平均相差不到 2 分：{}", agreement.absolute_error);
    assert!((0.0..1.0).contains(&agreement.signed_error), "引擎略松：{}", agreement.signed_error);
    assert!((0.6..0.72).contains(&agreement.within_limit), "约三分之一相差超过 2 分：{}", agreement.within_limit);
    let score = |name: &str| rows.iter().find(|of| of.candidate.id == name).unwrap().feedback.score;
    assert!(score("韩子墨") < marks(10.0), "换了话会漏，引擎给的不到 10 分：{}", score("韩子墨"));
    let first: Vec<&str> = question.unsure.iter().map(|of| of.person.candidate.id.as_str()).take(4).collect();
    assert_eq!(first, ["陶然", "姜一诺", "尤嘉豪", "吕静怡"], "先看这几份");
}

/// The targets of links and pictures, as they are written.
fn targets(guide: &str) -> BTreeSet<&str> {
    guide.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// A heading's anchor as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

#[test]
fn pictures_and_links_of_the_guide_are_there() {
    let guide = read(GUIDE);
    let anchors: BTreeSet<String> = guide.lines().filter(|line| line.starts_with("## ")).map(anchor).collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut shown = BTreeSet::new();
    for target in targets(&guide) {
        match target.strip_prefix('#') {
            Some(name) => assert!(anchors.contains(name), "{target} leads nowhere: {anchors:?}"),
            None => assert!(docs.join(target).exists(), "{target} is not there"),
        }
        shown.extend(target.strip_prefix("pictures/"));
    }
    for picture in fs::read_dir(docs.join("pictures")).unwrap() {
        let picture = picture.unwrap();
        let name = picture.file_name().into_string().unwrap();
        assert!(shown.contains(name.as_str()), "{name} is shown nowhere in the guide");
        assert!(picture.metadata().unwrap().len() <= 200_000, "{name} is too large");
    }
}

#[test]
fn the_example_class_is_of_the_shipped_question() {
    let rubric = shipped("digital-government-obstacles").unwrap();
    assert_eq!(read("examples/class/question.txt").trim(), rubric.draft.question.trim());
    assert_eq!(read("examples/class/reference.txt").trim(), rubric.references().next().unwrap().trim());
}
