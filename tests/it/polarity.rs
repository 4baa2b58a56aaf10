//! Denials, double denials, words for what is wanting, and measures where problems are asked for: a keypoint, what an
//! answer says, and whether that is the keypoint, its opposite or neither.

use yuejuan::feedback::Coverage;
use yuejuan::rubric::{Rubric, parse_toml};

use crate::invariants::mark;

/// What an answer says of a keypoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// The point, or part of it.
    Point,
    /// Its opposite.
    Opposite,
    /// Neither.
    Neither,
    /// Less than the point: neither, or a part of it.
    PartAtMost,
}

/// A rubric that asks for one keypoint.
pub fn rubric_of(point: &str) -> Rubric {
    let source = format!(
        "id = \"k\"\ntitle = \"k\"\nkind = \"summary\"\nmax_score = 2\nquestion = \"请作答。\"\n\
         structure = {{ itemized = false }}\n[[groups]]\nid = \"g\"\ntitle = \"g\"\n[[groups.keypoints]]\nid = \"k\"\n\
         points = 2\npoint = \"{point}\"\n"
    );
    Rubric::new(parse_toml(&source).unwrap()).unwrap()
}

/// The rows that do not come out as expected.
fn failures(rows: &[(&str, &str, Says)]) -> Vec<String> {
    let mut failures = Vec::new();
    for (point, answer, expected) in rows {
        let coverage = mark(&rubric_of(point), answer).keypoints[0].coverage;
        let right = match expected {
            Says::Point => matches!(coverage, Coverage::Full | Coverage::Partial),
            Says::Opposite => coverage == Coverage::Contradicted,
            Says::Neither => coverage == Coverage::Missed,
            Says::PartAtMost => matches!(coverage, Coverage::Missed | Coverage::Partial),
        };
        if !right {
            failures.push(format!("{point} ← {answer}: {coverage:?}, not {expected:?}"));
        }
    }
    failures
}

#[track_caller]
fn check(rows: &[(&str, &str, Says)]) {
    let failures = failures(rows);
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), rows.len(), failures.join("\n"));
}

use Says::{Neither, Opposite, PartAtMost, Point};

/// What is said stays said where another statement about it is denied after it.
#[test]
fn denials_after_a_whole_statement() {
    check(&[
        ("采集的数据沉睡", "采集的数据沉睡在库里没有人用", Point),
        ("收来的信息堆在仓库", "收来的信息堆在仓库没有人看", Point),
        ("村里建了文化广场", "村里建了文化广场没有人去", Point),
        ("集体资产闲置", "集体资产闲置着不招租", Point),
        ("果农运输成本高", "果农顶着运输成本高不敢扩种", Point),
        // A verb alone is what is denied.
        ("部门数据共享", "部门数据共享没有实现", Opposite),
        ("培训覆盖到村", "培训没有覆盖到村", Opposite),
        ("村里存在积水", "村里存在积水的情况没有发生", Opposite),
    ]);
}

/// What a verb tells does not come about.
#[test]
fn verbs_that_come_to_nothing() {
    check(&[
        ("乡镇找得出技术骨干", "乡镇找不出技术骨干", Opposite),
        ("乡镇没有技术骨干", "乡镇找不出技术骨干", Point),
        ("老人用得上智能设备", "老人用不上智能设备", Opposite),
        ("产业发展需要技术人才", "产业发展离不开技术人才", Point),
    ]);
}

