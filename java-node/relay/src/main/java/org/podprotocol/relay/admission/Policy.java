package org.podprotocol.relay.admission;

import java.util.Set;

/**
 * Which agents may send here.
 *
 * @param allow base58; empty: all
 * @param deny base58; wins over {@code allow}
 */
public record Policy(Set<String> allow, Set<String> deny) {
  public Policy {
    allow = Set.copyOf(allow);
    deny = Set.copyOf(deny);
  }

  boolean allows(String agent) {
    return !deny.contains(agent) && (allow.isEmpty() || allow.contains(agent));
  }

  boolean isOpen() {
    return allow.isEmpty() && deny.isEmpty();
  }
}
