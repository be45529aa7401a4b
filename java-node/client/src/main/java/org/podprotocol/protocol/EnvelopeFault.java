package org.podprotocol.protocol;

/**
 * Why an envelope, or its content, is not one that may be accepted; independent of chain and clock.
 */
public enum EnvelopeFault {
  VERSION("the version is not 1"),
  MESSAGE_TYPE("the message type is reserved"),
  FLAGS("a reserved flag is set, or a flag on an acknowledgement"),
  CODEC("the codec is not raw (0x55)"),
  CONTENT_TOO_LARGE("the content is longer than 1,048,576 bytes"),
  CONTENT_EMPTY("there is no content"),
  ACK_WITH_CONTENT("an acknowledgement has content"),
  TIMESTAMP("the timestamp is before 1970, or greater than 2^53 - 1"),
  EXPIRY("it expires before or when it is made, or at a time greater than 2^53 - 1"),
  SELF_MESSAGE("the sender is the recipient"),
  ACK_WITHOUT_MESSAGE("an acknowledgement names no message"),
  ACK_CONTENT_HASH("the content hash of an acknowledgement is not that of no bytes"),
  CONTENT_LENGTH("the content has another length than the envelope says"),
  CONTENT_HASH("the content has another hash than the envelope says"),
  INVALID_TEXT("the text is not UTF-8, or has control characters");

  private final String sentence;

  EnvelopeFault(String sentence) {
    this.sentence = sentence;
  }

  /** What is wrong, as a clause without a full stop. */
  public String sentence() {
    return sentence;
  }
}
