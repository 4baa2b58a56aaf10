//! `yuejuan call` against `yuejuan serve`, plain and encrypted.

use std::path::Path;
use std::process::Command;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::Value;

use super::{Server, check, file, folder, run, run_with_stdin, stderr, stdout};

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const REQUEST: &str = r#"{"rubricId": "night-economy-practices", "submission": {"submissionId": "1", "text": "延长地铁和公交末班车时间"}}"#;

#[test]
fn methods_are_called_by_their_names() {
    let server = Server::start(&[]);
    let call = |arguments: &[&str]| run(&[&["call", "--server", &server.url], arguments].concat());
    for method in ["grade", "Grade", "GradingService/Grade", "yuejuan.v1.GradingService/Grade"] {
        let output = call(&[method, REQUEST]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let [answer] = &lines(stdout(&output))[..] else { panic!("{}", stdout(&output)) };
        assert_eq!(answer["feedback"]["submissionId"], "1");
    }
    let output = call(&["list-rubrics", r#"{"pageSize": 2}"#]);
    assert_eq!(lines(stdout(&output))[0]["rubrics"].as_array().unwrap().len(), 2);
    // Without a request it is an empty one.
    assert!(lines(stdout(&call(&["list-rubrics"])))[0]["rubrics"].as_array().unwrap().len() > 2);
}

#[test]
fn requests_come_from_files_and_stdin() {
    let server = Server::start(&[]);
    let path = file(&folder("call"), "request.json", REQUEST);
    let output = run(&["call", "--server", &server.url, "grade", &format!("@{path}")]);
    assert_eq!(lines(stdout(&output))[0]["feedback"]["submissionId"], "1");
    let output = run_with_stdin(&["call", "--server", &server.url, "grade", "-"], REQUEST);
    assert_eq!(lines(stdout(&output))[0]["feedback"]["submissionId"], "1");

    // The second is marked by a rubric that is not there.
    let unknown = REQUEST.replace("night-economy-practices", "nothing").replace(r#""1""#, r#""2""#);
    let requests = format!("{REQUEST}\n\n{unknown}\n{}\n", REQUEST.replace(r#""1""#, r#""3""#));
    let output = run_with_stdin(&["call", "--server", &server.url, "grade-stream"], requests);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answers = lines(stdout(&output));
    let ids: Vec<&str> = answers.iter().map(|answer| answer["submissionId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let failed: Vec<bool> = answers.iter().map(|answer| answer["error"].is_object()).collect();
    assert_eq!(failed, [false, true, false]);
}

#[test]
fn what_goes_wrong_is_told() {
    let server = Server::start(&[]);
    let call = |arguments: &[&str]| run(&[&["call", "--server", &server.url], arguments].concat());
    let output = call(&["get-rubric", r#"{"rubricId": "nothing"}"#]);
    assert_eq!(output.status.code(), Some(1));
    let status: Value = serde_json::from_str(stderr(&output)).unwrap();
    assert_eq!((&status["code"], &status["details"][0]["reason"]), (&Value::from(5), &Value::from("RUBRIC_NOT_FOUND")));

    check(&call(&["no-such-method"]), 2, "`yuejuan call` lists them");
    check(&call(&["grade", "{"]), 2, "the request is no JSON at line 1");
    check(&call(&["grade", "@/no/such/file"]), 2, "/no/such/file");
    check(
        &run_with_stdin(&["call", "--server", &server.url, "grade-stream", "-"], "{}\n{"),
        2,
        "request 2: it is no JSON",
    );
    check(&run(&["call", "--server", "http://127.0.0.1:1", "list-rubrics"]), 1, "no server answers");
    check(&run(&["call", "--server", "not a server", "list-rubrics"]), 2, "is no address of a server");
    let listed = run(&["call"]);
    assert!(stdout(&listed).contains("get-rubric") && stdout(&listed).contains("/yuejuan.v1.RubricService/GetRubric"));
}

/// An authority of certificates.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

// === impl Authority ===

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self { params, key: KeyPair::generate().unwrap() }
    }

    /// Writes its own certificate.
    fn write(&self, folder: &Path, name: &str) -> String {
        file(folder, name, self.params.self_signed(&self.key).unwrap().pem())
    }

    /// Writes a certificate that it vouches for, and its key.
    fn certify(&self, folder: &Path, name: &str, host: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        let (path, key_path) = (format!("{name}.pem"), format!("{name}.key.pem"));
        (file(folder, &path, certificate.pem()), file(folder, &key_path, key.serialize_pem()))
    }
}

#[test]
fn encrypted_servers_show_who_they_are_and_may_ask_the_same() {
    let folder = folder("call-tls");
    let (authority, stranger) = (Authority::new(), Authority::new());
    let (trusted, untrusted) = (authority.write(&folder, "trusted.pem"), stranger.write(&folder, "untrusted.pem"));
    let (certificate, key) = authority.certify(&folder, "server", "127.0.0.1");
    let encrypted = ["--tls-certificate", &certificate, "--tls-key", &key];

    let server = Server::start(&encrypted);
    assert!(server.url.starts_with("https://127.0.0.1:"), "{}", server.url);
    let call = |url: &str, more: &[&str]| run(&[&["call", "--server", url, "list-rubrics"], more].concat());
    let output = call(&server.url, &["--authority", &trusted]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    check(&call(&server.url, &["--authority", &untrusted]), 1, "no server answers");
    check(&call(&server.url.replace("https", "http"), &[]), 1, "");

    let server = Server::start(&[&encrypted[..], &["--tls-client-authority", &trusted]].concat());
    let (own, own_key) = authority.certify(&folder, "client", "client");
    let (other, other_key) = stranger.certify(&folder, "other", "client");
    let with = |certificate: &str, key: &str| {
        call(&server.url, &["--authority", &trusted, "--certificate", certificate, "--certificate-key", key])
    };
    let output = with(&own, &own_key);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(with(&other, &other_key).status.code(), Some(1));
    assert_eq!(call(&server.url, &["--authority", &trusted]).status.code(), Some(1), "without a certificate");
}

#[cfg(unix)]
#[test]
fn certificates_are_read_again_at_a_hangup() {
    let folder = folder("call-reload");
    let (before, after) = (Authority::new(), Authority::new());
    let (trusted, renewed) = (before.write(&folder, "before.pem"), after.write(&folder, "after.pem"));
    let (certificate, key) = before.certify(&folder, "server", "127.0.0.1");
    let server = Server::start(&["--tls-certificate", &certificate, "--tls-key", &key]);
    let answers = |authority: &str| {
        run(&["call", "--server", &server.url, "--authority", authority, "list-rubrics"]).status.success()
    };
    let hang_up =
        || assert!(Command::new("kill").args(["-HUP", &server.child.id().to_string()]).status().unwrap().success());
    assert!(answers(&trusted) && !answers(&renewed));
    // The signal takes effect soon after, not at once.
    let comes_true = |authority: &str| (0..500).any(|_| answers(authority));

    std::fs::write(&certificate, "no certificate").unwrap();
    hang_up();
    assert!(answers(&trusted), "what cannot be used leaves the old ones");
    after.certify(&folder, "server", "127.0.0.1");
    hang_up();
    assert!(comes_true(&renewed));
    assert!(!answers(&trusted));
}

#[test]
fn files_of_no_use_are_refused_at_the_start() {
    let folder = folder("call-tls-bad");
    let authority = Authority::new();
    let (certificate, key) = authority.certify(&folder, "server", "127.0.0.1");
    let (_, other) = authority.certify(&folder, "other", "127.0.0.1");
    let empty = file(&folder, "empty.pem", "");
    let serve = |certificate: &str, key: &str, more: &[&str]| {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key];
        run(&[&arguments[..], more].concat())
    };
    check(&serve(&empty, &key, &[]), 2, "empty.pem");
    check(&serve(&certificate, "/no/such.pem", &[]), 2, "/no/such.pem");
    check(&serve(&certificate, &other, &[]), 2, "cannot be used together");
    check(&serve(&certificate, &key, &["--tls-client-authority", &empty]), 2, "empty.pem");
    check(&run(&["serve", "--tls-certificate", &certificate]), 2, "--tls-key");
}
