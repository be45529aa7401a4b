package org.podprotocol.relay.compressed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;

/** Reads the bytes of an account of Light's account compression program. */
final class LightAccountReader {
  private final byte[] data;
  private final ByteBuffer buffer;

  /**
   * @throws MalformedLightDataException if the account does not begin as it should
   */
  LightAccountReader(byte[] data, String discriminator) {
    this.data = data;
    this.buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    byte[] wanted = discriminator.getBytes(StandardCharsets.US_ASCII);
    if (data.length < wanted.length
        || !Arrays.equals(data, 0, wanted.length, wanted, 0, wanted.length)) {
      throw new MalformedLightDataException("it does not begin with " + discriminator);
    }
  }

  long number(int at) {
    check(at, Long.BYTES);
    long value = buffer.getLong(at);
    if (value < 0) {
      throw new MalformedLightDataException("the number at " + at + " is out of range");
    }
    return value;
  }

  int smallNumber(int at) {
    check(at, Integer.BYTES);
    int value = buffer.getInt(at);
    if (value < 0) {
      throw new MalformedLightDataException("the number at " + at + " is out of range");
    }
    return value;
  }

  Hash hash(int at) {
    check(at, Hash.LENGTH);
    return Hash.of(data, at);
  }

  PublicKey key(int at) {
    return new PublicKey(hash(at).toBytes());
  }

  /** A vector's elements: length u64, capacity u64, then room for so many hashes. */
  List<Hash> hashes(int at) {
    int length = length(at);
    var all = new ArrayList<Hash>(length);
    for (int i = 0; i < length; i++) {
      all.add(hash(at + 16 + Hash.LENGTH * i));
    }
    return all;
  }

  /** Elements of a vector. */
  int length(int vector) {
    long length = number(vector);
    if (length > capacity(vector + 8)) {
      throw new MalformedLightDataException("the vector at " + vector + " is longer than its room");
    }
    return (int) length;
  }

  /** Where what follows a vector begins. */
  int after(int vector) {
    return vector + 16 + Hash.LENGTH * capacity(vector + 8);
  }

  int capacity(int at) {
    long capacity = number(at);
    if (capacity > data.length / Hash.LENGTH) {
      throw new MalformedLightDataException("the vector at " + at + " is larger than the account");
    }
    return (int) capacity;
  }

  private void check(int at, int length) {
    if (at < 0 || at + length > data.length) {
      throw new MalformedLightDataException("it ends after " + data.length + " bytes");
    }
  }
}
