//! What the bare BPF target lacks: a panic handler, and memory functions, which the runtime does at
//! a flat price of 10 compute units where the compiler's own go byte by byte.

use solana_define_syscall_5::definitions::{
    abort, sol_memcmp_, sol_memcpy_, sol_memmove_, sol_memset_,
};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // SAFETY: the syscall takes nothing and does not return.
    unsafe { abort() }
}

/// # Safety
/// As in C.
#[no_mangle]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    sol_memcpy_(to, from, count as u64);
    to
}

/// # Safety
/// As in C.
#[no_mangle]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    sol_memmove_(to, from, count as u64);
    to
}

/// # Safety
/// As in C.
#[no_mangle]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, count: usize) -> *mut u8 {
    sol_memset_(to, byte as u8, count as u64);
    to
}

/// # Safety
/// As in C.
#[no_mangle]
unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, count: usize) -> i32 {
    let mut order = 0;
    sol_memcmp_(one, other, count as u64, &mut order);
    order
}

/// # Safety
/// As in C.
#[no_mangle]
unsafe extern "C" fn bcmp(one: *const u8, other: *const u8, count: usize) -> i32 {
    memcmp(one, other, count)
}
