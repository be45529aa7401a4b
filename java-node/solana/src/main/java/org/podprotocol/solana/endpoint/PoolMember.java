package org.podprotocol.solana.endpoint;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MethodClass;
import org.podprotocol.solana.rpc.RpcTransport;

/**
 * An endpoint of a pool.
 *
 * @param name shown in metrics and logs; no secret
 * @param transport carries its calls
 * @param classes what it is used for: heavy reads and sends may go to different nodes
 * @param budget what its provider allows, or null: no limit
 */
public record PoolMember(
    String name, RpcTransport transport, Set<MethodClass> classes, @Nullable RateBudget budget) {

  /** Takes a copy of the classes. */
  public PoolMember {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(transport, "transport");
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("endpoint " + name + " is used for nothing");
    }
    classes = Set.copyOf(classes);
  }

  /** For every class of calls, without a budget. */
  public static PoolMember of(HttpEndpoint endpoint) {
    return new PoolMember(endpoint.toString(), endpoint, EnumSet.allOf(MethodClass.class), null);
  }

  /** The same with a budget. */
  public PoolMember withBudget(RateBudget other) {
    return new PoolMember(name, transport, classes, other);
  }

  /** The same for other classes of calls. */
  public PoolMember withClasses(Set<MethodClass> other) {
    return new PoolMember(name, transport, other, budget);
  }
}
