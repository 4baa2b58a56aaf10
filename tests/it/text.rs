//! The views of a text: folding, words, 字数, clauses, the outline and its faults.

use yuejuan::text::{Fault, FaultKind, Text};

#[test]
fn counts_every_mode() {
    // Input, then 字数 by word, nonblank, grid and han.
    fn check(input: &str, expected: (usize, usize, usize, usize)) {
        let counts = *Text::new(input).counts();
        assert_eq!((counts.word, counts.nonblank, counts.grid, counts.han), expected, "{input:?}");
    }
    let row = "字".repeat(25);
    check("", (0, 0, 0, 0));
    check(" \u{3000}\r\n\t\n", (0, 0, 0, 0));
    check("提高效率", (4, 4, 4, 4));
    check("提高效率。", (5, 5, 5, 4));
    check("提高 效率，\n服务　群众。", (10, 10, 10, 8));
    check("提高效率\r\n服务群众", (8, 8, 8, 8));
    // A run of letters and digits is one word; two of its small characters share a cell.
    check("5G网络", (3, 4, 4, 2));
    check("2022年", (2, 5, 3, 1));
    check("100个", (2, 4, 3, 1));
    check("ＡＰＰ上线", (3, 5, 5, 2));
    check("１２个", (2, 3, 3, 1));
    check("app 上线", (3, 5, 4, 2));
    check("hello world", (2, 10, 6, 0));
    check("hello\u{3000}world", (2, 10, 6, 0));
    check("增长3.5%", (6, 6, 6, 2));
    check("1,000人", (4, 6, 5, 1));
    // Marks: 破折号 and 省略号 are two marks of a cell each, and a single character of theirs fills both cells.
    check("目标——富民", (6, 6, 6, 4));
    check("教育、医疗……", (7, 7, 7, 4));
    check("教育…", (3, 3, 4, 2));
    check("“孤岛”", (4, 4, 4, 2));
    check("〇三", (2, 2, 2, 2));
    // Emoji count one, what shows nothing counts none.
    check("好👍", (2, 2, 2, 1));
    check("好\u{2764}\u{FE0F}", (2, 2, 2, 1));
    check("提\u{200B}高\u{FEFF}", (2, 2, 2, 2));
    // A closing mark never opens a row of the sheet; text after it does.
    check(&format!("{row}。"), (26, 26, 25, 25));
    check(&format!("{row}。”"), (27, 27, 25, 25));
    check(&format!("{row}」"), (26, 26, 25, 25));
    check(&format!("{row}。字"), (27, 27, 26, 26));
    check(&format!("{row}“"), (26, 26, 26, 25));
    check(&format!("{row}字。"), (27, 27, 27, 26));
    check(&format!("{row}{row}；字"), (52, 52, 51, 51));
    // A new line opens a row, so the mark keeps its cell.
    check(&format!("字\n{row}。"), (27, 27, 26, 26));
    check(&format!("{row}\n。"), (26, 26, 26, 25));
}

#[test]
fn folds_ways_of_writing() {
    fn check(input: &str, expected: &str) {
        let text = Text::new(input);
        assert_eq!(text.folded().as_str(), expected, "{input:?}");
        assert_eq!(text.folded().chars(), expected.chars().collect::<Vec<char>>(), "{input:?}");
    }
    check("", "");
    check("ＡＢＣ１２３％", "abc123%");
    check("IPv6", "ipv6");
    check("數據難以共享", "数据难以共享");
    check("乾隆年間，乾淨的衣服", "乾隆年间,干净的衣服");
    check("乾隆年间", "乾隆年间");
    check("頭髮、發展、皇后、以後", "头发、发展、皇后、以后");
    check("乾淨", "干净");
    check("干净，干部，树干", "干净,干部,树干");
    check("著名作品\n說明", "著名作品\n说明");
    check("一、加强，（一）“好”；？！：", "一、加强,(一)\"好\";?!:");
    check("【甲】［乙］〔丙〕", "(甲)(乙)(丙)");
    check("「甲」『乙』", "\"甲\"\"乙\"");
    check("甲――乙──丙——丁", "甲——乙——丙——丁");
    check("甲–乙－丙−丁", "甲-乙-丙-丁");
    check("甲⋯⋯乙｡丙､丁．", "甲……乙。丙、丁.");
    check("甲•乙・丙·丁", "甲·乙·丙·丁");
    check("３～５", "3~5");
    // Blanks go between Han characters and stay, one of them, between words.
    check("提高　 效率", "提高效率");
    check("  提高", "提高");
    check("a  b", "a b");
    check("a　b", "a b");
    check("5G 网络 app", "5g网络app");
    check("a\nb\r\nc\rd\u{2028}e", "a\nb\nc\nd\ne");
    check("提\u{200B}高\u{2060}效\u{FEFF}率\u{AD}", "提高效率");
    check("\u{0}甲\u{7}", "甲");
    check("①②㈠⑴⒈", "①②㈠⑴⒈");
    check("⼀⽂", "一文");
    check("㎡", "㎡");
}

