package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlType.Argument;
import org.podprotocol.anchor.codegen.idl.IdlType.ArrayOf;
import org.podprotocol.anchor.codegen.idl.IdlType.ConstArgument;
import org.podprotocol.anchor.codegen.idl.IdlType.Defined;
import org.podprotocol.anchor.codegen.idl.IdlType.Generic;
import org.podprotocol.anchor.codegen.idl.IdlType.ParameterLength;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.idl.IdlType.TypeArgument;

/**
 * References to types in the older form. It names some types by their Rust text, for instance
 * {@code usize} or {@code [u8;32]}; those are read as Rust unless the IDL defines a type of that
 * name.
 */
final class LegacyTypeParser extends TypeParser {
  private final Set<String> declared;

  LegacyTypeParser(Set<String> declared) {
    this.declared = declared;
  }

  @Override
  IdlType otherName(JsonPlace place) {
    if (place.text().equals("publicKey")) {
      return Primitive.PUBKEY;
    }
    return rust(place, place.text());
  }

  @Override
  IdlType otherKind(JsonPlace place, String kind, JsonPlace content) {
    return switch (kind) {
      case "defined" -> defined(content);
      case "definedWithTypeArgs" -> withArguments(content);
      case "generic" -> new Generic(content.nonEmptyText());
      case "genericLenArray" -> {
        List<JsonPlace> parts = pair(content, "an element type and a parameter");
        yield new ArrayOf(parse(parts.get(0)), new ParameterLength(parts.get(1).nonEmptyText()));
      }
      default -> throw place.error("is not a type: " + kind);
    };
  }

  private IdlType defined(JsonPlace place) {
    if (place.isObject()) {
      JsonPlace name = place.member("name");
      IdlType type = rust(name, name.nonEmptyText());
      place.done();
      return type;
    }
    return rust(place, place.nonEmptyText());
  }

  private IdlType rust(JsonPlace place, String text) {
    if (declared.contains(text)) {
      return new Defined(text, List.of());
    }
    try {
      return new RustTypeText(text, declared).parse();
    } catch (IllegalArgumentException e) {
      throw place.error("is not a type: " + text);
    }
  }

  private IdlType withArguments(JsonPlace place) {
    Defined defined =
        new Defined(place.member("name").nonEmptyText(), place.member("args").list(this::argument));
    place.done();
    return defined;
  }

  private Argument argument(JsonPlace place) {
    String kind = place.onlyMember();
    JsonPlace content = place.member(kind);
    return switch (kind) {
      case "generic" -> new TypeArgument(new Generic(content.nonEmptyText()));
      case "value" -> new ConstArgument(content.nonEmptyText());
      case "type" -> new TypeArgument(parse(content));
      default -> throw place.error("must be generic, value or type, not " + kind);
    };
  }
}
