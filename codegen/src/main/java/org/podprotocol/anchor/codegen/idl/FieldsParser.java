package org.podprotocol.anchor.codegen.idl;

import java.util.function.Function;

/** Tells named fields from tuples, as the untagged enum of the specification does. */
final class FieldsParser {
  private FieldsParser() {}

  static IdlTypeDef.Fields parse(
      JsonPlace place, Function<JsonPlace, IdlField> field, Function<JsonPlace, IdlType> type) {
    if (!place.exists() || place.elements().isEmpty()) {
      return new IdlTypeDef.Unit();
    }
    JsonPlace first = place.elements().get(0);
    if (first.has("name") && first.has("type")) {
      return new IdlTypeDef.Named(place.list(field));
    }
    return new IdlTypeDef.Tuple(place.list(type));
  }
}