#[test]
fn quotes_are_the_candidates_own() {
    fn check(input: &str, folded_word: &str, expected: &str) {
        let text = Text::new(input);
        let word: Vec<char> = folded_word.chars().collect();
        let start =
            text.folded().chars().windows(word.len()).position(|window| window == word).expect("the word is there");
        assert_eq!(text.quote(start, start + word.len()), expected, "{input:?}");
    }
    check("一是數據難以共享。", "数据难以共享", "數據難以共享");
    check("建成ＩＰＶ６網絡", "ipv6网络", "ＩＰＶ６網絡");
    check("提 高　效率", "提高效率", "提 高　效率");
    check("他說：“好”", "说:\"好\"", "說：“好”");
    check("信\u{200B}息", "信息", "信\u{200B}息");
    check("a b", " ", " ");
    check("a　b", " ", "　");
    check("a　 b", " b", " b");
    check("a　\u{200B}b", " b", "　\u{200B}b");
    check("甲\r\n乙", "\n", "\r");
    check("乾隆與乾淨", "干净", "乾淨");
    let text = Text::new("甲乙");
    assert_eq!((text.quote(1, 1), text.quote(2, 1), text.quote(5, 9)), ("", "", ""));
}

#[test]
fn words_cover_the_text() {
    fn check(input: &str, expected: &str) {
        let text = Text::new(input);
        let words: Vec<&str> = text.terms().iter().map(|term| text.quote(term.start, term.end)).collect();
        assert_eq!(words.join("/"), expected, "{input:?}");
    }
    check("數據共享，提高效率", "數據共享/，/提高效率");
    check("甲\n😀乙", "甲/\n/😀/乙");
    check("群众办事 难", "群众/办事/难");
}

#[test]
fn cuts_clauses() {
    // Clauses are parted by `/`, sentences by `|`, paragraphs by `‖`.
    fn check(input: &str, expected: &str) {
        let text = Text::new(input);
        let mut shown = String::new();
        let mut before: Option<yuejuan::text::Clause> = None;
        for clause in text.clauses() {
            if let Some(before) = before {
                shown.push(match (before.paragraph == clause.paragraph, before.sentence == clause.sentence) {
                    (false, _) => '‖',
                    (true, false) => '|',
                    (true, true) => '/',
                });
            }
            shown += text.quote(clause.start, clause.end);
            before = Some(*clause);
        }
        assert_eq!(shown, expected, "{input:?}");
    }
    check("", "");
    check("。，；", "");
    check("提高效率", "提高效率");
    check("提高效率，服务群众。加强监管！", "提高效率/服务群众|加强监管");
    check("提高效率,服务群众;加强监管!真的?", "提高效率/服务群众|加强监管|真的");
    check("提高效率.服务群众.", "提高效率|服务群众");
    check("提高效率．服务群众｡加强监管", "提高效率|服务群众|加强监管");
    check("对策：统一标准", "对策/统一标准");
    check("共1,000人，7:30开门", "共1,000人/7:30开门");
    check("共１，０００人，７：３０开门", "共１，０００人/７：３０开门");
    check("增长3.5%，达到2022.07的水平", "增长3.5%/达到2022.07的水平");
    check("截至2022,有3家", "截至2022/有3家");
    check("教育、医疗、养老", "教育、医疗、养老");
    check("甲\n\n乙\r\n丙", "甲‖乙‖丙");
    check("他说：“很好。”大家同意。", "他说/“很好|”大家同意");
    check("他说：“很好。”\n他走了。", "他说/“很好‖他走了");
    check("1.提高效率；2.服务群众", "提高效率|服务群众");
    check("一是提高效率，二是服务群众", "提高效率/服务群众");
    let items = |input| Text::new(input).clauses().iter().map(|clause| clause.item).collect::<Vec<usize>>();
    assert_eq!(items("对策：一是甲，乙；二是丙"), [0, 1, 1, 2]);
}

