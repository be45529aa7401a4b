package org.podprotocol.relay.gateway;

import org.podprotocol.relay.admission.RefusalCode;

/** The API's errors ({@code docs/api.md}). */
enum ProblemType {
  MALFORMED(400, "malformed", "Malformed request", 16),
  UNAUTHORIZED(401, "unauthorized", "Login needed", 0),
  BAD_SIGNATURE(403, "bad-signature", "Bad signature", 17),
  UNKNOWN_SENDER(403, "unknown-sender", "Unknown sender", 18),
  WRONG_SIGNER(403, "wrong-signer", "Wrong signer", 19),
  NOT_ALLOWED(403, "not-allowed", "Not allowed here", 20),
  NOT_FOUND(404, "not-found", "Not found", 0),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed", 0),
  NOT_ANCHORED(409, "not-anchored", "Not anchored yet", 0),
  DUPLICATE_NONCE(409, "duplicate-nonce", "Nonce used before", 21),
  CONTENT_TOO_LARGE(413, "content-too-large", "Content too large", 22),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type", 0),
  TIMESTAMP_OUT_OF_WINDOW(422, "timestamp-out-of-window", "Timestamp out of window", 23),
  EXPIRED(422, "expired", "Expired", 24),
  CONTENT_MISMATCH(422, "content-mismatch", "Content does not match", 25),
  INVALID_TEXT(422, "invalid-text", "Invalid text", 26),
  SELF_MESSAGE(422, "self-message", "Message to oneself", 27),
  INVALID_ENVELOPE(422, "invalid-envelope", "Invalid envelope", 28),
  UNKNOWN_RECIPIENT(422, "unknown-recipient", "Unknown recipient", 29),
  QUOTA_EXCEEDED(507, "quota-exceeded", "Quota exceeded", 0),
  RATE_LIMITED(429, "rate-limited", "Too many requests", 30),
  OVERLOADED(503, "overloaded", "Overloaded", 31),
  CHAIN_UNAVAILABLE(503, "chain-unavailable", "Chain unavailable", 32),
  STORAGE_UNAVAILABLE(503, "storage-unavailable", "Storage unavailable", 33),
  INTERNAL(500, "internal", "Internal error", 34);

  private final int status;
  private final String code;
  private final String title;
  private final int number;

  ProblemType(int status, String code, String title, int number) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.number = number;
  }

  static ProblemType of(RefusalCode refusal) {
    return valueOf(refusal.name());
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String title() {
    return title;
  }

  /** Number in the binary form. */
  int number() {
    return number;
  }
}
