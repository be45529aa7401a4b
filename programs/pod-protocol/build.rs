//! Writes the `declare_id!` that `POD_PROGRAM_ID` asks for, for builds that are deployed at another
//! address than the published one.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-env-changed=POD_PROGRAM_ID");
    println!("cargo::rustc-check-cfg=cfg(pod_program_id)");
    let Ok(id) = env::var("POD_PROGRAM_ID") else {
        return;
    };
    assert!(
        (32..=44).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "POD_PROGRAM_ID is not a base58 address: {id:?}"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(
        out.join("program_id.rs"),
        format!("declare_id!(\"{id}\");\n"),
    )
    .expect("OUT_DIR is writable");
    println!("cargo::rustc-cfg=pod_program_id");
}
