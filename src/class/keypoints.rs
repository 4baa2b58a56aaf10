//! How a class did on one keypoint, in counts and exact sums. Knows nothing of the other keypoints but what their group
//! has room for.

use crate::feedback::{Coverage, Feedback, KeypointFeedback};
use crate::points::Points;
use crate::rubric::{Keypoint, Rubric};

/// How a class did on one keypoint.
#[derive(Debug, Clone, PartialEq)]
pub struct KeypointStatistics {
    /// The keypoint's id.
    pub id: String,
    /// What must be said, as the rubric has it, for the eyes of markers.
    pub point: String,
    /// Marks for saying it in full.
    pub max_points: Points,
    /// Index of its group.
    pub group: usize,
    /// Answers that say all of it.
    pub full: u32,
    /// Answers that say some of it.
    pub partial: u32,
    /// Answers that say nothing of it.
    pub missed: u32,
    /// Answers that say its opposite.
    pub contradicted: u32,
    /// Of those that say it, answers where its group had no more room for its marks.
    pub surplus: u32,
    /// Marks that all answers earned with it.
    pub earned: Points,
    /// Marks that the answers would have had in addition, had each said it in full and all else been the same.
    pub cost: Points,
    sums: Sums,
}

/// Sums over answers of a keypoint's marks and of the rest of the score, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sums {
    item: i128,
    rest: i128,
    item_squares: i128,
    rest_squares: i128,
    products: i128,
}

// === impl KeypointStatistics ===

impl KeypointStatistics {
    /// Of a keypoint, with no answers yet.
    #[must_use]
    pub fn new(keypoint: &Keypoint) -> Self {
        Self {
            id: keypoint.id.clone(),
            point: keypoint.point.clone(),
            max_points: keypoint.points,
            group: keypoint.group,
            full: 0,
            partial: 0,
            missed: 0,
            contradicted: 0,
            surplus: 0,
            earned: Points::ZERO,
            cost: Points::ZERO,
            sums: Sums::default(),
        }
    }

    /// Counts what one answer says of it.
    pub fn add(&mut self, rubric: &Rubric, feedback: &Feedback, of: &KeypointFeedback) {
        match of.coverage {
            Coverage::Full => self.full += 1,
            Coverage::Partial => self.partial += 1,
            Coverage::Missed => self.missed += 1,
            Coverage::Contradicted => self.contradicted += 1,
        }
        self.surplus += u32::from(!of.counted && feedback.essay.is_none());
        self.earned += of.points;
        self.cost += cost(rubric, self.group, feedback, of);
        let (item, rest) = (i128::from(of.points.hundredths()), i128::from((feedback.score - of.points).hundredths()));
        self.sums.item += item;
        self.sums.rest += rest;
        self.sums.item_squares += item * item;
        self.sums.rest_squares += rest * rest;
        self.sums.products += item * rest;
    }

    /// How many answers there are.
    #[must_use]
    pub fn answers(&self) -> u32 {
        self.full + self.partial + self.missed + self.contradicted
    }

    /// The share of its marks that the class earned (得分率), surplus ones taken as earned; `None` without answers.
    #[must_use]
    pub fn hit_rate(&self) -> Option<f64> {
        let most = self.max_points.as_f64() * f64::from(self.answers());
        let surplus = self.max_points.as_f64() * f64::from(self.surplus);
        (most > 0.0).then(|| ((self.earned.as_f64() + surplus) / most).min(1.0))
    }

    /// Mean marks that not saying it in full costs an answer; `None` without answers.
    #[must_use]
    pub fn mean_cost(&self) -> Option<f64> {
        (self.answers() > 0).then(|| self.cost.as_f64() / f64::from(self.answers()))
    }

    /// 区分度: the correlation of its marks with the rest of the score, the keypoint itself left out (corrected item-total
    /// correlation; S. Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28, 1963).
    /// `None` where either never varies.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a ratio: the last of 53 bits does not show")]
    pub fn discrimination(&self) -> Option<f64> {
        let answers = i128::from(self.answers());
        let Sums { item, rest, item_squares, rest_squares, products } = self.sums;
        let (items, rests) = (answers * item_squares - item * item, answers * rest_squares - rest * rest);
        let together = (answers * products - item * rest) as f64;
        (items > 0 && rests > 0).then(|| together / ((items as f64).sqrt() * (rests as f64).sqrt()))
    }
}

/// Marks that an answer would have had in addition, had it said the keypoint in full.
fn cost(rubric: &Rubric, group: usize, feedback: &Feedback, of: &KeypointFeedback) -> Points {
    let own = of.max_points - of.points;
    let Some(take) = rubric.groups.get(group).map(|group| group.take) else { return own };
    let members = feedback.keypoints.iter().filter(|other| other.group_id == of.group_id);
    let paid: Vec<Points> = members.map(|other| other.points).filter(|points| *points > Points::ZERO).collect();
    if of.points > Points::ZERO || paid.len() < take {
        return own;
    }
    // The group is full: a better one would push the lowest out.
    paid.into_iter().min().map_or(own, |lowest| (of.max_points - lowest).max(Points::ZERO))
}
