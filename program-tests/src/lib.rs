//! Tests of the built program, `target/deploy/pod_protocol.so`, in LiteSVM.
