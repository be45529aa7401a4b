package org.podprotocol.solana.endpoint;

import java.net.URI;
import java.util.Locale;

/**
 * The parts of an endpoint's URL.
 *
 * @param secure true for https and wss
 * @param host name or address
 * @param port explicit or the scheme's own
 * @param pathAndQuery may hold an API key: never shown
 */
record EndpointAddress(boolean secure, String host, int port, String pathAndQuery) {

  static EndpointAddress of(URI url, String plainScheme, String secureScheme) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals(plainScheme) && !scheme.equals(secureScheme)) {
      throw new IllegalArgumentException(
          "an endpoint's scheme is "
              + plainScheme
              + " or "
              + secureScheme
              + ", not \""
              + scheme
              + "\"");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("the endpoint's URL has no host");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "credentials go into a header, not before the host of an endpoint's URL");
    }
    boolean secure = scheme.equals(secureScheme);
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return new EndpointAddress(secure, url.getHost(), port, path + query);
  }

  /** The host without the brackets of an IPv6 literal. */
  String hostToResolve() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  String hostHeader() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }

  /** Host and port: what may be shown. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
