package org.podprotocol.relay.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Part of a file that a request asks for (RFC 9110 section 14). One range; requests for several get
 * the whole file, as the RFC allows.
 *
 * @param from first byte
 * @param length bytes, at least 1 unless the file is empty
 */
record ByteRange(long from, long length) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * @param header value of Range, null if there is none
   * @param size bytes of the file
   * @return the whole file if the header is absent or not one range of bytes; empty if the range
   *     lies outside the file
   */
  static Optional<ByteRange> of(@Nullable String header, long size) {
    Matcher range = header == null ? null : RANGE.matcher(header);
    if (range == null || !range.matches() || header.equals("bytes=-")) {
      return Optional.of(new ByteRange(0, size));
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(range.group(2)));
      return last == 0 ? Optional.empty() : Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(range.group(1));
    long to =
        range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
    return from >= size || to < from
        ? Optional.empty()
        : Optional.of(new ByteRange(from, to - from + 1));
  }

  boolean isWhole(long size) {
    return from == 0 && length == size;
  }

  /** Value of Content-Range. */
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
