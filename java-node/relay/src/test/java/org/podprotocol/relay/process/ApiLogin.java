package org.podprotocol.relay.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;

/** A login over HTTP, step by step. */
public final class ApiLogin {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiLogin() {}

  /** The token that a login of this agent gets. */
  public static String token(URI relay, Domain domain, Address agent, SigningKey key)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode challenge =
          post(
              http,
              relay.resolve("/v1/login/challenge"),
              JSON.createObjectNode().put("agent", agent.toString()));
      var login =
          new Login(
              Address.parse(challenge.get("relay").asText()),
              agent,
              key.address(),
              Hash.parse(challenge.get("challenge").asText()),
              challenge.get("expiresAtMs").asLong(),
              challenge.get("origin").asText());
      JsonNode opened =
          post(
              http,
              relay.resolve("/v1/login"),
              JSON.createObjectNode()
                  .put("agent", agent.toString())
                  .put("signer", login.signer().toString())
                  .put("challenge", login.challenge().toString())
                  .put("expiresAtMs", login.expiresAtMs())
                  .put("origin", login.origin())
                  .put("signature", login.sign(domain, key).toString()));
      return opened.get("token").asText();
    }
  }

  private static JsonNode post(HttpClient http, URI url, JsonNode body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build(),
            BodyHandlers.ofByteArray());
    return JSON.readTree(answer.body());
  }
}
