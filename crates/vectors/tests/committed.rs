//! The committed vector files are what the generator writes.

#[test]
fn committed_vectors_are_what_the_generator_writes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors");
    for file in pod_vectors::files() {
        let committed = std::fs::read_to_string(format!("{folder}/{}", file.name))
            .unwrap_or_else(|error| panic!("vectors/{}: {error}", file.name));
        assert!(
            committed == file.text,
            "vectors/{} is stale: run `cargo run -p pod-vectors`",
            file.name
        );
    }
}
