//! Key chains after a number of rotations.

use pod_core::key_chain;
use serde_json::{json, Value};

use crate::sample::{base58, bytes, hex, Key};

pub fn vectors() -> Value {
    let mut chain = key_chain::EMPTY;
    let mut until = 250_000_000u64;
    let mut steps = Vec::new();
    for number in 0..5u64 {
        let key = Key::of(&format!("rotation {number}")).public;
        chain = key_chain::extend(&chain, &key, until);
        steps.push(json!({
            "key": base58(&key),
            "untilSlot": until.to_string(),
            "chain": hex(chain),
        }));
        until += 1 + u64::from(bytes("rotation", number)[0]) * 10_000;
    }
    let last = key_chain::extend(&chain, &[0xff; 32], u64::MAX);
    steps.push(json!({
        "key": base58(&[0xff; 32]),
        "untilSlot": u64::MAX.to_string(),
        "chain": hex(last),
    }));
    json!({
        "about": "chain' = SHA-256(chain || key || untilSlot as u64), for each key when it is replaced at that slot",
        "empty": hex(key_chain::EMPTY),
        "steps": steps,
    })
}
