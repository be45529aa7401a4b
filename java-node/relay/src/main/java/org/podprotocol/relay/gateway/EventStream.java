package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.delivery.Sink;
import org.podprotocol.relay.delivery.Subscription;
import org.podprotocol.relay.journal.StoredMessage;

/**
 * An inbox as server-sent events (HTML standard, section 9.2). Belongs to its connection's event
 * loop.
 */
final class EventStream implements Sink, PushedAnswer {
  private static final int COMMENT_SECONDS = 15;

  private final EdgeContext context;
  private final ChannelHandlerContext ctx;
  private final ServerSentEvents events;
  private final @Nullable Session session;
  private @Nullable Subscription subscription;
  private @Nullable Future<?> comments;
  private boolean ended;

  EventStream(EdgeContext context, ChannelHandlerContext ctx, @Nullable Session session) {
    this.context = context;
    this.ctx = ctx;
    this.events = new ServerSentEvents(ctx);
    this.session = session;
  }

  /** Writes the head of the answer and begins to push. */
  void begin(Subscription begun, String requestId, Map<String, String> headers) {
    subscription = begun;
    if (!ctx.channel().isActive()) {
      close();
      return;
    }
    events.head(requestId, headers);
    events.write(": begins\n\n");
    comments =
        ctx.executor()
            .scheduleAtFixedRate(this::comment, COMMENT_SECONDS, COMMENT_SECONDS, TimeUnit.SECONDS);
    if (session != null) {
      long lifeMs = session.expiresAtMs() - context.services().clock().millis();
      ctx.executor().schedule(this::end, Math.max(0, lifeMs), TimeUnit.MILLISECONDS);
    }
    // From here on the client's leaving is noticed.
    ctx.channel().config().setAutoRead(true);
    begun.resume();
  }

  private void comment() {
    if (writable()) {
      events.write(":\n\n");
    }
  }

  @Override
  public ScheduledExecutorService executor() {
    return ctx.executor();
  }

  @Override
  public boolean writable() {
    return ctx.channel().isWritable();
  }

  @Override
  public void writabilityChanged() {
    if (writable() && subscription != null) {
      subscription.resume();
    }
  }

  @Override
  public void send(Subscription from, StoredMessage message) {
    var event = new ByteArrayOutputStream();
    event.writeBytes(
        ("id: " + message.seq() + "\nevent: message\ndata: ").getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringField(
                  "state", MessageJson.state(context.services().journal(), message.index()));
              MessageJson.writeMessage(message, out);
              out.writeEndObject();
            }));
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    events.write(event.toByteArray());
  }

  private void end() {
    if (!ended) {
      close();
      events.end();
    }
  }

  @Override
  public void close() {
    ended = true;
    if (comments != null) {
      comments.cancel(false);
    }
    if (subscription != null) {
      context.services().delivery().unsubscribe(subscription);
    }
  }

  @Override
  public void sessionEnded(Session over) {
    if (over.equals(session)) {
      ctx.executor().execute(this::end);
    }
  }

  @Override
  public void readersChanged(Address inbox, @Nullable Address agent) {
    ctx.executor()
        .execute(
            () -> {
              if (ended
                  || subscription == null
                  || !subscription.inbox().equals(inbox)
                  || agent != null && (session == null || !session.agent().equals(agent))) {
                return;
              }
              context
                  .access()
                  .toInbox(Optional.ofNullable(session), inbox)
                  .whenComplete(
                      (allowed, failure) -> {
                        if (failure != null) {
                          ctx.executor().execute(this::end);
                        }
                      });
            });
  }

  @Override
  public void progress() {
    // Events carry the state a message had when it was sent; later ones are asked for by id.
  }

  @Override
  public void goAway() {
    ctx.executor().execute(this::end);
  }
}
