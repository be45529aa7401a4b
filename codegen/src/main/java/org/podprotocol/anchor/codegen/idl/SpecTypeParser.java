package org.podprotocol.anchor.codegen.idl;

import org.podprotocol.anchor.codegen.idl.IdlType.Argument;
import org.podprotocol.anchor.codegen.idl.IdlType.ConstArgument;
import org.podprotocol.anchor.codegen.idl.IdlType.Defined;
import org.podprotocol.anchor.codegen.idl.IdlType.Generic;
import org.podprotocol.anchor.codegen.idl.IdlType.TypeArgument;

/** References to types in specification 0.1.0. */
final class SpecTypeParser extends TypeParser {
  @Override
  IdlType otherName(JsonPlace place) {
    throw place.error("is not a type: " + place.text());
  }

  @Override
  IdlType otherKind(JsonPlace place, String kind, JsonPlace content) {
    return switch (kind) {
      case "defined" -> defined(content);
      case "generic" -> new Generic(content.nonEmptyText());
      default -> throw place.error("is not a type: " + kind);
    };
  }

  private IdlType defined(JsonPlace place) {
    Defined defined =
        new Defined(SpecParser.name(place), place.member("generics").optionalList(this::argument));
    place.done();
    return defined;
  }

  private Argument argument(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    Argument argument =
        switch (kind.text()) {
          case "type" -> new TypeArgument(parse(place.member("type")));
          case "const" -> new ConstArgument(place.member("value").text());
          default -> throw kind.error("must be type or const, not " + kind.text());
        };
    place.done();
    return argument;
  }
}
