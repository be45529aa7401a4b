//! Types whose encodings are derived by `borsh` and whose memory is what the compiler lays out.

use {
    crate::{
        rng::{hex, Rng},
        sample::{Key, Sample},
    },
    borsh::BorshSerialize,
    bytemuck::{Pod, Zeroable},
    serde_json::{json, Value},
};

macro_rules! structs {
    ($(
        $name:ident ($($serialization:literal, $repr:tt)?) $(#[$attr:meta])* {
            $($field:ident: $ty:ty),* $(,)?
        }
    )*) => {$(
        $(#[$attr])*
        struct $name {
            $($field: $ty),*
        }

        impl Sample for $name {
            fn sample(rng: &mut Rng) -> Self {
                $(let $field = <$ty as Sample>::sample(rng);)*
                Self { $($field),* }
            }
            fn json(&self) -> Value {
                // Taken out by value: where a type is packed, there are no references to its fields.
                let Self { $($field),* } = self.clone();
                Value::Array(vec![$($field.json()),*])
            }
            fn idl() -> Value {
                json!({ "defined": { "name": stringify!($name) } })
            }
        }

        impl $name {
            fn definition() -> Value {
                let fields = vec![
                    $(json!({ "name": stringify!($field), "type": <$ty as Sample>::idl() })),*
                ];
                #[allow(unused_mut)]
                let mut definition = json!({
                    "name": stringify!($name),
                    "type": {
                        "kind": "struct",
                        "fields": fields,
                    },
                });
                $(
                    definition["serialization"] = json!($serialization);
                    definition["repr"] = json!($repr);
                )?
                definition
            }
        }
    )*};
}

structs! {
    Scalars () #[derive(Clone, BorshSerialize)] {
        a: bool, b: u8, c: i8, d: u16, e: i16, f: u32, g: i32, h: u64, i: i64, j: u128, k: i128,
        l: f32, m: f64, n: String, o: Key,
    }
    Containers () #[derive(Clone, BorshSerialize)] {
        a: Option<u64>, b: Option<Option<bool>>, c: Vec<u64>, d: Vec<Vec<u16>>, e: [i16; 3],
        f: [[u8; 4]; 2], g: Vec<[Key; 2]>, h: Option<Vec<String>>, i: Vec<Scalars>, j: [f64; 0],
    }
    Checked ("bytemuck", {"kind": "c"}) #[repr(C)] #[derive(Clone, Copy, Pod, Zeroable)] {
        a: u128, b: u64, c: i32, d: u16, e: u8, f: i8, g: Key, h: [u8; 16],
    }
    Padded ("bytemuckunsafe", {"kind": "c"}) #[repr(C)] #[derive(Clone, Copy)] {
        a: u8, b: u64, c: u16, d: u32, e: u8, f: [u16; 3],
    }
    Packed ("bytemuckunsafe", {"kind": "c", "packed": true}) #[repr(C, packed)] #[derive(Clone, Copy)] {
        a: u8, b: u64, c: u128, d: i16, e: Key, f: u32,
    }
    Aligned ("bytemuckunsafe", {"kind": "c", "align": 16}) #[repr(C, align(16))] #[derive(Clone, Copy)] {
        a: u8, b: u32,
    }
    Nested ("bytemuckunsafe", {"kind": "c"}) #[repr(C)] #[derive(Clone, Copy)] {
        a: u8, b: Padded, c: [Aligned; 2], d: Packed, e: [[u32; 2]; 3], f: u16,
    }
    Wrapper ("bytemuckunsafe", {"kind": "transparent"}) #[repr(transparent)] #[derive(Clone, Copy)] {
        a: u64,
    }
}

#[derive(Clone, BorshSerialize)]
enum Shape {
    Nothing,
    Circle(u32),
    Box { width: u64, label: String },
    Both(Scalars, Vec<u8>),
}

impl Sample for Shape {
    fn sample(rng: &mut Rng) -> Self {
        match rng.below(4) {
            0 => Self::Nothing,
            1 => Self::Circle(u32::sample(rng)),
            2 => Self::Box {
                width: u64::sample(rng),
                label: String::sample(rng),
            },
            _ => Self::Both(Scalars::sample(rng), rng.bytes(3)),
        }
    }
    fn json(&self) -> Value {
        match self {
            Self::Nothing => json!({"variant": 0, "fields": []}),
            Self::Circle(a) => json!({"variant": 1, "fields": [a.json()]}),
            Self::Box { width, label } => {
                json!({"variant": 2, "fields": [width.json(), label.json()]})
            }
            Self::Both(a, b) => json!({"variant": 3, "fields": [a.json(), hex(b)]}),
        }
    }
    fn idl() -> Value {
        json!({ "defined": { "name": "Shape" } })
    }
}

