package org.podprotocol.anchor.codegen.idl;

/** An IDL that can't be used, with the place in its JSON that says why. */
public final class IdlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /**
   * Names the place and the problem.
   *
   * @param path a JSON path, such as {@code $.types[2].type.fields[0]}
   */
  public IdlException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  /** The place, a JSON path. */
  public String path() {
    return path;
  }

  /** What is wrong there. */
  public String problem() {
    return problem;
  }
}
