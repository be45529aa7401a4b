package org.podprotocol.relay.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;

/** /v1/inbox: reading an inbox page by page. */
final class InboxRoutes {
  private static final int MOST = 100;

  private final Journal journal;
  private final Access access;
  private final Logins logins;
  private final int pageBytes;

  InboxRoutes(Services services, Access access, Logins logins) {
    journal = services.journal();
    this.access = access;
    this.logins = logins;
    pageBytes = services.limits().body();
  }

  void addTo(Router router) {
    router.on("GET", "/v1/inbox/*", "inbox", this::read);
  }

  private CompletionStage<Response> read(Request request) {
    request.onlyParameters("from", "limit");
    Address inbox = LoginService.address(request.path().get(2), "inbox");
    long from = request.number("from", 1, 1, Long.MAX_VALUE);
    int limit = (int) request.number("limit", MOST, 1, MOST);
    return access
        .toInbox(logins.of(request), inbox)
        .thenCompose(allowed -> journal.inbox(inbox, from, limit))
        .thenApply(messages -> page(messages, from));
  }

  private Response page(List<StoredMessage> messages, long from) {
    return Response.json(
        200,
        out -> {
          long next = from;
          long bytes = 0;
          out.writeStartObject();
          out.writeArrayFieldStart("messages");
          for (StoredMessage message : messages) {
            // At least one, so that a reader always gets on.
            bytes += 1000 + message.content().length * 4L / 3;
            if (next > from && bytes > pageBytes) {
              break;
            }
            out.writeStartObject();
            out.writeStringField("state", MessageJson.state(journal, message.index()));
            MessageJson.writeMessage(message, out);
            out.writeEndObject();
            next = message.seq() + 1;
          }
          out.writeEndArray();
          out.writeNumberField("next", next);
          out.writeEndObject();
        });
  }
}
