package org.podprotocol.relay.chain.hosted;

import java.util.concurrent.CompletableFuture;

/** An operation on its way, and where its result goes. */
record Member(Operation operation, CompletableFuture<OperationResult> result) {

  static Member of(Operation operation) {
    return new Member(operation, new CompletableFuture<>());
  }
}
