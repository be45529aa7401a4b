package org.podprotocol.anchor.codegen.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlType.Argument;
import org.podprotocol.anchor.codegen.idl.IdlType.ArrayOf;
import org.podprotocol.anchor.codegen.idl.IdlType.COptionOf;
import org.podprotocol.anchor.codegen.idl.IdlType.ConstArgument;
import org.podprotocol.anchor.codegen.idl.IdlType.Count;
import org.podprotocol.anchor.codegen.idl.IdlType.Defined;
import org.podprotocol.anchor.codegen.idl.IdlType.MapOf;
import org.podprotocol.anchor.codegen.idl.IdlType.OptionOf;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.idl.IdlType.SetOf;
import org.podprotocol.anchor.codegen.idl.IdlType.TupleOf;
import org.podprotocol.anchor.codegen.idl.IdlType.TypeArgument;
import org.podprotocol.anchor.codegen.idl.IdlType.VecOf;

/** A type in Rust's own syntax, as far as IDLs of the older form contain it. */
final class RustTypeText {
  private static final int MAX_ARRAY = 10 * 1024 * 1024;
  private static final int MAX_DEPTH = 64;
  private static final Map<String, Primitive> NAMES =
      Map.ofEntries(
          Map.entry("bool", Primitive.BOOL),
          Map.entry("u8", Primitive.U8),
          Map.entry("i8", Primitive.I8),
          Map.entry("u16", Primitive.U16),
          Map.entry("i16", Primitive.I16),
          Map.entry("u32", Primitive.U32),
          Map.entry("i32", Primitive.I32),
          Map.entry("f32", Primitive.F32),
          Map.entry("u64", Primitive.U64),
          Map.entry("i64", Primitive.I64),
          Map.entry("f64", Primitive.F64),
          Map.entry("u128", Primitive.U128),
          Map.entry("i128", Primitive.I128),
          Map.entry("usize", Primitive.U64),
          Map.entry("isize", Primitive.I64),
          Map.entry("str", Primitive.STRING),
          Map.entry("String", Primitive.STRING),
          Map.entry("Pubkey", Primitive.PUBKEY),
          Map.entry("PublicKey", Primitive.PUBKEY));

  private final String text;
  private final Set<String> declared;
  private int at;
  private int depth;

  RustTypeText(String text, Set<String> declared) {
    // Borrowed or owned, with whatever lifetime: the bytes are the same.
    this.text = text.replaceAll("&\\s*'(static|[a-z])\\s*", "").replaceAll("[\\s&]", "");
    this.declared = declared;
  }

  /** The type, or IllegalArgumentException. */
  IdlType parse() {
    IdlType type = type();
    if (at != text.length()) {
      throw new IllegalArgumentException(text);
    }
    return type;
  }

  private IdlType type() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException(text);
    }
    try {
      if (eat('(')) {
        return tuple();
      }
      return eat('[') ? array() : path();
    } finally {
      depth--;
    }
  }

  private IdlType array() {
    IdlType element = type();
    if (eat(']')) {
      return vec(element);
    }
    expect(';');
    int start = at;
    while (at < text.length() && text.charAt(at) != ']') {
      at++;
    }
    long length = Long.parseLong(text.substring(start, at).replace("_", ""));
    if (length < 0 || length > MAX_ARRAY) {
      throw new IllegalArgumentException(text);
    }
    expect(']');
    return new ArrayOf(element, new Count((int) length));
  }

  private IdlType tuple() {
    List<IdlType> elements = new ArrayList<>();
    while (!eat(')')) {
      elements.add(type());
      if (!eat(',')) {
        expect(')');
        break;
      }
    }
    return new TupleOf(elements);
  }

  private IdlType path() {
    int start = at;
    while (at < text.length() && "<>,;[]()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    List<IdlType> arguments = eat('<') ? arguments() : List.of();
    if (arguments.isEmpty()) {
      Primitive primitive = declared.contains(name) ? null : NAMES.get(name);
      return primitive != null ? primitive : new Defined(name, List.of());
    }
    return generic(name, arguments, text.substring(start, at));
  }

  private List<IdlType> arguments() {
    List<IdlType> arguments = new ArrayList<>();
    do {
      arguments.add(type());
    } while (eat(','));
    expect('>');
    return arguments;
  }

  private IdlType generic(String name, List<IdlType> arguments, String whole) {
    if (arguments.size() == 1) {
      IdlType only = arguments.get(0);
      switch (name) {
        case "Option":
          return new OptionOf(only);
        case "COption":
          return new COptionOf(only);
        case "Vec":
          return vec(only);
        case "Box":
          return only;
        case "HashSet", "BTreeSet":
          return new SetOf(only);
        default:
          break;
      }
    }
    if (arguments.size() == 2 && (name.equals("HashMap") || name.equals("BTreeMap"))) {
      return new MapOf(arguments.get(0), arguments.get(1));
    }
    // A type of another crate: it can be defined under its whole name.
    return declared.contains(name)
        ? new Defined(name, arguments.stream().map(RustTypeText::argument).toList())
        : new Defined(whole, List.of());
  }

  private static Argument argument(IdlType type) {
    return type instanceof Defined constant && constant.name().matches("[0-9]+")
        ? new ConstArgument(constant.name())
        : new TypeArgument(type);
  }

  private static IdlType vec(IdlType element) {
    return element == Primitive.U8 ? Primitive.BYTES : new VecOf(element);
  }

  private boolean eat(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!eat(c)) {
      throw new IllegalArgumentException(text);
    }
  }
}
