//! Any text is read, in time linear in its length.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yuejuan::drafting::question::{LengthRule, read_question};
use yuejuan::points::Points;

/// Texts of the words that questions are made of, in any order, so that every look back and ahead is tried.
fn jumble() -> impl Strategy<Value = String> {
    let words = [
        "字",
        "不超过",
        "300",
        "三百",
        "一",
        "千",
        "—",
        "～",
        "至",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "要求",
        "：",
        "每条",
        "总字数",
        "左右",
        "以内",
        "±",
        "20分",
        "满分",
        "写",
        "一份",
        "倡议书",
        "汇报",
        "提纲",
        "假如你是",
        "以",
        "的名义",
        "向",
        "给",
        "一段",
        "话",
        "格式",
        "不",
        "分条",
        "\n",
        " ",
        "個",
        "🙂",
        "1,",
        "名义",
        "提出",
        "建议",
        "的",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..60).prop_map(|words| words.concat())
}

fn properties(question: &str) {
    let reading = read_question(question);
    assert_eq!(reading, read_question(question), "the same question reads the same");
    if let Some(LengthRule { min, max, target, .. }) = reading.length {
        let numbers = [min, max, target];
        assert!(numbers.iter().flatten().all(|number| (1..=9999 * 2).contains(number)), "{numbers:?}");
        assert!(numbers.iter().any(Option::is_some) && (target.is_none() || (min, max) == (None, None)));
        assert!(min.unwrap_or_default() <= max.unwrap_or(u32::MAX), "{numbers:?}");
    }
    assert!(reading.marks.is_none_or(|marks| marks > Points::ZERO && marks <= Points::MAX));
    for name in [&reading.writer, &reading.addressee] {
        assert!(question.contains(name.as_str()), "{name} is not the question's own");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        properties(&text);
    }

    #[test]
    fn any_jumble_of_question_words_is_read(text in jumble()) {
        properties(&text);
    }
}

/// Repetitions that a careless look back would read in quadratic time: each takes moments.
#[test]
fn long_texts_are_read() {
    for unit in [
        "字",
        "一",
        "3",
        "“",
        "以",
        "名义",
        "假如你是",
        "给",
        "写",
        "提",
        "什么",
        "如何",
        "汇报",
        "（",
        "不超过300字",
        "每条50字，",
    ] {
        properties(&unit.repeat(3_000));
    }
}
