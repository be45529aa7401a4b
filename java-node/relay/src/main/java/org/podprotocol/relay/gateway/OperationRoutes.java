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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
      Set.of(
          "type",
          "idempotencyKey",
          "name",
          "signer",
          "capabilities",
          "agent",
          "sender",
          "recipient",
          "nonce",
          "text",
          "creator",
          "visibility",
          "memberLimit");

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
    return hosted
        .submit(read(request.body()))
        .handle(
            (results, failure) -> {
              if (failure == null) {
                return response(results);
              }
              throw refused(failure);
            });
  }

  private static RuntimeException refused(Throwable failure) {
    return switch (failure instanceof CompletionException ? failure.getCause() : failure) {
      case OperationsFullException full ->
          new ProblemException(
              Problem.later(
                  ProblemType.OVERLOADED,
                  String.valueOf(full.getMessage()),
                  Duration.ofSeconds(1)));
      case IllegalArgumentException wrong ->
          new ProblemException(ProblemType.MALFORMED, String.valueOf(wrong.getMessage()));
      case null, default -> new CompletionException(failure);
    };
  }

  private static Response response(List<OperationResult> results) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("results");
          for (OperationResult result : results) {
            write(result, out);
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
          || value != JsonToken.VALUE_STRING
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
    try {
      return new HostedAgents.Request(parse(members), members.get("idempotencyKey"));
    } catch (NumberFormatException e) {
      throw new ProblemException(
          ProblemType.MALFORMED,
          "Capabilities, nonce or memberLimit is not an unsigned 64-bit number.");
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Operation parse(Map<String, String> members) {
    String type = members.getOrDefault("type", "");
    String name = members.getOrDefault("name", "");
    return switch (type) {
      case "register-agent" -> {
        only(members, "name", "signer", "capabilities");
        yield new Operation.RegisterAgent(
            name,
            members.containsKey("signer") ? key(members, "signer") : null,
            number(members, "capabilities", "0"));
      }
      case "update-agent" -> {
        only(members, "agent", "capabilities");
        yield new Operation.UpdateAgent(key(members, "agent"), number(members, "capabilities", ""));
      }
      case "rotate-signer" -> {
        only(members, "agent", "signer");
        yield new Operation.RotateSigner(key(members, "agent"), key(members, "signer"));
      }
      case "send-message" -> {
        only(members, "sender", "recipient", "nonce", "text");
        yield new Operation.SendMessage(
            key(members, "sender"),
            key(members, "recipient"),
            number(members, "nonce", ""),
            members.getOrDefault("text", ""));
      }
      case "create-channel" -> {
        only(members, "creator", "name", "visibility", "memberLimit");
        yield new Operation.CreateChannel(
            key(members, "creator"),
            name,
            isPublic(members.getOrDefault("visibility", "public")),
            number(members, "memberLimit", ""));
      }
      default ->
          throw new ProblemException(
              ProblemType.MALFORMED, "The operation \"" + Json.shown(type) + "\" is not known.");
    };
  }

  private static void only(Map<String, String> members, String... names) {
    for (String member : members.keySet()) {
      if (!member.equals("type")
          && !member.equals("idempotencyKey")
          && !List.of(names).contains(member)) {
        throw new ProblemException(
            ProblemType.MALFORMED, "This operation has no member \"" + member + "\".");
      }
    }
  }

  private static boolean isPublic(String visibility) {
    return switch (visibility) {
      case "public" -> true;
      case "private" -> false;
      default ->
          throw new ProblemException(
              ProblemType.MALFORMED, "The visibility is neither public nor private.");
    };
  }

  private static PublicKey key(Map<String, String> members, String name) {
    return new PublicKey(LoginService.address(members.get(name), name).toBytes());
  }

  private static long number(Map<String, String> members, String name, String fallback) {
    String text = members.getOrDefault(name, fallback);
    if (!text.matches("[0-9]{1,20}")) {
      throw new NumberFormatException(name);
    }
    return Long.parseUnsignedLong(text);
  }
}
