package org.podprotocol.anchor.codegen.resolve;

import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef;

/**
 * A struct or enum. Two are equal only if they are the same object, since types may contain
 * themselves.
 */
public final class DataType {
  /** What the type is. */
  public enum Kind {
    STRUCT,
    ENUM,
    /** What a class of the user's reads and writes. */
    FOREIGN
  }

  /** A field. */
  public record Field(String name, List<String> docs, Shape shape, String path) {}

  /** A variant of an enum. */
  public record Variant(String name, List<String> docs, List<Field> fields) {}

  private final String idlName;
  private final String path;
  private final List<String> docs;
  private final Kind kind;
  private final IdlTypeDef.Serialization serialization;
  private final Optional<IdlTypeDef.Repr> repr;
  private Optional<String> className = Optional.empty();
  private List<Field> fields = List.of();
  private List<Variant> variants = List.of();

  DataType(
      String idlName,
      String path,
      List<String> docs,
      Kind kind,
      IdlTypeDef.Serialization serialization,
      Optional<IdlTypeDef.Repr> repr) {
    this.idlName = idlName;
    this.path = path;
    this.docs = docs;
    this.kind = kind;
    this.serialization = serialization;
    this.repr = repr;
  }

  /** A struct in Borsh that no type definition stands for, such as an instruction's arguments. */
  static DataType borshStruct(String name, String path, List<String> docs, List<Field> fields) {
    DataType type =
        new DataType(
            name, path, docs, Kind.STRUCT, IdlTypeDef.Serialization.BORSH, Optional.empty());
    type.fields(fields);
    return type;
  }

  /** The same type again, to be generated a second time in another role. */
  DataType copy() {
    DataType copy = new DataType(idlName, path, docs, kind, serialization, repr);
    copy.className = className;
    copy.fields = fields;
    copy.variants = variants;
    return copy;
  }

  void className(String name) {
    className = Optional.of(name);
  }

  void fields(List<Field> resolved) {
    fields = List.copyOf(resolved);
  }

  void variants(List<Variant> resolved) {
    variants = List.copyOf(resolved);
  }

  /** The IDL's name, with the generic arguments given. */
  public String idlName() {
    return idlName;
  }

  /** Where the IDL defines it. */
  public String path() {
    return path;
  }

  /** Its documentation. */
  public List<String> docs() {
    return docs;
  }

  /** The user's class, of what is foreign. */
  public Optional<String> className() {
    return className;
  }

  /** Struct, enum or foreign. */
  public Kind kind() {
    return kind;
  }

  /** How values become bytes. */
  public IdlTypeDef.Serialization serialization() {
    return serialization;
  }

  /** Rust's representation attribute. */
  public Optional<IdlTypeDef.Repr> repr() {
    return repr;
  }

  /** Whether values are memory of the program rather than Borsh. */
  public boolean isMemory() {
    return serialization == IdlTypeDef.Serialization.BYTEMUCK
        || serialization == IdlTypeDef.Serialization.BYTEMUCK_UNSAFE;
  }

  /** A struct's fields. */
  public List<Field> fields() {
    return fields;
  }

  /** An enum's variants. */
  public List<Variant> variants() {
    return variants;
  }

  /** An enum none of whose variants has fields. */
  public boolean isFieldless() {
    return kind == Kind.ENUM && variants.stream().allMatch(v -> v.fields().isEmpty());
  }

  @Override
  public String toString() {
    return idlName;
  }
}
