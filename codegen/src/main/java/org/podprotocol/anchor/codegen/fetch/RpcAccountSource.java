package org.podprotocol.anchor.codegen.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Reads accounts from a JSON-RPC endpoint. */
public final class RpcAccountSource implements AccountSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  // An account holds at most 10 MiB, and base64 makes a third more of it.
  private static final int MAX_ANSWER = 16 * 1024 * 1024;

  private final URI endpoint;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Reads from that endpoint, an http or https URL. */
  public RpcAccountSource(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Optional<Account> read(String address) throws FetchException {
    String body =
        JSON.createObjectNode()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "getAccountInfo")
            .set(
                "params",
                JSON.createArrayNode()
                    .add(address)
                    .add(
                        JSON.createObjectNode()
                            .put("encoding", "base64")
                            .put("commitment", "confirmed")))
            .toString();
    JsonNode answer = post(body);
    if (answer.hasNonNull("error")) {
      throw new FetchException(endpoint.getHost() + " answered " + answer.get("error"));
    }
    JsonNode value = answer.path("result").path("value");
    if (value.isNull()) {
      return Optional.empty();
    }
    String data = value.path("data").path(0).asText(null);
    String owner = value.path("owner").asText(null);
    if (data == null || owner == null) {
      throw new FetchException(endpoint.getHost() + " gave an answer that is no account");
    }
    try {
      return Optional.of(new Account(Base64.getDecoder().decode(data), owner));
    } catch (IllegalArgumentException e) {
      throw new FetchException(endpoint.getHost() + " gave an account that is not base64", e);
    }
  }

  private JsonNode post(String body) throws FetchException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] answer = in.readNBytes(MAX_ANSWER + 1);
        if (answer.length > MAX_ANSWER) {
          throw new FetchException(endpoint.getHost() + " gave an answer of more than 16 MiB");
        }
        if (response.statusCode() != 200) {
          throw new FetchException(endpoint.getHost() + " answered HTTP " + response.statusCode());
        }
        return JSON.readTree(answer);
      }
    } catch (IOException e) {
      throw new FetchException("can't read from " + endpoint.getHost() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted", e);
    }
  }
}
