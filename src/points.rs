//! Marks, exact to the hundredth. Owns their arithmetic and how they read; knows nothing of what earns them.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Marks (分) in exact hundredths, so that items always add up to the score.
///
/// ```
/// use yuejuan::points::Points;
/// let half = Points::from_f64(3.0).unwrap().share(0.5);
/// assert_eq!(half.to_string(), "1.5");
/// assert_eq!(half + half, Points::from_f64(3.0).unwrap());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

// === impl Points ===

impl Points {
    /// No marks.
    pub const ZERO: Self = Self(0);
    /// One hundredth: the smallest mark there is.
    pub const HUNDREDTH: Self = Self(1);
    /// The most that any rubric may give: 10,000 marks.
    pub const MAX: Self = Self(1_000_000);

    /// From a count of hundredths.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// From marks; `None` unless it is finite, a multiple of 0.01 and within ±[`Points::MAX`].
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked before the cast")]
    pub fn from_f64(marks: f64) -> Option<Self> {
        let hundredths = marks * 100.0;
        let rounded = hundredths.round();
        // 1e-6 of a hundredth covers what decimal notation loses in binary.
        let exact = hundredths.is_finite() && (hundredths - rounded).abs() < 1e-6;
        let within = rounded.abs() <= Self::MAX.as_f64() * 100.0;
        (exact && within).then_some(Self(rounded as i64))
    }

    /// The value in marks, a multiple of 0.01.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "points are far below 2^53 hundredths")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The value in hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// `share` (0..=1) of these marks, rounded to the nearest hundredth.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a share of a value that fits")]
    pub fn share(self, share: f64) -> Self {
        Self((self.0 as f64 * share.clamp(0.0, 1.0)).round() as i64)
    }

    /// `count` times these marks, never past the largest value.
    #[must_use]
    pub fn times(self, count: usize) -> Self {
        Self(self.0.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{sign}{whole}.{}", tenths / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Points {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}
