//! Receipts: groups of bodies under one signature.

use pod_core::memory_tree::MemoryTree;
use pod_core::receipt::{signed_bytes, Body};
use pod_core::signed_receipt::SignedReceipt;
use serde_json::{json, Value};

use crate::sample::{base58, bytes, domain, domain_json, hashes, hex, Key};

pub fn vectors() -> Value {
    let key = Key::of("receipt key");
    let relay = bytes("relay", 7);
    let groups: Vec<Value> = [1u32, 2, 3, 7, 64]
        .map(|size| group(&key, relay, size))
        .into();
    json!({
        "about": "one signature a group: the bodies are the leaves of an RFC 9162 tree; bytes is the binary form",
        "domain": domain_json(),
        "seed": hex(key.seed),
        "receiptKey": base58(&key.public),
        "relay": base58(&relay),
        "groups": groups,
    })
}

fn group(key: &Key, relay: [u8; 32], size: u32) -> Value {
    let bodies: Vec<Body> = (0..size).map(|number| body(relay, size, number)).collect();
    let tree: MemoryTree = bodies.iter().map(Body::group_leaf).collect();
    let root = tree.root(size);
    let signed = signed_bytes(&domain(), &relay, size, &root);
    let signature = key.sign(&signed);
    let receipts: Vec<Value> = (0..size)
        .filter(|index| size < 8 || index % 21 == 0)
        .map(|index| {
            let body = bodies[index as usize];
            let path = tree.inclusion_proof(size, index);
            let receipt = SignedReceipt {
                body,
                group_index: index,
                group_size: size,
                path: path.clone(),
                receipt_key: key.public,
                signature,
            };
            assert_eq!(receipt.verify(&domain()), Ok(()));
            assert_eq!(
                SignedReceipt::from_bytes(&receipt.to_bytes()).as_ref(),
                Ok(&receipt)
            );
            json!({
                "globalIndex": body.global_index.to_string(),
                "messageId": hex(body.message_id),
                "leafHash": hex(body.leaf_hash),
                "acceptedSlot": body.accepted_slot.to_string(),
                "deadlineSlot": body.deadline_slot.to_string(),
                "acceptedAtMs": body.accepted_at_ms,
                "body": hex(body.to_bytes()),
                "groupLeaf": hex(body.group_leaf()),
                "groupIndex": index,
                "path": hashes(&path),
                "bytes": hex(receipt.to_bytes()),
            })
        })
        .collect();
    json!({
        "groupSize": size,
        "groupRoot": hex(root),
        "signedBytes": hex(signed),
        "signature": hex(signature),
        "receipts": receipts,
    })
}

fn body(relay: [u8; 32], size: u32, number: u32) -> Body {
    let label = format!("receipt {size}");
    let accepted_slot = 250_000_000 + u64::from(size);
    Body {
        relay,
        global_index: (1 << 33) + u64::from(number),
        message_id: bytes(&label, 2 * u64::from(number)),
        leaf_hash: bytes(&label, 2 * u64::from(number) + 1),
        accepted_slot,
        deadline_slot: accepted_slot + 150,
        accepted_at_ms: 1_790_000_000_123,
    }
}
