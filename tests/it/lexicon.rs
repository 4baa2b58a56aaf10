//! The data of `lexicon/`: its format, its size, and that no two lines say against each other.

use std::collections::{HashMap, HashSet};
use std::fs;

/// The lines of a file, comments left out.
fn lines(file: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("lexicon/{file}")).unwrap();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The group of each word that has synonyms.
fn groups() -> HashMap<String, usize> {
    let mut groups = HashMap::new();
    for (group, line) in lines("synonyms.txt").iter().enumerate() {
        for word in line.split_whitespace() {
            let before = groups.insert(word.to_owned(), group);
            assert_eq!(before, None, "{word} stands twice");
        }
    }
    groups
}

/// The two sides of each opposition.
fn oppositions() -> Vec<(Vec<String>, Vec<String>)> {
    let words = |side: &str| side.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let of_line = |line: &String| {
        let (one, other) = line.split_once(" | ").unwrap_or_else(|| panic!("no sides: {line}"));
        (words(one), words(other))
    };
    lines("opposites.txt").iter().map(of_line).collect()
}

#[test]
fn synonyms_stand_in_one_group_of_two_or_more() {
    assert!(groups().len() > 2_000);
    let lines = lines("synonyms.txt");
    assert!(lines.len() >= 700, "{} groups", lines.len());
    for line in &lines {
        assert!(line.split_whitespace().count() >= 2, "{line}");
    }
}

#[test]
fn opposites_have_two_sides_that_share_nothing() {
    let oppositions = oppositions();
    assert!(oppositions.len() >= 450, "{} oppositions", oppositions.len());
    for (one, other) in &oppositions {
        assert!(!one.is_empty() && !other.is_empty(), "{one:?} | {other:?}");
        assert!(one.iter().all(|word| !other.contains(word)), "{one:?} | {other:?}");
    }
}

#[test]
fn no_two_words_mean_the_same_and_the_opposite() {
    let groups = groups();
    for (one, other) in oppositions() {
        for word in &one {
            for against in &other {
                let same = groups.get(word).is_some_and(|group| groups.get(against) == Some(group));
                assert!(!same, "{word} and {against}");
            }
        }
    }
}

#[test]
fn negations_stand_in_one_section() {
    let mut seen = HashSet::new();
    for line in lines("negation.txt") {
        for word in line.split_whitespace() {
            assert!(seen.insert(word.to_owned()), "{word} stands twice");
        }
    }
}

#[test]
fn misspellings_differ_from_the_word_in_characters_only() {
    let mut seen = HashSet::new();
    for line in lines("misspellings.txt") {
        let (wrong, right) = line.split_once(' ').unwrap();
        assert!(seen.insert(wrong.to_owned()), "{wrong} stands twice");
        assert_eq!(wrong.chars().count(), right.chars().count(), "{line}");
        assert!(
            (1..=2).contains(&wrong.chars().zip(right.chars()).filter(|(one, other)| one != other).count()),
            "{line}"
        );
    }
}

#[test]
fn shapes_are_narrow_groups() {
    let lines = lines("shapes.txt");
    assert!(lines.len() >= 200, "{} groups", lines.len());
    for line in &lines {
        let characters: HashSet<char> = line.chars().collect();
        assert_eq!(characters.len(), line.chars().count(), "{line} names a character twice");
        assert!((2..=5).contains(&characters.len()), "{line}");
    }
}
