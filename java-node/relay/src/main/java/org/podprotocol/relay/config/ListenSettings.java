package org.podprotocol.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param port 0: any free one
 * @param publicOrigins what clients may have connected to; empty: this machine's own
 * @param corsOrigins origins of web pages that may call
 * @param tls certificate and key; empty: plain HTTP
 * @param adminPort -1: no admin listener
 * @param drain how long clients are left alone before they are sent away
 * @param explorer where transactions are looked at; empty: by cluster
 */
public record ListenSettings(
    String address,
    int port,
    List<String> publicOrigins,
    List<String> corsOrigins,
    Optional<Tls> tls,
    String adminAddress,
    int adminPort,
    Duration drain,
    String explorer) {

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}
}
