//! Deep reading: what words leave open, a reader of meaning decides. Rubrics of one keypoint, since nothing is optimised here.

use yuejuan::feedback::{Coverage, EvidenceReason, Feedback, Language};
use yuejuan::grading::{Submission, grade, grade_at};
use yuejuan::rubric::{Depth, Rubric, parse_toml};

use crate::polarity::rubric_of;

const POINT: &str = "网格员人手不足，一人要管上千户";
/// Says it, with hardly a word of it.
const IN_OTHER_WORDS: &str = "就他一个人跑片区，一千多扇门哪里顾得过来";

fn mark(rubric: &Rubric, text: &str, depth: Depth) -> Feedback {
    grade_at(rubric, &Submission { id: "1", text, language: Language::Chinese }, depth)
}

#[test]
fn what_is_said_in_other_words_is_read() {
    let rubric = rubric_of(POINT);
    let fast = &mark(&rubric, IN_OTHER_WORDS, Depth::Fast).keypoints[0];
    let deep = &mark(&rubric, IN_OTHER_WORDS, Depth::Deep).keypoints[0];
    assert!(deep.points > fast.points, "fast {:?}, deep {:?}", fast.points, deep.points);
    assert_eq!(deep.evidence[0].reason, EvidenceReason::ReadAsSame);
    assert!(IN_OTHER_WORDS.contains(&deep.evidence[0].quote));
    assert_eq!(mark(&rubric, IN_OTHER_WORDS, Depth::Deep), mark(&rubric, IN_OTHER_WORDS, Depth::Deep));
}

#[test]
fn neither_the_opposite_nor_something_else_is_credited() {
    let rubric = rubric_of(POINT);
    for text in
        ["片区里人员宽裕，每人只联系几十户", "系统操作太繁琐，同一个信息要录好几遍", "要提高认识，加强领导，狠抓落实"]
    {
        let coverage = mark(&rubric, text, Depth::Deep).keypoints[0].coverage;
        assert!(matches!(coverage, Coverage::Missed | Coverage::Contradicted), "{text}: {coverage:?}");
    }
}

#[test]
fn a_key_that_asks_for_its_wording_is_never_read() {
    let source = format!(
        "id = \"k\"\ntitle = \"k\"\nkind = \"summary\"\nmax_score = 2\nquestion = \"请作答。\"\nreading = \"deep\"\n\
         structure = {{ itemized = false }}\n[[groups]]\nid = \"g\"\ntitle = \"g\"\n[[groups.keypoints]]\nid = \"k\"\n\
         points = 2\npoint = \"{POINT}\"\n"
    );
    let of = |source: &str| Rubric::new(parse_toml(source).unwrap()).unwrap();
    let submission = Submission { id: "1", text: IN_OTHER_WORDS, language: Language::Chinese };
    let meaning = grade(&of(&source), &submission);
    assert_eq!(meaning.keypoints[0].evidence[0].reason, EvidenceReason::ReadAsSame, "the rubric asks for deep reading");
    let wording = grade(&of(&(source + "match = \"wording\"\n")), &submission);
    assert_eq!(wording.keypoints[0].coverage, Coverage::Missed);
}
