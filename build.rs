//! Generates the wire types from `proto/`: messages and services by tonic, canonical JSON by pbjson, and the
//! descriptors that reflection serves, all from one descriptor set and without protoc.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use prost::Message;
use prost_types::FileDescriptorSet;

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
    fs::write(out.join("yuejuan.v1.methods.rs"), methods(&descriptors))?;
    Ok(())
}

/// The methods of all services as an expression of Rust, for the door that speaks JSON.
fn methods(descriptors: &FileDescriptorSet) -> String {
    let local = |name: &str| format!("pb::{}", name.rsplit('.').next().unwrap_or_default());
    let mut rust = String::from("[\n");
    for file in &descriptors.file {
        for service in &file.service {
            for method in &service.method {
                rust.push_str(&format!(
                    "    Method::new::<{}, {}>({:?}, {:?}, {}, {}),\n",
                    local(method.input_type()),
                    local(method.output_type()),
                    format!("/{}.{}/{}", file.package(), service.name(), method.name()),
                    format!("/v1/{}", kebab(method.name())),
                    method.client_streaming(),
                    method.server_streaming(),
                ));
            }
        }
    }
    rust.push(']');
    rust
}

/// `GetRubric` as `get-rubric`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(c.to_lowercase());
    }
    kebab
}
