//! Marks the worded keypoints of the corpus, each as a rubric of its own, and prints the mean share of the marks that
//! each kind of wording earns: `cargo run --release --example measure_keypoints [TOPIC…]`, by default all topics.

use std::collections::BTreeMap;
use std::{env, fs, io};

use serde::Deserialize;
use yuejuan::feedback::{Coverage, Language};
use yuejuan::grading::{Grader, Submission};
use yuejuan::rubric::{Rubric, parse_toml};

#[derive(Deserialize)]
struct Worded {
    topic: String,
    #[serde(rename = "type")]
    kind: String,
    keypoint: String,
    full: Vec<String>,
    half: Vec<String>,
    opposite: Vec<String>,
    other: Vec<String>,
}

/// How many wordings of a kind there are, the marks that they earn, and how many contradict their keypoint.
#[derive(Default)]
struct Tally {
    count: u32,
    earned: f64,
    contradicted: u32,
}

fn main() -> io::Result<()> {
    let topics: Vec<String> = env::args().skip(1).collect();
    let mut grader = Grader::new();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for line in fs::read_to_string("corpus/keypoints.jsonl")?.lines() {
        let worded: Worded = serde_json::from_str(line)?;
        if !topics.is_empty() && !topics.contains(&worded.topic) {
            continue;
        }
        let rubric = rubric_of(&worded.keypoint)?;
        let kinds =
            [("full", &worded.full), ("half", &worded.half), ("opposite", &worded.opposite), ("other", &worded.other)];
        for (name, wordings) in kinds {
            for (number, text) in (1..).zip(wordings) {
                let feedback = grader.grade(&rubric, &Submission { id: "", text, language: Language::Chinese });
                let share = feedback.content_points().as_f64() / rubric.content_points().as_f64();
                let contradicts = feedback.keypoints.iter().any(|of| of.coverage == Coverage::Contradicted);
                for label in [name.to_owned(), format!("{name} {number}"), format!("{name}, {}", worded.kind)] {
                    let tally = tallies.entry(label).or_default();
                    tally.count += 1;
                    tally.earned += share;
                    tally.contradicted += u32::from(contradicts);
                }
            }
        }
    }
    println!("{:24}{:>9}{:>9}{:>14}", "wordings", "number", "credit", "contradicted");
    for (label, Tally { count, earned, contradicted }) in tallies {
        let (earned, contradicted) = (earned / f64::from(count), f64::from(contradicted) / f64::from(count));
        println!("{label:24}{count:>9}{earned:>9.3}{contradicted:>14.3}");
    }
    Ok(())
}

/// A rubric that asks for one keypoint and for nothing else.
fn rubric_of(keypoint: &str) -> io::Result<Rubric> {
    let source = format!(
        "id = \"k\"\ntitle = \"k\"\nkind = \"summary\"\nmax_score = 2\nquestion = \"请作答。\"\nstructure = {{ itemized = false }}\n\
         [[groups]]\nid = \"g\"\ntitle = \"g\"\n[[groups.keypoints]]\nid = \"k\"\npoints = 2\npoint = \"{keypoint}\"\n"
    );
    let draft = parse_toml(&source).map_err(|problems| io::Error::other(format!("{keypoint}: {problems:?}")))?;
    Rubric::new(draft).map_err(|problems| io::Error::other(format!("{keypoint}: {problems:?}")))
}
