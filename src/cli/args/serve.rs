//! What can be said to a server when it starts.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Address to listen on; port 0 picks a free port
    #[arg(long, default_value = "127.0.0.1:50051", value_name = "IP:PORT")]
    pub listen: SocketAddr,
    /// A folder of rubric files (.toml) to serve beside the shipped ones; of two with the same id the folder's stands
    #[arg(long, value_name = "FOLDER")]
    pub rubrics: Option<PathBuf>,
    /// A folder in which to keep jobs: whole classes, marked in the background, with their answers and results until each
    /// job is deleted. Without it the server keeps no answers and takes no jobs
    #[arg(long, value_name = "FOLDER")]
    pub jobs: Option<PathBuf>,
    #[command(flatten)]
    pub limits: JobLimitArgs,
    /// The server's certificate, and those between it and its authority (PEM): connections are encrypted. SIGHUP has it and
    /// the key read again
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The private key of the certificate (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Authorities of clients' certificates (PEM): clients without one are turned away (mutual TLS)
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub tls_client_authority: Option<PathBuf>,
    /// Where Prometheus reads the server's figures (`/metrics`), by HTTP and without a key: names of methods and rubrics,
    /// counts and times, and nothing of an answer. Port 0 picks a free port
    #[arg(long, value_name = "IP:PORT")]
    pub metrics_listen: Option<SocketAddr>,
    /// Pages of this origin, for instance <https://example.com>, may call from browsers; give it again for each further one
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// How to write the log on stderr; `YUEJUAN_LOG` chooses what is in it
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How much the jobs may take. Sizes are bytes, or in KiB, MiB or GiB, as 256MiB.
#[derive(Debug, Args)]
pub(in crate::cli) struct JobLimitArgs {
    /// Jobs that are kept, those that are being sent among them; by default 1,000
    #[arg(long = "max-jobs", value_name = "COUNT", requires = "jobs")]
    pub most: Option<NonZeroUsize>,
    /// The largest input of a job; by default 256MiB, some 100,000 long answers
    #[arg(long = "max-job-input", value_name = "SIZE", requires = "jobs")]
    pub input: Option<Size>,
    /// What the results of one job may take on disk; by default 8GiB
    #[arg(long = "max-job-results", value_name = "SIZE", requires = "jobs")]
    pub results: Option<Size>,
    /// What all jobs may take on disk: from there on no new one is taken; by default 32GiB
    #[arg(long = "max-jobs-disk", value_name = "SIZE", requires = "jobs")]
    pub disk: Option<Size>,
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Size(pub u64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    /// Lines for people
    Text,
    /// JSON, a line an event
    Json,
}

// === impl Size ===

impl FromStr for Size {
    type Err = String;

    /// A number with `KiB`, `MiB` or `GiB` behind it, or nothing for bytes.
    fn from_str(text: &str) -> Result<Self, String> {
        const UNITS: [(&str, u64); 4] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("", 1)];
        let parted = UNITS.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, bytes)));
        let size = parted.and_then(|(number, bytes)| number.trim().parse::<u64>().ok()?.checked_mul(*bytes));
        match size {
            Some(bytes @ 1..) => Ok(Self(bytes)),
            _ => Err("not a size; write it as 256MiB, 8GiB or a number of bytes".to_owned()),
        }
    }
}
