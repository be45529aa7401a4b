package org.podprotocol.relay.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.podprotocol.relay.admission.Admitted;

/** Results in the binary form ({@code docs/api.md}). */
final class BinaryResults {
  static final String TYPE = "application/octet-stream";
  private static final int FIXED = 11;

  private BinaryResults() {}

  /**
   * @param prefix written first
   * @param receipts whether to add them
   */
  static byte[] of(byte[] prefix, List<Admitted> results, boolean receipts) {
    var bytes =
        new ByteArrayOutputStream(prefix.length + results.size() * (receipts ? 512 : FIXED));
    bytes.writeBytes(prefix);
    for (Admitted result : results) {
      switch (result) {
        case Admitted.Stored stored -> {
          byte[] receipt = receipts ? stored.receipt().toBytes() : new byte[0];
          bytes.writeBytes(
              fixed(stored.duplicate() ? 1 : 0, stored.message().index(), receipt.length));
          bytes.writeBytes(receipt);
        }
        case Admitted.Refused refused ->
            bytes.writeBytes(fixed(ProblemType.of(refused.code()).number(), 0, 0));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] fixed(int status, long index, int receiptLength) {
    return ByteBuffer.allocate(FIXED)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) status)
        .putLong(index)
        .putShort((short) receiptLength)
        .array();
  }
}
