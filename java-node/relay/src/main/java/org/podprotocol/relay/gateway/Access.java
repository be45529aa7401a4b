package org.podprotocol.relay.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.journal.StoredMessage;

/** Who may read what: nobody gets what they may not read. */
final class Access {
  private final AgentDirectory agents;

  Access(AgentDirectory agents) {
    this.agents = agents;
  }

  /** Completes if the message may be read; fails with a {@link ProblemException} otherwise. */
  CompletionStage<Void> toMessage(Optional<Session> session, StoredMessage message) {
    boolean allowed =
        switch (message.audience()) {
          case EVERYONE -> true;
          case PARTIES -> isParty(session, message);
          case MEMBERS -> isParty(session, message);
        };
    return allowed ? CompletableFuture.completedFuture(null) : refused(session.isPresent());
  }

  private static boolean isParty(Optional<Session> session, StoredMessage message) {
    return session
        .map(
            login ->
                login.agent().equals(message.envelope().sender())
                    || login.agent().equals(message.envelope().recipient()))
        .orElse(false);
  }

  /** Completes if the inbox may be read. */
  CompletionStage<Void> toInbox(Optional<Session> session, Address inbox) {
    if (session.map(login -> login.agent().equals(inbox)).orElse(false)) {
      return CompletableFuture.completedFuture(null);
    }
    return agents
        .recipient(new PublicKey(inbox.toBytes()))
        .thenCompose(
            kind ->
                kind.orElse(RecipientKind.AGENT) == RecipientKind.PUBLIC_CHANNEL
                    ? CompletableFuture.<Void>completedFuture(null)
                    : refused(session.isPresent()));
  }

  private static CompletionStage<Void> refused(boolean loggedIn) {
    return CompletableFuture.failedFuture(
        new ProblemException(
            ProblemType.UNAUTHORIZED,
            loggedIn
                ? "This login is another agent's; this is private to its parties."
                : "This is private to its parties: log in, and send Authorization: Bearer TOKEN."));
  }
}
