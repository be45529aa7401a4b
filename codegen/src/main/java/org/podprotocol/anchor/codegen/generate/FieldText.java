package org.podprotocol.anchor.codegen.generate;

import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.Shape;
import org.podprotocol.anchor.codegen.resolve.ShapeText;

/** What is said of a field that the IDL says nothing of: its type, as the program knows it. */
final class FieldText {
  private FieldText() {}

  static String of(Shape shape) {
    String text = Docs.escapeLine(ShapeText.of(shape));
    return shape instanceof Shape.Scalar scalar && scalar.type() == Primitive.U64
        ? text + ", unsigned"
        : text;
  }
}
