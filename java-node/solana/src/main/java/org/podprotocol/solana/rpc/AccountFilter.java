package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;

/** Narrows the accounts of a program. RPC takes at most four. */
public sealed interface AccountFilter {

  /** Accounts of exactly this many bytes. */
  static AccountFilter dataSize(long bytes) {
    return new DataSize(bytes);
  }

  /** Accounts with these bytes at this offset; at most 128 of them. */
  static AccountFilter memcmp(int offset, byte[] bytes) {
    return new Memcmp(offset, bytes);
  }

  /** The filter as RPC takes it. */
  ObjectNode toJson();

  /** See {@link #dataSize}. */
  record DataSize(long bytes) implements AccountFilter {
    @Override
    public ObjectNode toJson() {
      return Json.object().put("dataSize", bytes);
    }
  }

  /** See {@link #memcmp}. */
  record Memcmp(int offset, byte[] bytes) implements AccountFilter {

    /** Takes a copy. */
    public Memcmp {
      if (bytes.length > 128) {
        throw new IllegalArgumentException("a memcmp filter has at most 128 bytes");
      }
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode memcmp = Json.object().put("offset", offset);
      memcmp.put("bytes", Base64.getEncoder().encodeToString(bytes)).put("encoding", "base64");
      return Json.object().set("memcmp", memcmp);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Memcmp that
          && offset == that.offset
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * offset + Arrays.hashCode(bytes);
    }
  }
}
