package org.podprotocol.protocol;

import java.util.EnumMap;
import java.util.Map;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * The cluster and program a signature is made for. A signature made in one domain means nothing in
 * another.
 */
public final class Domain {
  /** Bytes before the body: tag, genesis hash, program id. */
  public static final int PREFIX_LENGTH = Tag.LENGTH + 2 * Bytes32.LENGTH;

  private final Address genesisHash;
  private final Address programId;
  private final Map<Tag, byte[]> prefixes = new EnumMap<>(Tag.class);

  /**
   * @param genesisHash the cluster's genesis hash, which Solana writes in base58
   * @param programId the address of the deployed program
   */
  public Domain(Address genesisHash, Address programId) {
    this.genesisHash = genesisHash;
    this.programId = programId;
    for (Tag tag : Tag.values()) {
      byte[] prefix = new byte[PREFIX_LENGTH];
      tag.copyTo(prefix, 0);
      genesisHash.copyTo(prefix, Tag.LENGTH);
      programId.copyTo(prefix, Tag.LENGTH + Bytes32.LENGTH);
      prefixes.put(tag, prefix);
    }
  }

  public Address genesisHash() {
    return genesisHash;
  }

  public Address programId() {
    return programId;
  }

  /** tag || genesis hash || program id || {@code length} bytes of {@code body}. */
  public byte[] signedBytes(Tag tag, byte[] body, int offset, int length) {
    byte[] signed = new byte[PREFIX_LENGTH + length];
    System.arraycopy(prefix(tag), 0, signed, 0, PREFIX_LENGTH);
    System.arraycopy(body, offset, signed, PREFIX_LENGTH, length);
    return signed;
  }

  public byte[] signedBytes(Tag tag, byte[] body) {
    return signedBytes(tag, body, 0, body.length);
  }

  /** SHA-256 of the signed bytes, without building them. */
  Hash signedBytesHash(Tag tag, byte[] body, int offset, int length) {
    return Sha256.of(prefix(tag), body, offset, length);
  }

  private byte[] prefix(Tag tag) {
    byte[] prefix = prefixes.get(tag);
    if (prefix == null) {
      throw new IllegalStateException("no prefix for " + tag);
    }
    return prefix;
  }

  @Override
  public String toString() {
    return "program " + programId + " on the cluster of genesis " + genesisHash;
  }
}
