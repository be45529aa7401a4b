package org.podprotocol.relay.content;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Blocks from a public gateway, as raw blocks that are checked here (IPFS Trustless Gateway
 * specification, {@code ?format=raw}).
 */
public final class GatewayBlockSource implements BlockSource {
  private final URI gateway;
  private final HttpExchange http;

  /**
   * @param gateway for example {@code https://gateway.example}
   * @param timeout longest time for one block
   */
  public GatewayBlockSource(URI gateway, HttpClient http, Duration timeout) {
    this.gateway = gateway;
    this.http = new HttpExchange(http, timeout);
  }

  @Override
  public String name() {
    return "gateway " + gateway.getHost();
  }

  @Override
  public Optional<byte[]> get(Cid cid) throws IOException {
    HttpExchange.Answer answer =
        http.send(
            HttpRequest.newBuilder(gateway.resolve("/ipfs/" + cid + "?format=raw"))
                .header("Accept", "application/vnd.ipld.raw")
                .GET(),
            MAX_BLOCK);
    return switch (answer.status()) {
      case 200 -> {
        if (!cid.matches(answer.body())) {
          throw new CorruptBlockException(name(), cid);
        }
        yield Optional.of(answer.body());
      }
      case 404, 410 -> Optional.empty();
      default -> throw new IOException("%s: HTTP %d".formatted(name(), answer.status()));
    };
  }
}
