package org.podprotocol.client;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.Token;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;

/** An agent's login at one relay: made when it is needed, made again when it is over. */
final class RelaySession {
  private static final long MARGIN_MS = 10_000;

  private final RelayApi api;
  private final Address agent;
  private final LoginKey key;
  private final Clock clock;

  // Guarded by this.
  private @Nullable CompletableFuture<Token> token;

  RelaySession(RelayApi api, LoginKey key, Clock clock) {
    this.api = api;
    this.agent = key.agent();
    this.key = key;
    this.clock = clock;
  }

  /** Calls with a login; once more with a new one if the relay says that it is over. */
  <T> CompletableFuture<T> call(Function<Token, CompletableFuture<T>> call) {
    return token()
        .thenCompose(
            first ->
                Futures.recover(
                    call.apply(first),
                    cause -> {
                      if (!isUnauthorized(cause)) {
                        return null;
                      }
                      forget(first);
                      return token().thenCompose(call);
                    }));
  }

  private static boolean isUnauthorized(Throwable cause) {
    return cause instanceof ProblemException e && e.problem().code().equals("unauthorized");
  }

  private synchronized CompletableFuture<Token> token() {
    CompletableFuture<Token> present = token;
    if (present == null || isOver(present)) {
      present = login();
      token = present;
    }
    return present;
  }

  private boolean isOver(CompletableFuture<Token> login) {
    return login.isCompletedExceptionally()
        || (login.isDone() && login.join().expiresAtMs() - MARGIN_MS < clock.millis());
  }

  private synchronized void forget(Token used) {
    CompletableFuture<Token> present = token;
    if (present != null && present.isDone() && !present.isCompletedExceptionally()) {
      token = used.equals(present.join()) ? null : present;
    }
  }

  private CompletableFuture<Token> login() {
    return api.challenge(agent)
        .thenCompose(
            challenge -> {
              Login login = challenge.answeredBy(agent, key.signerAddress(), api.origin());
              return key.sign(login).thenCompose(signature -> api.login(login, signature));
            });
  }
}
