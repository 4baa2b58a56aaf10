//! Who may name whom in `src/`.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, endings, found);
        } else if path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending)) {
            found.push(path);
        }
    }
}

/// Every file below `folder` with one of `endings`, as its path from there and its text.
fn files_of(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    sources(Path::new(folder), endings, &mut found);
    assert!(found.len() > 20, "the sources are not there");
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// Every file of `src/`.
fn files() -> Vec<(String, String)> {
    files_of("src", &["rs"])
}

/// The files whose code names `word`, comments left out.
fn naming(word: &str, files: Vec<(String, String)>) -> Vec<String> {
    let names =
        |text: &str| text.lines().map(str::trim_start).any(|line| !line.starts_with("//") && line.contains(word));
    files.into_iter().filter(|(_, text)| names(text)).map(|(name, _)| name).collect()
}

/// The files whose code names `word`, comments left out, other than those that start with one of `allowed`.
fn strangers(word: &str, allowed: &[&str]) -> Vec<String> {
    naming(word, files()).into_iter().filter(|name| !allowed.iter().any(|allowed| name.starts_with(allowed))).collect()
}

#[track_caller]
fn check(word: &str, allowed: &[&str]) {
    assert_eq!(strangers(word, allowed), [""; 0], "{word} is named where it should not be");
    assert!(!strangers(word, &[]).is_empty(), "{word} is named nowhere: the check is blind");
}

#[test]
fn each_library_is_known_in_one_place() {
    check("jieba_rs", &["text/segment.rs"]);
    check("strsim", &["grading/fuzzy.rs"]);
    check("pinyin::", &["lexicon/confusion.rs"]);
    check("ferrous_opencc", &["text/fold.rs"]);
    check("unicode_normalization", &["text/fold.rs"]);
    check("tonic", &["service/", "wire/", "cli/call.rs"]);
    check("axum", &["service/"]);
    check("rustls", &["service/tls.rs"]);
    check("prometheus_client", &["service/metrics/mod.rs"]);
    check("tower", &["service/http/"]);
    check("tokio", &["service/", "cli/call.rs", "cli/serve.rs", "cli/store.rs", "cli/grade/interrupt.rs"]);
    check("flate2", &["service/http/page.rs"]);
    check("prost", &["service/", "wire/"]);
    check("clap", &["cli/"]);
    check("anyhow", &["cli/"]);
    check("rayon", &["outputs.rs", "cli/", "run/pipeline.rs", "jobs/", "class/likeness.rs", "evaluation/"]);
    check("askama", &["report/class/page.rs", "report/class/sheet.rs", "report/evaluation/"]);
    check("rust_xlsxwriter", &["report/class/workbook"]);
    check("calamine", &["intake/"]);
    check("csv::", &["intake/"]);
    check("encoding_rs", &["intake/"]);
    check("zip::", &["intake/archive.rs"]);
    check("quick_xml", &["intake/docx/"]);
    check("toml_edit", &["rubric/edit.rs", "rubric/amend.rs"]);
    check("sqlx", &["store/"]);
    check("subtle::", &["api_key.rs"]);
    check("getrandom::", &["api_key.rs"]);
    check("unsafe {", &["reader/simd.rs"]);
    check("std::arch", &["reader/simd.rs"]);
}

#[test]
fn layers_name_only_what_lies_below() {
    let above_text = [
        "crate::rubric",
        "crate::grading",
        "crate::inspection",
        "crate::feedback",
        "crate::lexicon",
        "crate::wire",
        "crate::cli",
    ];
    for module in above_text {
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(|name| name.starts_with("text/")).collect();
        assert_eq!(known, [""; 0], "text names {module}");
    }
    for module in ["crate::grading", "crate::feedback", "crate::wire", "crate::report", "crate::service", "crate::cli"]
    {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("rubric/")).collect();
        assert_eq!(known, [""; 0], "rubric names {module}");
    }
    let above_drafting =
        ["crate::wire", "crate::report", "crate::service", "crate::cli", "serde", "std::fs", "std::io"];
    for module in above_drafting {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("drafting/")).collect();
        assert_eq!(known, [""; 0], "drafting names {module}");
    }
    for module in ["crate::wire", "crate::report", "crate::service", "crate::cli", "serde", "std::fs", "std::time"] {
        let pure = |name: &String| name.starts_with("grading/") || name.starts_with("inspection.rs");
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(pure).collect();
        assert_eq!(known, [""; 0], "grading or inspection names {module}");
    }
    for module in ["crate::wire", "crate::report", "crate::service", "crate::cli", "serde", "std::fs", "std::time"] {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("linting/")).collect();
        assert_eq!(known, [""; 0], "linting names {module}");
    }
    for module in ["crate::rubric", "crate::grading", "crate::drafting", "crate::wire", "crate::service", "crate::cli"]
    {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("intake/")).collect();
        assert_eq!(known, [""; 0], "intake names {module}");
    }
    for module in ["std::fs", "File::create", "create_dir"] {
        let writers: Vec<String> =
            strangers(module, &["intake/source.rs"]).into_iter().filter(|name| name.starts_with("intake/")).collect();
        assert_eq!(writers, [""; 0], "intake touches the disk by {module} elsewhere than where files are opened");
    }
    for module in ["agreement/", "reader/"] {
        let below_nothing: Vec<String> =
            strangers("crate::", &[]).into_iter().filter(|name| name.starts_with(module)).collect();
        assert_eq!(below_nothing, [""; 0], "{module} names another module");
    }
    let above_evaluation = [
        "crate::drafting",
        "crate::intake",
        "crate::wire",
        "crate::report",
        "crate::service",
        "crate::cli",
        "serde",
        "std::fs",
        "std::time",
    ];
    for module in above_evaluation {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("evaluation/")).collect();
        assert_eq!(known, [""; 0], "evaluation names {module}");
    }
    for module in above_evaluation {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("calibration/")).collect();
        assert_eq!(known, [""; 0], "calibration names {module}");
    }
    for module in ["crate::intake", "crate::drafting", "crate::wire", "std::fs", "std::io"] {
        let known: Vec<String> =
            strangers(module, &[]).into_iter().filter(|name| name.starts_with("report/")).collect();
        assert_eq!(known, [""; 0], "report names {module}");
    }
    for module in [
        "crate::intake",
        "crate::drafting",
        "crate::wire",
        "crate::report",
        "crate::service",
        "crate::cli",
        "serde",
        "std::fs",
        "std::time",
    ] {
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(|name| name.starts_with("class")).collect();
        assert_eq!(known, [""; 0], "class names {module}");
    }
}

