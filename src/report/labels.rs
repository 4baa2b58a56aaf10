//! The words of the report in both languages, and the signs of a verdict.

use crate::feedback::{
    Coverage, EssayCheckKind, EssayFeedback, EvidenceReason, FlagCode, Language, LanguageNoteKind, LengthVerdict,
    PartKind, StructureFaultKind,
};
use crate::points::Points;
use crate::rubric::{Depth, ElementKind};
use crate::text::{CountMode, Family};

/// Said in full.
pub(super) const FULL: &str = "✓";
/// Said in part.
pub(super) const PARTIAL: &str = "◐";
/// Not said, or not there.
pub(super) const MISSED: &str = "✗";
/// The opposite is said.
pub(super) const OPPOSITE: &str = "⊘";
/// Said with a wrong character.
pub(super) const WRONG_CHARACTER: &str = "≈";

/// The words of one language.
#[derive(Debug)]
pub(super) struct Labels {
    language: Language,
    pub submission: &'static str,
    pub rubric: &'static str,
    pub engine: &'static str,
    pub score: &'static str,
    pub answer: &'static str,
    pub blank: &'static str,
    pub keypoints: &'static str,
    pub full: &'static str,
    pub partial: &'static str,
    pub contradicted: &'static str,
    pub wrong_character: &'static str,
    pub not_counted: &'static str,
    pub missing: &'static str,
    pub structure: &'static str,
    pub length: &'static str,
    pub unit: &'static str,
    pub limits: &'static str,
    pub format: &'static str,
    pub optional: &'static str,
    pub required: &'static str,
    pub permitted: &'static str,
    pub outline: &'static str,
    pub unnumbered: &'static str,
    pub level: &'static str,
    pub notes: &'static str,
    pub deductions: &'static str,
    pub reduced: &'static str,
    pub flags: &'static str,
    pub summary: &'static str,
    pub essay: &'static str,
    pub essay_keypoints: &'static str,
    pub reasons: &'static str,
    pub material: &'static str,
    pub calibration: &'static str,
    /// Between terms of a list.
    pub separator: &'static str,
    /// Between a name and what is said of it.
    pub colon: &'static str,
}

const CHINESE: Labels = Labels {
    language: Language::Chinese,
    submission: "作答",
    rubric: "评分标准",
    engine: "引擎",
    score: "得分",
    answer: "作答",
    blank: "（空白）",
    keypoints: "采分点",
    full: "答出",
    partial: "部分答出",
    contradicted: "说反",
    wrong_character: "错字",
    not_counted: "不计入：本组已取满",
    missing: "缺",
    structure: "条理",
    length: "字数",
    unit: "字",
    limits: "要求",
    format: "格式",
    optional: "不作要求",
    required: "必备",
    permitted: "可有",
    outline: "提纲",
    unnumbered: "没有序号",
    level: "层级",
    notes: "语言",
    deductions: "扣分",
    reduced: "已无分可扣，少扣",
    flags: "提示（不影响得分）",
    summary: "总评",
    essay: "大作文",
    essay_keypoints: "要点（看写了什么，不直接计分）",
    reasons: "依据",
    material: "给定资料",
    calibration: "校准（按阅卷老师给分的习惯）",
    separator: "、",
    colon: "：",
};

const ENGLISH: Labels = Labels {
    language: Language::English,
    submission: "submission",
    rubric: "rubric",
    engine: "engine",
    score: "Score",
    answer: "Answer",
    blank: "(blank)",
    keypoints: "Keypoints",
    full: "full",
    partial: "partial",
    contradicted: "opposite",
    wrong_character: "wrong character",
    not_counted: "not counted: its group is full",
    missing: "missing",
    structure: "Structure",
    length: "Length",
    unit: "字",
    limits: "asked for",
    format: "Format",
    optional: "not asked for",
    required: "required",
    permitted: "may be there",
    outline: "Outline",
    unnumbered: "no numbering",
    level: "level",
    notes: "Language",
    deductions: "Deductions",
    reduced: "less than the rule says: nothing left to take",
    flags: "Flags (worth no points)",
    summary: "Summary",
    essay: "Essay",
    essay_keypoints: "Keypoints (what it is about; worth no marks by themselves)",
    reasons: "what moved the range",
    material: "Source material",
    calibration: "Calibration (as the teacher marks)",
    separator: ", ",
    colon: ": ",
};

// === impl Labels ===

