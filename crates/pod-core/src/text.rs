//! Text validation: well-formed UTF-8 without control characters other than TAB, LF and CR.

/// What a byte may be in text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// Printable ASCII, TAB, LF or CR: fine by itself.
    Allowed = 0,
    /// 0x80 and above: the whole must be valid UTF-8.
    Multibyte = 1,
    /// A control character, DEL included.
    Refused = 2,
}

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [Class::Refused as u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b'\n' | b'\r' | 0x20..=0x7e => Class::Allowed as u8,
            0x80..=0xff => Class::Multibyte as u8,
            _ => Class::Refused as u8,
        };
        byte += 1;
    }
    table
}

/// Whether `bytes` are text: well-formed UTF-8 without C0 or C1 control characters other than TAB,
/// LF and CR, and without DEL. Empty text is text.
#[inline]
pub fn is_text(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut seen = classes_of(rest);
    for word in words {
        if !is_printable(u64::from_le_bytes(*word)) {
            seen |= classes_of(word);
        }
    }
    match seen {
        0 => true,
        // C1 controls (U+0080 to U+009F) are encoded as 0xC2 0x80..=0x9F.
        1 => utf8_without_c1(bytes),
        _ => false,
    }
}

/// Whether all eight bytes are printable ASCII, 0x20 to 0x7e. Most text is, and the table is slow.
#[inline(always)]
fn is_printable(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // Bit 7 of a byte: set in the word itself from 0x80 up, in the sum for 0x7f, and in the
    // difference below 0x20. Carries and borrows come only from bytes that set their own.
    let high = word | word.wrapping_add(ONES) | word.wrapping_sub(ONES * 0x20);
    high & (ONES * 0x80) == 0
}

/// The classes of all bytes, as one set.
#[inline(always)]
fn classes_of(bytes: &[u8]) -> u8 {
    bytes
        .iter()
        .fold(0, |seen, byte| seen | CLASSES[*byte as usize])
}

/// The byte-at-a-time automaton of well-formed UTF-8 (Unicode table 3-7), with C1 refused.
/// Called when every byte below 0x80 is known to be allowed.
fn utf8_without_c1(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        rest = tail;
        if *lead < 0x80 {
            continue;
        }
        // The range of the second byte and the count of continuation bytes.
        let (low, high, count) = match *lead {
            0xc2 => (0xa0, 0xbf, 1),
            0xc3..=0xdf => (0x80, 0xbf, 1),
            0xe0 => (0xa0, 0xbf, 2),
            0xe1..=0xec | 0xee..=0xef => (0x80, 0xbf, 2),
            0xed => (0x80, 0x9f, 2),
            0xf0 => (0x90, 0xbf, 3),
            0xf1..=0xf3 => (0x80, 0xbf, 3),
            0xf4 => (0x80, 0x8f, 3),
            _ => return false,
        };
        match rest {
            [second, tail @ ..] if *second >= low && *second <= high => rest = tail,
            _ => return false,
        }
        let mut left = count - 1;
        while left > 0 {
            match rest {
                [next, tail @ ..] if *next & 0xc0 == 0x80 => rest = tail,
                _ => return false,
            }
            left -= 1;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_text;
    use std::vec::Vec;

    fn reference(bytes: &[u8]) -> bool {
        core::str::from_utf8(bytes).is_ok_and(|text| {
            text.chars()
                .all(|c| matches!(c, '\t' | '\n' | '\r') || !c.is_control())
        })
    }

    #[test]
    fn each_single_byte_and_each_pair_agree_with_the_standard_library() {
        for a in 0..=255u8 {
            assert_eq!(is_text(&[a]), reference(&[a]), "{a:02x}");
            for b in 0..=255u8 {
                assert_eq!(is_text(&[a, b]), reference(&[a, b]), "{a:02x}{b:02x}");
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_of_a_long_text_agrees_with_the_standard_library() {
        for byte in 0..=255u8 {
            for filler in [b' ', b'~', b'\n'] {
                for place in 0..18 {
                    let mut bytes = [filler; 18];
                    bytes[place] = byte;
                    assert_eq!(is_text(&bytes), reference(&bytes), "{byte:02x} at {place}");
                }
            }
        }
    }

    #[test]
    fn every_lead_byte_with_boundary_continuations_agrees_with_the_standard_library() {
        let edges = [
            0x00, 0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff,
        ];
        for lead in 0x80..=255u8 {
            for a in edges {
                for b in edges {
                    for c in edges {
                        for length in 1..=4 {
                            let bytes = &[lead, a, b, c][..length];
                            assert_eq!(is_text(bytes), reference(bytes), "{bytes:02x?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_character_is_judged_alone_and_between_others() {
        for c in '\0'..=char::MAX {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).as_bytes();
            assert_eq!(is_text(bytes), reference(bytes), "{c:?}");
        }
        let mixed: Vec<u8> = "a\u{e9}\u{4e16}\u{1f980}\tz".bytes().collect();
        assert!(is_text(&mixed));
        assert!(is_text(b""));
        assert!(!is_text(&mixed[..mixed.len() - 3]));
    }

    #[test]
    fn every_byte_is_judged_alike_wherever_it_stands_in_longer_text() {
        for byte in 0..=255u8 {
            for neighbour in [b' ', b'~', b'\t', 0x7f, 0xc3, 0xff] {
                for length in 1..=25 {
                    for at in 0..length {
                        let mut bytes = std::vec![b'a'; length];
                        bytes[at] = byte;
                        if at > 0 {
                            bytes[at - 1] = neighbour;
                        }
                        assert_eq!(is_text(&bytes), reference(&bytes), "{bytes:02x?}");
                    }
                }
            }
        }
    }
}
