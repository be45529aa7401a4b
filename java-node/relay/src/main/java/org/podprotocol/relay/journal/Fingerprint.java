package org.podprotocol.relay.journal;

import org.podprotocol.protocol.bytes.Address;

/**
 * SipHash-2-4 of (sender, nonce) under a key that the journal keeps to itself, so that nobody can
 * make collisions at will.
 */
final class Fingerprint {
  static final int KEY_LENGTH = 16;

  private final long k0;
  private final long k1;

  Fingerprint(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("a fingerprint key has 16 bytes, not " + key.length);
    }
    var buffer = java.nio.ByteBuffer.wrap(key).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    k0 = buffer.getLong();
    k1 = buffer.getLong();
  }

  long of(Address sender, long nonce) {
    byte[] bytes = sender.toBytes();
    var buffer = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    var state = new State(k0, k1);
    for (int i = 0; i < 4; i++) {
      state.word(buffer.getLong());
    }
    state.word(nonce);
    return state.finish(40);
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void word(long m) {
      v3 ^= m;
      round();
      round();
      v0 ^= m;
    }

    long finish(int length) {
      word((long) length << 56);
      v2 ^= 0xff;
      for (int i = 0; i < 4; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
