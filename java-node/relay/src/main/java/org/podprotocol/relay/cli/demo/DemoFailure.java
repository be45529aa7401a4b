package org.podprotocol.relay.cli.demo;

/** Something the demo promises did not happen. */
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
