//! Logins: body, signed bytes, signature.

use pod_core::login::Login;
use serde_json::{json, Value};

use crate::sample::{base58, bytes, domain, domain_json, hex, Key};

pub fn vectors() -> Value {
    let origins = [
        "http://127.0.0.1:8080",
        "https://relay.example",
        "wss://relay.example:8443",
    ];
    let cases: Vec<Value> = (0..)
        .zip(origins)
        .map(|(number, origin)| {
            let key = Key::of(&format!("login {number}"));
            let login = Login {
                relay: bytes("relay", number),
                agent: bytes("agent", number),
                signer: key.public,
                challenge: bytes("challenge", number),
                expires_at_ms: 1_790_000_030_000 + number as i64,
                origin,
            };
            let signed = login.signed_bytes(&domain());
            json!({
                "seed": hex(key.seed),
                "relay": base58(&login.relay),
                "agent": base58(&login.agent),
                "signer": base58(&login.signer),
                "challenge": hex(login.challenge),
                "expiresAtMs": login.expires_at_ms,
                "origin": origin,
                "body": hex(login.body()),
                "signedBytes": hex(signed),
                "signature": hex(key.sign(&signed)),
            })
        })
        .collect();
    json!({
        "about": "logins signed by the agent's signer; seed is its RFC 8032 secret key",
        "domain": domain_json(),
        "cases": cases,
    })
}
