package org.podprotocol.relay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.ProtocolException;

/**
 * How the text of a value is read.
 *
 * @param form what a value looks like, for people
 * @param quoted whether TOML writes it as a string
 * @param many whether it is a list
 * @param secret whether a value may hold a secret, such as an API key, and is never shown
 * @param reader throws {@link IllegalArgumentException} with a clause that says what is wrong
 */
record Kind<T>(String form, boolean quoted, boolean many, boolean secret, Reader<T> reader) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|kB|MB|GB|KiB|MiB|GiB|TiB)");

  static final Kind<String> TEXT = new Kind<>("text", true, false, text -> text);
  static final Kind<Boolean> FLAG = new Kind<>("true or false", false, false, Kind::flag);
  static final Kind<Duration> DURATION_KIND =
      new Kind<>("a duration such as 500ms, 2s, 5m, 1h, 7d", true, false, Kind::duration);
  static final Kind<Long> SIZE_KIND =
      new Kind<>("a size such as 64KiB, 4MiB, 2GiB", true, false, Kind::size);
  static final Kind<OptionalLong> SIZE_OR_AUTO =
      new Kind<>(
          "a size such as 64KiB, 4MiB, 100MB, or auto",
          true,
          false,
          text -> text.equals("auto") ? OptionalLong.empty() : OptionalLong.of(Kind.size(text)));
  static final Kind<PublicKey> ADDRESS =
      new Kind<>("an address in base58", true, false, Kind::address);
  static final Kind<List<URI>> HTTP_URIS =
      new Kind<>("http or https addresses", true, true, true, text -> uris(text, "http"));
  static final Kind<List<URI>> WEBSOCKET_URIS =
      new Kind<>("ws or wss addresses", true, true, true, text -> uris(text, "ws"));
  static final Kind<String> TRANSACTION_URL =
      new Kind<>(
          "an http or https address with {signature} in it", true, false, Kind::transactionUrl);
  static final Kind<List<String>> TEXTS =
      new Kind<>("texts", true, true, text -> list(text, item -> item));

  static final Kind<List<PublicKey>> ADDRESSES =
      new Kind<>("addresses in base58", true, true, text -> list(text, Kind::address));
  static final Kind<Double> DECIMAL = new Kind<>("a number", false, false, Kind::decimal);

  private Kind(String form, boolean quoted, boolean many, Reader<T> reader) {
    this(form, quoted, many, false, reader);
  }

  static Kind<Integer> integer(int least, int most) {
    return new Kind<>(
        "a whole number from " + least + " to " + most,
        false,
        false,
        text -> (int) whole(text, least, most));
  }

  static Kind<Long> number(long least, long most) {
    return new Kind<>(
        "a whole number from " + least + " to " + most,
        false,
        false,
        text -> whole(text, least, most));
  }

  static Kind<String> oneOf(String... words) {
    return new Kind<>(
        "one of " + String.join(", ", words),
        true,
        false,
        text -> {
          if (!List.of(words).contains(text)) {
            throw new IllegalArgumentException("is not one of " + String.join(", ", words));
          }
          return text;
        });
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  private static double decimal(String text) {
    try {
      double value = Double.parseDouble(text.replace("_", ""));
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a number", e);
    }
    throw new IllegalArgumentException("is not a number");
  }

  private static long whole(String text, long least, long most) {
    long value;
    try {
      value = Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a whole number", e);
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException("is not between " + least + " and " + most);
    }
    return value;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a duration such as 500ms, 2s, 5m, 1h, 7d");
    }
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }

  private static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a size such as 64KiB, 4MiB, 2GiB");
    }
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "B" -> n;
      case "kB" -> n * 1_000;
      case "MB" -> n * 1_000_000;
      case "GB" -> n * 1_000_000_000;
      case "KiB" -> n << 10;
      case "MiB" -> n << 20;
      case "GiB" -> n << 30;
      default -> n << 40;
    };
  }

  private static PublicKey address(String text) {
    try {
      return new PublicKey(Address.parse(text).toBytes());
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("is not an address: " + e.getMessage(), e);
    }
  }

  /** Says which one is wrong, and never quotes it. */
  private static List<URI> uris(String text, String scheme) {
    var uris = new ArrayList<URI>();
    for (String item : list(text, part -> part)) {
      try {
        uris.add(uri(item, scheme));
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(
            "has an address, number %d, that is none: %s at character %d"
                .formatted(uris.size() + 1, e.getReason(), e.getIndex() + 1));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "has an address, number %d, that %s".formatted(uris.size() + 1, e.getMessage()), e);
      }
    }
    return List.copyOf(uris);
  }

  private static URI uri(String text, String scheme) throws URISyntaxException {
    var uri = new URI(text);
    String got = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if ((!got.equals(scheme) && !got.equals(scheme + "s")) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "does not begin with " + scheme + ":// or " + scheme + "s:// and a host");
    }
    return uri;
  }

  private static String transactionUrl(String text) {
    if (!text.isEmpty() && !(text.matches("https?://.+") && text.contains("{signature}"))) {
      throw new IllegalArgumentException(
          "is not an address that begins with http:// or https:// and has {signature} in it");
    }
    return text;
  }

  private static <T> List<T> list(String text, Reader<T> item) {
    var items = new ArrayList<T>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        items.add(item.read(part.strip()));
      }
    }
    return List.copyOf(items);
  }

  @FunctionalInterface
  interface Reader<T> {
    T read(String text);
  }
}
