//! The committed IDL: discriminators, account lists, argument types, layouts, error names.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use crate::keys::PROGRAM;

pub static IDL: LazyLock<Value> = LazyLock::new(|| {
    let path = repository().join("idl/pod_protocol.json");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the IDL is JSON")
});

/// The root of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name]
        .as_array()
        .unwrap_or_else(|| panic!("the IDL has no {name}"))
}

/// The entry called `name` of a list of the IDL.
pub fn entry(of: &str, name: &str) -> &'static Value {
    list(&IDL, of)
        .iter()
        .find(|entry| entry["name"] == name)
        .unwrap_or_else(|| panic!("the IDL has no {name} among its {of}"))
}

/// Names in a list of the IDL, in its order.
pub fn names(of: &str) -> Vec<&'static str> {
    list(&IDL, of).iter().map(text).collect()
}

fn text(entry: &'static Value) -> &'static str {
    entry["name"].as_str().expect("a name")
}

/// The discriminator of an instruction, account or event.
pub fn discriminator(of: &str, name: &str) -> Vec<u8> {
    list(entry(of, name), "discriminator")
        .iter()
        .map(|byte| byte.as_u64().expect("a byte") as u8)
        .collect()
}

/// Names of the accounts of an instruction.
pub fn account_names(instruction: &str) -> Vec<&'static str> {
    list(entry("instructions", instruction), "accounts")
        .iter()
        .map(text)
        .collect()
}

/// The name of an error code of the program.
pub fn error_name(code: u32) -> Option<&'static str> {
    list(&IDL, "errors")
        .iter()
        .find(|entry| entry["code"] == code)
        .map(text)
}

/// An argument of an instruction.
#[derive(Clone, Debug)]
pub enum Arg {
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    I64(i64),
    Bool(bool),
    Key(Address),
    Hash([u8; 32]),
    Bytes(Vec<u8>),
    Text(String),
    Hashes(Vec<[u8; 32]>),
    /// Bump and name of each agent of a batch.
    Agents(Vec<(u8, Vec<u8>)>),
    /// Messages for Light's state trees.
    Messages(Vec<MessageEntry>),
    /// A value that may be absent, with its type.
    Option(&'static str, Option<Box<Arg>>),
}

/// A message of `append_messages`.
#[derive(Clone, Copy, Debug)]
pub struct MessageEntry {
    pub recipient: Address,
    pub content_hash: [u8; 32],
    pub nonce: u64,
    pub content_len: u32,
    pub message_type: u8,
}

impl Arg {
    /// A value of the IDL's type `of`, or none.
    pub fn option(of: &'static str, value: Option<Self>) -> Self {
        Self::Option(of, value.map(Box::new))
    }

    fn idl_type(&self) -> Value {
        match self {
            Self::U8(_) => "u8".into(),
            Self::U16(_) => "u16".into(),
            Self::U32(_) => "u32".into(),
            Self::U64(_) => "u64".into(),
            Self::I64(_) => "i64".into(),
            Self::Bool(_) => "bool".into(),
            Self::Key(_) => "pubkey".into(),
            Self::Hash(_) => serde_json::json!({"array": ["u8", 32]}),
            Self::Bytes(_) => "bytes".into(),
            Self::Text(_) => "string".into(),
            Self::Hashes(_) => serde_json::json!({"vec": {"array": ["u8", 32]}}),
            Self::Messages(_) => serde_json::json!({"vec": {"defined": {"name": "MessageEntry"}}}),
            Self::Option(of, value) => {
                if let Some(value) = value {
                    assert_eq!(value.idl_type(), *of);
                }
                serde_json::json!({"option": of})
            }
            Self::Agents(_) => serde_json::json!({"vec": {"defined": {"name": "AgentEntry"}}}),
        }
    }

