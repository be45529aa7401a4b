package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A type that the program defines.
 *
 * @param path where the IDL defines it
 */
public record IdlTypeDef(
    String name,
    List<String> docs,
    Serialization serialization,
    Optional<Repr> repr,
    List<Parameter> generics,
    Body body,
    String path) {

  /** How values become bytes. */
  public enum Serialization {
    /** Borsh. */
    BORSH,
    /** The memory of a {@code bytemuck::Pod} type, which has no padding between its fields. */
    BYTEMUCK,
    /** The memory of a type that was declared Pod without a check: it may have padding. */
    BYTEMUCK_UNSAFE,
    /** Code of the program's own. */
    CUSTOM
  }

  /** Rust's representation attribute. */
  public record Repr(Kind kind, boolean packed, OptionalInt align) {
    /** Which layout rules. */
    public enum Kind {
      /** The compiler's choice. */
      RUST,
      /** That of C. */
      C,
      /** That of the only field. */
      TRANSPARENT
    }
  }

  /** A generic parameter. */
  public record Parameter(String name, boolean isConst) {}

  /** What the type is. */
  public sealed interface Body {}

  /** A struct. */
  public record Struct(Fields fields) implements Body {}

  /** An enum. */
  public record Enum(List<Variant> variants) implements Body {}

  /** Another name for a type. */
  public record Alias(IdlType target) implements Body {}

  /** What a class of the user's reads and writes. */
  public record Foreign(String className) implements Body {}

  /** A variant of an enum. */
  public record Variant(String name, List<String> docs, Fields fields) {}

  /** The fields of a struct or variant. */
  public sealed interface Fields {}

  /** No fields. */
  public record Unit() implements Fields {}

  /** Fields with names. */
  public record Named(List<IdlField> fields) implements Fields {}

  /** Fields without names. */
  public record Tuple(List<IdlType> types) implements Fields {}
}
