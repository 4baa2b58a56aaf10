//! The page's files as browsers get them: what they may do, how long they are kept, and that nothing else is in their way.

use std::io::Read;

use flate2::read::GzDecoder;
use yuejuan::service::Limits;

use super::Served;
use super::http::ask;

const FOREVER: &str = "public, max-age=31536000, immutable";

/// Paths that the page names, each with the type that it should have.
fn named(page: &str) -> Vec<(String, &'static str)> {
    let kind = |path: &str| match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        other => panic!("the page names {path}: {other:?}"),
    };
    let paths = page.split(['"', '\'']).filter(|part| part.starts_with('/') && part.len() > 1);
    paths.map(|path| (path.to_owned(), kind(path))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_and_all_that_it_names_are_there() {
    let served = Served::new(Limits::default()).await;
    let page = ask(served.address, "GET", "/", &[], b"").await;
    assert_eq!((page.code, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let page = String::from_utf8(page.body).unwrap();
    assert!(!page.contains("<script>") && !page.contains("<style") && !page.contains("style="), "{page}");
    let paths = named(&page);
    assert!(paths.len() >= 3, "{paths:?}");
    for (path, kind) in paths {
        let file = ask(served.address, "GET", &path, &[], b"").await;
        assert_eq!((file.code, file.header("content-type")), (200, Some(kind)), "{path}");
        let cache = if path.starts_with("/assets/") { FOREVER } else { "no-cache" };
        assert_eq!(file.header("cache-control"), Some(cache), "{path}");
        assert!(!file.body.is_empty(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_may_do_nothing_but_its_own() {
    let served = Served::new(Limits::default()).await;
    let page = ask(served.address, "GET", "/", &[], b"").await;
    let policy = page.header("content-security-policy").unwrap();
    for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_compressed_and_sent_again_only_where_they_changed() {
    let served = Served::new(Limits::default()).await;
    let plain = ask(served.address, "GET", "/", &[], b"").await;
    assert_eq!(plain.header("content-encoding"), None);
    for (accepted, is_compressed) in [("gzip, deflate, br", true), ("br", false), ("gzip;q=0", false), ("*", true)] {
        let page = ask(served.address, "GET", "/", &[("accept-encoding", accepted)], b"").await;
        assert_eq!(page.header("content-encoding") == Some("gzip"), is_compressed, "{accepted}");
        assert_eq!(page.header("vary"), Some("accept-encoding"));
        let mut body = Vec::new();
        if is_compressed {
            GzDecoder::new(page.body.as_slice()).read_to_end(&mut body).unwrap();
        } else {
            body = page.body;
        }
        assert_eq!(body, plain.body, "{accepted}");
    }
    let tag = plain.header("etag").unwrap();
    let weak = format!("\"x\", W/{tag}");
    for (known, code) in [(tag, 304), (weak.as_str(), 304), ("*", 304), ("\"x\"", 200)] {
        let page = ask(served.address, "GET", "/", &[("if-none-match", known)], b"").await;
        assert_eq!((page.code, page.body.is_empty()), (code, code == 304), "{known}");
        assert_eq!(page.header("etag"), Some(tag));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_paths_answer_as_without_a_page() {
    let served = Served::new(Limits::default()).await;
    for path in ["/v1/nothing", "/assets/", "/assets/none.js", "/../Cargo.toml", "/index.htm"] {
        let answered = ask(served.address, "GET", path, &[], b"").await;
        assert_eq!((answered.code, answered.header("content-type")), (404, Some("application/json")), "{path}");
    }
    let posted = ask(served.address, "POST", "/", &[], b"").await;
    assert_eq!(posted.code, 405);
}
