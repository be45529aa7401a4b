package org.podprotocol.anchor.codegen.diff;

/**
 * A difference between two IDLs.
 *
 * @param place for instance {@code instruction send, argument nonce}
 */
public record Change(Effect effect, String place, String what) {
  /** Whom a change concerns. */
  public enum Effect {
    /** Clients built for the old program fail against the new one, or misread it. */
    BREAKS_CLIENTS,
    /** Old clients go on working; their source needs changes against new bindings. */
    BREAKS_SOURCE,
    /** Nobody has to do anything. */
    ADDITION
  }
}
