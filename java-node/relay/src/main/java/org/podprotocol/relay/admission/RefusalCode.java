package org.podprotocol.relay.admission;

/** Why a message is not accepted. The text is part of the API ({@code docs/api.md}). */
public enum RefusalCode {
  BAD_SIGNATURE("bad-signature"),
  UNKNOWN_SENDER("unknown-sender"),
  WRONG_SIGNER("wrong-signer"),
  NOT_ALLOWED("not-allowed"),
  DUPLICATE_NONCE("duplicate-nonce"),
  CONTENT_TOO_LARGE("content-too-large"),
  TIMESTAMP_OUT_OF_WINDOW("timestamp-out-of-window"),
  EXPIRED("expired"),
  CONTENT_MISMATCH("content-mismatch"),
  INVALID_TEXT("invalid-text"),
  SELF_MESSAGE("self-message"),
  INVALID_ENVELOPE("invalid-envelope"),
  UNKNOWN_RECIPIENT("unknown-recipient"),
  RATE_LIMITED("rate-limited"),
  OVERLOADED("overloaded"),
  CHAIN_UNAVAILABLE("chain-unavailable"),
  STORAGE_UNAVAILABLE("storage-unavailable"),
  INTERNAL("internal");

  private final String text;

  RefusalCode(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