#[test]
fn plain_denials() {
    check(&[
        // 不
        ("基层干部作风扎实", "基层干部作风不扎实", Opposite),
        ("基层干部作风不扎实", "基层干部作风扎实", Opposite),
        ("村级账目定期公开", "村级账目不公开", Opposite),
        ("窗口人员服务态度热情", "窗口人员服务态度并不热情", Opposite),
        ("乡镇医院设备齐全", "乡镇医院设备不齐全", Opposite),
        ("乡镇医院设备不齐全", "乡镇医院设备不够齐全", Point),
        ("基层干部愿意倾听群众意见", "基层干部不愿倾听群众意见", Opposite),
        // 没, 没有
        ("村里建有文化广场", "村里没有文化广场", Opposite),
        ("村里没有文化广场", "村里没文化广场", Point),
        ("快递网点覆盖到村", "快递网点没有覆盖到村", Opposite),
        ("快递网点没有覆盖到村", "快递网点已经覆盖到村", Opposite),
        // 未
        ("农户诉求得到回应", "农户诉求未得到回应", Opposite),
        ("农户诉求没有得到回应", "农户诉求未能得到回应", Point),
        ("污水管网接入农户", "污水管网尚未接入农户", Opposite),
        ("老旧设备完成更新", "老旧设备远未完成更新", Opposite),
        // 无
        ("老人看病有人陪护", "老人看病无人陪护", Opposite),
        ("村里矛盾有人调解", "村里矛盾无人调解", Opposite),
        ("网格员没有执法权", "网格员无执法权", Point),
        ("网格员没有执法权", "网格员拥有执法权", Opposite),
        // 非, 并非, 绝非
        ("古镇开发尊重历史风貌", "古镇开发并非尊重历史风貌", Opposite),
        ("古镇开发依靠短期流量", "古镇开发绝非依靠短期流量", Opposite),
        ("社区食堂追求盈利", "社区食堂非追求盈利", Opposite),
        // 从不, 从未, 从来没有
        ("部门之间互通数据", "部门之间从不互通数据", Opposite),
        ("镇里组织过技能培训", "镇里从未组织过技能培训", Opposite),
        ("镇里组织过技能培训", "镇里从来没有组织过技能培训", Opposite),
        // 不再
        ("村民随意倾倒垃圾", "村民不再随意倾倒垃圾", Opposite),
        ("群众办事多头跑路", "群众办事不再多头跑路", Opposite),
        ("群众办事不再多头跑路", "群众办事告别多头跑路", Point),
        // 谈不上, 称不上
        ("景区服务周到细致", "景区服务谈不上周到细致", Opposite),
        ("景区服务周到细致", "景区服务称不上周到细致", Opposite),
        ("农产品加工精细", "农产品加工远远谈不上精细", Opposite),
        ("企业研发投入充足", "企业研发投入算不上充足", Opposite),
        // 毫无, 全无
        ("年轻干部有基层经验", "年轻干部毫无基层经验", Opposite),
        ("老街改造保留烟火气", "老街改造全无烟火气", Opposite),
        // 不能, 无法, 不会, 未必
        ("老人能够使用智能手机", "老人不能使用智能手机", Opposite),
        ("老人能够使用智能手机", "老人无法使用智能手机", Opposite),
        ("老人不会使用智能手机", "老人会使用智能手机", Opposite),
        ("规模越大效益越好", "规模越大效益未必越好", Opposite),
    ]);
}

#[test]
fn what_is_wanting() {
    check(&[
        // 难以, 很难, 难
        ("企业能够获得银行贷款", "企业难以获得银行贷款", Opposite),
        ("企业难以获得银行贷款", "企业很难获得银行贷款", Point),
        ("企业难以获得银行贷款", "企业顺利获得银行贷款", Opposite),
        ("优质课程进入乡村课堂", "优质课程难进乡村课堂", Opposite),
        // 缺乏, 缺少, 缺
        ("社区缺乏专业社工", "社区缺少专业社工", Point),
        ("社区缺乏专业社工", "社区没有专业社工", Point),
        ("社区缺乏专业社工", "社区配备了专业社工", Opposite),
        ("社区缺乏专业社工", "社区不缺专业社工", Opposite),
        ("社区缺乏专业社工", "社区不乏专业社工", Opposite),
        ("社区拥有专业社工", "社区缺专业社工", Opposite),
        // 不足, 不够, 不到位
        ("应急演练开展不足", "应急演练开展不够", Point),
        ("应急演练开展充分", "应急演练开展不充分", Opposite),
        ("安全检查落实到位", "安全检查落实不到位", Opposite),
        ("安全检查落实不到位", "安全检查没有落实到位", Point),
        // 有待, 亟待, 亟需
        ("基层治理能力较强", "基层治理能力有待提高", Opposite),
        ("基层治理能力不强", "基层治理能力有待提高", Point),
        ("村庄规划不完善", "村庄规划亟待完善", Point),
        ("村庄规划完善", "村庄规划亟待完善", Opposite),
        ("养老设施不健全", "养老设施亟需健全", Point),
        ("职业教育质量不高", "职业教育质量仍需提升", Point),
        ("职业教育质量高", "职业教育质量尚需提升", Opposite),
        // 欠, 欠佳, 堪忧
        ("乡村道路养护良好", "乡村道路养护欠佳", Opposite),
        // 匮乏, 薄弱
        ("山区教育资源丰富", "山区教育资源匮乏", Opposite),
        ("山区教育资源匮乏", "山区教育资源不丰富", Point),
        ("村级集体经济薄弱", "村级集体经济不薄弱", Opposite),
        ("村级集体经济薄弱", "村级集体经济雄厚", Opposite),
    ]);
}

