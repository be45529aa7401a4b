package org.podprotocol.relay.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.journal.Audience;
import org.podprotocol.relay.journal.StoredMessage;

/** Who may read what: nobody gets what they may not read. */
final class Access {
  private final AgentDirectory agents;

  Access(AgentDirectory agents) {
    this.agents = agents;
  }

  /** Completes if the message may be read; fails with a {@link ProblemException} otherwise. */
  CompletionStage<Void> toMessage(Optional<Session> session, StoredMessage message) {
    if (message.audience() == Audience.EVERYONE || isParty(session, message)) {
      return CompletableFuture.completedFuture(null);
    }
    return message.audience() == Audience.MEMBERS
        ? toChannel(session, message.envelope().recipient())
        : refused(session.isPresent());
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
        .recipient(key(inbox))
        .thenCompose(
            kind ->
                switch (kind.orElse(RecipientKind.AGENT)) {
                  case PUBLIC_CHANNEL -> CompletableFuture.<Void>completedFuture(null);
                  case PRIVATE_CHANNEL -> toChannel(session, inbox);
                  case AGENT -> refused(session.isPresent());
                });
  }

  /** A private channel is for its present members. */
  private CompletionStage<Void> toChannel(Optional<Session> session, Address channel) {
    if (session.isEmpty()) {
      return refused(false);
    }
    return agents
        .isMember(key(channel), key(session.get().agent()))
        .thenCompose(
            member -> member ? CompletableFuture.<Void>completedFuture(null) : refused(true));
  }

  private static PublicKey key(Address address) {
    return new PublicKey(address.toBytes());
  }

  private static CompletionStage<Void> refused(boolean loggedIn) {
    return CompletableFuture.failedFuture(
        new ProblemException(
            ProblemType.UNAUTHORIZED,
            loggedIn
                ? "This login's agent is not one of those who may read this."
                : "This is private to its parties: log in, and send Authorization: Bearer TOKEN."));
  }
}
