package org.podprotocol.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.tree.InclusionPath;

/**
 * A relay's signed promise for one message: the body, its place in the group that was signed at
 * once, and the signature ({@code docs/protocol.md} section 5).
 *
 * @param body what is promised
 * @param groupIndex index of the body in its group
 * @param groupSize bodies in the group
 * @param path inclusion path of the body to the group's root
 * @param receiptKey the key that signed; whether it is the relay's is for the Relay account to say
 * @param signature of the group
 */
public record Receipt(
    ReceiptBody body,
    long groupIndex,
    long groupSize,
    List<Hash> path,
    Address receiptKey,
    Signature signature) {
  private static final int MAX_PATH = 32;
  private static final long MAX_U32 = 0xFFFFFFFFL;

  public Receipt {
    path = List.copyOf(path);
    if (groupSize < 1 || groupSize > MAX_U32 || groupIndex < 0 || groupIndex >= groupSize) {
      throw new IllegalArgumentException("no place " + groupIndex + " in a group of " + groupSize);
    }
    if (path.size() > MAX_PATH) {
      throw new IllegalArgumentException(
          "a path in a group has at most 32 hashes, not " + path.size());
    }
  }

  /** The body of the signature of a group: relay || group_size u32 || group_root. */
  static byte[] signedBody(Address relay, long groupSize, Hash groupRoot) {
    byte[] body = new byte[2 * Bytes32.LENGTH + 4];
    relay.copyTo(body, 0);
    ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putInt(Bytes32.LENGTH, (int) groupSize);
    groupRoot.copyTo(body, Bytes32.LENGTH + 4);
    return body;
  }

  /** The group's root, as far as this receipt says; null if the path is not one of its place. */
  public @Nullable Hash groupRoot() {
    return InclusionPath.rootOf(body.groupLeafHash(), groupIndex, groupSize, path);
  }

  /**
   * Whether {@code key} is the receipt key and signed this body in this place.
   *
   * @param key the relay's receipt key, as its Relay account says
   */
  public boolean isSignedBy(VerificationKey key, Domain domain) {
    if (!key.address().equals(receiptKey)) {
      return false;
    }
    Hash root = groupRoot();
    return root != null
        && key.verifies(
            domain.signedBytes(Tag.RECEIPTS, signedBody(body.relay(), groupSize, root)),
            signature.toBytes());
  }

  /** Whether it is for this envelope; says nothing about the signature. */
  public boolean isFor(Envelope envelope, Domain domain) {
    return body.id().equals(envelope.id(domain)) && body.leafHash().equals(envelope.leafHash());
  }

  /** The binary form. */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(
                ReceiptBody.LENGTH + 9 + Bytes32.LENGTH * (path.size() + 1) + Signature.LENGTH)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(body.toBytes())
        .putInt((int) groupIndex)
        .putInt((int) groupSize)
        .put((byte) path.size());
    path.forEach(hash -> out.put(hash.toBytes()));
    return out.put(receiptKey.toBytes()).put(signature.toBytes()).array();
  }

  /**
   * Reads the binary form.
   *
   * @throws ProtocolException if it is cut short, too long, or has values no receipt has
   */
  public static Receipt of(byte[] bytes) throws ProtocolException {
    int pathAt = ReceiptBody.LENGTH + 9;
    if (bytes.length < pathAt) {
      throw new ProtocolException("a receipt of " + bytes.length + " bytes is cut short");
    }
    int pathLength = bytes[pathAt - 1] & 0xFF;
    int keyAt = pathAt + Bytes32.LENGTH * pathLength;
    if (pathLength > MAX_PATH || bytes.length != keyAt + Bytes32.LENGTH + Signature.LENGTH) {
      throw new ProtocolException(
          "a receipt with a path of "
              + pathLength
              + " hashes does not have "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long groupIndex = Integer.toUnsignedLong(in.getInt(ReceiptBody.LENGTH));
    long groupSize = Integer.toUnsignedLong(in.getInt(ReceiptBody.LENGTH + 4));
    if (groupIndex >= groupSize) {
      throw new ProtocolException("no place " + groupIndex + " in a group of " + groupSize);
    }
    List<Hash> path = new ArrayList<>(pathLength);
    for (int i = 0; i < pathLength; i++) {
      path.add(Hash.of(bytes, pathAt + Bytes32.LENGTH * i));
    }
    return new Receipt(
        ReceiptBody.read(bytes, 0),
        groupIndex,
        groupSize,
        path,
        Address.of(bytes, keyAt),
        Signature.of(bytes, keyAt + Bytes32.LENGTH));
  }
}
