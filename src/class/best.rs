//! The few best of many, in memory that does not grow with them. Knows nothing of what they are.

/// Keeps those of the lowest rank, the earlier of equals, up to a limit.
///
/// ```
/// use yuejuan::class::Best;
/// let mut best = Best::new(2);
/// for (rank, name) in [(5, "e"), (3, "c"), (9, "i"), (3, "later")] {
///     best.offer(rank, || name);
/// }
/// assert_eq!((best.iter().collect::<Vec<_>>(), best.offered()), (vec![&"c", &"later"], 4));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Best<T> {
    limit: usize,
    offered: usize,
    /// In rising order of rank.
    items: Vec<(i64, T)>,
}

// === impl Best ===

impl<T> Best<T> {
    /// Nothing yet, and room for `limit`.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit, offered: 0, items: Vec::new() }
    }

    /// Takes an item where it is among the best; it is made only then.
    pub fn offer(&mut self, rank: i64, item: impl FnOnce() -> T) {
        self.offered += 1;
        let place = self.items.partition_point(|(other, _)| *other <= rank);
        if place < self.limit {
            self.items.insert(place, (rank, item()));
            self.items.truncate(self.limit);
        }
    }

    /// How many were offered, taken or not.
    #[must_use]
    pub fn offered(&self) -> usize {
        self.offered
    }

    /// The best, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|(_, item)| item)
    }
}
