//! Envelopes: header, signed bytes, id, signature, leaf, JSON form; and malformed headers.

use pod_core::envelope::{
    Envelope, Header, ACK, DATA, ENCRYPTED, HEADER_LEN, MAX_CONTENT_LENGTH, MAX_TIME_MS, RAW_CODEC,
    TEXT,
};
use pod_core::hash::sha256;
use pod_core::Hash;
use serde_json::{json, Value};

use crate::sample::{base58, bytes, domain, domain_json, hex, Key};

const NONE: Hash = [0; 32];

pub fn vectors() -> Value {
    json!({
        "about": "seed is the signer's RFC 8032 secret key; envelope is header and signature, which is also the leaf",
        "domain": domain_json(),
        "cases": cases(),
        "malformedHeaders": malformed(),
    })
}

/// A text message that the other cases and the malformed headers start from.
fn sample(number: u64, key: &Key, content: &[u8]) -> Header {
    Header {
        message_type: TEXT,
        flags: 0,
        codec: RAW_CODEC,
        content_len: content.len() as u32,
        nonce: number,
        timestamp_ms: 1_790_000_000_000 + number as i64,
        expires_at_ms: 0,
        sender: bytes("agent", 2 * number),
        signer: key.public,
        recipient: bytes("agent", 2 * number + 1),
        in_reply_to: NONE,
        content_hash: sha256([content]),
    }
}

fn cases() -> Vec<Value> {
    let mut cases = Vec::new();
    let mut add = |name: &str, content: Option<&[u8]>, change: &dyn Fn(&mut Header)| {
        let number = cases.len() as u64;
        let key = Key::of(&format!("envelope {number}"));
        let mut header = sample(number, &key, content.unwrap_or_default());
        change(&mut header);
        cases.push(case(name, content, &header, &key));
    };
    add("text", Some(b"hello"), &|_| ());
    add(
        "text beyond ASCII",
        Some("Grüße, 世界 🦀".as_bytes()),
        &|_| (),
    );
    add("data", Some(&[0, 0xff, 0x80, 0x1b]), &|h| {
        h.message_type = DATA
    });
    add("acknowledgement", Some(b""), &|h| {
        h.message_type = ACK;
        h.in_reply_to = bytes("message", 1);
    });
    add("reply with an expiry", Some(b"yes"), &|h| {
        h.in_reply_to = bytes("message", 2);
        h.expires_at_ms = h.timestamp_ms + 1;
    });
    add("encrypted", None, &|h| {
        h.flags = ENCRYPTED;
        h.content_len = 48;
        h.content_hash = bytes("content", 0);
    });
    add("first application type", Some(&[1]), &|h| {
        h.message_type = 128
    });
    add("last application type, encrypted", Some(&[1]), &|h| {
        h.message_type = 255;
        h.flags = ENCRYPTED;
    });
    add("greatest values", None, &|h| {
        h.content_len = MAX_CONTENT_LENGTH;
        h.nonce = u64::MAX;
        h.timestamp_ms = MAX_TIME_MS - 1;
        h.expires_at_ms = MAX_TIME_MS;
        h.content_hash = bytes("content", 1);
    });
    add("least values", Some(&[0x20]), &|h| {
        h.nonce = 0;
        h.timestamp_ms = 0;
    });
    cases
}

fn case(name: &str, content: Option<&[u8]>, header: &Header, key: &Key) -> Value {
    let signed = header.signed_bytes(&domain());
    let envelope = Envelope {
        header: *header,
        signature: key.sign(&signed),
    };
    assert_eq!(header.check(), Ok(()), "{name}");
    assert_eq!(envelope.verify(&domain()), Ok(()), "{name}");
    json!({
        "name": name,
        "seed": hex(key.seed),
        "content": content.map(hex),
        "header": hex(header.to_bytes()),
        "signedBytes": hex(signed),
        "id": hex(header.id(&domain())),
        "envelope": hex(envelope.to_bytes()),
        "leafHash": hex(envelope.leaf_hash()),
        "json": json_form(&envelope),
    })
}

fn json_form(envelope: &Envelope) -> Value {
    let header = &envelope.header;
    let in_reply_to = (header.in_reply_to != NONE).then(|| hex(header.in_reply_to));
    json!({
        "version": 1,
        "messageType": header.message_type,
        "flags": header.flags,
        "codec": header.codec,
        "contentLength": header.content_len,
        "nonce": header.nonce.to_string(),
        "timestampMs": header.timestamp_ms,
        "expiresAtMs": header.expires_at_ms,
        "sender": base58(&header.sender),
        "signer": base58(&header.signer),
        "recipient": base58(&header.recipient),
        "inReplyTo": in_reply_to,
        "contentHash": hex(header.content_hash),
        "signature": hex(envelope.signature),
    })
}

fn malformed() -> Vec<Value> {
    let key = Key::of("malformed");
    let text = sample(1000, &key, b"text").to_bytes();
    let ack = {
        let mut header = sample(1001, &key, b"");
        header.message_type = ACK;
        header.in_reply_to = bytes("message", 3);
        header.to_bytes()
    };
    let mut cases = Vec::new();
    let mut add = |name: &str, base: &[u8; HEADER_LEN], at: usize, change: &[u8]| {
        let mut header = *base;
        header[at..at + change.len()].copy_from_slice(change);
        let error = Header::from_bytes(&header).expect_err(name);
        cases.push(json!({"name": name, "header": hex(header), "error": error.name()}));
    };
    add("version 0", &text, 0, &[0]);
    add("version 2", &text, 0, &[2]);
    add("first reserved type", &text, 1, &[3]);
    add("last reserved type", &text, 1, &[127]);
    add("unknown flag", &text, 2, &[2]);
    add("unknown flag besides a known one", &text, 2, &[0x81]);
    add("encrypted acknowledgement", &ack, 2, &[1]);
    add("codec dag-pb", &text, 3, &[0x70]);
    add("no content", &text, 4, &[0; 4]);
    add(
        "too much content",
        &text,
        4,
        &(MAX_CONTENT_LENGTH + 1).to_le_bytes(),
    );
    add("acknowledgement with content", &ack, 4, &[1, 0, 0, 0]);
    add("timestamp before 1970", &text, 16, &(-1i64).to_le_bytes());
    add(
        "timestamp of 2^53",
        &text,
        16,
        &(MAX_TIME_MS + 1).to_le_bytes(),
    );
    add("expiry at the timestamp", &text, 24, &text[16..24]);
    add("expiry before 1970", &text, 24, &i64::MIN.to_le_bytes());
    add(
        "expiry of 2^53",
        &text,
        24,
        &(MAX_TIME_MS + 1).to_le_bytes(),
    );
    add("message to oneself", &text, 96, &text[32..64]);
    add("acknowledgement of nothing", &ack, 128, &[0; 32]);
    add("acknowledgement with a content hash", &ack, 160, &[0; 32]);
    cases
}
