package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Optional;

/**
 * A program's interface.
 *
 * @param address the program's address in base58; absent in some IDLs of the older form
 */
public record Idl(
    Optional<String> address,
    Origin origin,
    Metadata metadata,
    List<String> docs,
    List<IdlInstruction> instructions,
    List<IdlAccount> accounts,
    List<IdlEvent> events,
    List<IdlError> errors,
    List<IdlTypeDef> types,
    List<IdlConstant> constants) {

  /** The same with other types. */
  Idl withTypes(List<IdlTypeDef> changed) {
    return new Idl(
        address,
        origin,
        metadata,
        docs,
        instructions,
        accounts,
        events,
        errors,
        List.copyOf(changed),
        constants);
  }

  /** The same with other instructions. */
  Idl withInstructions(List<IdlInstruction> changed) {
    return new Idl(
        address,
        origin,
        metadata,
        docs,
        List.copyOf(changed),
        accounts,
        events,
        errors,
        types,
        constants);
  }

  /** Which tool wrote the IDL, in which form. */
  public enum Origin {
    /** Anchor, specification 0.1.0. */
    ANCHOR,
    /** Anchor before 0.30. */
    ANCHOR_LEGACY,
    /** Shank: one-byte discriminants, accounts without discriminators. */
    SHANK
  }

  /** What the IDL says about itself. */
  public record Metadata(
      String name,
      String version,
      Optional<String> spec,
      Optional<String> description,
      Optional<String> repository,
      Optional<String> contact,
      List<Dependency> dependencies,
      List<Deployment> deployments) {}

  /** A crate that the program depends on. */
  public record Dependency(String name, String version) {}

  /** The program's address on a cluster. */
  public record Deployment(String cluster, String address) {}
}
