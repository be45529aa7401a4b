//! What instruction data hold.

/// Text in instruction data, as the bytes that came: the program checks them itself, and Rust's own
/// check would go over them once more. It is called what the IDL calls it, since that takes the name
/// of a type from the source.
#[allow(non_camel_case_types)]
pub type string<'a> = &'a [u8];
