//! What is text and what is not.

use pod_core::text::is_text;
use serde_json::{json, Value};

use crate::sample::hex;

pub fn vectors() -> Value {
    let cases: &[(&str, &[u8])] = &[
        ("nothing", b""),
        ("printable ASCII", b" !09AZaz~"),
        ("TAB, LF and CR", b"a\tb\r\nc"),
        ("NUL", b"a\0b"),
        ("BEL", b"\x07"),
        ("vertical tab", b"\x0b"),
        ("escape", b"\x1b[2J"),
        ("unit separator", b"\x1f"),
        ("DEL", b"a\x7f"),
        ("first C1 control", b"\xc2\x80"),
        ("C1 control sequence introducer", b"\xc2\x9b2J"),
        ("last C1 control", b"\xc2\x9f"),
        ("no-break space, the first after C1", b"\xc2\xa0"),
        ("two-byte character", "é".as_bytes()),
        ("three-byte character", "世界".as_bytes()),
        ("four-byte character", "🦀".as_bytes()),
        ("last character", b"\xf4\x8f\xbf\xbf"),
        ("beyond the last character", b"\xf4\x90\x80\x80"),
        ("lone continuation byte", b"\x80"),
        ("lone lead byte", b"\xc3"),
        ("lead byte then ASCII", b"\xc3a"),
        ("three-byte character cut short", b"\xe4\xb8"),
        ("four-byte character cut short", b"\xf0\x9f\xa6"),
        ("overlong slash, two bytes", b"\xc0\xaf"),
        ("overlong slash, three bytes", b"\xe0\x80\xaf"),
        ("overlong NUL, four bytes", b"\xf0\x80\x80\x80"),
        ("high surrogate", b"\xed\xa0\x80"),
        ("low surrogate", b"\xed\xbf\xbf"),
        ("last before the surrogates", b"\xed\x9f\xbf"),
        ("first after the surrogates", b"\xee\x80\x80"),
        ("byte 0xFE", b"\xfe"),
        ("byte 0xFF", b"\xff"),
        ("five-byte form", b"\xf8\x88\x80\x80\x80"),
        ("control after a multibyte character", b"\xc3\xa9\x01"),
        (
            "bidirectional override is a character",
            "\u{202e}abc".as_bytes(),
        ),
        ("byte order mark is a character", "\u{feff}a".as_bytes()),
        ("noncharacter is a character", "\u{ffff}".as_bytes()),
        ("Latin-1 text", b"caf\xe9"),
    ];
    let cases: Vec<Value> = cases
        .iter()
        .map(|(name, bytes)| json!({"name": name, "bytes": hex(bytes), "text": is_text(bytes)}))
        .collect();
    json!({
        "about": "well-formed UTF-8 without controls (U+0000 to U+001F but TAB, LF, CR; U+007F to U+009F)",
        "cases": cases,
    })
}
