package org.podprotocol.relay.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/** Login challenges that were given and not used. At most a fixed number; the oldest goes first. */
final class Challenges {
  private static final int MOST = 20_000;

  private final Clock clock;
  private final Duration life;
  private final SecureRandom random = new SecureRandom();
  private final Map<Hash, Given> given = new LinkedHashMap<>();

  Challenges(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  synchronized Challenge give(Address agent) {
    byte[] bytes = new byte[Hash.LENGTH];
    random.nextBytes(bytes);
    Hash challenge = Hash.of(bytes);
    long expiresAtMs = clock.millis() + life.toMillis();
    Iterator<Given> oldest = given.values().iterator();
    while (oldest.hasNext()
        && (oldest.next().expiresAtMs <= clock.millis() || given.size() >= MOST)) {
      oldest.remove();
    }
    given.put(challenge, new Given(agent, expiresAtMs));
    return new Challenge(challenge, expiresAtMs);
  }

  /**
   * Uses a challenge up; false unless it was given to this agent with this expiry and is still
   * good.
   */
  synchronized boolean take(Hash challenge, Address agent, long expiresAtMs) {
    Given was = given.remove(challenge);
    return was != null
        && was.agent.equals(agent)
        && was.expiresAtMs == expiresAtMs
        && expiresAtMs > clock.millis();
  }

  record Challenge(Hash bytes, long expiresAtMs) {}

  private record Given(Address agent, long expiresAtMs) {}
}
