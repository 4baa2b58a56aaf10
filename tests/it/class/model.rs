//! Model answers stay within their limits.

use yuejuan::class::{ModelAnswer, ModelOrigin};
use yuejuan::rubric::{shipped, shipped_ids};
use yuejuan::text::Text;

use super::*;

#[track_caller]
fn fitting(rubric: &Rubric) -> ModelAnswer {
    let model = ModelAnswer::new(rubric).expect("no model answer");
    let count = Text::new(&model.text).counts().get(rubric.length.mode);
    assert_eq!(model.count, count);
    assert!(rubric.length.max.is_none_or(|max| count <= max), "{count} 字: {}", model.text);
    model
}

#[test]
fn every_shipped_rubric_has_one() {
    for id in shipped_ids() {
        let model = fitting(&shipped(id).unwrap());
        assert_eq!((model.origin, model.points), (ModelOrigin::Reference, model.max_points), "{id}");
    }
}

/// A rubric of three points whose reference is `reference` and whose answers have at most `max` 字.
fn limited(reference: &str, max: usize, more: &str) -> Rubric {
    let groups: &[(&str, &[(u32, &str)])] = &[("", &[(2, "扩大绿地面积"), (6, "完善公交线路"), (2, "修缮老旧校舍")])];
    let policies = format!(
        "{more}\n[[references]]\ntext = \"\"\"\n{reference}\n\"\"\"\n[length]\nmax = {max}\n[structure]\nitemized = false"
    );
    compiled(&source("limited", "概括做法。", &policies, groups))
}

const REFERENCE: &str = "近年来全市上下同心。扩大绿地面积，让街坊出门见绿。完善公交线路，让上班的人少走路。\n修缮老旧校舍，让孩子安心读书。";

#[test]
fn a_reference_that_is_too_long_loses_what_earns_least() {
    let check = |max: usize, origin: ModelOrigin, points: f64, says: &str| {
        let model = fitting(&limited(REFERENCE, max, ""));
        assert_eq!((model.origin, model.points), (origin, marks(points)), "{max}: {}", model.text);
        assert!(model.text.contains(says), "{max}: {}", model.text);
    };
    check(60, ModelOrigin::Reference, 10.0, "近年来");
    check(46, ModelOrigin::Shortened, 10.0, "校舍");
    check(40, ModelOrigin::Shortened, 8.0, "完善公交线路");
    // A list of two points earns much more than the one sentence that fits.
    check(20, ModelOrigin::Keypoints, 8.0, "完善公交线路");
    check(10, ModelOrigin::Keypoints, 6.0, "完善公交线路");
}

#[test]
fn wordings_kept_for_markers_make_none() {
    assert_eq!(ModelAnswer::new(&limited(REFERENCE, 60, "wordings_visible = false")), None);
}

#[test]
fn without_a_reference_keypoints_are_put_together() {
    let model = fitting(&two_points());
    assert_eq!((model.origin, model.text.as_str()), (ModelOrigin::Keypoints, "1. 扩大绿地面积。\n2. 完善公交线路。"));
}