#[test]
fn double_denials_affirm() {
    check(&[
        ("群众办事效率高", "群众办事效率不低", Point),
        ("群众办事效率高", "群众办事效率不高", Opposite),
        ("群众办事效率低", "群众办事效率不低", Opposite),
        ("群众办事效率低", "群众办事效率不高", Point),
        ("村民参与热情高", "村民参与热情不低", Point),
        ("邻里关系好", "邻里关系不差", Point),
        ("村干部处事公正", "村干部处事并非不公正", Point),
        ("村干部处事公正", "村干部处事不是不公正", Point),
        ("村干部处事不公正", "村干部处事并非不公正", Opposite),
        ("乡村旅游有发展潜力", "乡村旅游不无发展潜力", Point),
        ("乡村旅游有发展潜力", "乡村旅游并非没有发展潜力", Point),
        ("乡村旅游有发展潜力", "乡村旅游没有发展潜力", Opposite),
        ("干部必须深入一线调研", "干部不能不深入一线调研", Point),
        ("干部必须深入一线调研", "干部不得不深入一线调研", Point),
        ("干部必须深入一线调研", "干部不可不深入一线调研", Point),
        ("居民都支持加装电梯", "没有居民不支持加装电梯", Point),
        ("居民都支持加装电梯", "居民无不支持加装电梯", Point),
        ("居民都支持加装电梯", "居民没有一个不支持加装电梯", Point),
        ("企业难以获得银行贷款", "企业不难获得银行贷款", Opposite),
        ("社区养老服务不缺位", "社区养老服务没有缺位", Point),
        ("社区养老服务缺位", "社区养老服务从不缺位", Opposite),
        ("必须重视群众诉求", "群众诉求不容忽视", Point),
        ("群众诉求得到重视", "群众诉求没有被忽视", Point),
        ("群众诉求被忽视", "群众诉求从未被忽视", Opposite),
        ("农产品销路不畅", "农产品销路并非不畅", Opposite),
        ("农产品销路畅通", "农产品不愁销路", Point),
        ("群众满意", "群众无不满意", Point),
        ("群众满意", "群众不满", Opposite),
        ("群众不满", "群众满意", Opposite),
    ]);
}

#[test]
fn doing_away_with_what_is_bad() {
    check(&[
        ("避免粮食浪费", "防止粮食浪费", Point),
        ("避免粮食浪费", "杜绝粮食浪费", Point),
        ("避免粮食浪费", "减少粮食浪费", Point),
        ("减少粮食浪费", "杜绝粮食浪费", Point),
        ("减少粮食浪费", "粮食浪费严重", Opposite),
        ("杜绝粮食浪费", "粮食浪费严重", Opposite),
        ("粮食浪费严重", "杜绝粮食浪费", Opposite),
        ("防止重复检查企业", "避免重复检查企业", Point),
        ("防止重复检查企业", "重复检查企业", Opposite),
        ("化解邻里矛盾", "邻里矛盾激化", Opposite),
        ("消除安全隐患", "安全隐患突出", Opposite),
        ("消除安全隐患", "不留安全隐患", Point),
        ("降低企业负担", "减轻企业负担", Point),
        ("减轻企业负担", "加重企业负担", Opposite),
        ("减轻企业负担", "企业负担不减反增", Opposite),
        ("遏制高价彩礼", "高价彩礼蔓延", Opposite),
        ("打破数据壁垒", "数据壁垒依然存在", Opposite),
        ("打破数据壁垒", "数据壁垒不复存在", Point),
        ("破除形式主义", "摒弃形式主义", Point),
        ("根治欠薪顽疾", "欠薪顽疾屡禁不止", Opposite),
    ]);
}

#[test]
fn fixed_expressions_against_plain_words() {
    check(&[
        ("多头管理，职责不清", "九龙治水，权责不明", Point),
        ("部门各自为政，缺乏协同", "部门单打独斗，协作不足", Point),
        ("监管存在空白", "监管没有空白", Opposite),
        ("人手不足，疲于应付", "一人多岗，疲于奔命", Point),
        ("群众怨声载道", "群众不满", Point),
        ("群众不满", "群众怨声载道", Point),
        ("农产品滞销", "农产品卖不出去", Point),
        ("农产品滞销", "农产品畅销", Opposite),
        ("乡村人才青黄不接", "乡村人才后继无人", Point),
        ("乡村人才青黄不接", "乡村人才济济", Opposite),
    ]);
}

#[test]
fn measures_are_no_problems_and_no_opposites() {
    check(&[
        ("社区养老服务缺乏", "加强社区养老服务", PartAtMost),
        ("社区养老服务缺乏", "应当加强社区养老服务", PartAtMost),
        ("社区养老服务缺乏", "要加大社区养老服务供给", PartAtMost),
        ("基层监管力量不足", "充实基层监管力量", PartAtMost),
        ("基层监管力量不足", "建议充实基层监管力量", PartAtMost),
        ("部门数据难以共享", "推动部门数据共享", PartAtMost),
        ("农村垃圾处理设施不完善", "完善农村垃圾处理设施", PartAtMost),
        ("乡村教师队伍不稳定", "稳定乡村教师队伍", PartAtMost),
        ("法律法规不健全", "健全法律法规", PartAtMost),
        ("群众参与积极性不高", "激发群众参与积极性", PartAtMost),
        // What is done with is the opposite: it tells how things stand.
        ("社区养老服务缺乏", "社区养老服务供给充足", Opposite),
        ("部门数据难以共享", "部门数据已经共享", Opposite),
        ("农村垃圾处理设施不完善", "农村垃圾处理设施完善", Opposite),
        // Problems are no measures, nor do they say against them.
        ("完善农村垃圾处理设施", "农村垃圾处理设施不完善", PartAtMost),
        ("健全法律法规", "法律法规不健全", PartAtMost),
        ("推动部门数据共享", "部门数据难以共享", PartAtMost),
        ("推动部门数据共享", "反对部门数据共享", Opposite),
        ("推动部门数据共享", "不推动部门数据共享", Opposite),
    ]);
    let _ = Neither;
}
