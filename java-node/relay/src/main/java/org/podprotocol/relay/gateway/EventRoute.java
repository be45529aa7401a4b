package org.podprotocol.relay.gateway;

import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;

/** /v1/events: begins an event stream for those who may read the inbox. */
final class EventRoute {
  private final EdgeContext context;

  EventRoute(EdgeContext context) {
    this.context = context;
  }

  /**
   * @param headers to add to the answer
   * @param started told of the stream, on the connection's event loop, before anything is written
   */
  CompletionStage<Void> begin(
      ChannelHandlerContext ctx,
      Request request,
      Map<String, String> headers,
      Consumer<EventStream> started) {
    request.onlyParameters("from");
    Address inbox = LoginService.address(request.path().get(2), "inbox");
    long from = from(request);
    Optional<Session> session = new Logins(context.logins().sessions()).of(request);
    var stream = new EventStream(context, ctx, session.orElse(null));
    return context
        .access()
        .toInbox(session, inbox)
        .thenCompose(allowed -> context.services().delivery().subscribe(inbox, from, stream))
        .thenAccept(
            subscription ->
                ctx.executor()
                    .execute(
                        () -> {
                          started.accept(stream);
                          context.streams().add(stream, ctx);
                          stream.begin(subscription, request.id(), headers);
                        }));
  }

  /** A browser that connects again names the last event it had. */
  private static long from(Request request) {
    @Nullable String last = request.header("Last-Event-ID");
    if (last != null && last.matches("[0-9]{1,18}")) {
      return Long.parseLong(last) + 1;
    }
    return request.number("from", 1, 0, Long.MAX_VALUE);
  }
}
