package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.hosted.HostedAgents;
import org.podprotocol.relay.chain.hosted.Operation;
import org.podprotocol.relay.chain.hosted.OperationResult;
import org.podprotocol.relay.chain.hosted.OperationsFullException;

/**
 * /v1/operations: what the relay does on chain for agents it hosts. The relay pays, so it takes a
 * token.
 */
final class OperationRoutes {
  private static final int MOST = 100;
  private static final Set<String> MEMBERS =
      Set.of("type", "name", "signer", "capabilities", "idempotencyKey");

  private final HostedAgents hosted;
  private final byte[] token;

  OperationRoutes(HostedAgents hosted, String token) {
    this.hosted = hosted;
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  void addTo(Router router) {
    router.on("POST", "/v1/operations", "operations", this::run);
  }

  private CompletionStage<Response> run(Request request) {
    String given = Logins.token(request);
    if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED,
          "Operations need the token of hosting.token-file: Authorization: Bearer TOKEN.");
    }
    List<CompletableFuture<OperationResult>> results;
    try {
      results = hosted.submit(read(request.body()));
    } catch (OperationsFullException e) {
      throw new ProblemException(
          Problem.later(
              ProblemType.OVERLOADED, String.valueOf(e.getMessage()), Duration.ofSeconds(1)));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED, String.valueOf(e.getMessage()));
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(done -> response(results));
  }

  private static Response response(List<CompletableFuture<OperationResult>> results) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("results");
          for (CompletableFuture<OperationResult> result : results) {
            write(result.join(), out);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void write(OperationResult result, JsonGenerator out) throws IOException {
    out.writeStartObject();
    switch (result) {
      case OperationResult.Done done -> {
        out.writeStringField("state", "done");
        out.writeStringField("address", done.address().toBase58());
        out.writeStringField("signature", done.signature());
        out.writeNumberField("slot", done.slot());
      }
      case OperationResult.Refused refused -> {
        out.writeStringField("state", "refused");
        out.writeStringField("reason", refused.reason());
        if (refused.code() != null) {
          out.writeNumberField("programError", refused.code());
        }
      }
      case OperationResult.NotDone notDone -> {
        out.writeStringField("state", "not-done");
        out.writeStringField("reason", notDone.reason());
      }
      case OperationResult.Unknown unknown -> {
        out.writeStringField("state", "unknown");
        out.writeStringField("reason", unknown.reason());
        out.writeStringField("signature", unknown.signature());
      }
    }
    out.writeEndObject();
  }

  private static List<HostedAgents.Request> read(byte[] body) {
    try (JsonParser in = Json.parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT
          || !"operations".equals(in.nextFieldName())
          || in.nextToken() != JsonToken.START_ARRAY) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The body is not {\"operations\":[...]}.");
      }
      var operations = new ArrayList<HostedAgents.Request>();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        if (operations.size() == MOST) {
          throw new ProblemException(
              ProblemType.MALFORMED, "There are more than " + MOST + " operations.");
        }
        operations.add(operation(members(in)));
      }
      if (in.currentToken() != JsonToken.END_ARRAY
          || in.nextToken() != JsonToken.END_OBJECT
          || in.nextToken() != null) {
        throw new ProblemException(
            ProblemType.MALFORMED,
            "\"operations\" is not an array of objects, alone in its object.");
      }
      return operations;
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private static Map<String, String> members(JsonParser in) throws IOException {
    var members = new HashMap<String, String>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (!MEMBERS.contains(name)
          || (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT)
          || members.put(name, in.getText()) != null) {
        throw new ProblemException(
            ProblemType.MALFORMED,
            "The member \""
                + Json.shown(name)
                + "\" is not known, appears twice, or is no string.");
      }
    }
    return members;
  }

  private static HostedAgents.Request operation(Map<String, String> members) {
    String type = members.getOrDefault("type", "");
    if (!type.equals(Operation.Kind.REGISTER_AGENT.wire())) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The operation \"" + Json.shown(type) + "\" is not known.");
    }
    try {
      @Nullable String signer = members.get("signer");
      var operation =
          new Operation.RegisterAgent(
              members.getOrDefault("name", ""),
              signer == null
                  ? null
                  : new PublicKey(LoginService.address(signer, "signer").toBytes()),
              Long.parseUnsignedLong(members.getOrDefault("capabilities", "0")));
      return new HostedAgents.Request(operation, members.get("idempotencyKey"));
    } catch (NumberFormatException e) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The capabilities are not an unsigned 64-bit number.");
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
