//! `yuejuan key`, `yuejuan store` and `yuejuan serve --store`, as whoever runs a server meets them.

use std::fs;
use std::process::{Command, Output};
use std::sync::mpsc;

use yuejuan::rubric::{RubricDraft, parse_toml, shipped_source};
use yuejuan::wire::rubric_into_pb;

use super::call::{REQUEST, lines};
use super::{Server, check, command, folder, run, run_with_stdin, stderr, stdout};

/// The program on a store.
struct Keys {
    file: String,
}

// === impl Keys ===

impl Keys {
    fn new(test: &str) -> Self {
        Self { file: folder(test).join("store.db").to_str().unwrap().to_owned() }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run(&[arguments, &["--store", &self.file]].concat())
    }

    /// A new key, and its id.
    fn create(&self, tenant: &str, more: &[&str]) -> (String, String) {
        let made = self.run(&[&["key", "create", "--tenant", tenant], more].concat());
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
        let key = stdout(&made).trim_end().to_owned();
        let id = key.split('_').nth(1).unwrap().to_owned();
        assert!(stderr(&made).contains(&id) && !stderr(&made).contains(&key), "{}", stderr(&made));
        (key, id)
    }

    fn list(&self) -> String {
        let listed = self.run(&["key", "list"]);
        assert_eq!(listed.status.code(), Some(0), "{}", stderr(&listed));
        stdout(&listed).to_owned()
    }
}

#[test]
fn keys_are_made_listed_and_ended() {
    let keys = Keys::new("keys");
    let (key, id) = keys.create("school", &["--scope", "grade", "--scope", "review", "--calls-per-minute", "600"]);
    assert!(key.starts_with("yuejuan_") && !key.contains(char::is_whitespace), "{key}");
    let (_, short) = keys.create("platform", &["--scope", "admin", "--expires", "2999-12-31"]);
    let listed = keys.list();
    let line = |listed: &str, id: &str| listed.lines().find(|line| line.starts_with(id)).unwrap().to_owned();
    let first = line(&listed, &id);
    for part in ["  school    ", "  grade review  ", "  600 calls a minute"] {
        assert!(first.contains(part), "{part:?} is not in: {first}");
    }
    // The whole of the last day.
    assert!(line(&listed, &short).ends_with("  valid until 3000-01-01T00:00:00Z"), "{listed}");
    assert!(!listed.contains(key.rsplit('_').next().unwrap()), "the list shows a secret");

    let rotated = keys.run(&["key", "rotate", &id, "--keep-hours", "24"]);
    assert_eq!(rotated.status.code(), Some(0), "{}", stderr(&rotated));
    let second = stdout(&rotated).trim_end().split('_').nth(1).unwrap().to_owned();
    let listed = keys.list();
    assert!(line(&listed, &id).contains("  valid until "), "{listed}");
    assert!(line(&listed, &second).contains("  grade review  ") && !line(&listed, &second).contains("until"));
    check(&keys.run(&["key", "revoke", &id]), 0, "");
    assert!(line(&keys.list(), &id).contains("  revoked "), "{}", keys.list());
}

#[test]
fn wrong_calls_are_told() {
    let keys = Keys::new("keys-wrong");
    check(&keys.run(&["key", "list"]), 2, "there is no store");
    check(&keys.run(&["store", "check"]), 2, "there is no store");
    let create = |more: &[&str]| keys.run(&[&["key", "create"], more].concat());
    check(&create(&["--tenant", "school"]), 2, "--scope");
    check(&create(&["--tenant", "三中", "--scope", "grade"]), 2, "is no name of a tenant");
    check(&create(&["--tenant", "school", "--scope", "all"]), 2, "[possible values: grade, rubrics, review, admin]");
    let expires = |date: &str| create(&["--tenant", "school", "--scope", "grade", "--expires", date]);
    check(&expires("31.12.2999"), 2, "write it as 2026-12-31");
    check(&expires("2020-01-01"), 2, "is over");
    assert!(!fs::exists(&keys.file).unwrap(), "a call that was refused has made a store");
    keys.create("school", &["--scope", "grade"]);
    check(&keys.run(&["key", "revoke", "0123456789abcdef"]), 2, "no key has the id 0123456789abcdef");
    check(&keys.run(&["key", "revoke", "first"]), 2, "not the id of a key");
    fs::write(&keys.file, "no store at all, and long enough to have had a header of a database in it. ".repeat(9))
        .unwrap();
    check(&keys.run(&["key", "list"]), 2, "is no store of yuejuan");
    check(&run(&["serve", "--listen", "127.0.0.1:0", "--store", &keys.file]), 2, "is no store of yuejuan");
}

