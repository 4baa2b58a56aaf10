//! Generates the wire types from `proto/`: messages and services by tonic, canonical JSON by pbjson, and the
//! descriptors that reflection serves, all from one descriptor set and without protoc.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use prost::Message;

const PACKAGE: &str = ".yuejuan.v1";
const ROOT: &str = "proto";
const FILES: [&str; 8] = [
    "proto/yuejuan/v1/feedback.proto",
    "proto/yuejuan/v1/grading_service.proto",
    "proto/yuejuan/v1/inspection.proto",
    "proto/yuejuan/v1/job_service.proto",
    "proto/yuejuan/v1/report_service.proto",
    "proto/yuejuan/v1/rubric.proto",
    "proto/yuejuan/v1/rubric_service.proto",
    "proto/yuejuan/v1/submission.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ROOT}");
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let mut descriptors = protox::compile(FILES, [ROOT])?;
    tonic_prost_build::configure().use_arc_self(true).compile_fds(descriptors.clone())?;

    // Comments have gone into the generated documentation; reflection needs the types only.
    for file in &mut descriptors.file {
        file.source_code_info = None;
    }
    let encoded = descriptors.encode_to_vec();
    fs::write(out.join("yuejuan.v1.descriptors.bin"), &encoded)?;
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .emit_fields()
        .ignore_unknown_fields()
        .build(&[PACKAGE])?;
    Ok(())
}
