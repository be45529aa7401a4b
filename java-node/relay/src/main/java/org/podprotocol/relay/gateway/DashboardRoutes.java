package org.podprotocol.relay.gateway;

import java.util.Map;

/** The dashboard's page: a few files, and a policy that lets them load nothing from elsewhere. */
final class DashboardRoutes {
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "dashboard.css", "text/css; charset=utf-8",
          "dashboard.js", "text/javascript; charset=utf-8",
          "chart.js", "text/javascript; charset=utf-8",
          "proof.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private DashboardRoutes() {}

  static void addTo(Router router, PackagedFiles files) {
    FILES.forEach(
        (name, type) ->
            router.on(
                "GET",
                name.equals("index.html") ? "/" : "/" + name,
                "dashboard",
                request -> files.answer("dashboard/" + name, type, HEADERS)));
  }
}
