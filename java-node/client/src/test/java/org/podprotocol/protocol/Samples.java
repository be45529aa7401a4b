package org.podprotocol.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;

/** Values for tests. */
public final class Samples {
  public static final Domain DOMAIN = new Domain(address(1), address(2));
  public static final SigningKey KEY = SigningKey.ofSeed(filled(9));
  public static final byte[] CONTENT = "héllo, 世界".getBytes(StandardCharsets.UTF_8);

  private Samples() {}

  public static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  public static Address address(int value) {
    return Address.of(filled(value));
  }

  public static EnvelopeDraft text() {
    return new EnvelopeDraft()
        .messageType(MessageType.TEXT)
        .sender(address(3))
        .recipient(address(4))
        .nonce(-2)
        .timestampMs(1_790_000_000_000L)
        .expiresAtMs(1_790_000_000_001L)
        .content(CONTENT);
  }
}
