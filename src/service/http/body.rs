//! Lines of JSON as messages of gRPC, and back, while they come in. Knows nothing of what they say.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tonic::Status;

use super::status;
use crate::service::errors::CallError;
use crate::wire::Method;

/// Bytes before each message of gRPC: whether it is compressed, and its length.
const PREFIX_BYTES: usize = 5;

/// The requests of one call, from a line of JSON each. After one that is no request comes an error, and no more.
pub(super) struct Requests {
    method: &'static Method,
    lines: Body,
    /// What came in of the next lines.
    buffer: Vec<u8>,
    /// Bytes that a line may have.
    limit: usize,
    ended: bool,
}

/// The answers of one call as a line of JSON each; the last line may be an error.
pub(super) struct Answers {
    method: &'static Method,
    frames: Body,
    /// What came in of the next messages.
    buffer: Vec<u8>,
    ended: bool,
}

/// A message with the prefix that gRPC puts before it.
pub(super) fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    let mut frame = Vec::with_capacity(PREFIX_BYTES + message.len());
    frame.push(0);
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(message);
    frame.into()
}

/// The first message of what came in, and how many bytes it took; `None` while some of it is still to come.
pub(super) fn first_message(buffer: &[u8]) -> Option<(&[u8], usize)> {
    let (prefix, rest) = buffer.split_first_chunk::<PREFIX_BYTES>()?;
    let [_, length @ ..] = prefix;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    Some((rest.get(..length)?, PREFIX_BYTES + length))
}

// === impl Requests ===

impl Requests {
    pub(super) fn new(method: &'static Method, lines: Body, limit: usize) -> Self {
        Self { method, lines, buffer: Vec::new(), limit, ended: false }
    }

    /// The next whole line that is not blank, or what is left where no more comes in.
    fn next_line(&mut self) -> Option<Vec<u8>> {
        loop {
            let line = match self.buffer.iter().position(|byte| *byte == b'\n') {
                Some(end) => self.buffer.drain(..=end).collect(),
                None if self.ended && !self.buffer.is_empty() => std::mem::take(&mut self.buffer),
                None => return None,
            };
            if !line.trim_ascii().is_empty() {
                return Some(line);
            }
        }
    }

    fn fail(&mut self, error: CallError) -> Status {
        self.ended = true;
        self.buffer.clear();
        error.into()
    }
}

impl HttpBody for Requests {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        loop {
            if let Some(line) = self.next_line() {
                return Poll::Ready(Some(match self.method.request(&line) {
                    Ok(message) => Ok(Frame::data(framed(&message))),
                    Err(error) => Err(self.fail(CallError::json(error))),
                }));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.lines).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.buffer.extend_from_slice(&data);
                    }
                    // One line is held at a time, and what came with it.
                    if self.buffer.len() > self.limit && !self.buffer.contains(&b'\n') {
                        let limit = self.limit;
                        return Poll::Ready(Some(Err(self.fail(CallError::BodyTooLong(limit)))));
                    }
                }
                Some(Err(_)) => return Poll::Ready(Some(Err(self.fail(CallError::BodyBrokenOff)))),
                None => self.ended = true,
            }
        }
    }
}

// === impl Answers ===

impl Answers {
    pub(super) fn new(method: &'static Method, frames: Body) -> Self {
        Self { method, frames, buffer: Vec::new(), ended: false }
    }

    fn next_message(&mut self) -> Option<Vec<u8>> {
        let (message, taken) = first_message(&self.buffer)?;
        let json = self.method.response(message);
        self.buffer.drain(..taken);
        Some(json.map_or_else(|error| error_line(&Status::internal(error.to_string())), line))
    }
}

fn line(mut json: Vec<u8>) -> Vec<u8> {
    json.push(b'\n');
    json
}

fn error_line(status: &Status) -> Vec<u8> {
    line(serde_json::json!({ "error": status::json(status) }).to_string().into_bytes())
}

impl HttpBody for Answers {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let text = |line: Vec<u8>| Poll::Ready(Some(Ok(Frame::data(line.into()))));
        loop {
            if let Some(line) = self.next_message() {
                return text(line);
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.frames).poll_frame(context)) {
                Some(Ok(frame)) if frame.is_data() => {
                    self.buffer.extend_from_slice(&frame.into_data().unwrap_or_default());
                }
                Some(Ok(frame)) => {
                    self.ended = true;
                    let trailers = frame.into_trailers().unwrap_or_default();
                    let status = Status::from_header_map(&trailers).filter(|status| status.code() != tonic::Code::Ok);
                    if let Some(status) = status {
                        return text(error_line(&status));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => self.ended = true,
            }
        }
    }
}
