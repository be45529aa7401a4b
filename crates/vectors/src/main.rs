//! Writes the vector files to the folder given, by default `vectors/` of the repository.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors")),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder)?;
    for file in pod_vectors::files() {
        std::fs::write(folder.join(file.name), file.text)?;
    }
    Ok(())
}
