//! What a deployment may choose: `POD_PROGRAM_ID`, an address other than the published one, and
//! `POD_SECURITY_CONTACT`, whom to tell about a fault.

use std::{env, fs, path::PathBuf};

/// Who deploys the program can change it, and is the one to tell.
const DEFAULT_CONTACT: &str = "other:who holds the upgrade authority";

fn main() {
    println!("cargo::rerun-if-env-changed=POD_SECURITY_CONTACT");
    let contact = env::var("POD_SECURITY_CONTACT").unwrap_or_else(|_| DEFAULT_CONTACT.into());
    assert!(
        contact.contains(':') && !contact.contains(['\0', '\n']),
        "POD_SECURITY_CONTACT is a list of kind:address, such as email:security@example.org"
    );
    println!("cargo::rustc-env=POD_SECURITY_CONTACT={contact}");

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
