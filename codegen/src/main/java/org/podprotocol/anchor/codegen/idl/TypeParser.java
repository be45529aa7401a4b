package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.podprotocol.anchor.codegen.idl.IdlType.ArrayOf;
import org.podprotocol.anchor.codegen.idl.IdlType.COptionOf;
import org.podprotocol.anchor.codegen.idl.IdlType.Count;
import org.podprotocol.anchor.codegen.idl.IdlType.Length;
import org.podprotocol.anchor.codegen.idl.IdlType.MapOf;
import org.podprotocol.anchor.codegen.idl.IdlType.OptionOf;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.idl.IdlType.SetOf;
import org.podprotocol.anchor.codegen.idl.IdlType.TupleOf;
import org.podprotocol.anchor.codegen.idl.IdlType.VecOf;

/** Reads references to types: what both forms of the IDL have in common. */
abstract class TypeParser {
  // Arrays larger than an account can be (10 MiB) have no use, and their sizes would overflow.
  private static final int MAX_ARRAY = 10 * 1024 * 1024;
  private static final int MAX_DEPTH = 64;
  private static final Map<String, Primitive> PRIMITIVES =
      Stream.of(Primitive.values())
          .collect(Collectors.toUnmodifiableMap(Primitive::idlName, Function.identity()));

  private int depth;

  final IdlType parse(JsonPlace place) {
    if (depth >= MAX_DEPTH) {
      throw place.error("nests types deeper than " + MAX_DEPTH);
    }
    depth++;
    try {
      return place.isText() ? named(place) : composed(place);
    } finally {
      depth--;
    }
  }

  private IdlType named(JsonPlace place) {
    Primitive primitive = PRIMITIVES.get(place.text());
    return primitive != null ? primitive : otherName(place);
  }

  /** A type named by a string that is no primitive of the specification. */
  abstract IdlType otherName(JsonPlace place);

  private IdlType composed(JsonPlace place) {
    String kind = place.onlyMember();
    JsonPlace content = place.member(kind);
    return switch (kind) {
      case "option" -> new OptionOf(parse(content));
      case "coption" -> new COptionOf(parse(content));
      case "vec" -> vec(parse(content));
      case "array" -> array(content);
      case "tuple" -> new TupleOf(content.list(this::parse));
      case "hashMap", "bTreeMap" -> map(content);
      case "hashSet", "bTreeSet" -> new SetOf(parse(content));
      default -> otherKind(place, kind, content);
    };
  }

  /** A type composed in a way that the forms do not share. */
  abstract IdlType otherKind(JsonPlace place, String kind, JsonPlace content);

  private static IdlType vec(IdlType element) {
    return element == Primitive.U8 ? Primitive.BYTES : new VecOf(element);
  }

  private IdlType array(JsonPlace place) {
    List<JsonPlace> parts = pair(place, "an element type and a length");
    return new ArrayOf(parse(parts.get(0)), length(parts.get(1)));
  }

  private IdlType map(JsonPlace place) {
    List<JsonPlace> parts = pair(place, "a key type and a value type");
    return new MapOf(parse(parts.get(0)), parse(parts.get(1)));
  }

  final List<JsonPlace> pair(JsonPlace place, String what) {
    List<JsonPlace> parts = place.elements();
    if (parts.size() != 2) {
      throw place.error("must hold " + what);
    }
    return parts;
  }

  private static Length length(JsonPlace place) {
    if (place.isObject()) {
      Length length = new IdlType.ParameterLength(place.member("generic").nonEmptyText());
      place.done();
      return length;
    }
    return new Count((int) place.number(0, MAX_ARRAY));
  }
}
