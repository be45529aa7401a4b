//! Writes `codegen/src/test/resources/vectors/encodings.json`: an IDL with random types and with
//! types that `borsh` and `bytemuck` derive their encodings for, and for each of them random values
//! with their bytes. The same seed gives the same file.
//!
//! `cargo run -p idl-vectors -- SEED > codegen/src/test/resources/vectors/encodings.json`

mod compiled;
mod random;
mod rng;
mod sample;

use {
    rng::Rng,
    serde_json::{json, Value},
};

const RANDOM_TYPES: usize = 40;
const VALUES: usize = 8;

fn main() {
    let seed = match std::env::args().nth(1).map(|text| text.parse::<u64>()) {
        Some(Ok(seed)) => seed,
        _ => {
            eprintln!("usage: idl-vectors SEED");
            std::process::exit(2);
        }
    };
    println!("{}", file(seed));
}

fn file(seed: u64) -> Value {
    let mut rng = Rng::new(seed);
    let mut types = Vec::new();
    let mut vectors = Vec::new();
    compiled::add(&mut rng, VALUES, &mut types, &mut vectors);
    random::add(&mut rng, RANDOM_TYPES, VALUES, &mut types, &mut vectors);
    json!({
        "seed": seed,
        "idl": {
            "address": "Sysvar1nstructions1111111111111111111111111",
            "metadata": {"name": "vectors", "version": "0.1.0", "spec": "0.1.0"},
            "instructions": [],
            "types": types,
        },
        "vectors": vectors,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_is_what_this_program_writes() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../codegen/src/test/resources/vectors/encodings.json"
        );
        let committed: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(committed, file(committed["seed"].as_u64().unwrap()));
    }
}
