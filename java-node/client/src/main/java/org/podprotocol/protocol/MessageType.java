package org.podprotocol.protocol;

/** The message_type byte, as an unsigned number. */
public final class MessageType {
  /** UTF-8 text by {@link TextRule}. */
  public static final int TEXT = 0;

  /** Any bytes. */
  public static final int DATA = 1;

  /** An acknowledgement of {@code inReplyTo}; no content. */
  public static final int ACK = 2;

  /** From here to 255: data whose meaning the applications agree on. */
  public static final int FIRST_APPLICATION_DEFINED = 128;

  private MessageType() {}

  /** Whether an envelope may have this type; 3 to 127 are reserved. */
  public static boolean isDefined(int type) {
    return (type >= TEXT && type <= ACK) || (type >= FIRST_APPLICATION_DEFINED && type <= 255);
  }
}