/// The outline in one line: each marker with its level before it and, where faulty, its faults behind it.
fn outline(input: &str) -> String {
    let text = Text::new(input);
    let outline = text.outline();
    let faults = outline.faults();
    let shown = outline.markers.iter().enumerate().map(|(index, marker)| {
        let listed = outline.lists.iter().filter(|list| list.markers.contains(&index)).collect::<Vec<_>>();
        assert!(matches!(listed.as_slice(), [list] if list.level == marker.level && list.family == marker.family));
        let faults = faults.iter().filter(|fault| fault.marker == index).map(|Fault { kind, .. }| match kind {
            FaultKind::Gap { missing } => format!("(gap {missing})"),
            FaultKind::Repeat => "(repeat)".to_owned(),
            FaultKind::Order => "(order)".to_owned(),
            FaultKind::Single => "(single)".to_owned(),
        });
        format!("{}{}{}", marker.level, text.quote(marker.start, marker.end), faults.collect::<String>())
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn check_outline(input: &str, expected: &str) {
    assert_eq!(outline(input), expected, "{input:?}");
}

#[test]
fn finds_every_family() {
    let check = check_outline;
    check("一、甲\n二、乙\n三、丙", "1一、 1二、 1三、");
    check("（一）甲\n（二）乙", "1（一） 1（二）");
    check("(一)甲\n(二)乙", "1(一) 1(二)");
    check("㈠甲\n㈡乙", "1㈠ 1㈡");
    check("1.甲\n2.乙", "11. 12.");
    check("1．甲\n2．乙", "11． 12．");
    check("1、甲\n2、乙", "11、 12、");
    check("１．甲\n２．乙", "1１． 1２．");
    check("⒈甲\n⒉乙", "1⒈ 1⒉");
    check("（1）甲\n（2）乙", "1（1） 1（2）");
    check("包括：（1）甲（2）乙（3）丙", "1（1） 1（2） 1（3）");
    check("1）甲；2）乙", "11） 12）");
    check(&format!("1.甲\n{}.乙\n2.丙", "9".repeat(40)), "11. 12.");
    check("⑴甲⑵乙", "1⑴ 1⑵");
    check("包括①甲②乙③丙", "1① 1② 1③");
    check("❶甲❷乙", "1❶ 1❷");
    check("一是一线缺人；二是二手设备多。", "1一是 1二是");
    check("一是甲；二是乙；三是丙。", "1一是 1二是 1三是");
    check("一要甲，二要乙。", "1一要 1二要");
    check("一要甲。\n二要乙。", "1一要 1二要");
    check("第一，甲。第二，乙。", "1第一 1第二");
    check("第一、再造流程。第二、四个平台合一。", "1第一 1第二");
    check("第一 甲。第二 乙。", "1第一 1第二");
    check("首先，甲。其次，乙。再次，丙。最后，丁。", "1首先 1其次 1再次 1最后");
    check("首先，甲。其次，乙。最后，丁。", "1首先 1其次 1最后");
    check("一方面，甲；另一方面，乙。", "1一方面 1另一方面");
    check("一方面甲，一方面乙。", "1一方面 1一方面");
    check("其一，甲；其二，乙；其三，丙。", "1其一 1其二 1其三");
    check("第一，甲。第二，乙。十一、", "1第一 1第二 1十一、(single)");
    check("對策：一是統一；二是開放。", "1一是 1二是");
}

#[test]
fn nests_lists() {
    let check = check_outline;
    check(
        "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n②己\n（2）庚\n2.辛\n（二）壬\n二、癸",
        "1一、 2（一） 31. 4（1） 5① 5② 4（2） 32. 2（二） 1二、",
    );
    check("一、甲\n1.乙\n2.丙\n二、丁\n1.戊\n2.己", "1一、 21. 22. 1二、 21. 22.");
    check("（一）甲。一是乙；二是丙。\n（二）丁。一是戊；二是己。", "1（一） 2一是 2二是 1（二） 2一是 2二是");
    check("甲：一是乙；二是丙。\n丁：一是戊；二是己。", "1一是 1二是 1一是 1二是");
    check("甲：一是乙；二是丙。\n首先，丁。其次，戊。", "1一是 1二是 1首先 1其次");
    check("1.甲。①乙；②丙。2.丁。①戊；②己。", "11. 2① 2② 12. 2① 2②");
    check("首先，甲。一是乙；二是丙。其次，丁。最后，戊。", "1首先 2一是 2二是 1其次 1最后");
    check("一是甲。\n1.乙\n2.丙\n二是丁。", "1一是 21. 22. 1二是");
    check("首先，甲。\n其次，乙。\n一、丙\n二、丁", "1首先 1其次 1一、 1二、");
    check("对策：一是甲。\n二是乙。\n三是丙。", "1一是 1二是 1三是");
    check("首先甲。\n1.乙\n2.丙", "11. 12.");
}

#[test]
fn leaves_plain_speech_alone() {
    fn check(input: &str) {
        check_outline(input, "");
    }
    check("标准统一是基础");
    check("万一是假的，唯一是他。");
    check("第一时间响应，第一书记带头，第一产业增长。");
    check("位居全国第一，成绩不错。");
    check("，第一、二产业增长");
    check("第一、第二产业增长");
    check("一、二季度增长");
    check("一、二、三产业融合");
    check("今年，二、三线城市房价平稳");
    check("，七、八十岁的老人");
    check("1.5亿元");
    check("总量为：3.14万");
    check("2022.07印发");
    check("，12.5%的人");
    check("，5、6个平台");
    check("2024年");
    check("，101个社区");
    check(&"9".repeat(100));
    check("打通，最后一公里");
    check("最后一公里");
    check("最后的办法");
    check("首先要做好服务");
    check("其一生都在教书");
    check("其次要加强");
    check("这一方面的工作");
    check("，一方面的原因");
    check("，另一方面的原因");
    check("我们要，一是一，二是二。");
    check("见附件（1）的说明");
    check("见附件（1）和附件（2）");
    check("甲（1）乙（2）丙");
    check("其中一是好的");
    check("一要素保障");
    check("，十要点");
    check("两要");
    check("一");
    check("（");
    check("（0）零");
}

#[test]
fn shows_faults() {
    let check = check_outline;
    check("一、甲\n三、乙", "1一、 1三、(gap 2)");
    check("二、甲\n三、乙", "1二、(gap 1) 1三、");
    check("一是甲；四是乙；五是丙", "1一是 1四是(gap 2) 1五是");
    check("一、甲\n二、乙\n二、丙\n三、丁", "1一、 1二、 1二、(repeat) 1三、");
    check("一、甲\n一、乙", "1一、 1一、(repeat)");
    check("一、甲\n三、乙\n二、丙", "1一、 1三、 1二、(order)");
    check("一、甲", "1一、(single)");
    check("一是甲", "1一是(single)");
    check("一、甲\n（一）乙\n二、丙", "1一、 2（一）(single) 1二、");
    check("甲：一是乙。\n丙：一是丁；二是戊。", "1一是(single) 1一是 1二是");
    check("（一）甲\n（二）乙\n（四）丙", "1（一） 1（二） 1（四）(gap 3)");
    check("首先，甲。再次，丙。最后，丁。", "1首先 1再次(gap 2) 1最后");
}

#[test]
fn reading_takes_linear_time() {
    // Texts made to hurt: each would take minutes if a step took the square of the length.
    for unit in
        ["一是", "；一是", "一、首先，\n", "首先，最后，", "，其一，", "一、二、", "，99.", "，", "①", "a ", "9", "乾"]
    {
        let input = unit.repeat(20_000);
        let text = Text::new(&input);
        assert!(text.outline().faults().len() <= text.outline().markers.len());
    }
}

#[test]
fn reads_whole_documents() {
    let check = check_outline;
    // 通知
    check(
        "关于开展冬季消防安全检查的通知\n各社区、各物业服务企业：\n　　入冬以来，用火用电增多，第一时间消除隐患十分必要。现就有关事项通知如下：\n\
         \u{3000}\u{3000}一、检查时间\n　　2022年11月20日至12月10日，每日9:00-17:00。\n　　二、检查内容\n　　（一）消防通道。是否堵塞、占用，标识是否清楚。\n\
         \u{3000}\u{3000}（二）消防设施。1.灭火器是否过期；2.消火栓水压是否达标；3.应急照明是否完好。\n　　（三）用电安全。重点查三类场所：①群租房；②沿街商铺；③充电车棚。\n\
         \u{3000}\u{3000}三、工作要求\n　　一是压实责任。第一书记、楼栋长要带头，打通最后一公里。二是立查立改。一、二季度已整改的要回头看。三是加强宣传。\n\
         \u{3000}\u{3000}特此通知。\n　　××街道办事处\n　　2022年11月15日",
        "1一、 1二、 2（一） 2（二） 31. 32. 33. 2（三） 3① 3② 3③ 1三、 2一是 2二是 2三是",
    );
    // 调研报告
    check(
        "关于我县乡村旅游发展情况的调研报告\n近日，调研组走访了12个村，现将情况报告如下。\n一、基本情况\n全县有民宿320家，一、三产业融合加快，去年接待游客1,200万人次，增长3.5%。\n\
         二、存在问题\n1.产品雷同。多数民宿停留在吃住层面，缺少特色。\n2.人才短缺。一方面，本地青年外出务工；另一方面，外来人才留不住。\n3.配套滞后。停车难、如厕难。\n\
         三、对策建议\n1.突出特色。首先，摸清家底；其次，做好规划；最后，一村一策。\n2.引育并举。其一，设立人才驿站；其二，与高校合作办班。\n3.完善配套。统一标识，统一是为了好找。",
        "1一、 1二、 21. 22. 3一方面 3另一方面 23. 1三、 21. 3首先 3其次 3最后 22. 3其一 3其二 23.",
    );
    // 倡议书
    check(
        "文明养犬倡议书\n亲爱的居民朋友们：\n　　小区是我们共同的家。近来，犬只扰民、伤人的事时有发生，万一是孩子受伤，后果更难预料。为此，我们倡议：\n\
         \u{3000}\u{3000}第一，依法养犬。按时办证、免疫，不养禁养犬。\n　　第二，牵绳出门。乘电梯避开高峰，主动让老人和孩子先行。\n　　第三，清理粪便。随身带袋，随手清理。\n\
         \u{3000}\u{3000}第四，互相体谅。邻居有意见，先听一听，再商量。\n　　让我们从自己做起，从今天做起！\n　　幸福里社区居委会",
        "1第一 1第二 1第三 1第四",
    );
    // 讲话稿
    check(
        "同志们：\n今天我们召开营商环境推进会，主要任务是查问题、定举措。下面，我讲三点意见。\n一、提高认识，增强紧迫感\n营商环境就是生产力。一是企业有期盼。二是对手在加力。这一方面我们已经慢了。\n\
         二、突出重点，打好攻坚战\n一要减环节。能并的并，能减的减。二要压时限。把承诺变成现实。三要降成本。\n三、压实责任，形成强大合力\n首先要领导带头，其次要部门协同，最后要严肃问责。\n同志们，时不我待，让我们一起努力！",
        "1一、 2一是 2二是 1二、 2一要 2二要 2三要 1三、 2首先 2其次 2最后",
    );
    // 经验材料
    check(
        "“小院议事”解难题\n——××社区治理经验\n（一）搭建平台，让居民有处说。①建好议事亭。②选好议事长。\n（二）完善机制，让居民说了算。1)提议题；2)议方案；3)评结果。\n\
         （三）多元参与，让难题有人办。其中，党员认领项目98个，物业承办41个，另一方面的力量来自高校。\n一年来，共解决停车、漏水等问题236件，满意率99.2%。",
        "1（一） 2① 2② 1（二） 21) 22) 23) 1（三）",
    );
    // 提纲, with faults
    check(
        "宣传活动方案\n一、活动主题\n节水惜水，人人有责\n二、活动时间\n3月22日至28日\n四、活动形式\n（一）进学校。开设节水课堂\n（三）进社区。发放节水器具\n（二）进企业。推广循环用水\n五、保障措施\n一是加强领导。一是落实经费。",
        "1一、 1二、 1四、(gap 3) 2（一） 2（三） 2（二）(order) 1五、 2一是 2一是(repeat)",
    );
    // 简报, in one paragraph
    check(
        "我市推进“15分钟便民生活圈”建设成效初显。主要做法：1.规划引领，补齐菜店、早餐、维修等网点；2.数字赋能，上线“便民地图”，收录网点3.2万个；3.多方参与，\
         鼓励品牌企业进社区。问题仍然存在：一是老旧小区空间不足，二是部分网点租金高、难以为继，三是适老服务少。下一步，将盘活闲置用房，减免租金，增设助老服务。",
        "11. 12. 13. 2一是 2二是 2三是",
    );
    // 公开信, with plain speech only
    check(
        "致全体市民的一封信\n市民朋友们：\n一年之计在于春。最后一批老旧小区改造已经开工，第一批、第二批已完成，第一、二产业工人宿舍同步改造。首先感谢大家的理解。\n\
         施工期间，如有不便，请第一时间拨打热线。其一生积蓄都在房子里的老人，我们会优先照顾；唯一是希望大家配合搬移杂物。\n一砖一瓦总关情，我们会尽力。",
        "",
    );
    // 大作文 with 分论点 at the heads of paragraphs
    check(
        "以“慢”求快\n慢，不是拖沓，而是沉得住气。\n首先，慢是打基础。一方面要摸清底数，一方面要听取民意。\n其次，慢是重规律。塞罕坝三代人种树，一要选苗，二要护林，急不得。\n\
         再次，慢是求长远。第一，算大账；第二，算长远账。\n最后，慢要有度。该快则快，一是一，二是二。",
        "1首先 2一方面 2一方面 1其次 2一要 2二要 1再次 2第一 2第二 1最后",
    );
}

#[test]
fn excerpts_end_after_a_clause_or_a_word() {
    #[track_caller]
    fn check(text: &str, most: usize, expected: &str) {
        let found = yuejuan::text::excerpt(text, most);
        assert!(found.chars().count() <= most.max(1), "{found} is longer than {most}");
        assert_eq!(found, expected);
    }
    check("数据难以共享", 6, "数据难以共享");
    check("各部门系统标准不统一，数据互通不畅", 16, "各部门系统标准不统一…");
    check("各部门系统标准不统一造成数据互通不畅", 17, "各部门系统标准不统一造成数据互通…");
    check("缺少懂技术的专业人员和设备", 11, "缺少懂技术的专业人员…");
    check("先，缺少专业人员和设备", 8, "先，缺少专业…");
    check("数据\n难以\r\n共享  吗", 20, "数据 难以 共享 吗");
    check("abcdefghijklmnopqrstuvwxyz", 8, "abcdefg…");
    check("数据", 1, "…");
    check("", 0, "");
    check("数", 0, "…");
}
