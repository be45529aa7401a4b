package org.podprotocol.relay.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.chain.AgentView;

/** Who is logged in, by token. At most a fixed number; the oldest goes first. */
final class Sessions {
  private static final int MOST = 50_000;
  private static final int TOKEN_BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> byToken = new LinkedHashMap<>();
  private final List<Consumer<Session>> enders = new CopyOnWriteArrayList<>();

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Keeps the session and gives its token. */
  synchronized String add(Session session) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    dropExpired();
    if (byToken.size() >= MOST) {
      Iterator<String> oldest = byToken.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    byToken.put(token, session);
    return token;
  }

  private void dropExpired() {
    // Sessions all last equally long, so the expired ones come first.
    Iterator<Session> oldest = byToken.values().iterator();
    while (oldest.hasNext() && oldest.next().expiresAtMs() <= clock.millis()) {
      oldest.remove();
    }
  }

  /**
   * The session of a token. A token has 256 random bits, so looking it up by hash gives nothing
   * away that helps.
   */
  synchronized Optional<Session> find(String token) {
    return Optional.ofNullable(byToken.get(token))
        .filter(session -> session.expiresAtMs() > clock.millis());
  }

  void remove(String token) {
    Optional<Session> removed;
    synchronized (this) {
      removed = Optional.ofNullable(byToken.remove(token));
    }
    removed.ifPresent(this::ended);
  }

  /** Registers one who has to know when a session ends before its time. */
  void onEnd(Consumer<Session> ender) {
    enders.add(ender);
  }

  /** Ends the sessions of an agent that were opened with a key it no longer has. */
  void agentChanged(AgentView agent) {
    Address address = Address.of(agent.address().toByteArray());
    Address signer = Address.of(agent.signer().toByteArray());
    var over = new ArrayList<Session>();
    synchronized (this) {
      byToken
          .values()
          .removeIf(
              session -> {
                boolean ends =
                    session.agent().equals(address)
                        && (agent.closed() || !session.signer().equals(signer));
                if (ends) {
                  over.add(session);
                }
                return ends;
              });
    }
    over.forEach(this::ended);
  }

  private void ended(Session session) {
    enders.forEach(ender -> ender.accept(session));
  }

  /** Agents that are logged in. */
  synchronized Set<Address> agents() {
    return byToken.values().stream().map(Session::agent).collect(Collectors.toUnmodifiableSet());
  }

  synchronized int count() {
    return byToken.size();
  }
}
