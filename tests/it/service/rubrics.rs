//! `RubricService` as a client sees it.

use tonic::Code;
use tonic::transport::Channel;
use yuejuan::feedback::Language;
use yuejuan::grading::{Submission, grade};
use yuejuan::rubric::{Depth, Rubric, parse_toml, shipped_ids, shipped_source};
use yuejuan::service::Limits;
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grading_service_client::GradingServiceClient;
use yuejuan::wire::pb::rubric_service_client::RubricServiceClient;
use yuejuan::wire::{pb, rubric_from_pb, rubric_into_pb};

use super::{RUBRIC, Served, rubric_message, told};

const QUESTION: &str = "概括L县发展林下经济的做法。（6分）要求：分条作答，不超过150字。";
const REFERENCE: &str = "一是在杨树林里种天麻，请农技员上门传授菌种接法。二是由合作社统购蜂蜜，贴同一个商标外销。三是修通进山小路，架设灌溉水管。";

/// A rubric as a folder may hold it, beside the shipped ones.
fn own() -> Rubric {
    let mut draft = parse_toml(shipped_source("night-economy-practices").unwrap()).unwrap();
    "a-rubric-of-a-folder".clone_into(&mut draft.id);
    Rubric::new(draft).unwrap()
}

async fn client() -> (Served, RubricServiceClient<Channel>) {
    let served = Served::with(Limits::default(), vec![own()]).await;
    let client = RubricServiceClient::new(served.channel.clone());
    (served, client)
}

