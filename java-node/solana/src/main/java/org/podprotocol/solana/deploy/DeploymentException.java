package org.podprotocol.solana.deploy;

/** A program can't be deployed or changed; the message says why, and what to do. */
public final class DeploymentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeploymentException(String message) {
    super(message);
  }
}
