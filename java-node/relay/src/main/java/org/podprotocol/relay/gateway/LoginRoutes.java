package org.podprotocol.relay.gateway;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** /v1/login: challenge, login, logout. */
final class LoginRoutes {
  private final LoginService service;

  LoginRoutes(LoginService service) {
    this.service = service;
  }

  void addTo(Router router) {
    router
        .on("POST", "/v1/login/challenge", "challenge", this::challenge)
        .on("POST", "/v1/login", "login", this::login)
        .on("DELETE", "/v1/login", "logout", this::logout);
  }

  private CompletionStage<Response> challenge(Request request) {
    Map<String, String> members = Json.flat(request.body(), Set.of("agent"));
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            service.challenge(members.getOrDefault("agent", ""), request.header("Host"), null)));
  }

  private CompletionStage<Response> login(Request request) {
    return service
        .login(Json.flat(request.body(), LoginService.MEMBERS))
        .thenApply(
            session -> {
              String token = service.sessions().add(session);
              return Response.json(
                  200,
                  out -> {
                    out.writeStartObject();
                    out.writeStringField("token", token);
                    out.writeStringField("agent", session.agent().toString());
                    out.writeNumberField("expiresAtMs", session.expiresAtMs());
                    out.writeEndObject();
                  });
            });
  }

  private CompletionStage<Response> logout(Request request) {
    String token = Logins.token(request);
    if (token == null || service.sessions().find(token).isEmpty()) {
      throw new ProblemException(ProblemType.UNAUTHORIZED, "There is no login to end.");
    }
    service.sessions().remove(token);
    return CompletableFuture.completedFuture(new Response(204, "", new byte[0], Map.of()));
  }
}
