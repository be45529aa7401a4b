package org.podprotocol.relay.gateway;

import java.util.concurrent.CompletionStage;

/**
 * Answers one kind of request. May fail, or throw, with a {@link ProblemException}; must not block.
 */
@FunctionalInterface
interface Route {
  CompletionStage<Response> answer(Request request);
}
