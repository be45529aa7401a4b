package org.podprotocol.relay.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Takes off what futures wrap failures in. */
public final class Causes {
  private Causes() {}

  public static Throwable of(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapped && cause != null ? of(cause) : failure;
  }
}
