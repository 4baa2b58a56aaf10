//! Which column holds what, by its header in Chinese or English, or by what the caller names it.

use super::Record;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Id of the answer, or of whoever wrote it.
    Id,
    /// 姓名
    Name,
    /// 学号, 考号 or 准考证号
    Number,
    /// 班级
    Class,
    /// Id of the question.
    QuestionId,
    /// The question as candidates see it.
    Question,
    /// A reference answer; there may be several such columns.
    Reference,
    /// What the candidate wrote.
    Answer,
    /// What a human gave.
    Score,
    /// What a second human gave.
    SecondScore,
    /// What can be had.
    MaxScore,
    /// What sort of answer it is.
    Kind,
    /// Who marked it.
    Marker,
    /// Marks by keypoint, or the keypoints of a question: objects and lists of JSON only.
    Keypoints,
    /// Credit by keypoint, 0 to 1: objects of JSON only.
    Credits,
}

/// Headers by which columns are known, the more telling first; compared without case, blanks, `_`, `-` and what stands
/// in brackets at the end.
const NAMES: [(Field, &str, &[&str]); 15] = [
    (
        Field::Id,
        "id",
        &["id", "answerid", "submissionid", "编号", "答卷编号", "学号", "考号", "准考证号", "考生号", "序号", "姓名"],
    ),
    (Field::Name, "name", &["name", "姓名", "考生姓名", "学生姓名", "学员姓名", "考生"]),
    (
        Field::Number,
        "number",
        &["number", "studentid", "studentnumber", "学号", "考号", "准考证号", "考生号", "学籍号"],
    ),
    (Field::Class, "class", &["class", "班级", "班别", "所在班级", "班"]),
    (Field::QuestionId, "question_id", &["questionid", "qid", "题号", "试题编号", "题目编号", "题目id"]),
    (Field::Question, "question", &["question", "题目", "题干", "试题", "问题"]),
    (
        Field::Reference,
        "reference",
        &["reference", "references", "referenceanswer", "参考答案", "标准答案", "参考作答"],
    ),
    (
        Field::Answer,
        "answer",
        &["text", "answer", "response", "作答", "考生作答", "学生作答", "学生答案", "作答内容", "答案", "回答", "答卷"],
    ),
    (
        Field::Score,
        "score",
        &["score", "humanscore", "得分", "人工分", "人工评分", "一评", "一评分", "分数", "成绩", "总分"],
    ),
    (Field::SecondScore, "second_score", &["secondscore", "score2", "二评", "二评分", "第二评分", "复评"]),
    (Field::MaxScore, "max_score", &["maxscore", "fullmarks", "满分", "满分值", "分值"]),
    (Field::Kind, "kind", &["kind", "类型", "类别"]),
    (Field::Marker, "marker", &["marker", "阅卷人", "评卷人"]),
    (Field::Keypoints, "keypoints", &["keypoints", "采分点"]),
    (Field::Credits, "credits", &["credits"]),
];

/// Columns that the caller names, beside those known by their headers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming(Vec<(Field, String)>);

// === impl Field ===

impl Field {
    /// Its name, as in `--column score=期末分`.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, ..)| *field == self).map(|(_, name, _)| *name).unwrap_or_default()
    }

    /// The field of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    /// The first field that has a header, which is given as [`plain`] makes it.
    pub(super) fn of_header(header: &str) -> Option<Self> {
        NAMES.iter().find(|(.., headers)| headers.contains(&header)).map(|(field, ..)| *field)
    }

    /// The names of all fields.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        NAMES.iter().map(|(_, name, _)| *name).collect()
    }

    /// The headers by which it is known, as [`plain`] makes them.
    pub(super) fn headers(self) -> &'static [&'static str] {
        NAMES.iter().find(|(field, ..)| *field == self).map(|(.., headers)| *headers).unwrap_or_default()
    }
}

// === impl Naming ===

impl Naming {
    /// Says which header a field has.
    pub fn set(&mut self, field: Field, header: &str) {
        self.0.push((field, plain(header)));
    }

    /// The places in the record of the columns that hold a field: one, or several for references.
    pub(super) fn places(&self, record: &Record, field: Field) -> Vec<usize> {
        let headers: Vec<String> = record.fields.iter().map(|(name, _)| plain(name)).collect();
        self.places_among(&headers, field)
    }

    /// The same among headers as [`plain`] makes them.
    pub(super) fn places_among(&self, headers: &[String], field: Field) -> Vec<usize> {
        let named: Vec<&str> = self.0.iter().filter(|(of, _)| *of == field).map(|(_, name)| name.as_str()).collect();
        let wanted = if named.is_empty() { field.headers() } else { named.as_slice() };
        let is_taken = |header: &str| self.0.iter().any(|(of, name)| *of != field && name == header);
        let at = |name: &&str| {
            let matches = |header: &str| {
                let header = if field == Field::Reference { header.trim_end_matches(char::is_numeric) } else { header };
                header == *name
            };
            let found = headers.iter().enumerate().filter(|(_, header)| matches(header) && !is_taken(header));
            found.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let mut found = wanted.iter().map(at).filter(|places| !places.is_empty());
        if field == Field::Reference { found.flatten().collect() } else { found.next().unwrap_or_default() }
    }
}

/// A header as it is compared.
pub(super) fn plain(header: &str) -> String {
    let header = header.trim();
    let end = header.char_indices().skip(1).find(|(_, c)| matches!(c, '(' | '（' | '[' | '【')).map(|(at, _)| at);
    let header = end.and_then(|end| header.get(..end)).unwrap_or(header);
    let is_part = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-');
    header.chars().filter(is_part).flat_map(char::to_lowercase).collect()
}
