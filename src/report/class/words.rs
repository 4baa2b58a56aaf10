//! The words of a class's reports in both languages.

use crate::feedback::{Coverage, Language};

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub Language);

// === impl Words ===

impl Words {
    /// One of two texts that say the same.
    pub(super) fn pick<'t>(self, chinese: &'t str, english: &'t str) -> &'t str {
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// The language of a page, for browsers.
    pub(super) fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    pub(super) fn coverage(self, coverage: Coverage) -> &'static str {
        match coverage {
            Coverage::Full => self.pick("答出", "full"),
            Coverage::Partial => self.pick("部分答出", "partial"),
            Coverage::Missed => self.pick("未答", "missed"),
            Coverage::Contradicted => self.pick("说反", "opposite"),
        }
    }

    /// What a rule of deduction is about.
    pub(super) fn rule(self, rule: &str) -> &str {
        match rule {
            "structure.faults" => self.pick("条理", "structure"),
            "length.over" => self.pick("超字数", "too long"),
            "length.under" => self.pick("字数不足", "too short"),
            "language.typos" => self.pick("错字", "wrong characters"),
            "essay.title" => self.pick("无标题", "no title"),
            other => other,
        }
    }
}

/// A figure as people write it: at most so many decimals, and none that are zero.
pub(super) fn figure(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// A share in whole per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
