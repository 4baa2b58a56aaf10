//! The question as its readers walk it: folded characters, what of them is quoted, where the requirements begin.

use crate::text::Folded;

/// A question with its views. Positions are those of the folded view.
pub(super) struct Stem<'q> {
    original: &'q str,
    folded: Folded,
    /// Whether a character stands in quotation marks or in the name of a work.
    quoted: Vec<bool>,
    /// Where the requirements (要求) begin; the length of the text where there are none.
    requirements: usize,
}

// === impl Stem ===

impl<'q> Stem<'q> {
    /// Reads a question.
    pub(super) fn new(original: &'q str) -> Self {
        let folded = Folded::new(original);
        let quoted = quoted(original, &folded);
        let requirements = requirements(folded.chars(), &quoted);
        Self { original, folded, quoted, requirements }
    }

    /// The folded characters.
    pub(super) fn chars(&self) -> &[char] {
        self.folded.chars()
    }

    /// Whether the character at `at` is quoted.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).copied().unwrap_or_default()
    }

    /// Whether `at` lies in the requirements.
    pub(super) fn is_required(&self, at: usize) -> bool {
        at >= self.requirements
    }

    /// The question's own characters behind `start..end`.
    pub(super) fn original(&self, start: usize, end: usize) -> &'q str {
        self.folded.span(start, end).quote(self.original)
    }

    /// Everything before the requirements, quotations left out.
    pub(super) fn task(&self) -> String {
        self.unquoted(self.requirements)
    }

    /// The whole question, quotations left out.
    pub(super) fn own_words(&self) -> String {
        self.unquoted(self.chars().len())
    }

    /// The whole question, folded.
    pub(super) fn all(&self) -> &str {
        self.folded.as_str()
    }

    /// The positions at which `word` begins outside quotations.
    pub(super) fn places<'s>(&'s self, word: &'s str) -> impl Iterator<Item = usize> + 's {
        (0..self.chars().len()).filter(move |at| starts(self.chars(), *at, word) && !self.is_quoted(*at))
    }

    /// The characters from the last boundary before `at`, at most `most` of them.
    pub(super) fn clause_before(&self, at: usize, most: usize) -> &[char] {
        let head = self.chars().get(at.saturating_sub(most)..at).unwrap_or_default();
        let start = head.iter().rposition(|c| is_boundary(*c)).map_or(0, |boundary| boundary + 1);
        head.get(start..).unwrap_or_default()
    }

    /// The characters from `at` to the next boundary, at most `most` of them.
    pub(super) fn clause_after(&self, at: usize, most: usize) -> &[char] {
        let tail = self.chars().get(at..).unwrap_or_default();
        let end = tail.iter().take(most).position(|c| is_boundary(*c)).unwrap_or(most.min(tail.len()));
        tail.get(..end).unwrap_or_default()
    }

    fn unquoted(&self, end: usize) -> String {
        let own = self.chars().iter().zip(&self.quoted).take(end).filter(|(_, quoted)| !**quoted);
        own.map(|(c, _)| *c).collect()
    }
}

/// Whether `c` ends a clause. Colons and the listing comma do not.
pub(super) fn is_boundary(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '[' | ']') || is_sentence_end(c)
}

/// Whether `c` ends a sentence.
pub(super) fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '?' | '!' | '\n')
}

/// Whether `word` begins at `at`.
pub(super) fn starts(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Whether `chars` end with `word`.
pub(super) fn ends(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// The first of `words` with which `chars` end, as its length in characters.
pub(super) fn ends_with_one(chars: &[char], words: &[&str]) -> Option<usize> {
    words.iter().find(|word| ends(chars, word)).map(|word| word.chars().count())
}

/// The last place in `chars` at which one of `words` begins.
pub(super) fn last_of(chars: &[char], words: &[&str]) -> Option<usize> {
    (0..chars.len()).rev().find(|at| words.iter().any(|word| starts(chars, *at, word)))
}

/// Whether one of `words` stands in `chars`.
pub(super) fn has(chars: &[char], words: &[&str]) -> bool {
    last_of(chars, words).is_some()
}

/// What is quoted: between marks that are closed on their line. The original tells opening from closing marks.
fn quoted(original: &str, folded: &Folded) -> Vec<bool> {
    let count = folded.chars().len();
    // How many quotations open and close at each position.
    let mut opened = vec![0_u32; count + 1];
    let mut closed = vec![0_u32; count + 1];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, folded_char) in folded.chars().iter().enumerate() {
        if *folded_char == '\n' {
            open.clear();
        }
        let written = folded.span(at, at + 1).quote(original).chars().next().unwrap_or_default();
        let is_end = match written {
            '“' | '「' | '『' | '〝' | '《' => false,
            '”' | '」' | '』' | '〞' | '》' => true,
            // The same mark opens and closes.
            '"' | '＂' => open.last().is_some_and(|(_, mark)| *mark == written),
            _ => continue,
        };
        if !is_end {
            open.push((at, written));
        } else if let Some((start, _)) = open.pop()
            && let (Some(first), Some(last)) = (opened.get_mut(start), closed.get_mut(at))
        {
            *first += 1;
            *last += 1;
        }
    }
    let mut depth = 0;
    let inside = opened.iter().zip(&closed).take(count).map(|(opened, closed)| {
        depth += opened;
        let quoted = depth > 0;
        depth -= closed;
        quoted
    });
    inside.collect()
}

/// Where 要求 opens the requirements: before a colon or a line break, or where a sentence begins with it.
fn requirements(chars: &[char], quoted: &[bool]) -> usize {
    let opens = |at: usize| {
        let label = matches!(chars.get(at + 2), Some(':' | '\n' | '('));
        let first = at == 0 || at.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| ends_task(*c));
        label || first
    };
    let own = |at: &usize| !quoted.get(*at).copied().unwrap_or_default();
    let found = (0..chars.len()).find(|at| starts(chars, *at, "要求") && own(at) && opens(*at));
    found.unwrap_or(chars.len())
}

fn ends_task(c: char) -> bool {
    is_sentence_end(c) || matches!(c, ')' | ']')
}
