//! The security contact, in the form that explorers look for in a program's binary
//! (<https://github.com/neodyme-labs/solana-security-txt>).

const TEXT: &str = concat!(
    "=======BEGIN SECURITY.TXT V1=======\0",
    "name\0PoD Protocol\0",
    "contacts\0",
    env!("POD_SECURITY_CONTACT"),
    "\0",
    "policy\0docs/security.md of the source\0",
    "source_release\0",
    env!("CARGO_PKG_VERSION"),
    "\0",
    "=======END SECURITY.TXT V1=======\0"
);

/// As bytes, and not as a reference to bytes, so that the text itself is what is kept.
#[used]
#[link_section = ".rodata.security_txt"]
static SECURITY_TXT: [u8; TEXT.len()] = {
    let mut bytes = [0; TEXT.len()];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = TEXT.as_bytes()[at];
        at += 1;
    }
    bytes
};
