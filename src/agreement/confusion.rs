//! Who gave what where the other gave this, and the statistics that need no more.

/// Pairs of levels, counted (confusion table): a row for each level of the first side, a column for each of the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    levels: usize,
    /// Row by row.
    cells: Vec<u32>,
}

// === impl Confusion ===

impl Confusion {
    /// A table of `levels` rows and columns with nothing in it.
    #[must_use]
    pub fn new(levels: usize) -> Self {
        Self { levels, cells: vec![0; levels * levels] }
    }

    /// Counts pairs of levels, each `0..levels`; what is beyond has no cell.
    ///
    /// ```
    /// use yuejuan::agreement::Confusion;
    /// let table = Confusion::of(3, [(0, 0, 1), (1, 1, 1), (2, 2, 1)]);
    /// assert_eq!(table.quadratic_weighted_kappa(), Some(1.0));
    /// assert_eq!(Confusion::new(3).quadratic_weighted_kappa(), None);
    /// ```
    #[must_use]
    pub fn of(levels: usize, pairs: impl IntoIterator<Item = (usize, usize, u32)>) -> Self {
        let mut table = Self::new(levels);
        for (one, other, count) in pairs {
            if one < levels && other < levels {
                table.add(one * levels + other, count);
            }
        }
        table
    }

    /// Adds to a cell, named by its place row by row.
    pub fn add(&mut self, cell: usize, count: u32) {
        if let Some(cell) = self.cells.get_mut(cell) {
            *cell += count;
        }
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.cells.chunks(self.levels.max(1))
    }

    /// How many pairs are counted.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.cells.iter().sum()
    }

    /// Cohen's kappa with quadratic weights: 1 for the same levels, 0 for what chance would give sides that use the
    /// levels as often as these do (J. Cohen, "Weighted kappa", Psychological Bulletin 70, 1968). `None` where there are
    /// no pairs, or where both sides give one and the same level throughout.
    ///
    /// 1 − Σ observed (i−j)² / Σ expected (i−j)². The expected sum needs no walk over pairs of levels: it is
    /// mean(i²) + mean(j²) − 2 mean(i) mean(j).
    #[must_use]
    pub fn quadratic_weighted_kappa(&self) -> Option<f64> {
        let total = f64::from(self.total());
        let (mut observed, mut squares, mut one_sum, mut other_sum) = (0.0, 0.0, 0.0, 0.0);
        for (one, row) in (0_u32..).zip(self.rows()) {
            for (other, count) in (0_u32..).zip(row) {
                let (one, other, count) = (f64::from(one), f64::from(other), f64::from(*count));
                observed += count * (one - other).powi(2);
                squares += count * (one * one + other * other);
                one_sum += count * one;
                other_sum += count * other;
            }
        }
        // Whole numbers up to here, so that a chance sum of nothing is exactly zero.
        let expected = squares * total - 2.0 * one_sum * other_sum;
        (expected > 0.0).then(|| 1.0 - observed * total / expected)
    }

    /// The share of pairs on one level; `None` where there are none.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        self.within(0)
    }

    /// The share of pairs on one level or on neighbouring ones; `None` where there are none.
    #[must_use]
    pub fn adjacent(&self) -> Option<f64> {
        self.within(1)
    }

    fn within(&self, distance: usize) -> Option<f64> {
        let near = |(one, row): (usize, &[u32])| {
            row.iter().enumerate().filter(|(other, _)| one.abs_diff(*other) <= distance).map(|(_, n)| *n).sum::<u32>()
        };
        let total = self.total();
        (total > 0).then(|| f64::from(self.rows().enumerate().map(near).sum::<u32>()) / f64::from(total))
    }
}
