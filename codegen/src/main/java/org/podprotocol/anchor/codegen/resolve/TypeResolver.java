package org.podprotocol.anchor.codegen.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlField;
import org.podprotocol.anchor.codegen.idl.IdlType;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Serialization;

/**
 * Replaces aliases and generic types by what they stand for. A generic type is made anew for every
 * list of arguments that it is used with, so that each has a layout of its own.
 */
final class TypeResolver {
  private static final int MAX_DEPTH = 128;
  private static final int MAX_TYPES = 10_000;
  private static final int MAX_ARRAY = 10 * 1024 * 1024;

  private record Key(String name, List<Object> arguments) {}

  /** What the parameters of the type at hand stand for: a Shape, or the text of a constant. */
  private record Scope(Map<String, Object> arguments) {
    static final Scope NONE = new Scope(Map.of());
  }

  private final Map<String, IdlTypeDef> definitions = new LinkedHashMap<>();
  private final Map<Key, DataType> resolved = new LinkedHashMap<>();
  private final Map<List<Shape>, DataType> tuples = new LinkedHashMap<>();
  private final Set<Key> openAliases = new LinkedHashSet<>();
  private int depth;

  TypeResolver(List<IdlTypeDef> types) {
    types.forEach(def -> definitions.put(def.name(), def));
  }

  /** Every type that is in use or could be, in the order of the IDL, instances of generics last. */
  List<DataType> all() {
    List<DataType> all = new ArrayList<>(resolved.values());
    all.addAll(tuples.values());
    return all;
  }

  Shape resolve(String path, IdlType type) {
    return shape(path, type, Scope.NONE);
  }

  List<DataType.Field> resolveFields(String path, List<IdlField> fields) {
    return named(path, fields, Scope.NONE);
  }

  /** A type that the IDL defines without generics. */
  Shape defined(String path, String name) {
    return definition(path, definitions.get(name), List.of(), Scope.NONE);
  }

  boolean isDefined(String name) {
    IdlTypeDef def = definitions.get(name);
    return def != null && def.generics().isEmpty();
  }

  private Shape shape(String path, IdlType type, Scope scope) {
    if (++depth > MAX_DEPTH) {
      throw new IdlException(path, "nests types deeper than " + MAX_DEPTH);
    }
    try {
      return shapeOf(path, type, scope);
    } finally {
      depth--;
    }
  }

  private Shape shapeOf(String path, IdlType type, Scope scope) {
    if (type instanceof IdlType.Primitive primitive) {
      return new Shape.Scalar(primitive);
    }
    if (type instanceof IdlType.OptionOf option) {
      return new Shape.OptionOf(shape(path + ".option", option.value(), scope));
    }
    if (type instanceof IdlType.COptionOf option) {
      return new Shape.COptionOf(shape(path + ".coption", option.value(), scope));
    }
    if (type instanceof IdlType.VecOf vec) {
      return new Shape.VecOf(shape(path + ".vec", vec.element(), scope));
    }
    if (type instanceof IdlType.SetOf set) {
      return new Shape.SetOf(shape(path, set.element(), scope));
    }
    if (type instanceof IdlType.MapOf map) {
      return new Shape.MapOf(shape(path, map.key(), scope), shape(path, map.value(), scope));
    }
    if (type instanceof IdlType.TupleOf tuple) {
      return tuple(path, tuple.elements(), scope);
    }
    if (type instanceof IdlType.ArrayOf array) {
      return new Shape.ArrayOf(
          shape(path + ".array[0]", array.element(), scope),
          length(path + ".array[1]", array.length(), scope));
    }
    if (type instanceof IdlType.Generic generic) {
      if (scope.arguments().get(generic.name()) instanceof Shape argument) {
        return argument;
      }
      throw new IdlException(path, "is no type parameter: " + generic.name());
    }
    IdlType.Defined defined = (IdlType.Defined) type;
    return definition(
        path + ".defined", definitions.get(defined.name()), defined.generics(), scope);
  }

  private int length(String path, IdlType.Length length, Scope scope) {
    if (length instanceof IdlType.Count count) {
      return count.value();
    }
    String name = ((IdlType.ParameterLength) length).name();
    Object value = scope.arguments().get(name);
    try {
      int parsed = Integer.parseInt(String.valueOf(value).replace("_", ""));
      if (parsed >= 0 && parsed <= MAX_ARRAY) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      // Said below, with the place.
    }
    throw new IdlException(path, name + " is no length of an array: " + value);
  }

