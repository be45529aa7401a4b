package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.admission.Admitted;
import org.podprotocol.relay.admission.Submission;
import org.podprotocol.relay.delivery.Sink;
import org.podprotocol.relay.delivery.Subscription;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket connection ({@code docs/api.md}). Everything happens on its event loop. */
final class StreamConnection extends SimpleChannelInboundHandler<WebSocketFrame>
    implements Sink, LiveStream, SentMessages.Teller {
  private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);
  private static final int MOST_UNDER_WAY = 64;
  private static final int BINARY_HEAD = 5;
  private static final int NO_RECEIPTS = 1;

  private final EdgeContext context;
  private final Journal journal;
  private final String client;
  private final String host;
  private final Map<Address, Subscription> subscriptions = new HashMap<>();
  private final SentMessages sent;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Session session;
  private @Nullable Future<?> slow;
  private boolean watching;
  private boolean pinged;
  private int underWay;

  StreamConnection(EdgeContext context, String client, String host) {
    this.context = context;
    this.journal = context.services().journal();
    this.sent = new SentMessages(journal, this);
    this.client = client;
    this.host = host;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
  }

  private ChannelHandlerContext ctx() {
    ChannelHandlerContext current = ctx;
    if (current == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return current;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext unused, WebSocketFrame frame) {
    pinged = false;
    switch (frame) {
      case PingWebSocketFrame ping ->
          ctx().writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case PongWebSocketFrame pong -> log.trace("pong");
      case CloseWebSocketFrame close -> {
        int code = close.statusCode();
        close(code > 0 ? new WebSocketCloseStatus(code, "") : WebSocketCloseStatus.NORMAL_CLOSURE);
      }
      case TextWebSocketFrame text -> limited(() -> text(ByteBufUtil.getBytes(text.content())));
      case BinaryWebSocketFrame binary ->
          limited(() -> binary(ByteBufUtil.getBytes(binary.content())));
      default -> close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
    }
  }

  private void limited(Runnable work) {
    context.services().metrics().counter("ws.frames").inc();
    Duration wait = context.rate().take(client, 1);
    if (wait.isZero()) {
      work.run();
    } else {
      error(null, Problem.later(ProblemType.RATE_LIMITED, "Too many frames.", wait));
    }
  }

  private void text(byte[] frame) {
    StreamCommand command;
    try {
      command = StreamCommand.read(frame);
    } catch (ProblemException e) {
      error(null, e.problem());
      return;
    }
    CompletionStage<?> done;
    try {
      done = run(command, frame.length);
    } catch (RuntimeException e) {
      done = CompletableFuture.failedFuture(e);
    }
    done.whenComplete(
        (ok, failure) -> {
          if (failure != null) {
            execute(() -> error(command.ref(), Problems.of(failure, "stream of " + client)));
          }
        });
  }

  private CompletionStage<?> run(StreamCommand command, int bytes) {
    return switch (command.type()) {
      case "hello" -> {
        send(
            context
                .logins()
                .challenge(command.members().getOrDefault("agent", ""), host, "challenge"));
        yield done();
      }
      case "login" ->
          context
              .logins()
              .login(command.members())
              .thenAccept(opened -> execute(() -> welcome(command, opened)));
      case "token" -> {
        String token = command.members().getOrDefault("token", "");
        welcome(
            command,
            context
                .logins()
                .sessions()
                .find(token)
                .orElseThrow(
                    () ->
                        new ProblemException(
                            ProblemType.UNAUTHORIZED,
                            "The token is not known, or its login is over.")));
        yield done();
      }
      case "subscribe" -> subscribe(command);
      case "unsubscribe" -> {
        Address inbox = LoginService.address(command.members().get("inbox"), "inbox");
        Subscription ended = subscriptions.remove(inbox);
        if (ended != null) {
          context.services().delivery().unsubscribe(ended);
        }
        answer(
            command.ref(), "unsubscribed", out -> out.writeStringField("inbox", inbox.toString()));
        yield done();
      }
      case "ack" -> ack(command);
      case "watch" -> {
        watching = true;
        answer(command.ref(), "watching", out -> {});
        yield done();
      }
      default -> sendOne(command, bytes);
    };
  }

  private static CompletionStage<?> done() {
    return CompletableFuture.completedFuture(null);
  }

  private void welcome(StreamCommand command, Session opened) {
    if (session != null && !session.agent().equals(opened.agent())) {
      error(
          command.ref(),
          Problem.of(ProblemType.UNAUTHORIZED, "This connection is another agent's already."));
      return;
    }
    session = opened;
    long lifeMs = opened.expiresAtMs() - context.services().clock().millis();
    executor().schedule(() -> expire(opened), Math.max(0, lifeMs), TimeUnit.MILLISECONDS);
    answer(
        command.ref(), "welcome", out -> out.writeStringField("agent", opened.agent().toString()));
  }

  private void expire(Session over) {
    if (over.equals(session)) {
      close(new WebSocketCloseStatus(1008, "the login is over"));
    }
  }

  @Override
  public void sessionEnded(Session over) {
    execute(() -> expire(over));
  }

  @Override
  public void readersChanged(Address inbox, @Nullable Address agent) {
    execute(
        () -> {
          Session reader = session;
          if (!subscriptions.containsKey(inbox)
              || agent != null && (reader == null || !reader.agent().equals(agent))) {
            return;
          }
          context
              .access()
              .toInbox(Optional.ofNullable(reader), inbox)
              .whenComplete((allowed, failure) -> execute(() -> checkedAgain(failure)));
        });
  }

  private void checkedAgain(@Nullable Throwable failure) {
    if (failure != null) {
      close(new WebSocketCloseStatus(1008, "a subscribed channel may no longer be read"));
    }
  }

  private CompletionStage<?> subscribe(StreamCommand command) {
    Address inbox = LoginService.address(command.members().get("inbox"), "inbox");
    long from = command.number("from", 1, 0);
    if (!subscriptions.containsKey(inbox)
        && subscriptions.size() >= context.limits().subscriptions()) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED, "This connection has as many subscriptions as it may.");
    }
    return context
        .access()
        .toInbox(Optional.ofNullable(session), inbox)
        .thenCompose(allowed -> context.services().delivery().subscribe(inbox, from, this))
        .thenAccept(subscription -> execute(() -> begin(command, inbox, from, subscription)));
  }

  private void begin(StreamCommand command, Address inbox, long from, Subscription subscription) {
    if (!ctx().channel().isActive()) {
      context.services().delivery().unsubscribe(subscription);
      return;
    }
    Subscription before = subscriptions.put(inbox, subscription);
    if (before != null) {
      context.services().delivery().unsubscribe(before);
    }
    answer(
        command.ref(),
        "subscribed",
        out -> {
          out.writeStringField("inbox", inbox.toString());
          out.writeNumberField("from", from);
        });
    subscription.resume();
  }

  private CompletionStage<?> ack(StreamCommand command) {
    Address inbox = LoginService.address(command.members().get("inbox"), "inbox");
    long seq = command.number("seq", 0, 1);
    if (session == null || !session.agent().equals(inbox)) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED, "Only the agent itself acknowledges its inbox.");
    }
    Subscription subscription = subscriptions.get(inbox);
    if (subscription != null && seq <= subscription.sentUpTo()) {
      return journal.recordDelivered(inbox, seq);
    }
    return journal
        .inboxNext(inbox)
        .thenCompose(
            next -> {
              if (seq >= next) {
                throw new ProblemException(
                    ProblemType.MALFORMED, "The inbox ends before " + next + ".");
              }
              return journal.recordDelivered(inbox, seq);
            });
  }

  private CompletionStage<?> sendOne(StreamCommand command, int bytes) {
    if (command.envelope() == null) {
      throw new IllegalStateException("checked when it was read");
    }
    byte[] content = command.content();
    var submission = new Submission(command.envelope(), content == null ? new byte[0] : content);
    takeIn(bytes);
    expect(submission);
    return context
        .services()
        .admission()
        .admit(submission)
        .whenComplete((result, failure) -> execute(() -> letOut(bytes)))
        .thenAccept(result -> execute(() -> accepted(command, result)));
  }

  private void accepted(StreamCommand command, Admitted result) {
    switch (result) {
      case Admitted.Stored stored ->
          context
              .services()
              .content()
              .ofMessage(stored.message())
              .thenAccept(
                  content ->
                      execute(
                          () -> {
                            answer(
                                command.ref(),
                                "accepted",
                                out -> MessageJson.writeStored(stored, content, journal, out));
                            told(stored.message());
                          }));
      case Admitted.Refused refused -> error(command.ref(), Problem.of(refused));
    }
  }

  private void binary(byte[] frame) {
    if (frame.length < BINARY_HEAD) {
      close(new WebSocketCloseStatus(1003, "a binary frame begins with five bytes"));
      return;
    }
    byte[] ref = Arrays.copyOf(frame, 4);
    boolean receipts = (frame[4] & NO_RECEIPTS) == 0;
    List<Submission> messages;
    try {
      messages = MessageBody.binary(frame, BINARY_HEAD);
      takeIn(frame.length);
      messages.forEach(this::expect);
    } catch (ProblemException e) {
      error(null, e.problem());
      return;
    }
    AdmitAll.run(context.services().admission(), messages)
        .whenComplete(
            (results, failure) ->
                execute(
                    () -> {
                      letOut(frame.length);
                      if (failure != null) {
                        error(null, Problems.of(failure, "stream of " + client));
                        return;
                      }
                      write(BinaryResults.of(ref, results, receipts));
                      for (Admitted result : results) {
                        if (result instanceof Admitted.Stored stored) {
                          told(stored.message());
                        }
                      }
                    }));
  }

  private void takeIn(int bytes) {
    if (!context.budget().take(bytes)) {
      throw new ProblemException(
          Problem.later(ProblemType.OVERLOADED, "Too much is under way.", Duration.ofSeconds(1)));
    }
    underWay++;
    updateReading();
  }

  private void letOut(int bytes) {
    context.budget().giveBack(bytes);
    underWay--;
    updateReading();
  }

  /** Reads no further while much is under way or the client does not take its answers. */
  private void updateReading() {
    ctx().channel().config().setAutoRead(underWay < MOST_UNDER_WAY && writable());
  }

  /** States of what this connection sends are wanted: begin to listen before it is admitted. */
  private void expect(Submission submission) {
    if (watching && sent.expect(submission.envelope().recipient())) {
      context.streams().follow(submission.envelope().recipient(), this);
    }
  }

  private void told(StoredMessage message) {
    if (watching) {
      sent.add(message);
    }
  }

  @Override
  public void progress() {
    if (watching) {
      execute(sent::progress);
    }
  }

  void delivered(Address recipient, long upTo) {
    execute(() -> sent.delivered(recipient, upTo));
  }

  void acknowledged(Envelope ack) {
    execute(() -> sent.acknowledged(ack));
  }

  @Override
  public void tell(Hash id, long index, String state) {
    answer(
        null,
        "state",
        out -> {
          out.writeStringField("id", id.toString());
          out.writeNumberField("index", index);
          out.writeStringField("state", state);
        });
  }

  // The sink.

  @Override
  public ScheduledExecutorService executor() {
    return ctx().executor();
  }

  @Override
  public boolean writable() {
    return ctx().channel().isWritable();
  }

  @Override
  public void send(Subscription subscription, StoredMessage message) {
    answer(
        null,
        "message",
        out -> {
          out.writeStringField("inbox", subscription.inbox().toString());
          MessageJson.writeMessage(message, out);
        });
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext unused) {
    if (writable()) {
      if (slow != null) {
        slow.cancel(false);
        slow = null;
      }
      subscriptions.values().forEach(Subscription::resume);
      sent.progress();
    } else if (slow == null) {
      slow =
          executor()
              .schedule(
                  this::tooSlow, context.limits().slowConsumer().toMillis(), TimeUnit.MILLISECONDS);
    }
    updateReading();
  }

  private void tooSlow() {
    context.services().metrics().counter("delivery.slow").inc();
    // Its buffers are full, so a close frame would not get out either.
    ctx().close();
  }

  // Writing.

  private void error(@Nullable String ref, Problem problem) {
    answer(
        ref,
        "error",
        out -> {
          out.writeFieldName("problem");
          problem.write(out);
        });
  }

  private void answer(@Nullable String ref, String type, Json.Writer members) {
    send(out -> object(out, ref, type, members));
  }

  private static void object(
      JsonGenerator out, @Nullable String ref, String type, Json.Writer members)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("type", type);
    if (ref != null) {
      out.writeStringField("ref", ref);
    }
    members.write(out);
    out.writeEndObject();
  }

  private void send(Json.Writer object) {
    ctx().writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(Json.bytes(object))));
  }

  private void write(byte[] bytes) {
    ctx().writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
  }

  private void execute(Runnable work) {
    ctx().executor().execute(work);
  }

  private void close(WebSocketCloseStatus status) {
    ctx()
        .writeAndFlush(new CloseWebSocketFrame(status))
        .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
  }

  @Override
  public void goAway() {
    execute(() -> close(new WebSocketCloseStatus(1001, "the relay shuts down")));
  }

  @Override
  public void channelInactive(ChannelHandlerContext unused) {
    subscriptions.values().forEach(context.services().delivery()::unsubscribe);
    subscriptions.clear();
    context.streams().unfollow(sent.recipients(), this);
    if (slow != null) {
      slow.cancel(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext unused, Object event) {
    if (event instanceof IdleStateEvent) {
      if (pinged) {
        ctx().close();
      } else {
        pinged = true;
        ctx().writeAndFlush(new PingWebSocketFrame());
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException corrupted -> close(corrupted.closeStatus());
      case io.netty.handler.codec.TooLongFrameException large ->
          close(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      case IOException io -> ctx().close();
      default -> {
        log.error("A stream failed.", cause);
        ctx().close();
      }
    }
  }
}
