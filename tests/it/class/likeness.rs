//! Copies between candidates are found, what the rubric says is not, and threads change nothing.

use yuejuan::class::likeness::{Group, find};
use yuejuan::rubric::shipped;

const ONE: &str = "我们村从前年起把祠堂门前的空坪收拾出来，请几位老木匠在那里教孩子做榫头，\
    每到周末外村的人也开车来看，村里的小卖部多卖了三成的汽水。去年秋天又添了一间磨坊，游客自己推磨，磨出来的豆浆当场喝。";
const TOUCHED: &str = "前年起我们村把祠堂门前的空坪收拾出来，请几位老木匠在那里教孩子做榫头，\
    每到周末外村的人也会开车来看，村里的小卖部多卖了三成的汽水。去年秋天又添了一间磨坊，来客自己推磨，磨出来的豆浆当场喝。";
const OTHER: &str = "县里把废弃的粮站改成了图书室，中午不关门，环卫工人可以进去歇脚，书架旁摆了微波炉和热水。\
    管图书室的是两位退休教师，他们把借书记录画成一张图贴在墙上，谁家孩子读得多一眼就能看出来，家长们争着往前赶。";

fn groups(texts: &[&str]) -> Vec<Group> {
    let rubric = shipped("slow-is-fast-analysis").unwrap();
    let answers: Vec<(usize, &str)> = texts.iter().copied().enumerate().map(|(at, text)| (at + 100, text)).collect();
    find(&rubric, &answers)
}

#[track_caller]
fn check(texts: &[&str], expected: &[&[usize]]) {
    let found: Vec<Vec<usize>> = groups(texts).into_iter().map(|group| group.entries).collect();
    assert_eq!(found, expected);
}

#[test]
fn copies_are_found_and_strangers_are_not() {
    check(&[ONE, OTHER], &[]);
    check(&[ONE, OTHER, ONE], &[&[100, 102]]);
    check(&[OTHER, ONE, TOUCHED], &[&[101, 102]]);
    check(&[ONE, OTHER, TOUCHED, OTHER, ONE], &[&[100, 102, 104], &[101, 103]]);
    check(&["", "", "。。。"], &[]);
}

#[test]
fn the_reference_explains_itself() {
    let rubric = shipped("slow-is-fast-analysis").unwrap();
    let reference = rubric.references().next().unwrap();
    let question = rubric.draft.question.as_str();
    check(&[reference, reference, question, question], &[]);
}

#[test]
fn shared_passages_stand_in_both() {
    let group = groups(&[ONE, TOUCHED]).remove(0);
    assert!((0.5..1.0).contains(&group.similarity), "{}", group.similarity);
    assert_eq!(group.pair, (100, 101));
    let passages: Vec<&str> = group.passages.iter().map(|of| of.one.quote(ONE)).collect();
    assert!(passages[0].starts_with("把祠堂门前的空坪收拾出来"), "{passages:?}");
    for of in &group.passages {
        assert_eq!(of.one.quote(ONE), of.other.quote(TOUCHED));
    }
    for pair in group.passages.windows(2) {
        assert!(pair[0].one.end <= pair[1].one.start && !pair[0].other.overlaps(&pair[1].other), "{pair:?}");
    }
}

#[test]
fn threads_change_nothing() {
    let file = std::fs::read_to_string("corpus/answers/slow-is-fast-analysis.jsonl").unwrap();
    let texts: Vec<String> = file
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    let doubled: Vec<&str> = texts.iter().chain(&texts).map(String::as_str).collect();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| groups(&doubled));
    assert!(!one.is_empty());
    assert_eq!(one, pool(4).install(|| groups(&doubled)));
}
