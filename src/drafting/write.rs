//! A draft as TOML that a teacher can read and edit: a comment before what was chosen, and the rest left to defaults.

use std::fmt::Write;

use super::{Drafted, Note};
use crate::rubric::{
    CreditDraft, CreditStep, Depth, ElementDraft, EssayDraft, GroupDraft, KeypointDraft, LengthDraft, RubricDraft,
};

pub(super) fn toml(drafted: &Drafted) -> String {
    let mut page = Page { text: String::new(), notes: &drafted.notes };
    page.head(&drafted.draft);
    page.policies(&drafted.draft);
    page.note("groups");
    for (index, group) in drafted.draft.groups.iter().enumerate() {
        page.group(index, group);
    }
    page.text
}

struct Page<'a> {
    text: String,
    notes: &'a [Note],
}

// === impl Page ===

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn field(&mut self, name: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{name} = {value}");
    }

    /// The notes on a field, as comments before it.
    fn note(&mut self, path: &str) {
        let notes = self.notes.iter().filter(|note| note.path == path).map(|note| format!("# {}\n", note.text));
        let notes: String = notes.collect();
        self.text.push_str(&notes);
    }

    fn head(&mut self, draft: &RubricDraft) {
        self.field("id", &string(&draft.id));
        self.field("title", &string(&draft.title));
        self.note("kind");
        self.field("kind", &string(draft.kind.name()));
        self.note("max_score");
        self.field("max_score", &draft.max_score.to_string());
        if draft.reading != Depth::default() {
            self.note("reading");
            self.field("reading", &string(draft.reading.name()));
        }
        self.field("question", &long_string(&draft.question));
        if !draft.material.is_empty() {
            self.field("material", &long_string(&draft.material));
        }
        for reference in &draft.references {
            self.line("\n[[references]]");
            self.field("text", &long_string(&reference.text));
        }
        self.line("");
    }

    fn policies(&mut self, draft: &RubricDraft) {
        let LengthDraft { min, max, target, .. } = &draft.length;
        self.note("length");
        if [min, max, target].iter().any(|limit| limit.is_some()) {
            self.line("[length]");
            for (name, limit) in [("min", min), ("max", max), ("target", target)] {
                if let Some(limit) = limit {
                    self.field(name, &limit.to_string());
                }
            }
        }
        self.line("");
        if draft.structure.itemized.is_some() || draft.structure.one_paragraph {
            self.note("structure");
            self.line("[structure]");
            if let Some(itemized) = draft.structure.itemized {
                self.field("itemized", &itemized.to_string());
            }
            if draft.structure.one_paragraph {
                self.field("one_paragraph", "true");
            }
            self.line("");
        }
        if draft.credit != CreditDraft::default() {
            self.note("credit");
            self.line("[credit]");
            let step = |step: &CreditStep| format!("  {{ coverage = {}, share = {} }},\n", step.coverage, step.share);
            let steps: String = draft.credit.steps.iter().map(step).collect();
            self.field("steps", &format!("[\n{steps}]"));
            self.line("");
        }
        self.note("format");
        if !draft.format.genre.is_empty() {
            self.line("[format]");
            self.field("genre", &string(&draft.format.genre));
            let element = |element: &ElementDraft| {
                format!("  {{ kind = {}, points = {} }},\n", string(element.kind.name()), element.points)
            };
            let elements: String = draft.format.elements.iter().map(element).collect();
            if !elements.is_empty() {
                self.field("elements", &format!("[\n{elements}]"));
            }
            self.line("");
        }
        if let Some(essay) = &draft.essay {
            self.essay(essay);
        }
    }

    /// What is not left to the defaults.
    fn essay(&mut self, essay: &EssayDraft) {
        self.note("essay");
        self.line("[essay]");
        for (name, values) in [("theme", &essay.theme), ("quotations", &essay.quotations)] {
            if !values.is_empty() {
                let values: String = values.iter().map(|value| format!("  {},\n", string(value))).collect();
                self.field(name, &format!("[\n{values}]"));
            }
        }
        self.line("");
    }

    fn group(&mut self, index: usize, group: &GroupDraft) {
        self.note(&format!("groups[{index}]"));
        self.line("[[groups]]");
        self.field("id", &string(&group.id));
        if !group.title.is_empty() {
            self.field("title", &string(&group.title));
        }
        if let Some(take) = group.take {
            self.field("take", &take.to_string());
        }
        self.line("");
        for keypoint in &group.keypoints {
            self.keypoint(keypoint);
        }
    }

    fn keypoint(&mut self, keypoint: &KeypointDraft) {
        self.line("[[groups.keypoints]]");
        self.field("id", &string(&keypoint.id));
        self.field("points", &keypoint.points.to_string());
        self.field("point", &string(&keypoint.point));
        if !keypoint.wordings.is_empty() {
            let wordings: String =
                keypoint.wordings.iter().map(|wording| format!("  {},\n", string(wording))).collect();
            self.field("wordings", &format!("[\n{wordings}]"));
        }
        self.line("");
    }
}

/// A basic string.
fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A string over several lines where it has any.
fn long_string(text: &str) -> String {
    let plain = |c: char| c == '\n' || !c.is_control();
    if !text.contains('\n') || !text.chars().all(plain) {
        return string(text);
    }
    format!("\"\"\"\n{}\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