  private Shape definition(
      String path, IdlTypeDef def, List<IdlType.Argument> generics, Scope scope) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < generics.size(); i++) {
      arguments.put(
          def.generics().get(i).name(),
          argument(path + ".generics[" + i + "]", generics.get(i), scope));
    }
    Key key = new Key(def.name(), List.copyOf(arguments.values()));
    if (def.body() instanceof IdlTypeDef.Alias alias) {
      return alias(path, def, alias, key, new Scope(arguments));
    }
    DataType known = resolved.get(key);
    if (known != null) {
      return new Shape.Ref(known);
    }
    if (resolved.size() >= MAX_TYPES) {
      throw new IdlException(path, "makes more than " + MAX_TYPES + " types");
    }
    return new Shape.Ref(make(def, key, new Scope(arguments)));
  }

  private static Object argument(IdlType.Argument argument, Scope scope) {
    String value = ((IdlType.ConstArgument) argument).value();
    return scope.arguments().getOrDefault(value, value);
  }

  private Object argument(String path, IdlType.Argument argument, Scope scope) {
    return argument instanceof IdlType.TypeArgument type
        ? typeArgument(path, type.type(), scope)
        : argument(argument, scope);
  }

  // The older form does not tell a const parameter that is passed on from a type parameter.
  private Object typeArgument(String path, IdlType type, Scope scope) {
    if (type instanceof IdlType.Generic generic
        && scope.arguments().get(generic.name()) instanceof String constant) {
      return constant;
    }
    return shape(path + ".type", type, scope);
  }

  private Shape alias(String path, IdlTypeDef def, IdlTypeDef.Alias alias, Key key, Scope scope) {
    if (!openAliases.add(key)) {
      throw new IdlException(path, "is an alias of itself: " + def.name());
    }
    try {
      Shape target = shape(def.path() + ".type.alias", alias.target(), scope);
      return target instanceof Shape.Scalar scalar && isPodWrapper(def.name())
          ? new Shape.Scalar(scalar.type(), true)
          : target;
    } finally {
      openAliases.remove(key);
    }
  }

  /** The integer wrappers of {@code anchor_lang::pod}, which are byte arrays in memory. */
  private static boolean isPodWrapper(String name) {
    return name.matches("Pod(Bool|[UI](16|32|64|128))");
  }

  private DataType make(IdlTypeDef def, Key key, Scope scope) {
    if (def.serialization() == Serialization.CUSTOM) {
      throw new IdlException(
          def.path() + ".serialization", "is custom: the IDL does not say what its bytes mean");
    }
    DataType.Kind kind = kind(def.body());
    DataType type =
        new DataType(
            displayName(key), def.path(), def.docs(), kind, def.serialization(), def.repr());
    resolved.put(key, type);
    if (def.body() instanceof IdlTypeDef.Foreign foreign) {
      type.className(foreign.className());
    } else if (def.body() instanceof IdlTypeDef.Struct struct) {
      type.fields(fields(def.path() + ".type.fields", struct.fields(), scope));
    } else {
      List<IdlTypeDef.Variant> variants = ((IdlTypeDef.Enum) def.body()).variants();
      List<DataType.Variant> made = new ArrayList<>();
      for (int i = 0; i < variants.size(); i++) {
        IdlTypeDef.Variant variant = variants.get(i);
        made.add(
            new DataType.Variant(
                variant.name(),
                variant.docs(),
                fields(def.path() + ".type.variants[" + i + "].fields", variant.fields(), scope)));
      }
      type.variants(made);
    }
    return type;
  }

  private static DataType.Kind kind(IdlTypeDef.Body body) {
    if (body instanceof IdlTypeDef.Foreign) {
      return DataType.Kind.FOREIGN;
    }
    return body instanceof IdlTypeDef.Struct ? DataType.Kind.STRUCT : DataType.Kind.ENUM;
  }

  private static String displayName(Key key) {
    if (key.arguments().isEmpty()) {
      return key.name();
    }
    StringBuilder name = new StringBuilder(key.name()).append('<');
    for (Object argument : key.arguments()) {
      name.append(name.charAt(name.length() - 1) == '<' ? "" : ", ");
      name.append(argument instanceof Shape shape ? ShapeText.of(shape) : argument);
    }
    return name.append('>').toString();
  }

  private List<DataType.Field> fields(String path, IdlTypeDef.Fields fields, Scope scope) {
    if (fields instanceof IdlTypeDef.Named named) {
      return named(path, named.fields(), scope);
    }
    if (fields instanceof IdlTypeDef.Tuple tuple) {
      return unnamed(path, tuple.types(), scope);
    }
    return List.of();
  }

  private List<DataType.Field> named(String path, List<IdlField> fields, Scope scope) {
    List<DataType.Field> made = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      IdlField field = fields.get(i);
      String at = path + "[" + i + "]";
      made.add(
          new DataType.Field(
              field.name(), field.docs(), shape(at + ".type", field.type(), scope), at));
    }
    return made;
  }

  private List<DataType.Field> unnamed(String path, List<IdlType> types, Scope scope) {
    List<DataType.Field> made = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String at = path + "[" + i + "]";
      made.add(new DataType.Field("field" + i, List.of(), shape(at, types.get(i), scope), at));
    }
    return made;
  }

  private Shape tuple(String path, List<IdlType> elements, Scope scope) {
    List<DataType.Field> fields = unnamed(path + ".tuple", elements, scope);
    List<Shape> key = fields.stream().map(DataType.Field::shape).toList();
    DataType known = tuples.get(key);
    if (known == null) {
      StringBuilder name = new StringBuilder("Tuple");
      key.forEach(shape -> name.append(' ').append(ShapeText.of(shape)));
      known = DataType.borshStruct(name.toString(), path, List.of(), fields);
      tuples.put(key, known);
    }
    return new Shape.Ref(known);
  }
}
