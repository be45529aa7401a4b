//! Values of Rust types, with their JSON and their type in an IDL.

use {
    crate::rng::{hex, Rng},
    serde_json::{json, Value},
};

pub trait Sample: Sized {
    fn sample(rng: &mut Rng) -> Self;
    fn json(&self) -> Value;
    fn idl() -> Value;
}

macro_rules! integers {
    ($($ty:ident),*) => {$(
        impl Sample for $ty {
            fn sample(rng: &mut Rng) -> Self {
                rng.bits() as $ty
            }
            fn json(&self) -> Value {
                json!(self.to_string())
            }
            fn idl() -> Value {
                json!(stringify!($ty))
            }
        }
    )*};
}

integers!(u16, i16, u32, i32, u64, i64, u128, i128);

impl Sample for u8 {
    fn sample(rng: &mut Rng) -> Self {
        rng.bits() as u8
    }
    fn json(&self) -> Value {
        json!(self.to_string())
    }
    fn idl() -> Value {
        json!("u8")
    }
}

impl Sample for i8 {
    fn sample(rng: &mut Rng) -> Self {
        rng.bits() as i8
    }
    fn json(&self) -> Value {
        json!(self.to_string())
    }
    fn idl() -> Value {
        json!("i8")
    }
}

impl Sample for bool {
    fn sample(rng: &mut Rng) -> Self {
        rng.below(2) == 1
    }
    fn json(&self) -> Value {
        json!(self)
    }
    fn idl() -> Value {
        json!("bool")
    }
}

// Floats go by their bits; borsh refuses NaN.
impl Sample for f32 {
    fn sample(rng: &mut Rng) -> Self {
        let value = f32::from_bits(rng.bits() as u32);
        if value.is_nan() {
            -0.0
        } else {
            value
        }
    }
    fn json(&self) -> Value {
        json!(self.to_bits().to_string())
    }
    fn idl() -> Value {
        json!("f32")
    }
}

impl Sample for f64 {
    fn sample(rng: &mut Rng) -> Self {
        let value = f64::from_bits(rng.bits() as u64);
        if value.is_nan() {
            1.5
        } else {
            value
        }
    }
    fn json(&self) -> Value {
        json!(self.to_bits().to_string())
    }
    fn idl() -> Value {
        json!("f64")
    }
}

impl Sample for String {
    fn sample(rng: &mut Rng) -> Self {
        rng.text()
    }
    fn json(&self) -> Value {
        json!(self)
    }
    fn idl() -> Value {
        json!("string")
    }
}

/// An address, in Borsh and in memory its 32 bytes.
#[repr(transparent)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, borsh::BorshSerialize)]
pub struct Key(pub [u8; 32]);

impl Sample for Key {
    fn sample(rng: &mut Rng) -> Self {
        Self(rng.bytes(32).try_into().unwrap())
    }
    fn json(&self) -> Value {
        json!(hex(&self.0))
    }
    fn idl() -> Value {
        json!("pubkey")
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(rng: &mut Rng) -> Self {
        (rng.below(2) == 1).then(|| T::sample(rng))
    }
    fn json(&self) -> Value {
        match self {
            Some(value) => json!([value.json()]),
            None => Value::Null,
        }
    }
    fn idl() -> Value {
        json!({ "option": T::idl() })
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(rng: &mut Rng) -> Self {
        (0..rng.below(4)).map(|_| T::sample(rng)).collect()
    }
    fn json(&self) -> Value {
        self.iter().map(Sample::json).collect()
    }
    fn idl() -> Value {
        json!({ "vec": T::idl() })
    }
}

impl<T: Sample, const N: usize> Sample for [T; N] {
    fn sample(rng: &mut Rng) -> Self {
        core::array::from_fn(|_| T::sample(rng))
    }
    fn json(&self) -> Value {
        self.iter().map(Sample::json).collect()
    }
    fn idl() -> Value {
        json!({ "array": [T::idl(), N] })
    }
}
