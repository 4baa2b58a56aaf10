//! Who wrote an answer, by the name of a file, a heading or a line: 姓名, 学号, 班级. Knows nothing of formats.

use crate::class::Candidate;
use crate::text::fold::is_han;

/// Han characters of the longest plain name, of two surnames and two more; names with `·` in them may be longer.
const NAME_MAX: usize = 4;
/// Digits of the shortest number that is a candidate's: fewer are counters.
const NUMBER_MIN: usize = 2;
/// First characters of names, the commonest surnames: what tells 张三 from 背景 where both are short.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭\
    陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟\
    殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农\
    司古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻\
    苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计\
    索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利\
    欧阳上官司马诸葛皇甫尉迟令狐慕容";

/// The candidate that the name of a file tells of: `2023001-张三`, `张三_2023001`, `三班-张三`, `张三`. The id is the name.
pub(super) fn by_stem(stem: &str, folder: &str) -> Candidate {
    let (found, _) = named(stem);
    let class = if found.class.is_empty() { folder.to_owned() } else { found.class };
    Candidate { id: stem.to_owned(), class, ..found }
}

/// Who is named by a few words and nothing else: `2023001 张三`. None where they name no one.
pub(super) fn person(text: &str) -> Option<Candidate> {
    let (found, others) = named(text);
    (others == 0 && (!found.name.is_empty() || !found.number.is_empty())).then_some(found)
}

/// What a few words say of a candidate, and how many of them say something else.
fn named(text: &str) -> (Candidate, usize) {
    let parts: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '-' | '_' | '—' | '－' | '–' | '+' | '、' | '，' | ',' | '（' | '）' | '(' | ')')
        })
        .filter(|part| !part.is_empty())
        .collect();
    let mut found = Candidate::default();
    let mut others = 0;
    for part in &parts {
        let is_free = |field: &String| field.is_empty();
        if is_number(part) && is_free(&found.number) {
            (*part).clone_into(&mut found.number);
        } else if part.ends_with('班') && is_free(&found.class) {
            (*part).clone_into(&mut found.class);
        } else if is_name(part) && is_free(&found.name) {
            (*part).clone_into(&mut found.name);
        } else if let Some((number, name)) = number_and_name(part)
            && found.number.is_empty()
            && found.name.is_empty()
        {
            number.clone_into(&mut found.number);
            name.clone_into(&mut found.name);
        } else {
            others += 1;
        }
    }
    // A number beside other words may be a counter or a year.
    if found.name.is_empty() && parts.len() > 1 {
        found.number.clear();
    }
    (found, others)
}

/// Who is named on a line of fields: `姓名：张三　学号：2023001`, `考生：张三`. None where anything else stands there.
pub(super) fn named_fields(line: &str) -> Option<Candidate> {
    /// Longer lines are prose.
    const LINE_MAX_CHARS: usize = 80;
    if line.chars().count() > LINE_MAX_CHARS {
        return None;
    }
    let mut found = Candidate::default();
    let line = line.replace(':', "：");
    // What stands between one field's name and the next one's is its value.
    let mut parts = line.split('：');
    let mut field = parts.next()?.trim().to_owned();
    let mut is_any = false;
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        let (value, next) = if at + 1 == parts.len() {
            (part.trim(), "")
        } else {
            part.trim().rsplit_once(|c: char| c.is_whitespace() || matches!(c, '，' | ',' | '；'))?
        };
        let place = match field.trim() {
            "姓名" | "考生姓名" | "学生姓名" | "考生" | "学生" => &mut found.name,
            "学号" | "考号" | "准考证号" | "考生号" => &mut found.number,
            "班级" | "班" | "单位" => &mut found.class,
            _ => return None,
        };
        if !place.is_empty() || value.split_whitespace().count() > 1 {
            return None;
        }
        value.trim().clone_into(place);
        is_any = true;
        next.trim().clone_into(&mut field);
    }
    is_any.then_some(found)
}

fn is_number(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    digits >= NUMBER_MIN && part.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_name(part: &str) -> bool {
    let plain: Vec<char> = part.chars().filter(|c| *c != '·').collect();
    let has_dot = part.contains('·');
    let is_short = (2..=NAME_MAX).contains(&plain.len()) || (has_dot && plain.len() > 2);
    let is_surname = plain.first().is_some_and(|first| SURNAMES.contains(*first));
    is_short && plain.iter().all(|c| is_han(*c)) && (is_surname || has_dot)
}

/// `2023001张三`.
fn number_and_name(part: &str) -> Option<(&str, &str)> {
    let at = part.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (number, name) = part.split_at_checked(at)?;
    (is_number(number) && is_name(name)).then_some((number, name))
}

#[cfg(test)]
mod tests {
    use super::{named_fields, person};

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str, &str)>) {
        for found in [named_fields(text), person(text)] {
            if found.is_some() || expected.is_none() {
                let found = found.as_ref().map(|who| (who.name.as_str(), who.number.as_str(), who.class.as_str()));
                assert_eq!(found, expected, "{text}");
                if expected.is_some() {
                    return;
                }
            }
        }
        assert_eq!(expected, None, "{text}");
    }

    #[test]
    fn who_is_named() {
        check("2023001-张三", Some(("张三", "2023001", "")));
        check("张三_2023001", Some(("张三", "2023001", "")));
        check("高三2班-李四-A017", Some(("李四", "A017", "高三2班")));
        check("2023001欧阳明月", Some(("欧阳明月", "2023001", "")));
        check("阿卜杜·热西提", Some(("阿卜杜·热西提", "", "")));
        check("王五", Some(("王五", "", "")));
        check("17", Some(("", "17", "")));
        check("姓名：张三", Some(("张三", "", "")));
        check("姓名: 张三　学号：001 班级：三班", Some(("张三", "001", "三班")));
        check("考生：李四", Some(("李四", "", "")));
        check("背景", None);
        check("一、数据难以共享", None);
        check("答案 2024", None);
        check("张三 李四的做法", None);
        check("地点：北京", None);
        check("姓名：张三 地点：北京", None);
        check("", None);
    }
}
