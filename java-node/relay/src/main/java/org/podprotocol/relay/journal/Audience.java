package org.podprotocol.relay.journal;

/** Who may read a message. */
public enum Audience {
  /** Its sender and its recipient. */
  PARTIES(0),
  /** Anyone. */
  EVERYONE(1),
  /** Its sender and the members of the channel it was posted to. */
  MEMBERS(2);

  private final int code;

  Audience(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Audience ofCode(int code) {
    for (Audience audience : values()) {
      if (audience.code == code) {
        return audience;
      }
    }
    throw new IllegalStateException(
        "the journal holds the audience " + code + ", which this version does not know");
  }
}
