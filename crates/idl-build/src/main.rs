//! Writes the program's IDL to `idl/pod_protocol.json`, or with `--check` fails if the committed
//! file is not what the program's source gives.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anchor_lang_idl::build::IdlBuilder;
use anyhow::{bail, Context, Result};

const IDL: &str = "idl/pod_protocol.json";
const PROGRAM: &str = "programs/pod-protocol";

fn main() -> ExitCode {
    let check = match env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => {
            eprintln!("idl-build: unknown argument {other}; usage: idl-build [--check]");
            return ExitCode::from(2);
        }
    };
    match run(check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("idl-build: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // The builder has flags of its own: in a folder of its own it rebuilds nothing of the others.
    env::set_var("CARGO_TARGET_DIR", root.join("target/idl"));
    let text = build(root.join(PROGRAM))?;
    let path = root.join(IDL);
    if !check {
        return fs::write(&path, text).with_context(|| format!("writing {IDL}"));
    }
    let committed = fs::read_to_string(&path).with_context(|| format!("reading {IDL}"))?;
    if committed != text {
        bail!("{IDL} is stale: run `cargo run -p idl-build` and commit the file");
    }
    Ok(())
}

/// The IDL as text, in the program's order and with a newline at the end.
fn build(program: PathBuf) -> Result<String> {
    // The builder would otherwise hand a literal `+{toolchain}` to cargo.
    env::remove_var("RUSTUP_TOOLCHAIN");
    // The committed IDL names the published address.
    env::remove_var("POD_PROGRAM_ID");
    let idl = IdlBuilder::new()
        .program_path(program)
        .skip_lint(true)
        .build()
        .context("building the IDL")?;
    let mut text = serde_json::to_string_pretty(&idl)?;
    text.push('\n');
    Ok(text)
}