#[test]
fn a_server_minds_keys_of_another_process_at_once() {
    let keys = Keys::new("keys-serve");
    let server = Server::start(&["--store", &keys.file]);
    let grade = |key: &str| {
        let arguments = ["call", "--server", &server.url, "grade", REQUEST];
        command(&arguments).env("YUEJUAN_KEY", key).output().unwrap()
    };
    let check_refused = |key: &str, reason: &str| {
        let refused = grade(key);
        assert_eq!(refused.status.code(), Some(1));
        assert!(stderr(&refused).contains(reason), "{reason} is not in: {}", stderr(&refused));
    };
    assert_eq!(grade("").status.code(), Some(0), "a store without keys asks for none");
    let (key, id) = keys.create("school", &["--scope", "grade"]);
    check_refused("", "API_KEY_MISSING");
    let answered = grade(&key);
    assert_eq!(lines(stdout(&answered))[0]["feedback"]["submissionId"], "1", "{}", stderr(&answered));
    assert_eq!(grade(&key).status.code(), Some(0));

    let copy = format!("{}.copy", keys.file);
    let backed_up = keys.run(&["store", "backup", &copy]);
    assert!(stdout(&backed_up).contains("is a sound copy of"), "{}", stderr(&backed_up));
    check(&keys.run(&["store", "backup", &copy]), 2, "is there already");
    check(&run(&["store", "check", "--store", &copy]), 0, "");
    assert!(stdout(&run(&["key", "list", "--store", &copy])).contains(&id));

    check(&keys.run(&["key", "revoke", &id]), 0, "");
    check_refused(&key, "API_KEY_REVOKED");
}

#[test]
fn only_with_keys_others_are_let_near() {
    let keys = Keys::new("keys-near");
    let anywhere = ["serve", "--listen", "0.0.0.0:0"];
    check(&run(&anywhere), 2, "there is no API key");
    check(&keys.run(&anywhere), 2, "yuejuan key create");
    check(&run(&["serve", "--listen", "[::]:0"]), 2, "there is no API key");
    keys.create("school", &["--scope", "grade"]);
    let server = Server::start_at("0.0.0.0:0", &["--store", &keys.file]);
    assert!(server.url.starts_with("http://0.0.0.0:"), "{}", server.url);
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    /// Servers that are killed while they are asked to keep rubrics.
    const KILLS: usize = 4;
    /// Acknowledged rubrics after which a server is killed.
    const KEPT: usize = 5;
    let keys = Keys::new("keys-kill");
    let source = parse_toml(shipped_source("night-economy-practices").unwrap()).unwrap();
    let mut acknowledged = Vec::new();
    for kill in 0..KILLS {
        let server = Server::start(&["--store", &keys.file]);
        let create = |url: &str, id: &str| {
            let rubric = rubric_into_pb(RubricDraft { id: id.to_owned(), ..source.clone() });
            let request = serde_json::json!({ "rubric": rubric }).to_string();
            run_with_stdin(&["call", "--server", url, "create-rubric", "-"], request).status.success()
        };
        let url = server.url.clone();
        let (tell, told) = mpsc::channel();
        std::thread::scope(|scope| {
            for who in 0..2 {
                let (tell, url, create) = (tell.clone(), &url, &create);
                scope.spawn(move || {
                    let ids = (0..).map(|number| format!("r-{kill}-{who}-{number}"));
                    // Until the server is gone.
                    ids.take_while(|id| create(url, id)).for_each(|id| tell.send(id).unwrap());
                });
            }
            drop(tell);
            acknowledged.extend(told.iter().take(KEPT));
            // Dropped, it is killed, as by `kill -9`.
            drop(server);
            acknowledged.extend(told.iter());
        });
    }
    assert!(acknowledged.len() >= KILLS * KEPT, "{acknowledged:?}");
    check(&keys.run(&["store", "check"]), 0, "");
    let server = Server::start(&["--store", &keys.file]);
    let listed = run(&["call", "--server", &server.url, "list-rubrics", r#"{"pageSize": 1000}"#]);
    for id in &acknowledged {
        assert!(stdout(&listed).contains(&format!("\"{id}\"")), "{id} was acknowledged and is lost");
    }
}

#[cfg(unix)]
#[test]
fn the_folder_of_rubrics_is_read_again_at_a_hangup() {
    let folder = folder("reload-rubrics");
    let source = stdout(&run(&["rubric", "show", "night-economy-practices"])).to_owned();
    let write = |id: &str, text: &str| fs::write(folder.join(format!("{id}.toml")), text).unwrap();
    let named = |id: &str| source.replacen("\"night-economy-practices\"", &format!("\"{id}\""), 1);
    write("before", &named("before"));
    let server = Server::start(&["--rubrics", folder.to_str().unwrap()]);
    let has = |id: &str| {
        let request = format!("{{\"rubricId\": \"{id}\"}}");
        run(&["call", "--server", &server.url, "get-rubric", &request]).status.success()
    };
    let hang_up =
        || assert!(Command::new("kill").args(["-HUP", &server.child.id().to_string()]).status().unwrap().success());
    assert!(has("before") && !has("after"));
    write("broken", "no rubric");
    write("after", &named("after"));
    hang_up();
    assert!(has("before"), "what cannot be used leaves the old ones");
    fs::remove_file(folder.join("broken.toml")).unwrap();
    fs::remove_file(folder.join("before.toml")).unwrap();
    hang_up();
    // The signal takes effect soon after, not at once.
    assert!((0..500).any(|_| has("after")));
    assert!(!has("before"));
}
