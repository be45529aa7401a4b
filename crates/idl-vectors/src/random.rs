//! Random types of an IDL, and values of them that `borsh` writes.

use {
    crate::rng::{hex, Rng},
    borsh::BorshSerialize,
    serde_json::{json, Value},
    std::io::{Result, Write},
};

#[derive(Clone)]
enum Type {
    Scalar(&'static str),
    Option(Box<Type>),
    Vec(Box<Type>),
    Array(Box<Type>, usize),
    Defined(usize),
}

enum Definition {
    Struct(Vec<Type>),
    Enum(Vec<Vec<Type>>),
}

/// A value of any type; what borsh has an encoding of its own for is left to borsh.
enum Any {
    Bool(bool),
    U8(u8),
    I8(i8),
    U16(u16),
    I16(i16),
    U32(u32),
    I32(i32),
    U64(u64),
    I64(i64),
    U128(u128),
    I128(i128),
    F32(f32),
    F64(f64),
    Text(String),
    Bytes(Vec<u8>),
    Key([u8; 32]),
    Option(Option<Box<Any>>),
    Vec(Vec<Any>),
    Sequence(Vec<Any>),
    Variant(u8, Vec<Any>),
}

impl BorshSerialize for Any {
    fn serialize<W: Write>(&self, writer: &mut W) -> Result<()> {
        match self {
            Self::Bool(v) => v.serialize(writer),
            Self::U8(v) => v.serialize(writer),
            Self::I8(v) => v.serialize(writer),
            Self::U16(v) => v.serialize(writer),
            Self::I16(v) => v.serialize(writer),
            Self::U32(v) => v.serialize(writer),
            Self::I32(v) => v.serialize(writer),
            Self::U64(v) => v.serialize(writer),
            Self::I64(v) => v.serialize(writer),
            Self::U128(v) => v.serialize(writer),
            Self::I128(v) => v.serialize(writer),
            Self::F32(v) => v.serialize(writer),
            Self::F64(v) => v.serialize(writer),
            Self::Text(v) => v.serialize(writer),
            Self::Bytes(v) => v.serialize(writer),
            Self::Key(v) => v.serialize(writer),
            Self::Option(v) => v.serialize(writer),
            Self::Vec(v) => v.serialize(writer),
            Self::Sequence(v) => v.iter().try_for_each(|item| item.serialize(writer)),
            Self::Variant(tag, v) => {
                tag.serialize(writer)?;
                v.iter().try_for_each(|item| item.serialize(writer))
            }
        }
    }
}

impl Any {
    fn json(&self) -> Value {
        match self {
            Self::Bool(v) => json!(v),
            Self::U8(v) => json!(v.to_string()),
            Self::I8(v) => json!(v.to_string()),
            Self::U16(v) => json!(v.to_string()),
            Self::I16(v) => json!(v.to_string()),
            Self::U32(v) => json!(v.to_string()),
            Self::I32(v) => json!(v.to_string()),
            Self::U64(v) => json!(v.to_string()),
            Self::I64(v) => json!(v.to_string()),
            Self::U128(v) => json!(v.to_string()),
            Self::I128(v) => json!(v.to_string()),
            Self::F32(v) => json!(v.to_bits().to_string()),
            Self::F64(v) => json!(v.to_bits().to_string()),
            Self::Text(v) => json!(v),
            Self::Bytes(v) => json!(hex(v)),
            Self::Key(v) => json!(hex(v)),
            Self::Option(Some(v)) => json!([v.json()]),
            Self::Option(None) => Value::Null,
            Self::Vec(v) | Self::Sequence(v) => v.iter().map(Self::json).collect(),
            Self::Variant(tag, v) => {
                json!({"variant": tag, "fields": v.iter().map(Self::json).collect::<Value>()})
            }
        }
    }
}

const SCALARS: [&str; 16] = [
    "bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "u128", "i128", "f32", "f64",
    "string", "bytes", "pubkey",
];

fn any_type(rng: &mut Rng, defined: usize, depth: usize) -> Type {
    match rng.below(if depth < 3 { 9 } else { 5 }) {
        5 => Type::Option(Box::new(any_type(rng, defined, depth + 1))),
        6 => Type::Vec(Box::new(any_type(rng, defined, depth + 1))),
        7 => Type::Array(Box::new(any_type(rng, defined, depth + 1)), rng.below(4)),
        8 if defined > 0 => Type::Defined(rng.below(defined)),
        _ => Type::Scalar(SCALARS[rng.below(SCALARS.len())]),
    }
}

fn idl(ty: &Type) -> Value {
    match ty {
        Type::Scalar(name) => json!(name),
        Type::Option(inner) => json!({ "option": idl(inner) }),
        Type::Vec(inner) => json!({ "vec": idl(inner) }),
        Type::Array(inner, length) => json!({ "array": [idl(inner), length] }),
        Type::Defined(index) => json!({ "defined": { "name": format!("Random{index}") } }),
    }
}

fn fields(rng: &mut Rng, defined: usize, most: usize) -> Vec<Type> {
    (0..rng.below(most + 1))
        .map(|_| any_type(rng, defined, 0))
        .collect()
}

fn value(rng: &mut Rng, definitions: &[Definition], ty: &Type) -> Any {
    match ty {
        Type::Scalar(name) => scalar(rng, name),
        Type::Option(inner) => {
            Any::Option((rng.below(2) == 1).then(|| Box::new(value(rng, definitions, inner))))
        }
        Type::Vec(inner) => {
            let length = rng.below(4);
            // An IDL calls a vector of bytes so, and borsh writes it like any other.
            if matches!(**inner, Type::Scalar("u8")) {
                return Any::Bytes(rng.bytes(length));
            }
            Any::Vec(
                (0..length)
                    .map(|_| value(rng, definitions, inner))
                    .collect(),
            )
        }
        Type::Array(inner, length) => Any::Sequence(
            (0..*length)
                .map(|_| value(rng, definitions, inner))
                .collect(),
        ),
        Type::Defined(index) => of(rng, definitions, *index),
    }
}

fn scalar(rng: &mut Rng, name: &str) -> Any {
    let bits = rng.bits();
    match name {
        "bool" => Any::Bool(bits & 1 == 1),
        "u8" => Any::U8(bits as u8),
        "i8" => Any::I8(bits as i8),
        "u16" => Any::U16(bits as u16),
        "i16" => Any::I16(bits as i16),
        "u32" => Any::U32(bits as u32),
        "i32" => Any::I32(bits as i32),
        "u64" => Any::U64(bits as u64),
        "i64" => Any::I64(bits as i64),
        "u128" => Any::U128(bits),
        "i128" => Any::I128(bits as i128),
        "f32" => Any::F32((bits as i32) as f32 / 7.0),
        "f64" => Any::F64((bits as i64) as f64 / 7.0),
        "string" => Any::Text(rng.text()),
        "bytes" => {
            let length = rng.below(6);
            Any::Bytes(rng.bytes(length))
        }
        _ => Any::Key(rng.bytes(32).try_into().unwrap()),
    }
}

fn of(rng: &mut Rng, definitions: &[Definition], index: usize) -> Any {
    match &definitions[index] {
        Definition::Struct(fields) => Any::Sequence(
            fields
                .iter()
                .map(|ty| value(rng, definitions, ty))
                .collect(),
        ),
        Definition::Enum(variants) => {
            let tag = rng.below(variants.len());
            let fields = &variants[tag];
            Any::Variant(
                tag as u8,
                fields
                    .iter()
                    .map(|ty| value(rng, definitions, ty))
                    .collect(),
            )
        }
    }
}

fn named(fields: &[Type]) -> Value {
    fields
        .iter()
        .enumerate()
        .map(|(i, ty)| json!({"name": format!("field_{i}"), "type": idl(ty)}))
        .collect()
}

fn definition(index: usize, definition: &Definition) -> Value {
    let body = match definition {
        Definition::Struct(fields) => json!({"kind": "struct", "fields": named(fields)}),
        Definition::Enum(variants) => {
            let variants: Value = variants
                .iter()
                .enumerate()
                .map(|(i, fields)| match (fields.is_empty(), i % 2) {
                    (true, _) => json!({"name": format!("Variant{i}")}),
                    (_, 0) => json!({"name": format!("Variant{i}"), "fields": named(fields)}),
                    _ => json!({
                        "name": format!("Variant{i}"),
                        "fields": fields.iter().map(idl).collect::<Value>(),
                    }),
                })
                .collect();
            json!({"kind": "enum", "variants": variants})
        }
    };
    json!({"name": format!("Random{index}"), "type": body})
}

pub fn add(
    rng: &mut Rng,
    count: usize,
    values: usize,
    types: &mut Vec<Value>,
    out: &mut Vec<Value>,
) {
    let mut definitions: Vec<Definition> = Vec::new();
    for index in 0..count {
        let made = if rng.below(3) == 0 {
            let variants = 1 + rng.below(5);
            Definition::Enum((0..variants).map(|_| fields(rng, index, 3)).collect())
        } else {
            Definition::Struct(fields(rng, index, 7))
        };
        types.push(definition(index, &made));
        definitions.push(made);
    }
    for index in 0..count {
        for _ in 0..values {
            let value = of(rng, &definitions, index);
            out.push(json!({
                "type": format!("Random{index}"),
                "value": value.json(),
                "bytes": hex(&borsh::to_vec(&value).unwrap()),
            }));
        }
    }
}
