//! What can be said to call a server.

use std::path::PathBuf;

use clap::Args;

/// Call a method of a running server, by gRPC, with requests and answers in JSON.
///
/// An API key is taken from the environment variable `YUEJUAN_KEY`. Answers go to stdout, a line of JSON each; an error of
/// the server goes to stderr as `google.rpc.Status` in JSON.
///
/// Exit code 0: the server answered; 1: it answered with an error, or none answered; 2: wrong arguments or request.
#[derive(Debug, Args)]
pub(in crate::cli) struct CallArgs {
    /// The method, as `grade` or `RubricService/GetRubric`; without it, all methods are listed
    pub method: Option<String>,
    /// The request in JSON; `@FILE` reads it from a file, `-` from stdin. By default an empty one. Methods that take a
    /// stream take a request a line
    #[arg(value_name = "JSON")]
    pub request: Option<String>,
    /// Where the server listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    pub server: String,
    /// The authority of the server's certificate (PEM), for https; by default those that this machine trusts
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// A certificate of one's own (PEM), where the server asks for it
    #[arg(long, value_name = "FILE", requires = "certificate_key")]
    pub certificate: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub certificate_key: Option<PathBuf>,
    /// Seconds after which the call is given up; by default never
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
}