#[tokio::test]
async fn rubrics_are_listed_in_pages_and_given_whole() {
    let (_served, mut client) = client().await;
    let (mut ids, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = pb::ListRubricsRequest { page_size: 2, page_token: page_token.clone() };
        let page = client.list_rubrics(request).await.unwrap().into_inner();
        assert!(page.rubrics.len() <= 2);
        ids.extend(page.rubrics.into_iter().map(|of| of.rubric_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let mut expected: Vec<&str> = shipped_ids();
    expected.insert(0, "a-rubric-of-a-folder");
    assert_eq!(ids, expected);

    let rubric_id = "a-rubric-of-a-folder".to_owned();
    let given = client
        .get_rubric(pb::GetRubricRequest { rubric_id: rubric_id.clone(), revision_number: 0 })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(given.revision, own().revision);
    let (draft, problems) = rubric_from_pb(given.rubric.unwrap());
    assert_eq!((draft, problems), (own().draft, Vec::new()));
}

#[tokio::test]
async fn a_rubric_of_the_folder_marks() {
    let (served, _client) = client().await;
    let text = "一是延长地铁末班车时间。二是减免摊位费。";
    let request = pb::GradeRequest {
        submission: Some(pb::Submission { submission_id: "1".to_owned(), text: text.to_owned() }),
        rubric_source: Some(RubricSource::RubricId("a-rubric-of-a-folder".to_owned())),
        language: 0,
        reading: 0,
    };
    let response = GradingServiceClient::new(served.channel.clone()).grade(request).await.unwrap().into_inner();
    let expected = grade(&own(), &Submission { id: "1", text, language: Language::Chinese });
    assert!((response.feedback.unwrap().score - expected.score.as_f64()).abs() < f64::EPSILON);
}

#[tokio::test]
async fn drafts_come_as_message_and_file() {
    let (_served, mut client) = client().await;
    let request = pb::DraftRubricRequest {
        question: QUESTION.to_owned(),
        references: vec![REFERENCE.to_owned()],
        rubric_id: "woods".to_owned(),
        material: "材料一：L县有林地八万亩。".to_owned(),
        reading: pb::ReadingDepth::Deep.into(),
        ..pb::DraftRubricRequest::default()
    };
    let response = client.draft_rubric(request.clone()).await.unwrap().into_inner();
    let (draft, problems) = rubric_from_pb(response.rubric.unwrap());
    assert_eq!(problems, []);
    assert_eq!(parse_toml(&response.toml).unwrap(), draft);
    assert_eq!((draft.id.as_str(), draft.max_score, draft.groups[0].keypoints.len()), ("woods", 6.0, 3));
    assert_eq!(draft.material, "材料一：L县有林地八万亩。");
    assert!(response.notes.iter().any(|note| note.path == "length"));
    assert_eq!(draft.reading, Depth::Deep);

    let keyed = pb::DraftRubricRequest { key: "种天麻（4分）\n统购蜂蜜（2分）".to_owned(), ..request };
    let response = client.draft_rubric(keyed).await.unwrap().into_inner();
    let points: Vec<f64> =
        response.rubric.unwrap().groups.iter().flat_map(|of| of.keypoints.iter().map(|of| of.points)).collect();
    assert_eq!(points, [4.0, 2.0]);
}

#[tokio::test]
async fn a_check_tells_problems_and_findings() {
    let (_served, mut client) = client().await;
    let check =
        |rubric: pb::Rubric| pb::CheckRubricRequest { rubric: Some(rubric), ..pb::CheckRubricRequest::default() };
    let sound = client.check_rubric(check(rubric_into_pb(own().draft))).await.unwrap().into_inner();
    assert_eq!(sound.findings, []);

    let mut broken = rubric_into_pb(own().draft);
    broken.max_score += 1.0;
    broken.title.clear();
    let found = client.check_rubric(check(broken)).await.unwrap().into_inner().findings;
    let error = i32::from(pb::FindingSeverity::Error);
    assert!(found.iter().all(|finding| finding.severity == error) && found.len() == 2, "{found:?}");

    let mut doubtful = rubric_into_pb(own().draft);
    let again = doubtful.groups[0].keypoints[0].point.clone();
    doubtful.groups[0].keypoints[0].wordings.push(again);
    let found = client.check_rubric(check(doubtful)).await.unwrap().into_inner().findings;
    assert_eq!(found.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["dead-wording"]);
}

#[tokio::test]
async fn a_check_of_a_file_names_lines_and_gives_the_rubric() {
    let (_served, mut client) = client().await;
    let check = |toml: String| pb::CheckRubricRequest { toml, ..pb::CheckRubricRequest::default() };
    let source = shipped_source(RUBRIC).unwrap();
    let sound = client.check_rubric(check(source.to_owned())).await.unwrap().into_inner();
    assert_eq!((sound.findings, sound.rubric), (Vec::new(), Some(rubric_message())));

    // Each as the line that is put before the first one, and what is found: the line, the code, and whether it can be used.
    let point = "统筹规划，划定夜市街区，与居民区保持距离";
    let (before, after) = source.split_once("wordings = [\n").expect("the first keypoint has wordings");
    let doubled = format!("{before}wordings = [\n    \"{point}\",\n{after}");
    let line = u32::try_from(before.lines().count() + 2).unwrap();
    for (toml, expected) in [
        (format!("titel = 1\n{source}"), (1, "field", false)),
        ("id = ".to_owned(), (1, "field", false)),
        (doubled, (line, "dead-wording", true)),
    ] {
        let found = client.check_rubric(check(toml)).await.unwrap().into_inner();
        let [finding, ..] = found.findings.as_slice() else { panic!("nothing found") };
        assert_eq!((finding.line, finding.code.as_str(), found.rubric.is_some()), expected, "{finding:?}");
    }

    let both = pb::CheckRubricRequest { rubric: Some(rubric_message()), toml: source.to_owned() };
    let refused = client.check_rubric(both).await.unwrap_err();
    assert_eq!(told(&refused), (Code::InvalidArgument, "RUBRIC_INVALID".to_owned(), vec!["toml".to_owned()]));
}

#[tokio::test]
async fn a_rubric_comes_as_a_file_too() {
    let (_served, mut client) = client().await;
    let shipped = client
        .get_rubric(pb::GetRubricRequest { rubric_id: RUBRIC.to_owned(), revision_number: 0 })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(shipped.toml, shipped_source(RUBRIC).unwrap());
    let of_folder = client
        .get_rubric(pb::GetRubricRequest { rubric_id: own().id.clone(), revision_number: 0 })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(parse_toml(&of_folder.toml).unwrap(), own().draft);
}

#[tokio::test]
async fn errors_name_reason_and_field() {
    let (_served, mut client) = client().await;
    let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();

    let unknown =
        client.get_rubric(pb::GetRubricRequest { rubric_id: "none".to_owned(), revision_number: 0 }).await.unwrap_err();
    assert_eq!(told(&unknown), (Code::NotFound, "RUBRIC_NOT_FOUND".to_owned(), Vec::new()));
    let page = pb::ListRubricsRequest { page_size: -1, page_token: "zz".to_owned() };
    let page = client.list_rubrics(page).await.unwrap_err();
    assert_eq!(told(&page), (Code::InvalidArgument, "PAGE_INVALID".to_owned(), fields(&["page_size", "page_token"])));
    let missing = client.check_rubric(pb::CheckRubricRequest::default()).await.unwrap_err();
    assert_eq!(told(&missing), (Code::InvalidArgument, "RUBRIC_MISSING".to_owned(), fields(&["rubric_source"])));

    let empty = client.draft_rubric(pb::DraftRubricRequest::default()).await.unwrap_err();
    assert_eq!(told(&empty), (Code::InvalidArgument, "QUESTION_MISSING".to_owned(), fields(&["question"])));
    let nothing = pb::DraftRubricRequest { question: QUESTION.to_owned(), ..pb::DraftRubricRequest::default() };
    let refused = client.draft_rubric(nothing.clone()).await.unwrap_err();
    assert_eq!(told(&refused), (Code::InvalidArgument, "NOTHING_TO_DRAFT_FROM".to_owned(), fields(&["references"])));
    let bad = pb::DraftRubricRequest { key: "只有标题".to_owned(), max_score: Some(0.0), ..nothing };
    let bad = client.draft_rubric(bad).await.unwrap_err();
    assert_eq!(told(&bad), (Code::InvalidArgument, "MAX_SCORE_INVALID".to_owned(), fields(&["max_score", "key"])));
}
