package org.podprotocol.anchor.codegen.resolve;

/** Spells a shape as Rust would. */
public final class ShapeText {
  private ShapeText() {}

  /** For instance {@code Option<[u64; 4]>}. */
  public static String of(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.type().idlName();
    }
    if (shape instanceof Shape.OptionOf option) {
      return "Option<" + of(option.value()) + ">";
    }
    if (shape instanceof Shape.COptionOf option) {
      return "COption<" + of(option.value()) + ">";
    }
    if (shape instanceof Shape.VecOf vec) {
      return "Vec<" + of(vec.element()) + ">";
    }
    if (shape instanceof Shape.SetOf set) {
      return "Set<" + of(set.element()) + ">";
    }
    if (shape instanceof Shape.MapOf map) {
      return "Map<" + of(map.key()) + ", " + of(map.value()) + ">";
    }
    if (shape instanceof Shape.ArrayOf array) {
      return "[" + of(array.element()) + "; " + array.length() + "]";
    }
    return ((Shape.Ref) shape).type().idlName();
  }
}
