//! Encrypted connections: certificates from files, read anew when told to, and handshakes beside one another. Knows
//! nothing of what goes over the connections.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{self, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;
use tokio_stream::wrappers::ReceiverStream;
use tracing::{debug, info, warn};

/// How long a handshake may take: an honest client needs a few round trips.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes at the same time: each costs some 60 KiB and a millisecond.
const HANDSHAKES: usize = 256;
/// Connections that are set up and wait to be served.
const WAITING: usize = 64;
/// After an accept that failed, for instance because no file descriptor was left.
const PAUSE: Duration = Duration::from_millis(100);

/// The files of an encrypted server, all in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's certificate, and those between it and its authority.
    pub certificate: PathBuf,
    /// The private key of the certificate.
    pub key: PathBuf,
    /// Authorities of clients' certificates. With it, clients without such a certificate are turned away (mutual TLS).
    pub client_authority: Option<PathBuf>,
}

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or has nothing of what it should have.
    #[error("{path}: {error}; name a PEM file with {wanted}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What it should have.
        wanted: &'static str,
        /// What is wrong.
        error: rustls::pki_types::pem::Error,
    },
    /// The parts do not fit together.
    #[error("{certificate} and {key} cannot be used together: {error}; name a certificate and its own private key")]
    Pair {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// What is wrong.
        error: rustls::Error,
    },
    /// The authorities of clients are of no use.
    #[error("{path}: {error}; name a PEM file with certificates of authorities")]
    Authority {
        /// The authorities' file.
        path: PathBuf,
        /// What is wrong.
        error: String,
    },
}

/// What encrypted connections are set up with.
#[derive(Debug)]
pub struct Tls {
    files: TlsFiles,
    present: RwLock<Arc<ServerConfig>>,
}

// === impl Tls ===

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// [`TlsError`] where one of them cannot be used.
    pub fn load(files: TlsFiles) -> Result<Self, TlsError> {
        let present = RwLock::new(Arc::new(read(&files)?));
        Ok(Self { files, present })
    }

    /// Reads the files again, for connections from now on; where they cannot be used, the old ones stand.
    ///
    /// # Errors
    ///
    /// [`TlsError`] where one of them cannot be used.
    pub fn reload(&self) -> Result<(), TlsError> {
        let config = Arc::new(read(&self.files)?);
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = config;
        info!("the certificates were read again");
        Ok(())
    }

    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// The connections of a listener, encrypted. A slow handshake holds up no other; one that fails is left out.
pub(super) fn incoming(listener: TcpListener, tls: Arc<Tls>) -> ReceiverStream<io::Result<TlsStream<TcpStream>>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let places = Arc::new(Semaphore::new(HANDSHAKES));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            let accepted = tokio::select! {
                () = sender.closed() => break,
                accepted = listener.accept() => accepted,
            };
            let stream = match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    warn!(%error, "no connection can be taken");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            let (sender, acceptor) = (sender.clone(), tls.acceptor());
            tokio::spawn(async move {
                if let Some(stream) = shake_hands(acceptor, stream).await {
                    // Nobody takes it once the server goes down.
                    let _ = sender.send(Ok(stream)).await;
                }
                drop(place);
            });
        }
    });
    ReceiverStream::new(receiver)
}

async fn shake_hands(acceptor: TlsAcceptor, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
    // Small messages are not to wait for more.
    stream.set_nodelay(true).ok()?;
    match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            debug!(%error, "a handshake failed");
            None
        }
        Err(_) => {
            debug!(seconds = HANDSHAKE.as_secs(), "a handshake took too long");
            None
        }
    }
}

fn read(files: &TlsFiles) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(default_provider());
    let chain = certificates(&files.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| TlsError::File {
        path: files.key.clone(),
        wanted: "a private key",
        error,
    })?;
    let pair = |error| TlsError::Pair { certificate: files.certificate.clone(), key: files.key.clone(), error };
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.map_err(pair)?;
    let builder = match &files.client_authority {
        None => builder.with_no_client_auth(),
        Some(path) => {
            let wrong = |error: String| TlsError::Authority { path: path.clone(), error };
            let mut roots = RootCertStore::empty();
            for authority in certificates(path)? {
                roots.add(authority).map_err(|error| wrong(error.to_string()))?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.map_err(|error| wrong(error.to_string()))?)
        }
    };
    let mut config = builder.with_single_cert(chain, key).map_err(pair)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let wrong = |error| TlsError::File { path: path.to_owned(), wanted: "certificates", error };
    let found = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(wrong)?;
    if found.is_empty() { Err(wrong(rustls::pki_types::pem::Error::NoItemsFound)) } else { Ok(found) }
}