fn shape_definition() -> Value {
    json!({
        "name": "Shape",
        "type": {
            "kind": "enum",
            "variants": [
                {"name": "Nothing"},
                {"name": "Circle", "fields": ["u32"]},
                {"name": "Box", "fields": [
                    {"name": "width", "type": "u64"},
                    {"name": "label", "type": "string"},
                ]},
                {"name": "Both", "fields": [{"defined": {"name": "Scalars"}}, "bytes"]},
            ],
        },
    })
}

/// The memory of a value whose padding is zero.
fn memory<T: Copy>(value: &T, write: impl Fn(*mut T, &T)) -> Vec<u8> {
    let mut room = core::mem::MaybeUninit::<T>::zeroed();
    write(room.as_mut_ptr(), value);
    let bytes = room.as_ptr().cast::<u8>();
    // SAFETY: the room was zeroed, and then only fields were written to it.
    unsafe { core::slice::from_raw_parts(bytes, core::mem::size_of::<T>()) }.to_vec()
}

macro_rules! copy_fields {
    ($name:ident: $($field:ident),*) => {
        |to: *mut $name, from: &$name| {
            // SAFETY: `to` points to room for a whole value.
            unsafe { $(core::ptr::addr_of_mut!((*to).$field).write_unaligned(from.$field);)* }
        }
    };
}

fn nested_memory(value: &Nested) -> Vec<u8> {
    let mut bytes = memory(value, copy_fields!(Nested: a, e, f));
    // Copying a padded value as a whole need not keep its padding: its bytes are put in place.
    let mut put = |offset: usize, part: &[u8]| {
        bytes[offset..offset + part.len()].copy_from_slice(part);
    };
    put(core::mem::offset_of!(Nested, b), &padded_memory(&value.b));
    for (i, aligned) in value.c.iter().enumerate() {
        let offset = core::mem::offset_of!(Nested, c) + i * core::mem::size_of::<Aligned>();
        put(offset, &aligned_memory(aligned));
    }
    put(core::mem::offset_of!(Nested, d), &packed_memory(&value.d));
    bytes
}

fn padded_memory(value: &Padded) -> Vec<u8> {
    memory(value, copy_fields!(Padded: a, b, c, d, e, f))
}

fn packed_memory(value: &Packed) -> Vec<u8> {
    memory(value, copy_fields!(Packed: a, b, c, d, e, f))
}

fn aligned_memory(value: &Aligned) -> Vec<u8> {
    memory(value, copy_fields!(Aligned: a, b))
}

fn vectors<T: Sample>(
    rng: &mut Rng,
    count: usize,
    name: &str,
    encode: impl Fn(&T) -> Vec<u8>,
    out: &mut Vec<Value>,
) {
    for _ in 0..count {
        let value = T::sample(rng);
        out.push(json!({"type": name, "value": value.json(), "bytes": hex(&encode(&value))}));
    }
}

pub fn add(rng: &mut Rng, count: usize, types: &mut Vec<Value>, out: &mut Vec<Value>) {
    types.extend([
        Scalars::definition(),
        Containers::definition(),
        Checked::definition(),
        Padded::definition(),
        Packed::definition(),
        Aligned::definition(),
        Nested::definition(),
        Wrapper::definition(),
        shape_definition(),
    ]);
    vectors::<Scalars>(rng, count, "Scalars", |v| borsh::to_vec(v).unwrap(), out);
    vectors::<Containers>(rng, count, "Containers", |v| borsh::to_vec(v).unwrap(), out);
    vectors::<Shape>(rng, count, "Shape", |v| borsh::to_vec(v).unwrap(), out);
    vectors::<Checked>(
        rng,
        count,
        "Checked",
        |v| bytemuck::bytes_of(v).to_vec(),
        out,
    );
    vectors::<Padded>(rng, count, "Padded", padded_memory, out);
    vectors::<Packed>(rng, count, "Packed", packed_memory, out);
    vectors::<Aligned>(rng, count, "Aligned", aligned_memory, out);
    vectors::<Nested>(rng, count, "Nested", nested_memory, out);
    let wrapper = copy_fields!(Wrapper: a);
    vectors::<Wrapper>(rng, count, "Wrapper", |v| memory(v, wrapper), out);
}