    fn encode(&self, out: &mut Vec<u8>) {
        let mut counted = |count: usize, bytes: &[u8]| {
            out.extend((count as u32).to_le_bytes());
            out.extend(bytes);
        };
        match self {
            Self::Bytes(bytes) => counted(bytes.len(), bytes),
            Self::Text(text) => counted(text.len(), text.as_bytes()),
            Self::Hashes(hashes) => counted(hashes.len(), hashes.as_flattened()),
            Self::Agents(agents) => {
                counted(agents.len(), &[]);
                for (bump, name) in agents {
                    out.push(*bump);
                    out.extend((name.len() as u32).to_le_bytes());
                    out.extend(name);
                }
            }
            Self::Messages(messages) => {
                counted(messages.len(), &[]);
                for message in messages {
                    out.extend(message.recipient.as_ref());
                    out.extend(message.content_hash);
                    out.extend(message.nonce.to_le_bytes());
                    out.extend(message.content_len.to_le_bytes());
                    out.push(message.message_type);
                }
            }
            Self::Option(_, None) => out.push(0),
            Self::Option(_, Some(value)) => {
                out.push(1);
                value.encode(out);
            }
            Self::U8(value) => out.push(*value),
            Self::U16(value) => out.extend(value.to_le_bytes()),
            Self::U32(value) => out.extend(value.to_le_bytes()),
            Self::U64(value) => out.extend(value.to_le_bytes()),
            Self::I64(value) => out.extend(value.to_le_bytes()),
            Self::Bool(value) => out.push(u8::from(*value)),
            Self::Key(value) => out.extend(value.as_ref()),
            Self::Hash(value) => out.extend(value),
        }
    }
}

/// An instruction of the program: its accounts and arguments must be those of the IDL, by name and
/// in order.
pub fn instruction(name: &str, accounts: &[(&str, Address)], args: &[(&str, Arg)]) -> Instruction {
    let idl = entry("instructions", name);
    let given: Vec<&str> = accounts.iter().map(|(name, _)| *name).collect();
    assert_eq!(given, account_names(name), "accounts of {name}");
    let flag = |account: &Value, flag: &str| account[flag].as_bool().unwrap_or(false);
    let metas = list(idl, "accounts")
        .iter()
        .zip(accounts)
        .map(|(account, (_, address))| AccountMeta {
            pubkey: *address,
            is_signer: flag(account, "signer"),
            is_writable: flag(account, "writable"),
        })
        .collect();
    let mut data = discriminator("instructions", name);
    let expected = list(idl, "args");
    assert_eq!(expected.len(), args.len(), "arguments of {name}");
    for (idl, (given, arg)) in expected.iter().zip(args) {
        assert_eq!(idl["name"], **given, "argument of {name}");
        assert_eq!(idl["type"], arg.idl_type(), "type of {given} of {name}");
        arg.encode(&mut data);
    }
    Instruction {
        program_id: PROGRAM,
        accounts: metas,
        data,
    }
}

/// A struct of the IDL laid over bytes that begin with its discriminator.
#[derive(Clone, Debug)]
pub struct Fields {
    name: &'static str,
    data: Vec<u8>,
}

impl Fields {
    /// The account or event called `name` in `data`, which has its discriminator and all its fields.
    pub fn read(of: &str, name: &'static str, data: &[u8]) -> Self {
        let discriminator = discriminator(of, name);
        assert!(data.starts_with(&discriminator), "not a {name}");
        Self {
            name,
            data: data[discriminator.len()..].to_vec(),
        }
    }

    /// The bytes of a field.
    pub fn bytes(&self, field: &str) -> &[u8] {
        let mut offset = 0;
        for idl in list(&entry("types", self.name)["type"], "fields") {
            let size = size_of_type(&idl["type"]);
            if idl["name"] == field {
                return &self.data[offset..offset + size];
            }
            offset += size;
        }
        panic!("{} has no field {field}", self.name)
    }

    pub fn number(&self, field: &str) -> u64 {
        let bytes = self.bytes(field);
        let mut number = [0; 8];
        number[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(number)
    }

    pub fn key(&self, field: &str) -> Address {
        Address::try_from(self.bytes(field)).expect("32 bytes")
    }

    pub fn hash(&self, field: &str) -> [u8; 32] {
        self.bytes(field).try_into().expect("32 bytes")
    }

    /// Bytes after the fixed fields.
    pub fn tail(&self) -> &[u8] {
        &self.data[size_of_struct(self.name)..]
    }
}

/// Bytes of a struct of the IDL, without a discriminator.
pub fn size_of_struct(name: &str) -> usize {
    list(&entry("types", name)["type"], "fields")
        .iter()
        .map(|field| size_of_type(&field["type"]))
        .sum()
}

/// Offset of a field of a struct of the IDL in account data, after the discriminator.
pub fn offset(name: &str, field: &str) -> usize {
    let fields = list(&entry("types", name)["type"], "fields");
    let at = fields
        .iter()
        .position(|idl| idl["name"] == field)
        .unwrap_or_else(|| panic!("{name} has no field {field}"));
    8 + fields[..at]
        .iter()
        .map(|field| size_of_type(&field["type"]))
        .sum::<usize>()
}

fn size_of_type(idl: &Value) -> usize {
    match idl {
        Value::String(name) => match name.as_str() {
            "u8" | "i8" | "bool" => 1,
            "u16" | "i16" => 2,
            "u32" | "i32" => 4,
            "u64" | "i64" => 8,
            "pubkey" => 32,
            other => panic!("{other} has no fixed size"),
        },
        array => {
            let parts = list(array, "array");
            size_of_type(&parts[0]) * parts[1].as_u64().expect("a length") as usize
        }
    }
}
