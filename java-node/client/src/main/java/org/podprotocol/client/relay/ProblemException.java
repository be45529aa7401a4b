package org.podprotocol.client.relay;

import java.io.Serial;

/** A relay refused a request. */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.code() + " (" + problem.status() + "): " + problem.detail());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
