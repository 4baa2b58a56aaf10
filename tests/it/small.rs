//! Small rubrics: built from their points, or changed from a text that stands in a test because its lines matter.

use std::fmt::Write;

use yuejuan::rubric::{Rubric, parse_toml};

/// The TOML of a rubric whose groups `g1`, … are a title and keypoints `k1`, … of marks and point. `policies` stands
/// before the groups.
pub fn source(id: &str, question: &str, policies: &str, groups: &[(&str, &[(u32, &str)])]) -> String {
    let sum: u32 = groups.iter().flat_map(|(_, keypoints)| *keypoints).map(|(points, _)| points).sum();
    let mut source = format!(
        "id = \"{id}\"\ntitle = \"{id}\"\nkind = \"summary\"\nmax_score = {sum}\nquestion = \"{question}\"\n{policies}\n"
    );
    let mut number = 0;
    for (group, (title, keypoints)) in (1..).zip(groups) {
        writeln!(source, "[[groups]]\nid = \"g{group}\"\ntitle = \"{title}\"").unwrap();
        for (points, point) in *keypoints {
            number += 1;
            writeln!(source, "[[groups.keypoints]]\nid = \"k{number}\"\npoints = {points}\npoint = \"{point}\"")
                .unwrap();
        }
    }
    source
}

/// The rubric of a TOML text that has no problems.
#[track_caller]
pub fn compiled(source: &str) -> Rubric {
    let draft = parse_toml(source).unwrap_or_else(|problems| panic!("{problems:?}"));
    Rubric::new(draft).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// A text with the first place of each pair's first text replaced by its second.
#[track_caller]
pub fn changed(source: &str, changes: &[(&str, &str)]) -> String {
    let mut source = source.to_owned();
    for (old, new) in changes {
        assert!(source.contains(old), "{old:?} is not in the rubric");
        source = source.replacen(old, new, 1);
    }
    source
}
