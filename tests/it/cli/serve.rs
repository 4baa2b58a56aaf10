//! `yuejuan serve`: its address, its end, and what it refuses.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::{check, command, run};

#[cfg(unix)]
#[test]
fn serve_says_where_it_listens_and_ends_at_sigterm() {
    let serve = |address: &str| {
        let mut child = command(&["serve", "--listen", address, "--log-format", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Command::new("kill").arg(child.id().to_string()).status().unwrap();
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
        (line, stderr)
    };
    let (line, stderr) = serve("127.0.0.1:0");
    let port = line.trim_end().strip_prefix("listening on http://127.0.0.1:").unwrap();
    assert_ne!(port.parse::<u16>().unwrap(), 0);
    assert!(!stderr.contains("warning"), "{stderr}");
    let (_, stderr) = serve("0.0.0.0:0");
    assert!(stderr.contains("no authentication"), "{stderr}");
}

#[test]
fn serve_names_a_taken_address_and_a_wrong_log_filter() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    check(&run(&["serve", "--listen", &address]), 1, &format!("cannot listen on {address}"));
    check(&run(&["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &address]), 1, "--metrics-listen");
    check(&run(&["serve", "--listen", "nowhere"]), 2, "--listen");
    let output = command(&["serve"]).env("YUEJUAN_LOG", "=/=").output().unwrap();
    check(&output, 2, "YUEJUAN_LOG");
}

#[test]
fn serve_says_where_its_metrics_are() {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"];
    let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(2).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let address = lines[1].strip_prefix("metrics on http://").and_then(|rest| rest.strip_suffix("/metrics")).unwrap();
    assert_ne!(address.parse::<std::net::SocketAddr>().unwrap().port(), 0);
}

#[test]
fn serve_says_what_jobs_may_take() {
    for (flag, value) in [("--max-jobs", "0"), ("--max-job-input", "much"), ("--max-jobs-disk", "8 GB")] {
        check(&run(&["serve", "--jobs", "x", flag, value]), 2, flag);
    }
    check(&run(&["serve", "--max-job-results", "1GiB"]), 2, "--jobs");
}
