package org.podprotocol.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hash;

/** What a received message says. */
public sealed interface Body {
  /** Text. */
  record Text(String text) implements Body {}

  /** An acknowledgement of a message. */
  record Acknowledgement(Hash of) implements Body {}

  /** Encrypted content, and this agent has no encryption key. */
  record Encrypted() implements Body {}

  /** Content that does not open with this agent's key, or is no text though it says so. */
  record Unreadable(String reason) implements Body {}

  /** Bytes of {@link org.podprotocol.protocol.MessageType#DATA} or an application's own type. */
  final class Data implements Body {
    private final int type;
    private final byte[] bytes;

    Data(int type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    /** The message type. */
    public int type() {
      return type;
    }

    /** A copy. */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Data that && type == that.type && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * type + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "data of type " + type + ", " + bytes.length + " bytes";
    }
  }
}
