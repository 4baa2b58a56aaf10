//! The wire: the generated types of `proto/`, canonical JSON, and the one place where domain and wire are
//! converted, by exhaustive destructuring. Knows nothing of transport, files or how marks come about.

mod calibration;
mod class;
mod drafting;
mod essay;
mod feedback;
mod feedback_back;
mod inspection;
mod json;
mod method;
mod position;
mod raw;
mod rubric;

pub use class::{result_into_pb, unread_into_pb};
pub use drafting::{drafted_into_pb, finding_into_pb, problem_into_pb, summary_into_pb};
pub use feedback::feedback_into_pb;
pub use feedback_back::{BadFeedback, feedback_from_pb};
pub use inspection::inspection_into_pb;
pub use json::{feedback_from_json, feedback_json, feedback_json_pretty, inspection_json_pretty};
pub use method::{BadJson, BadMessage, Method, methods};
pub use raw::Raw;
pub use rubric::{depth_from_pb, rubric_from_pb, rubric_into_pb};

/// The messages, enums and services of `yuejuan.v1`, generated from `proto/`.
#[allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    rustdoc::all,
    reason = "generated code; its comments stand in the proto files"
)]
pub mod pb {
    include!(concat!(env!("OUT_DIR"), "/yuejuan.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/yuejuan.v1.serde.rs"));
}

/// The encoded descriptors of all files of `proto/`, for server reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/yuejuan.v1.descriptors.bin"));

/// A count as the wire carries it. Texts are far below 2^32 characters; beyond, the largest value stands.
fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
