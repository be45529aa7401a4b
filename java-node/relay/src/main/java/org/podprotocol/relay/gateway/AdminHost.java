package org.podprotocol.relay.gateway;

import io.netty.util.NetUtil;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages in the operator's browser away from the admin listener, which has no
 * login: the host asked for is an address, localhost or the listener's own name, which a name that
 * a stranger points here is not; and a page that asks is one of this listener.
 */
final class AdminHost {
  private final String own;

  /**
   * @param own the listener's configured address
   */
  AdminHost(String own) {
    this.own = own;
  }

  /** A route behind this check. */
  Route guarding(Route route) {
    return request -> {
      check(request);
      return route.answer(request);
    };
  }

  void check(Request request) {
    String host = request.header("Host");
    String name = name("http://" + host);
    boolean known =
        name != null
            && (name.equals("localhost")
                || name.equals(own)
                || NetUtil.isValidIpV4Address(name)
                || NetUtil.isValidIpV6Address(name));
    String origin = request.header("Origin");
    if (!known || origin != null && !authority(origin).equals(host)) {
      throw new ProblemException(
          ProblemType.NOT_ALLOWED,
          "This is answered to pages of the admin listener itself, asked for by address, as localhost"
              + " or as listen.admin-address.");
    }
  }

  private static @Nullable String name(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String authority(String origin) {
    int slashes = origin.indexOf("//");
    return slashes < 0 ? "" : origin.substring(slashes + 2);
  }
}
