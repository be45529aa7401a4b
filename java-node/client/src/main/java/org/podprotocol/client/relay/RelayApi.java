package org.podprotocol.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.http.AnswerTooLargeException;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signature;

/**
 * The HTTP API of one relay. Futures fail with {@link ProblemException} for a refusal, {@link
 * AnswerException} for an answer out of form, and with what {@link HttpLane#send} names otherwise.
 * What may be repeated is, when the relay is busy or can't be reached: sending the same message
 * again is always safe.
 */
public final class RelayApi {
  /** Most messages of one request. */
  public static final int MAX_BATCH = 100;

  private static final String JSON = "application/json";

  private final URI base;
  private final Origin origin;
  private final HttpLane lane;
  private final Retry retry;

  /**
   * @param base the relay's address, for example {@code http://127.0.0.1:8080}
   */
  public RelayApi(URI base, HttpLane lane, Retry retry) {
    String text = base.toString();
    this.base = URI.create(text.endsWith("/") ? text : text + "/");
    this.origin = Origin.of(base);
    this.lane = lane;
    this.retry = retry;
  }

  public Origin origin() {
    return origin;
  }

  /** The address of the WebSocket. */
  public URI streamAddress() {
    String http = base.resolve("v1/stream").toString();
    return URI.create("ws" + http.substring("http".length()));
  }

  public CompletableFuture<RelayInfo> info() {
    return repeated(get("v1/relay", null), RelayInfo::of);
  }

  /** Sends one message; the answer comes when it is on the relay's disk. */
  public CompletableFuture<Acceptance> send(OutgoingMessage message) {
    return repeated(
        post("v1/messages", RequestBody.object(RequestBody.message(message))), Acceptance::of);
  }

  /**
   * Sends up to {@link #MAX_BATCH} messages in one request; each stands for itself.
   *
   * @return in the same order
   */
  public CompletableFuture<List<SendResult>> send(List<OutgoingMessage> messages) {
    if (messages.isEmpty() || messages.size() > MAX_BATCH) {
      throw new IllegalArgumentException("1 to " + MAX_BATCH + " messages, not " + messages.size());
    }
    HttpRequest request = post("v1/messages", RequestBody.object(RequestBody.messages(messages)));
    return repeated(
        request,
        answer -> {
          List<SendResult> results = new ArrayList<>();
          for (JsonNode item : answer.array("results")) {
            results.add(result(Answer.of(item)));
          }
          if (results.size() != messages.size()) {
            throw new AnswerException(
                results.size() + " results for " + messages.size() + " messages");
          }
          return List.copyOf(results);
        });
  }

  private static SendResult result(Answer answer) {
    return answer.has("error")
        ? new SendResult.Refused(Problem.of(answer.object("error").json(), null))
        : new SendResult.Accepted(Acceptance.of(answer));
  }

  /** A message; a private one needs the token of its sender or recipient. */
  public CompletableFuture<StoredMessage> message(Hash id, @Nullable Token token) {
    return repeated(get("v1/messages/" + id, token), StoredMessage::of);
  }

  /** A message's proof; refused with {@code not-anchored} before it is on chain. */
  public CompletableFuture<AnchorProof> proof(Hash id, @Nullable Token token) {
    return repeated(get("v1/messages/" + id + "/proof", token), AnchorProof::of);
  }

  /**
   * A run of an inbox.
   *
   * @param from first sequence number, at least 1
   * @param limit messages at most, 1 to 100
   */
  public CompletableFuture<InboxPage> inbox(
      Address inbox, long from, int limit, @Nullable Token token) {
    String path = "v1/inbox/" + inbox + "?from=" + from + "&limit=" + limit;
    return repeated(
        get(path, token),
        answer -> {
          List<StoredMessage> messages = new ArrayList<>();
          for (JsonNode item : answer.array("messages")) {
            StoredMessage message = StoredMessage.of(Answer.of(item));
            if (message.sequence() != from + messages.size()) {
              throw new AnswerException(
                  "the inbox has a gap: "
                      + message.sequence()
                      + " in place of "
                      + (from + messages.size()));
            }
            messages.add(message);
          }
          return new InboxPage(messages, answer.integer("next"));
        });
  }

  public CompletableFuture<Challenge> challenge(Address agent) {
    return repeated(
        post("v1/login/challenge", RequestBody.object(RequestBody.agent(agent))), Challenge::of);
  }

  /** Logs in; a challenge is good for one attempt, so this is not repeated. */
  public CompletableFuture<Token> login(Login login, Signature signature) {
    HttpRequest request = post("v1/login", RequestBody.object(RequestBody.login(login, signature)));
    return once(request, answer -> new Token(answer.text("token"), answer.integer("expiresAtMs")));
  }

  /** Ends a login. */
  public CompletableFuture<Void> logout(Token token) {
    HttpRequest request = request("v1/login", token).DELETE().build();
    return lane.send(request).thenAccept(response -> requireSuccess(response));
  }

  private HttpRequest get(String path, @Nullable Token token) {
    return request(path, token).GET().build();
  }

  private HttpRequest post(String path, byte[] body) {
    return request(path, null)
        .header("Content-Type", JSON)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpRequest.Builder request(String path, @Nullable Token token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Accept", JSON);
    return token == null ? request : request.header("Authorization", "Bearer " + token.value());
  }

  private <T> CompletableFuture<T> repeated(HttpRequest request, Function<Answer, T> reader) {
    return retry.run(() -> once(request, reader), RelayApi::pause);
  }

  private <T> CompletableFuture<T> once(HttpRequest request, Function<Answer, T> reader) {
    return lane.send(request)
        .thenApply(response -> reader.apply(Answer.parse(requireSuccess(response))));
  }

  private static byte[] requireSuccess(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    Duration retryAfter =
        response.headers().firstValue("Retry-After").map(RelayApi::seconds).orElse(null);
    String type = response.headers().firstValue("Content-Type").orElse("");
    int status = response.statusCode();
    if (type.startsWith("application/problem+json")) {
      throw new ProblemException(Problem.of(Answer.parse(response.body()).json(), retryAfter));
    }
    if (isBusy(status)) {
      throw new ProblemException(
          new Problem(
              Problem.UNAVAILABLE,
              status,
              "a server in front of the relay does not reach it",
              null,
              retryAfter));
    }
    throw new AnswerException("status " + status + " without a problem from " + response.uri());
  }

  private static boolean isBusy(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private static @Nullable Duration seconds(String text) {
    return text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : null;
  }

  /** Busy relays and broken connections are worth another attempt, refusals are not. */
  private static @Nullable Duration pause(Throwable failure) {
    if (failure instanceof ProblemException e) {
      int status = e.problem().status();
      Duration least = e.problem().retryAfter();
      return isBusy(status) ? (least == null ? Duration.ZERO : least) : null;
    }
    boolean connection =
        failure instanceof IOException && !(failure instanceof AnswerTooLargeException);
    return connection ? Duration.ZERO : null;
  }
}
