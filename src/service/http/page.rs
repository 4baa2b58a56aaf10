//! The page for students and teachers: the files made of `web/`, which stand in the program, each at its path. Knows what
//! browsers are to do with them, and nothing of what they say.

use std::future::ready;
use std::io::Write;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

/// What the page may load and do: its own files and calls, no script or style inside the page itself, in no frame.
const POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// For files whose names change with their content: a year, the longest that caches take.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// For the others: they are asked for again each time, and sent where they have changed.
const ASK_AGAIN: &str = "no-cache";
/// Where the files are whose names change with their content.
const HASHED: &str = "assets/";
/// The file at `/`.
const INDEX: &str = "index.html";

#[derive(RustEmbed)]
#[folder = "web/dist/"]
struct Files;

/// A file of the page.
struct File {
    plain: Bytes,
    /// Compressed once; absent where that makes it no smaller.
    gzipped: Option<Bytes>,
    kind: HeaderValue,
    tag: HeaderValue,
    cache: HeaderValue,
}

/// A path for each file.
pub(super) fn router() -> Router {
    Files::iter().fold(Router::new(), |router, name| {
        let Some(file) = File::new(&name).map(Arc::new) else { return router };
        let path = if name == INDEX { "/".to_owned() } else { format!("/{name}") };
        router.route(&path, get(move |asked: HeaderMap| ready(file.answer(&asked))))
    })
}

/// The type of a file by its name; `None` where the page has none such.
fn kind(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending {
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "txt" => Some("text/plain; charset=utf-8"),
        _ => None,
    }
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().filter(|gzipped| gzipped.len() < plain.len()).map(Bytes::from)
}

/// Whether one of the values of a header that is a list, parameters left out, is `wanted` or `*`.
fn lists(headers: &HeaderMap, name: HeaderName, wanted: &str) -> bool {
    let values = headers.get_all(name);
    let mut values = values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    values.any(|value| {
        let mut parts = value.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.trim_start_matches("W/") == wanted || name == "*");
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
    })
}

// === impl File ===

impl File {
    fn new(name: &str) -> Option<Self> {
        let found = Files::get(name)?;
        let hash: String = found.metadata.sha256_hash().iter().map(|byte| format!("{byte:02x}")).collect();
        let cache = if name.starts_with(HASHED) { FOREVER } else { ASK_AGAIN };
        Some(Self {
            gzipped: gzip(&found.data),
            plain: found.data.into_owned().into(),
            kind: HeaderValue::from_static(kind(name)?),
            tag: HeaderValue::try_from(format!("\"{hash}\"")).ok()?,
            cache: HeaderValue::from_static(cache),
        })
    }

    fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let is_known = self.tag.to_str().is_ok_and(|tag| lists(asked, header::IF_NONE_MATCH, tag));
        let gzipped = self.gzipped.as_ref().filter(|_| lists(asked, header::ACCEPT_ENCODING, "gzip"));
        let mut response = Response::new(match (is_known, gzipped) {
            (true, _) => Body::empty(),
            (false, Some(gzipped)) => Body::from(gzipped.clone()),
            (false, None) => Body::from(self.plain.clone()),
        });
        let headers = response.headers_mut();
        if !is_known {
            headers.insert(header::CONTENT_TYPE, self.kind.clone());
            if gzipped.is_some() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }
}