impl Labels {
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    /// What is said of how an answer was read, behind the version of the engine; nothing where it is as usual.
    pub(super) fn reading(&self, depth: Depth) -> &'static str {
        match depth {
            Depth::Fast => "",
            Depth::Deep => self.pick(" · 深读", " · deep reading"),
        }
    }

    fn pick(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(super) fn part(&self, kind: PartKind) -> &'static str {
        match kind {
            PartKind::Content => self.pick("内容", "content"),
            PartKind::Format => self.pick("格式", "format"),
            PartKind::Structure => self.pick("条理", "structure"),
            PartKind::Length => self.pick("字数", "length"),
            PartKind::Language => self.pick("语言", "language"),
            PartKind::Essay => self.pick("大作文", "essay"),
            PartKind::Calibration => self.pick("校准", "calibration"),
        }
    }

    pub(super) fn reason(&self, reason: EvidenceReason) -> &'static str {
        match reason {
            EvidenceReason::SameWords => self.pick("原词", "the key's words"),
            EvidenceReason::KnownExpression => self.pick("同义表达", "a known expression"),
            EvidenceReason::WrongCharacter => self.pick("有错字", "with a wrong character"),
            EvidenceReason::Opposite => self.pick("意思相反", "the opposite"),
            EvidenceReason::Rule => self.pick("规则", "by a rule"),
            EvidenceReason::LikelyMeaning => self.pick("意思可能相同", "likely the same meaning"),
            EvidenceReason::ReadAsSame => self.pick("读来意思相同", "read as the same"),
            EvidenceReason::TellingExpression => self.pick("得分说法", "a telling expression"),
        }
    }

    pub(super) fn mode(&self, mode: CountMode) -> &'static str {
        match mode {
            CountMode::Word => self.pick("word 计数", "counted as word"),
            CountMode::Nonblank => self.pick("nonblank 计数", "counted as nonblank"),
            CountMode::Grid => self.pick("grid 格数", "counted as grid"),
            CountMode::Han => self.pick("han 汉字数", "counted as han"),
        }
    }

    pub(super) fn length_verdict(&self, verdict: LengthVerdict) -> &'static str {
        match verdict {
            LengthVerdict::Within => self.pick("符合", "within"),
            LengthVerdict::Over => self.pick("超出", "over"),
            LengthVerdict::Under => self.pick("不足", "under"),
            LengthVerdict::Unlimited => self.pick("不限", "no limits"),
        }
    }

    pub(super) fn fault(&self, kind: StructureFaultKind) -> &'static str {
        match kind {
            StructureFaultKind::NotItemized => self.pick("未分条", "not in points"),
            StructureFaultKind::NotOneParagraph => self.pick("未成一段", "not one paragraph"),
            StructureFaultKind::Gap => self.pick("漏号", "number left out"),
            StructureFaultKind::Repeat => self.pick("重号", "number repeated"),
            StructureFaultKind::Order => self.pick("乱序", "out of order"),
            StructureFaultKind::Single => self.pick("只有一条", "single item"),
        }
    }

    pub(super) fn element(&self, kind: ElementKind) -> &'static str {
        match kind {
            ElementKind::Title => self.pick("标题", "title"),
            ElementKind::DocumentNumber => self.pick("发文字号", "document number"),
            ElementKind::Addressee => self.pick("主送机关/称谓", "addressee"),
            ElementKind::Body => self.pick("正文", "body"),
            ElementKind::Closing => self.pick("结束语", "closing"),
            ElementKind::Attachment => self.pick("附件", "attachment"),
            ElementKind::Signature => self.pick("署名", "signature"),
            ElementKind::Date => self.pick("日期", "date"),
        }
    }

    pub(super) fn note(&self, kind: LanguageNoteKind) -> &'static str {
        match kind {
            LanguageNoteKind::WrongCharacter => self.pick("错字", "wrong character"),
            LanguageNoteKind::LongSentence => self.pick("长句", "long sentence"),
            LanguageNoteKind::SpokenWord => self.pick("口语", "spoken word"),
        }
    }

    /// The range of an essay's marks in a phrase.
    pub(super) fn range(&self, essay: &EssayFeedback, max_score: Points) -> String {
        let EssayFeedback { band_low, band_high, low, high, confidence, .. } = essay;
        let to = self.pick("至", " to ");
        let band = if band_low == band_high { band_low.clone() } else { format!("{band_low}{to}{band_high}") };
        match self.language {
            Language::Chinese => format!("约 {low}–{high} 分（{band}，满分 {max_score} 分），把握 {confidence}"),
            Language::English => format!("about {low}–{high} of {max_score} ({band}), confidence {confidence}"),
        }
    }

    pub(super) fn check(&self, kind: EssayCheckKind) -> &'static str {
        match kind {
            EssayCheckKind::Title => self.pick("标题", "title"),
            EssayCheckKind::Theme => self.pick("扣题", "theme"),
            EssayCheckKind::Thesis => self.pick("总论点", "thesis"),
            EssayCheckKind::Stance => self.pick("立场", "stance"),
            EssayCheckKind::SubTheses => self.pick("分论点", "sub-theses"),
            EssayCheckKind::Balance => self.pick("段落", "balance"),
            EssayCheckKind::Ending => self.pick("结尾", "ending"),
            EssayCheckKind::Quotations => self.pick("引用", "quotations"),
            EssayCheckKind::OwnWords => self.pick("独立成文", "own words"),
            EssayCheckKind::Length => self.pick("篇幅", "length"),
        }
    }

    pub(super) fn flag(&self, code: FlagCode) -> &'static str {
        match code {
            FlagCode::KeywordList => self.pick("关键词堆砌", "keyword list"),
            FlagCode::CopiedQuestion => self.pick("抄录题干", "copied question"),
            FlagCode::RepeatedPassage => self.pick("段落重复", "repeated passage"),
            FlagCode::NearReference => self.pick("与参考答案雷同", "near a reference answer"),
            FlagCode::AddressesMarker => self.pick("对阅卷人说话", "addresses the marker"),
            FlagCode::Borderline => self.pick("临界", "borderline"),
            FlagCode::CopiedMaterial => self.pick("抄录资料", "copied material"),
        }
    }
}

/// The sign of a coverage.
pub(super) fn sign(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => FULL,
        Coverage::Partial => PARTIAL,
        Coverage::Missed => MISSED,
        Coverage::Contradicted => OPPOSITE,
    }
}

/// The class by which style sheets know a coverage.
pub(super) fn class(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => "full",
        Coverage::Partial => "partial",
        Coverage::Missed => "missed",
        Coverage::Contradicted => "opposite",
    }
}

/// A way of numbering, shown by its first marker.
pub(super) fn family(family: Family) -> &'static str {
    match family {
        Family::HanComma => "一、",
        Family::HanParenthesis => "（一）",
        Family::Digit => "1.",
        Family::DigitParenthesis => "（1）",
        Family::Circled => "①",
        Family::HanIs => "一是",
        Family::Ordinal => "第一",
        Family::Sequence => "首先",
        Family::Aspect => "一方面",
        Family::Among => "其一",
    }
}
