//! Test vectors as JSON files: the same bytes on every run, from fixed seeds.

mod account_lists;
mod envelopes;
mod key_chains;
mod logins;
mod program;
mod receipts;
mod sample;
mod signatures;
mod speccheck;
mod text;
mod tree;

use serde_json::Value;

/// A vector file: its name below `vectors/` and its text.
pub struct VectorFile {
    pub name: &'static str,
    pub text: String,
}

/// All vector files.
pub fn files() -> Vec<VectorFile> {
    [
        ("signatures.json", signatures::vectors()),
        ("envelopes.json", envelopes::vectors()),
        ("text.json", text::vectors()),
        ("key-chains.json", key_chains::vectors()),
        ("merkle-roots.json", tree::roots()),
        ("inclusion-proofs.json", tree::inclusion_proofs()),
        ("frontiers.json", tree::frontiers()),
        ("receipts.json", receipts::vectors()),
        ("logins.json", logins::vectors()),
        ("addresses.json", program::addresses()),
        ("accounts.json", program::accounts()),
        ("events.json", program::events()),
        ("instructions.json", program::instructions()),
    ]
    .map(|(name, value): (&str, Value)| VectorFile {
        name,
        text: format!("{value:#}\n"),
    })
    .into()
}
