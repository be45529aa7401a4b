package org.podprotocol.protocol.crypto;

import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;

/**
 * An Ed25519 public key that meets the signature rule of {@code docs/protocol.md} section 1:
 * canonical and of prime order.
 *
 * <p>Making one costs about as much as verifying a signature, so keep it for as long as its signer
 * is of interest. It is immutable and safe to share.
 *
 * <p>The rest of the rule is BouncyCastle's {@code Ed25519.verify} over a checked point: it refuses
 * R with y &ge; p, R with a negative zero, R off the curve and S &ge; L, and tests {@code
 * [8](v1*S*B - v1*R - v0*A)} for the neutral element, where {@code v0 = v1*k mod L} and 0 &lt; |v1|
 * &lt; L, which for an A of prime order is the cofactored equation. A {@linkplain #prepared()
 * prepared} key recognises what ordinary signers make by a stricter and quicker test first; the
 * verdict is the same.
 */
public final class VerificationKey {
  public static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

  private final Address address;
  private final PublicPoint point;
  private final @Nullable PreparedPoint prepared;

  private VerificationKey(Address address, PublicPoint point, @Nullable PreparedPoint prepared) {
    this.address = address;
    this.point = point;
    this.prepared = prepared;
  }

  /**
   * The key of this address, or null if it is no canonical point of prime order (a program-derived
   * address never is).
   */
  public static @Nullable VerificationKey of(Address address) {
    PublicPoint point = Ed25519.validatePublicKeyFullExport(address.toBytes(), 0);
    return point == null ? null : new VerificationKey(address, point, null);
  }

  /**
   * The same key with a table of its multiples: verifies in a third of the time and takes 15 KB.
   * Making it costs as much as about two verifications.
   */
  public VerificationKey prepared() {
    return prepared == null
        ? new VerificationKey(address, point, new PreparedPoint(address))
        : this;
  }

  public Address address() {
    return address;
  }

  /**
   * Whether the 64 bytes at {@code signatureOffset} are this key's signature of the message, by the
   * rule.
   */
  public boolean verifies(
      byte[] message, int offset, int length, byte[] signature, int signatureOffset) {
    Objects.checkFromIndexSize(offset, length, message.length);
    Objects.checkFromIndexSize(signatureOffset, SIGNATURE_LENGTH, signature.length);
    return prepared != null
            && prepared.recognises(message, offset, length, signature, signatureOffset)
        || Ed25519.verify(signature, signatureOffset, point, message, offset, length);
  }

  /**
   * Whether {@code signature} has 64 bytes and is this key's signature of the message, by the rule.
   */
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_LENGTH
        && verifies(message, 0, message.length, signature, 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerificationKey that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
