package org.podprotocol.client.relay;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port of a relay, in lower case, without the scheme's own port; a WebSocket has
 * the origin of its HTTP upgrade.
 *
 * @param text for example {@code http://127.0.0.1:8080}
 */
public record Origin(String text) {
  /**
   * The origin of an {@code http} or {@code https} address.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Origin of(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    String host = address.getHost();
    if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "a relay's address is http or https with a host: " + address);
    }
    int own = scheme.equals("http") ? 80 : 443;
    int port = address.getPort() == -1 ? own : address.getPort();
    String suffix = port == own ? "" : ":" + port;
    return new Origin(scheme + "://" + host.toLowerCase(Locale.ROOT) + suffix);
  }

  @Override
  public String toString() {
    return text;
  }
}