#[test]
fn what_stands_above_is_named_above() {
    check("crate::linting", &["cli/", "drafting/", "service/", "wire/"]);
    check("crate::inspection", &["cli/", "report/", "service/", "wire/"]);
    check("service::serve", &["cli/"]);
    check("crate::report", &["cli/", "outputs.rs", "report/", "results/table.rs"]);
    check("crate::wire", &["cli/", "results/line.rs", "service/", "wire/"]);
    check("crate::results", &["cli/", "jobs/", "outputs.rs", "run/", "service/jobs/messages.rs"]);
    check("crate::outputs", &["cli/", "jobs/reports.rs"]);
    check("crate::run", &["cli/grade", "cli/review.rs", "jobs/", "service/jobs/requests.rs"]);
    check("crate::jobs", &["cli/serve.rs", "service/"]);
    check("crate::store", &["cli/serve.rs", "cli/store.rs", "service/"]);
    check("crate::api_key", &["cli/store.rs", "cli/args/store.rs", "service/access/", "store/"]);
    check("crate::tenant", &["api_key.rs", "cli/args/store.rs", "jobs/", "service/", "store/"]);
    for module in ["crate::wire", "crate::report", "crate::service", "crate::cli", "crate::jobs", "tokio", "tonic"] {
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(|name| name.starts_with("store/")).collect();
        assert_eq!(known, [""; 0], "store names {module}");
    }
    check("crate::agreement", &["calibration/", "class/", "evaluation/", "report/evaluation/"]);
    check("crate::calibration", &["cli/calibrate.rs", "report/calibration/"]);
    check("crate::evaluation", &["calibration/", "class/humans.rs", "cli/evaluate/", "report/evaluation"]);
    check("crate::drafting", &["cli/", "service/", "wire/"]);
    check(
        "crate::intake",
        &[
            "cli/",
            "jobs/",
            "results/folder.rs",
            "run/",
            "service/errors/fault.rs",
            "service/jobs/requests.rs",
            "wire/class.rs",
        ],
    );
    for module in ["crate::wire", "crate::report", "crate::service", "crate::cli", "crate::jobs", "crate::outputs"] {
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(|name| name.starts_with("run/")).collect();
        assert_eq!(known, [""; 0], "run names {module}");
    }
    for module in ["crate::wire", "crate::report", "crate::service", "crate::cli", "tokio", "tonic"] {
        let known: Vec<String> = strangers(module, &[]).into_iter().filter(|name| name.starts_with("jobs/")).collect();
        assert_eq!(known, [""; 0], "jobs names {module}");
    }
}

#[test]
fn error_codes_stand_in_one_file() {
    check("Code::NotFound", &["service/errors.rs", "service/http/status.rs"]);
    check("Code::InvalidArgument", &["service/errors.rs", "service/http/status.rs"]);
    check("Code::FailedPrecondition", &["service/errors.rs", "service/http/status.rs"]);
    check("Code::ResourceExhausted", &["service/errors.rs", "service/http/status.rs"]);
    check("Code::DeadlineExceeded", &["service/errors.rs", "service/http/status.rs"]);
}

/// Where the page calls the server, keeps things, and takes text for markup, which it does with the server's own only.
#[test]
fn the_page_does_each_thing_in_one_place() {
    let check = |word: &str, allowed: &[&str]| {
        let mut found = naming(word, files_of("web/src", &["ts", "tsx"]));
        found.sort_unstable();
        assert_eq!(found, allowed, "{word}");
    };
    check("fetch(", &["api/call.ts", "api/session.ts"]);
    check("XMLHttpRequest", &["api/call.ts"]);
    check("indexedDB", &["store/database.ts"]);
    check("localStorage", &["settings.ts", "store/unfinished.ts"]);
    check("DOMParser", &["teacher/report.tsx"]);
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
        check(word, &[]);
    }
}
