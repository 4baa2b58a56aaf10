//! The methods of all services: where they are called, and their messages from JSON and to JSON. Knows nothing of
//! connections or of what the methods do.

use std::marker::PhantomData;
use std::sync::LazyLock;

use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::pb;

/// A method of a service.
pub struct Method {
    /// Where gRPC calls it, for instance `/yuejuan.v1.GradingService/Grade`.
    pub grpc_path: &'static str,
    /// Where JSON calls it, for instance `/v1/grade`.
    pub json_path: &'static str,
    /// Whether it takes any number of requests, a line of JSON each.
    pub asks_in_lines: bool,
    /// Whether it gives any number of answers, a line of JSON each.
    pub answers_in_lines: bool,
    messages: Box<dyn Messages + Send + Sync>,
}

/// Why a text is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadJson {
    /// It is no JSON. The parser's own words may quote the text, so they are not repeated.
    #[error("is no JSON at line {line}, column {column}; send one JSON object in UTF-8")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// It is JSON of something else.
    #[error(
        "has a value of the wrong type at line {line}, column {column}; give what the message asks for, \
         by its names in lowerCamelCase"
    )]
    Data {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
}

/// A message that cannot be read, which no service sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no message of this version")]
pub struct BadMessage;

trait Messages {
    fn request(&self, json: &[u8]) -> Result<Vec<u8>, BadJson>;
    fn response(&self, message: &[u8]) -> Result<Vec<u8>, BadMessage>;
}

/// The messages of a method as types.
struct Typed<Request, Response>(PhantomData<fn() -> (Request, Response)>);

/// All methods, in the order of the proto files.
#[must_use]
pub fn methods() -> &'static [Method] {
    static METHODS: LazyLock<Vec<Method>> =
        LazyLock::new(|| Vec::from(include!(concat!(env!("OUT_DIR"), "/yuejuan.v1.methods.rs"))));
    &METHODS
}

// === impl Method ===

impl Method {
    fn new<Request, Response>(
        grpc_path: &'static str,
        json_path: &'static str,
        asks_in_lines: bool,
        answers_in_lines: bool,
    ) -> Self
    where
        Request: Message + Default + DeserializeOwned + 'static,
        Response: Message + Default + Serialize + 'static,
    {
        let messages = Box::new(Typed::<Request, Response>(PhantomData));
        Self { grpc_path, json_path, asks_in_lines, answers_in_lines, messages }
    }

    /// The wire form of a request in JSON.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, or not of such a request.
    pub fn request(&self, json: &[u8]) -> Result<Vec<u8>, BadJson> {
        self.messages.request(json)
    }

    /// The canonical JSON, default values written, of an answer in its wire form.
    ///
    /// # Errors
    ///
    /// Where it is no such answer.
    pub fn response(&self, message: &[u8]) -> Result<Vec<u8>, BadMessage> {
        self.messages.response(message)
    }
}

// === impl Typed ===

impl<Request, Response> Messages for Typed<Request, Response>
where
    Request: Message + Default + DeserializeOwned,
    Response: Message + Default + Serialize,
{
    fn request(&self, json: &[u8]) -> Result<Vec<u8>, BadJson> {
        let request: Request = serde_json::from_slice(json).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            match error.classify() {
                Category::Data => BadJson::Data { line, column },
                Category::Io | Category::Syntax | Category::Eof => BadJson::Syntax { line, column },
            }
        })?;
        Ok(request.encode_to_vec())
    }

    fn response(&self, message: &[u8]) -> Result<Vec<u8>, BadMessage> {
        let response = Response::decode(message).map_err(|_| BadMessage)?;
        serde_json::to_vec(&response).map_err(|_| BadMessage)
    }
}
