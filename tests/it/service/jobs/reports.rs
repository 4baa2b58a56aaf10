//! Reports on a job as a client puts them together.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use yuejuan::jobs::JobLimits;
use yuejuan::wire::pb;
use yuejuan::wire::pb::report_service_client::ReportServiceClient;

use super::super::{Served, told};
use super::{create, ended, file, folder, of_class, served, settings};

pub(super) async fn workbook(served: &Served, job_id: &str) -> Vec<u8> {
    let request = pb::GetMarkedWorkbookRequest { job_id: job_id.to_owned(), language: 0 };
    let mut parts = client(served).get_marked_workbook(request).await.unwrap().into_inner();
    let mut bytes = Vec::new();
    while let Some(part) = parts.message().await.unwrap() {
        assert!(part.data.len() <= 1 << 20);
        bytes.extend(part.data);
    }
    bytes
}

fn client(served: &Served) -> ReportServiceClient<tonic::transport::Channel> {
    ReportServiceClient::new(served.channel.clone())
}

/// The files of a report by their names, in the order in which they came.
async fn report(
    served: &Served,
    job_id: &str,
    language: i32,
    include_sheets: bool,
) -> (Vec<String>, BTreeMap<String, String>) {
    let request = pb::GetClassReportRequest { job_id: job_id.to_owned(), language, include_sheets };
    let mut parts = client(served).get_class_report(request).await.unwrap().into_inner();
    let (mut names, mut files) = (Vec::new(), BTreeMap::<String, Vec<u8>>::new());
    while let Some(part) = parts.message().await.unwrap() {
        if names.last() != Some(&part.path) {
            names.push(part.path.clone());
        }
        files.entry(part.path).or_default().extend(part.data);
    }
    (names, files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect())
}

#[tokio::test]
async fn reports_are_those_of_the_command() {
    let folder = folder("reports");
    let served = served(&folder, JobLimits::default()).await;
    create(&served, of_class("r", 40)).await;
    ended(&served, "r").await;

    let bytes = workbook(&served, "r").await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    for name in ["考生0", "考生39", "00017"] {
        assert!(cells.iter().any(|cell| cell == name), "{name} is not in the workbook");
    }
    assert_eq!(workbook(&served, "r").await, bytes, "kept as it was made");

    let (names, page) = report(&served, "r", 0, false).await;
    assert_eq!(names, ["class.html"]);
    assert!(page["class.html"].contains("三班") && !page["class.html"].contains("href=\"sheets/"));
    let (_, english) = report(&served, "r", 2, false).await;
    assert!(english["class.html"].contains("lang=\"en\"") && page["class.html"].contains("lang=\"zh"));
    let (names, with) = report(&served, "r", 0, true).await;
    assert_eq!((names[0].as_str(), names.len()), ("class.html", 41));
    // Where the page leads, a file came.
    let links = with["class.html"].split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<String> = links.filter(|link| link.starts_with("sheets/")).map(str::to_owned).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(with.contains_key(&link), "{link} did not come");
    }
    let one = pb::GetSheetRequest { job_id: "r".to_owned(), number: 18, language: 0 };
    let html = client(&served).get_sheet(one).await.unwrap().into_inner().html;
    let same = with.iter().find(|(name, _)| name.contains("00017")).unwrap().1;
    assert_eq!(&html, same);
}

#[tokio::test]
async fn there_are_reports_on_what_succeeded_only() {
    let served = served(&folder("no-reports"), JobLimits::default()).await;
    let request = pb::CreateJobRequest {
        job_id: "bad".to_owned(),
        settings: settings(),
        file: file("a.xlsx", "no workbook".to_owned()),
    };
    create(&served, request).await;
    ended(&served, "bad").await;
    create(&served, of_class("good", 2)).await;
    ended(&served, "good").await;
    let reason = |job_id: &str| {
        let request = pb::GetMarkedWorkbookRequest { job_id: job_id.to_owned(), language: 0 };
        let mut client = client(&served);
        async move { told(&client.get_marked_workbook(request).await.unwrap_err()).1 }
    };
    assert_eq!(reason("bad").await, "JOB_NOT_SUCCEEDED");
    assert_eq!(reason("none").await, "JOB_NOT_FOUND");
    for number in [0, 3] {
        let request = pb::GetSheetRequest { job_id: "good".to_owned(), number, language: 0 };
        assert_eq!(told(&client(&served).get_sheet(request).await.unwrap_err()).1, "RESULT_NOT_FOUND");
    }
}
