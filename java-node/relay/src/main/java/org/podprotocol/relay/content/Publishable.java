package org.podprotocol.relay.content;

import java.util.Optional;

/**
 * Content that may go to a public store. Exists only for what is encrypted or posted to a public
 * channel (I-4): plaintext of private messages has no such value, so it can't be handed to an
 * upload.
 */
public final class Publishable {
  private final Cid root;
  private final long size;

  private Publishable(Cid root, long size) {
    this.root = root;
    this.size = size;
  }

  /**
   * Content of a message.
   *
   * @param root its CID
   * @param size its bytes
   * @param encrypted whether the envelope says that its content is encrypted
   * @param publicChannel whether the recipient is a channel that anyone may read
   * @return empty if it must stay in the relay's own store
   */
  public static Optional<Publishable> of(
      Cid root, long size, boolean encrypted, boolean publicChannel) {
    return encrypted || publicChannel ? Optional.of(new Publishable(root, size)) : Optional.empty();
  }

  /** A file that its owner asked to publish. */
  static Publishable byItsOwner(Cid root, long size) {
    return new Publishable(root, size);
  }

  public Cid root() {
    return root;
  }

  public long size() {
    return size;
  }
}
