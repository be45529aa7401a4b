package org.podprotocol.anchor.codegen.resolve;

import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;

/** A type with nothing left to look up. */
public sealed interface Shape {

  /**
   * A primitive.
   *
   * @param unaligned one of Anchor 2's Pod wrappers, of alignment 1
   */
  record Scalar(Primitive type, boolean unaligned) implements Shape {
    /** With its natural alignment. */
    public Scalar(Primitive type) {
      this(type, false);
    }
  }

  /** A presence byte and perhaps a value. */
  record OptionOf(Shape value) implements Shape {}

  /** A presence u32 and room for a value. */
  record COptionOf(Shape value) implements Shape {}

  /** A length and elements. */
  record VecOf(Shape element) implements Shape {}

  /** A length and distinct elements. */
  record SetOf(Shape element) implements Shape {}

  /** A length and pairs. */
  record MapOf(Shape key, Shape value) implements Shape {}

  /** A fixed number of elements. */
  record ArrayOf(Shape element, int length) implements Shape {}

  /** A struct or enum. */
  record Ref(DataType type) implements Shape {}
}
