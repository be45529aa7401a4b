package org.podprotocol.relay.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** The option {@code --relay-url}. */
final class RelayUrlOption {
  @Option(
      names = "--relay-url",
      paramLabel = "URL",
      defaultValue = "${env:POD_RELAY_URL:-http://127.0.0.1:8080}",
      description = "The relay's address (env POD_RELAY_URL; default http://127.0.0.1:8080).")
  @SuppressWarnings("NullAway.Init")
  private URI url;

  URI url() {
    return url;
  }
}
