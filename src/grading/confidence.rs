//! How sure each decision is: how far a careful person's marks are expected to lie from the engine's.

use super::allocate::Payment;
use super::coverage::Finding;
use super::keypoints::is_likely;
use crate::feedback::Coverage;
use crate::rubric::{Rubric, WHOLE};

/// Distances from the nearest step of credit, in thousandths of similarity, that part the columns of the tables.
const DISTANCES: [u32; 5] = [60, 150, 250, 350, 500];

/// By how much a person's credit differed on average where a keypoint was decided so, in thousandths of its marks, by
/// distance from the nearest step. Counted on the development half of the marked answers, some 480 decisions, and made
/// even where a few of them stood out.
const FULL: [u32; 6] = [400, 280, 280, 90, 70, 10];
const PARTIAL: [u32; 6] = [200, 160, 100, 100, 100, 100];
const MISSED: [u32; 6] = [120, 90, 40, 20, 10, 10];
/// The same where distance says nothing. Contradictions were hardly ever wrong there; among answers in words of their own
/// many are, and such a mistake costs the whole keypoint.
const LIKELY: u32 = 350;
const CONTRADICTED: u32 = 200;
const LISTED: u32 = 300;

/// How sure the decision on a keypoint is, in thousandths: the whole, less what a person's credit is expected to
/// differ.
pub fn confidence(
    rubric: &Rubric,
    finding: &Finding,
    payment: Option<&Payment>,
    coverage: Coverage,
    listed: bool,
) -> u32 {
    let similarity = payment.map_or(finding.closest.0, |payment| payment.similarity);
    let distance = rubric.credit.iter().map(|step| similarity.abs_diff(step.similarity)).min().unwrap_or(WHOLE);
    let column = DISTANCES.iter().take_while(|limit| distance >= **limit).count();
    let of = |table: [u32; 6]| table.get(column).copied().unwrap_or_default();
    let doubt = match coverage {
        _ if is_likely(finding, payment) => LIKELY,
        _ if listed => LISTED,
        Coverage::Full => of(FULL),
        Coverage::Partial => of(PARTIAL),
        Coverage::Missed => of(MISSED),
        Coverage::Contradicted => CONTRADICTED,
    };
    WHOLE - doubt
}
