//! What feedback says in words, in Chinese or English, as a good teacher would: what was right, what is
//! missing, how to put it. Knows no marks beyond those it is told.

use crate::feedback::{
    Coverage, EssayFeedback, FlagCode, KeypointFeedback, Language, LanguageNoteKind, LengthVerdict, PartKind,
    StructureFaultKind,
};
use crate::lexicon::Confusion;
use crate::points::Points;
use crate::rubric::{ElementKind, LengthPolicy, StructurePolicy};
use crate::text::CountMode;

/// Speaks one language.
#[derive(Debug, Clone, Copy)]
pub struct Messages {
    language: Language,
}

/// What decided about a keypoint, beyond its coverage.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstance {
    /// How it is said.
    pub manner: Manner,
    /// Its marks were reduced to what headings alone earn.
    pub capped: bool,
    /// Enough other keypoints of its group count.
    pub surplus: bool,
}

/// How a keypoint is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Manner {
    /// In words of its own, or not at all.
    #[default]
    Stated,
    /// In a bare list of keywords.
    Listed,
    /// In quite other words that seem to mean it.
    Likely,
}

// === impl Messages ===

impl Messages {
    /// Messages in `language`.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    pub(super) fn pick<'m>(self, chinese: &'m str, english: &'m str) -> &'m str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(super) fn either(self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        match self.language {
            Language::Chinese => chinese(),
            Language::English => english(),
        }
    }

    /// About a keypoint. `model` is a wording to learn from, empty where it is kept from candidates.
    pub fn keypoint(self, coverage: Coverage, circumstance: Circumstance, missing: &[String], model: &str) -> String {
        let mut message = match coverage {
            Coverage::Full => self.pick("要点答全。", "The point is made in full."),
            Coverage::Partial if circumstance.manner == Manner::Listed => {
                self.pick("只列出了关键词，没有展开成完整的意思。", "Keywords only: they are not put into a statement.")
            }
            Coverage::Partial if circumstance.manner == Manner::Likely => self.pick(
                "用自己的话说的，意思可能相同，先按部分得分，请复核。",
                "In other words, and likely the same: part of the marks, to be looked at.",
            ),
            Coverage::Partial => self.pick("答到了一部分。", "Part of the point is made."),
            Coverage::Missed => self.pick("没有答到。", "The point is not made."),
            Coverage::Contradicted => {
                self.pick("意思说反了，不得分。", "The answer says the opposite, which earns nothing.")
            }
        }
        .to_owned();
        if circumstance.capped {
            message += self.pick("关键词罗列至多按标题计分。", " A list of keywords earns no more than headings do.");
        }
        if circumstance.surplus {
            message += self.pick("本组得分的要点已满，此点不再计分。", " Enough points of this group count already.");
        }
        if coverage == Coverage::Partial && circumstance.manner != Manner::Likely && !missing.is_empty() {
            let terms = missing.join(self.pick("、", ", "));
            message += &match self.language {
                Language::Chinese => format!("还缺：{terms}。"),
                Language::English => format!(" Still missing: {terms}."),
            };
        }
        if coverage != Coverage::Full && !model.is_empty() {
            message += &match self.language {
                Language::Chinese => format!("可以这样写：{model}。"),
                Language::English => format!(" One way to put it: {model}."),
            };
        }
        message
    }

    /// About the length.
    pub fn length(self, policy: &LengthPolicy, verdict: LengthVerdict, count: usize) -> String {
        let mode = match (self.language, policy.mode) {
            (Language::Chinese, CountMode::Word) => "按文字处理软件口径计",
            (Language::Chinese, CountMode::Nonblank) => "按非空字符计",
            (Language::Chinese, CountMode::Grid) => "按答题卡格数计",
            (Language::Chinese, CountMode::Han) => "只计汉字",
            (Language::English, CountMode::Word) => "as word processors count",
            (Language::English, CountMode::Nonblank) => "counting every character that is not blank",
            (Language::English, CountMode::Grid) => "in cells of the answer sheet",
            (Language::English, CountMode::Han) => "counting Han characters only",
        };
        let limits = self.limits(policy);
        match self.language {
            Language::Chinese => match verdict {
                LengthVerdict::Within => format!("全文{count}字（{mode}），符合{limits}的要求。"),
                LengthVerdict::Over => {
                    let beyond = count.saturating_sub(policy.max.unwrap_or_default());
                    format!("全文{count}字（{mode}），要求{limits}，超出{beyond}字。")
                }
                LengthVerdict::Under => {
                    let short = policy.min.unwrap_or_default().saturating_sub(count);
                    format!("全文{count}字（{mode}），要求{limits}，少{short}字。")
                }
                LengthVerdict::Unlimited => format!("全文{count}字（{mode}），题目没有字数要求。"),
            },
            Language::English => match verdict {
                LengthVerdict::Within => format!("{count} 字 ({mode}), within {limits}."),
                LengthVerdict::Over => {
                    let beyond = count.saturating_sub(policy.max.unwrap_or_default());
                    format!("{count} 字 ({mode}), {beyond} over {limits}.")
                }
                LengthVerdict::Under => {
                    let short = policy.min.unwrap_or_default().saturating_sub(count);
                    format!("{count} 字 ({mode}), {short} short of {limits}.")
                }
                LengthVerdict::Unlimited => format!("{count} 字 ({mode}); the question sets no length."),
            },
        }
    }

    fn limits(self, policy: &LengthPolicy) -> String {
        match (self.language, policy.target, policy.min, policy.max) {
            (Language::Chinese, Some(target), Some(min), Some(max)) => format!("{target}字左右（{min}—{max}字）"),
            (Language::English, Some(target), Some(min), Some(max)) => format!("about {target} ({min}-{max})"),
            (Language::Chinese, _, Some(min), Some(max)) => format!("{min}—{max}字"),
            (Language::English, _, Some(min), Some(max)) => format!("{min}-{max}"),
            (Language::Chinese, _, None, Some(max)) => format!("不超过{max}字"),
            (Language::English, _, None, Some(max)) => format!("at most {max}"),
            (Language::Chinese, _, Some(min), None) => format!("不少于{min}字"),
            (Language::English, _, Some(min), None) => format!("at least {min}"),
            (Language::Chinese, _, None, None) => "不限字数".to_owned(),
            (Language::English, _, None, None) => "any length".to_owned(),
        }
    }

    /// About the layout.
    pub fn structure(self, policy: &StructurePolicy, markers: usize, faults: usize) -> String {
        let itemless = !policy.itemized && !policy.one_paragraph && markers == 0;
        match (faults, itemless) {
            (0, true) => self.pick("题目不要求分条。", "The question asks for no numbered points.").to_owned(),
            (0, false) => {
                self.pick("层次清楚，序号没有差错。", "The layout is clear and the numbering sound.").to_owned()
            }
            (faults, _) => match self.language {
                Language::Chinese => format!("条理有{faults}处问题。"),
                Language::English => format!("The layout has {faults} fault(s)."),
            },
        }
    }

    /// About one fault of the layout; `number` is the ordinal that it is about.
    pub fn structure_fault(self, kind: StructureFaultKind, number: usize) -> String {
        match (self.language, kind) {
            (Language::Chinese, StructureFaultKind::NotItemized) => {
                "题目要求分条作答，答案没有任何序号；请用“一、二、三”或“一是、二是、三是”分条写。".to_owned()
            }
            (Language::English, StructureFaultKind::NotItemized) => {
                "Numbered points are asked for and there are none.".to_owned()
            }
            (Language::Chinese, StructureFaultKind::NotOneParagraph) => {
                "题目要求写成一段话，答案却分行列条；请合为一段，段内用“一是、二是”。".to_owned()
            }
            (Language::English, StructureFaultKind::NotOneParagraph) => {
                "One paragraph is asked for, and the answer has numbered lines.".to_owned()
            }
            (Language::Chinese, StructureFaultKind::Gap) => format!("序号不连续，缺第{number}条。"),
            (Language::English, StructureFaultKind::Gap) => format!("Number {number} is left out."),
            (Language::Chinese, StructureFaultKind::Repeat) => format!("序号重复，第{number}条出现了两次。"),
            (Language::English, StructureFaultKind::Repeat) => format!("Number {number} stands twice."),
            (Language::Chinese, StructureFaultKind::Order) => format!("序号次序颠倒，第{number}条排在更大的序号之后。"),
            (Language::English, StructureFaultKind::Order) => format!("Number {number} comes after a higher one."),
            (Language::Chinese, StructureFaultKind::Single) => "只有一条却编了序号。".to_owned(),
            (Language::English, StructureFaultKind::Single) => "A list of a single item is numbered.".to_owned(),
        }
    }

    /// About the elements of a document: those that are asked for and not there.
    pub fn format(self, genre: &str, missing: &[ElementKind]) -> String {
        let missing: Vec<&str> = missing.iter().map(|kind| self.element(*kind)).collect();
        let missing = missing.join(self.pick("、", ", "));
        match (self.language, missing.is_empty()) {
            (Language::Chinese, true) => format!("{genre}的格式要素齐全。"),
            (Language::English, true) => "Every element asked for is there.".to_owned(),
            (Language::Chinese, false) => format!("{genre}缺少：{missing}。"),
            (Language::English, false) => format!("Missing: {missing}."),
        }
    }

    /// The name of an element.
    pub fn element(self, kind: ElementKind) -> &'static str {
        let (chinese, english) = match kind {
            ElementKind::Title => ("标题", "title"),
            ElementKind::DocumentNumber => ("发文字号", "document number"),
            ElementKind::Addressee => ("称谓或主送机关", "addressee or greeting"),
            ElementKind::Body => ("正文", "body"),
            ElementKind::Closing => ("结束语", "closing"),
            ElementKind::Attachment => ("附件", "attachment"),
            ElementKind::Signature => ("署名", "signature"),
            ElementKind::Date => ("日期", "date"),
        };
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// A remark on the language.
    pub fn language(self, kind: LanguageNoteKind, quote: &str, suggestion: &str) -> String {
        match (self.language, kind) {
            (_, LanguageNoteKind::WrongCharacter) => self.wrong_character(quote, suggestion, None),
            (Language::Chinese, LanguageNoteKind::LongSentence) => "这一句太长，宜断成几句。".to_owned(),
            (Language::English, LanguageNoteKind::LongSentence) => "This sentence is too long; break it up.".to_owned(),
            (Language::Chinese, LanguageNoteKind::SpokenWord) => format!("“{quote}”偏口语，可写“{suggestion}”。"),
            (Language::English, LanguageNoteKind::SpokenWord) => {
                format!("“{quote}” is spoken language; write “{suggestion}”.")
            }
        }
    }

    /// A wrong character, and why it was written for the right one.
    pub fn wrong_character(self, quote: &str, suggestion: &str, confusion: Option<Confusion>) -> String {
        let why = match confusion {
            Some(Confusion::Sound) => self.pick("（音近）", " that sounds like the right one"),
            Some(Confusion::Shape) => self.pick("（形近）", " that looks like the right one"),
            None => "",
        };
        match (self.language, suggestion) {
            (Language::Chinese, "") => format!("“{quote}”有错别字{why}。"),
            (Language::Chinese, _) => format!("“{quote}”有错别字{why}，应为“{suggestion}”。"),
            (Language::English, "") => format!("“{quote}” has a wrong character{why}."),
            (Language::English, _) => format!("“{quote}” has a wrong character{why}; write “{suggestion}”."),
        }
    }

    /// A deduction of a dimension.
    pub fn deduction(self, part: PartKind, points: Points, reduced: bool, reason: &str) -> String {
        let (chinese, english) = match part {
            PartKind::Length => ("字数", "Length"),
            PartKind::Language => ("错别字", "Wrong characters"),
            PartKind::Essay => ("标题", "Title"),
            PartKind::Structure | PartKind::Content | PartKind::Format | PartKind::Calibration => ("条理", "Layout"),
        };
        let mut message = match self.language {
            Language::Chinese => format!("{chinese}扣{points}分：{reason}"),
            Language::English => format!("{english}: {points} taken. {reason}"),
        };
        if reduced {
            message +=
                self.pick("（得分已减到零，不再多扣）", " (Less than the rule says: no marks were left to take.)");
        }
        message
    }

    /// Why a missing title takes marks.
    pub fn no_title(self) -> &'static str {
        self.pick("没有标题。", "There is no title.")
    }

    /// How many wrong characters were found.
    pub fn typos(self, count: usize) -> String {
        match self.language {
            Language::Chinese => format!("要点用词有{count}处错别字。"),
            Language::English => format!("{count} wrong character(s) in the key's terms."),
        }
    }

    /// What a flag asks a person to look at.
    pub fn flag(self, code: FlagCode) -> &'static str {
        let (chinese, english) = match code {
            FlagCode::KeywordList => {
                ("答案中有大段关键词罗列，没有写成句子，请人工复核。", "Much of the answer is a bare list of keywords.")
            }
            FlagCode::CopiedQuestion => (
                "答案中有较多文字抄自题目，抄写部分不计分。",
                "Much of the answer is copied from the question, which earns nothing.",
            ),
            FlagCode::RepeatedPassage => {
                ("同样的话出现了不止一次，只计一次分。", "A passage stands more than once; it counts once.")
            }
            FlagCode::NearReference => {
                ("答案与参考答案几乎相同，请留意是否抄袭。", "The answer is nearly a reference answer.")
            }
            FlagCode::AddressesMarker => {
                ("答案中有写给阅卷人的话，不影响得分。", "Text is addressed to the marker; it changes no marks.")
            }
            FlagCode::CopiedMaterial => {
                ("答案中有较多文字抄自给定资料，请留意。", "Much of the answer is copied from the source material.")
            }
            FlagCode::Borderline => (
                "此采分点接近给分界线，建议人工复核。",
                "This keypoint is close to a threshold; a second look is advised.",
            ),
        };
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// How much is copied from the material.
    pub fn material(self, copied: usize, count: usize) -> String {
        let percent = copied * 100 / count.max(1);
        match (self.language, copied) {
            (Language::Chinese, 0) => "没有成段抄录给定资料。".to_owned(),
            (Language::English, 0) => "No passage is copied from the source material.".to_owned(),
            (Language::Chinese, _) => format!("抄录给定资料{copied}字，占全文{count}字的{percent}%。"),
            (Language::English, _) => {
                format!("{copied} of {count} characters ({percent} %) are copied from the source material.")
            }
        }
    }

    /// Two or three sentences for the writer of an essay.
    pub fn essay_summary(self, essay: &EssayFeedback, max_score: Points) -> String {
        let EssayFeedback { low, high, band_low, band_high, confidence, checks, .. } = essay;
        let failed: Vec<&str> =
            checks.iter().filter(|check| !check.passed).map(|check| check.message.as_str()).collect();
        let advice = failed.concat();
        match self.language {
            Language::Chinese => {
                let band = if band_low == band_high { band_low.clone() } else { format!("{band_low}至{band_high}") };
                format!(
                    "约{low}–{high}分（满分{max_score}分，{band}），把握{confidence}。这只是由结构和内容要点作出的估计，论证和文采请人工判定。{advice}"
                )
            }
            Language::English => {
                let band = if band_low == band_high { band_low.clone() } else { format!("{band_low} to {band_high}") };
                let advice = failed.join(" ");
                format!(
                    "About {low}–{high} of {max_score} ({band}), confidence {confidence}. An estimate from make-up and content; argument and style need a person. {advice}"
                )
                .trim_end()
                .to_owned()
            }
        }
    }

    /// Two or three sentences for the candidate.
    pub fn summary(self, score: Points, max_score: Points, keypoints: &[KeypointFeedback], deducted: Points) -> String {
        let count = |coverage| keypoints.iter().filter(|keypoint| keypoint.coverage == coverage).count();
        let (full, partial) = (count(Coverage::Full), count(Coverage::Partial));
        let (missed, opposed) = (count(Coverage::Missed), count(Coverage::Contradicted));
        let total = keypoints.len();
        let worst = keypoints
            .iter()
            .filter(|keypoint| keypoint.counted && keypoint.points < keypoint.max_points && !keypoint.point.is_empty());
        let first = worst
            .max_by_key(|keypoint| (keypoint.max_points - keypoint.points, std::cmp::Reverse(&keypoint.keypoint_id)))
            .map(|keypoint| keypoint.point.as_str());
        match self.language {
            Language::Chinese => {
                let mut summary = format!(
                    "得{score}分（满分{max_score}分）：{total}个采分点中答全{full}个、答到一部分{partial}个、未答到{missed}个"
                );
                summary += &if opposed > 0 { format!("、说反{opposed}个。") } else { "。".to_owned() };
                if deducted > Points::ZERO {
                    summary += &format!("另扣{deducted}分。");
                }
                if let Some(point) = first {
                    summary += &format!("最值得补上的是：{point}。");
                }
                summary
            }
            Language::English => {
                let mut summary = format!(
                    "{score} of {max_score}: of {total} keypoints {full} in full, {partial} in part, {missed} missed"
                );
                summary += &if opposed > 0 { format!(", {opposed} said the other way round.") } else { ".".to_owned() };
                if deducted > Points::ZERO {
                    summary += &format!(" {deducted} taken by deductions.");
                }
                if let Some(point) = first {
                    summary += &format!(" Most worth adding: {point}.");
                }
                summary
            }
        }
    }
}
