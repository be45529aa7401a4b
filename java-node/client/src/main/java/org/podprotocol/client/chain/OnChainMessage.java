package org.podprotocol.client.chain;

import java.util.Arrays;
import java.util.Optional;
import org.podprotocol.bindings.accounts.Message;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * A message in an account of its own: with its content, or with the hash of content that is
 * elsewhere.
 */
public final class OnChainMessage {
  private final Address address;
  private final Message account;
  private final byte[] data;

  OnChainMessage(Address address, Message account, byte[] data) {
    this.address = address;
    this.account = account;
    this.data = data;
  }

  public Address address() {
    return address;
  }

  /** All fields. */
  public Message account() {
    return account;
  }

  public Address sender() {
    return Keys.address(account.sender());
  }

  public Address recipient() {
    return Keys.address(account.recipient());
  }

  /** SHA-256 of the content. */
  public Hash contentHash() {
    return Hash.of(account.contentHash());
  }

  /** Bytes of content, wherever it is. */
  public long contentLength() {
    return account.contentLen();
  }

  public boolean isCompressed() {
    return account.isCompressed() != 0;
  }

  /**
   * A copy of the content if it is in the account and of the account's hash; empty if it is
   * elsewhere.
   */
  public Optional<byte[]> inlineContent() {
    if (isCompressed()) {
      return Optional.empty();
    }
    int end = Message.ACCOUNT_SIZE + (int) account.contentLen();
    byte[] content = Arrays.copyOfRange(data, Message.ACCOUNT_SIZE, Math.min(end, data.length));
    return names(content) ? Optional.of(content) : Optional.empty();
  }

  /** Whether {@code content} is what the account names. */
  public boolean names(byte[] content) {
    return content.length == account.contentLen() && Sha256.of(content).equals(contentHash());
  }

  @Override
  public String toString() {
    return "message " + address + " of " + sender();
  }
}
