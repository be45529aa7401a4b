package org.podprotocol.client.encryption;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.Tag;

/**
 * Content encrypted to its recipient ({@code docs/protocol.md} section 7): encapsulated key, then
 * ciphertext, bound to the header it is sent with.
 */
public final class EncryptedContent {
  /** Bytes that encrypted content is longer than its plaintext. */
  public static final int OVERHEAD = Hpke.ENCAPSULATION_LENGTH + Hpke.TAG_LENGTH;

  /** Longest plaintext. */
  public static final int MAX_PLAINTEXT = Envelope.MAX_CONTENT_LENGTH - OVERHEAD;

  private static final int LENGTH_AT = 4;
  private static final int LENGTH_END = 8;
  private static final int HASH_AT = 160;

  private EncryptedContent() {}

  /**
   * Encrypts, and sets the draft's flag, length and hash. Everything else of the draft, its signer
   * too, must be set before: it is bound to the content.
   *
   * @param recipientKey 32 bytes, from the recipient's Profile
   * @return the content to send
   * @throws IllegalArgumentException if the plaintext is too long, or the key is none that can be
   *     agreed with
   */
  public static byte[] seal(
      EnvelopeDraft draft, byte[] recipientKey, byte[] plaintext, Domain domain) {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new IllegalArgumentException(
          "encrypted content takes at most " + MAX_PLAINTEXT + " bytes, not " + plaintext.length);
    }
    if (recipientKey.length != EncryptionKey.LENGTH) {
      throw new IllegalArgumentException("an X25519 key has 32 bytes, not " + recipientKey.length);
    }
    draft.encrypted(true);
    byte[] associated = associatedData(draft.header());
    HPKE suite = Hpke.suite();
    byte[] info = domain.signedBytes(Tag.ENCRYPTION, new byte[0]);
    byte[] content;
    try {
      HPKEContextWithEncapsulation context =
          suite.setupBaseS(suite.deserializePublicKey(recipientKey), info);
      byte[] ciphertext = context.seal(associated, plaintext);
      content = new byte[Hpke.ENCAPSULATION_LENGTH + ciphertext.length];
      System.arraycopy(context.getEncapsulation(), 0, content, 0, Hpke.ENCAPSULATION_LENGTH);
      System.arraycopy(ciphertext, 0, content, Hpke.ENCAPSULATION_LENGTH, ciphertext.length);
    } catch (InvalidCipherTextException | IllegalStateException e) {
      throw new IllegalArgumentException("nothing can be encrypted to this key", e);
    }
    draft.content(content);
    return content;
  }

  /** The header without length and hash, which are those of the ciphertext: 156 bytes. */
  static byte[] associatedData(byte[] header) {
    byte[] data = new byte[HASH_AT - (LENGTH_END - LENGTH_AT)];
    System.arraycopy(header, 0, data, 0, LENGTH_AT);
    System.arraycopy(header, LENGTH_END, data, LENGTH_AT, HASH_AT - LENGTH_END);
    return data;
  }
}
