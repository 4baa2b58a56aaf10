//! The characters of a rubric's terms, numbered, so that a clause's share of them is a set of bits.

/// Numbers for the characters that tell something. Looked up once for every character of an answer.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    /// Open addressing: a character and its number, or `None`. A power of two long, at most half full.
    slots: Vec<Option<(char, u16)>>,
    count: u16,
}

// === impl Characters ===

impl Characters {
    /// Numbers `characters` in their order; those past 65,535 get none.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        let mut distinct: Vec<char> = characters.into_iter().collect();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.truncate(usize::from(u16::MAX));
        let mut table = Self { slots: vec![None; (distinct.len() * 2).next_power_of_two().max(2)], count: 0 };
        for c in distinct {
            let mut at = table.home(c);
            while table.slots.get(at).is_some_and(Option::is_some) {
                at = (at + 1) % table.slots.len();
            }
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = Some((c, table.count));
                table.count += 1;
            }
        }
        table
    }

    /// The number of a character, if it has one.
    #[must_use]
    pub fn number(&self, c: char) -> Option<u16> {
        let mut at = self.home(c);
        loop {
            match self.slots.get(at)? {
                Some((found, number)) if *found == c => return Some(*number),
                Some(_) => at = (at + 1) % self.slots.len(),
                None => return None,
            }
        }
    }

    /// Words of 64 bits that hold a bit for every number.
    #[must_use]
    pub fn words(&self) -> usize {
        usize::from(self.count).div_ceil(64)
    }

    fn home(&self, c: char) -> usize {
        (u32::from(c).wrapping_mul(0x9E37_79B1) >> 12) as usize & (self.slots.len().max(1) - 1)
    }
}

/// Sets bit `number`.
pub fn set_bit(bits: &mut [u64], number: u16) {
    if let Some(word) = bits.get_mut(usize::from(number / 64)) {
        *word |= 1 << (number % 64);
    }
}

/// Whether bit `number` is set.
#[must_use]
pub fn has_bit(bits: &[u64], number: u16) -> bool {
    bits.get(usize::from(number / 64)).is_some_and(|word| word & (1 << (number % 64)) != 0)
}
