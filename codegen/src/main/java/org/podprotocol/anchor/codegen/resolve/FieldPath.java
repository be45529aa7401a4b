package org.podprotocol.anchor.codegen.resolve;

import java.util.List;
import org.podprotocol.anchor.codegen.idl.IdlException;

/** Follows names of fields from a struct inwards. */
final class FieldPath {
  private FieldPath() {}

  static Shape follow(String path, DataType struct, List<String> names) {
    Shape shape = new Shape.Ref(struct);
    for (String name : names) {
      DataType type =
          shape instanceof Shape.Ref ref && ref.type().kind() == DataType.Kind.STRUCT
              ? ref.type()
              : null;
      if (type == null) {
        throw new IdlException(path, "asks for a field of what is no struct: " + name);
      }
      shape =
          type.fields().stream()
              .filter(field -> field.name().equals(name))
              .map(DataType.Field::shape)
              .findFirst()
              .orElseThrow(
                  () -> new IdlException(path, "leads nowhere: there is no " + name + " here"));
    }
    return shape;
  }
}
