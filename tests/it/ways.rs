//! The same content in other ways: in another order, points split over two items, two points in one item, spoken
//! words, traditional characters. Each earns the same keypoints.

use yuejuan::points::Points;
use yuejuan::rubric::shipped;

use crate::invariants::mark;

/// The keypoints of a shipped rubric that an answer earns marks for.
fn earned(rubric: &str, text: &str) -> Vec<String> {
    let feedback = mark(&shipped(rubric).unwrap(), text);
    let paid = feedback.keypoints.into_iter().filter(|keypoint| keypoint.points > Points::ZERO);
    paid.map(|keypoint| keypoint.keypoint_id).collect()
}

/// Checks that every way earns what is expected, and nothing that the first, plain one does not.
#[track_caller]
fn check(rubric: &str, expected: &[&str], ways: &[(&str, &str)]) {
    let plain = earned(rubric, ways[0].1);
    let mut failures = Vec::new();
    for (way, text) in ways {
        let earned = earned(rubric, text);
        let all = expected.iter().all(|keypoint| earned.iter().any(|own| own == keypoint));
        if !all || earned.iter().any(|own| !plain.contains(own)) {
            failures.push(format!("{way}: {earned:?}"));
        }
    }
    assert!(failures.is_empty(), "not {expected:?}\n{}", failures.join("\n"));
}

#[test]
fn a_canteen_in_other_ways() {
    check(
        "senior-canteen-measures",
        &["k1", "k2", "k4", "k7", "k8"],
        &[
            (
                "plain",
                "一、先摸清老年人口数量和用餐需求，在老人集中的小区就近设点。\n二、利用社区闲置用房，减免房租。\n\
                 三、食堂向社会开放，用上班族的用餐收入补贴老人的优惠价。\n四、组织志愿者为失能、独居老人送餐上门。\n\
                 五、开展食品安全检查，实行明厨亮灶。",
            ),
            (
                "another order",
                "一、开展食品安全检查，实行明厨亮灶。\n二、组织志愿者为失能、独居老人送餐上门。\n\
                 三、食堂向社会开放，用上班族的用餐收入补贴老人的优惠价。\n四、利用社区闲置用房，减免房租。\n\
                 五、先摸清老年人口数量和用餐需求，在老人集中的小区就近设点。",
            ),
            (
                "split over items",
                "一、先摸清老年人口数量和用餐需求。\n二、在老人集中的小区就近设点。\n三、优先利用社区闲置用房。\n\
                 四、为食堂减免房租。\n五、食堂向社会开放，接待上班族。\n六、用上班族的用餐收入补贴老人的优惠价。\n\
                 七、组织志愿者为失能、独居老人送餐上门。\n八、开展食品安全检查，实行明厨亮灶。",
            ),
            (
                "merged in one item",
                "一、先摸清老年人口数量和用餐需求，在老人集中的小区就近设点；利用社区闲置用房，减免房租。\n\
                 二、食堂向社会开放，用上班族的用餐收入补贴老人的优惠价；组织志愿者为失能、独居老人送餐上门；\
                 开展食品安全检查，实行明厨亮灶。",
            ),
            (
                "one paragraph",
                "应先摸清老年人口数量和用餐需求，在老人集中的小区就近设点，利用社区闲置用房，减免房租。\
                 食堂向社会开放，用上班族的用餐收入补贴老人的优惠价。组织志愿者为失能、独居老人送餐上门。\
                 开展食品安全检查，实行明厨亮灶。",
            ),
            (
                "spoken words",
                "一、先问问有多少老人要吃饭，在老人多的小区旁边开。\n二、把社区空着的房子拿来用，房租少收点或者不收。\n\
                 三、上班族也能来吃，赚他们的钱补给老人，老人吃得便宜。\n四、找志愿者给走不动的、一个人住的老人把饭送到家里。\n\
                 五、常查食品安全，后厨让大家看得见。",
            ),
            (
                "traditional characters",
                "一、先摸清老年人口數量和用餐需求，在老人集中的小區就近設點。\n二、利用社區閒置用房，減免房租。\n\
                 三、食堂向社會開放，用上班族的用餐收入補貼老人的優惠價。\n四、組織志願者為失能、獨居老人送餐上門。\n\
                 五、開展食品安全檢查，實行明廚亮灶。",
            ),
        ],
    );
}

#[test]
fn obstacles_in_other_ways() {
    check(
        "digital-government-obstacles",
        &["k1", "k2", "k5", "k6", "k7"],
        &[
            (
                "plain",
                "一是横向数据难以互联互通，形成信息孤岛。二是基层缺少专业人员，采集的数据闲置浪费。\
                 三是城市数据零散破碎、格式各异，整合难度大、成本高。四是多个部门重复要数，基层反复填报、疲于应付。\
                 五是公民隐私泄露事件时有发生。",
            ),
            (
                "another order",
                "一是公民隐私泄露事件时有发生。二是多个部门重复要数，基层反复填报、疲于应付。\
                 三是城市数据零散破碎、格式各异，整合难度大、成本高。四是横向数据难以互联互通，形成信息孤岛。\
                 五是基层缺少专业人员，采集的数据闲置浪费。",
            ),
            (
                "split over items",
                "一是横向数据难以互联互通。二是部门之间形成信息孤岛。三是基层缺少专业人员，采集的数据闲置浪费。\
                 四是城市数据零散破碎、格式各异。五是数据整合难度大、成本高。六是多个部门重复要数。\
                 七是基层反复填报、疲于应付。八是公民隐私泄露事件时有发生。",
            ),
            (
                "merged in one item",
                "一是横向数据难以互联互通，形成信息孤岛，基层缺少专业人员，采集的数据闲置浪费，城市数据零散破碎、格式各异，\
                 整合难度大、成本高。二是多个部门重复要数，基层反复填报、疲于应付，公民隐私泄露事件时有发生。",
            ),
            (
                "spoken words",
                "一是部门各建各的系统，谁也看不到谁的数据。二是基层没有懂行的人，采来的数据放着没人用。\
                 三是城市的数据零零碎碎，格式也不一样，整合起来又难又费钱。四是好几个部门都来要数，基层反复填表，忙得疲于应付。\
                 五是老百姓的隐私泄露出去的事时有发生。",
            ),
            (
                "traditional characters",
                "一是橫向數據難以互聯互通，形成信息孤島。二是基層缺少專業人員，採集的數據閒置浪費。\
                 三是城市數據零散破碎、格式各異，整合難度大、成本高。四是多個部門重複要數，基層反覆填報、疲於應付。\
                 五是公民隱私洩露事件時有發生。",
            ),
        ],
    );
}
