package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Locale;

/** A type as the IDL refers to it. */
public sealed interface IdlType {

  /** A type that is not made of others. */
  enum Primitive implements IdlType {
    BOOL,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    U64,
    I64,
    F64,
    U128,
    I128,
    U256,
    I256,
    BYTES,
    STRING,
    PUBKEY;

    /** The name that the specification gives it. */
    public String idlName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A presence byte and perhaps a value. */
  record OptionOf(IdlType value) implements IdlType {}

  /** A presence u32 and room for a value. */
  record COptionOf(IdlType value) implements IdlType {}

  /** A length and elements. */
  record VecOf(IdlType element) implements IdlType {}

  /** A length and distinct elements. */
  record SetOf(IdlType element) implements IdlType {}

  /** A length and pairs. */
  record MapOf(IdlType key, IdlType value) implements IdlType {}

  /** Values one after the other. */
  record TupleOf(List<IdlType> elements) implements IdlType {}

  /** A fixed number of elements. */
  record ArrayOf(IdlType element, Length length) implements IdlType {}

  /** A type of the IDL's list of types. */
  record Defined(String name, List<Argument> generics) implements IdlType {}

  /** A generic parameter of the type in which this stands. */
  record Generic(String name) implements IdlType {}

  /** The length of an array. */
  sealed interface Length {}

  /** A number of elements. */
  record Count(int value) implements Length {}

  /** A const parameter. */
  record ParameterLength(String name) implements Length {}

  /** What is given for a generic parameter. */
  sealed interface Argument {}

  /** A type. */
  record TypeArgument(IdlType type) implements Argument {}

  /** A constant: a number, bool, char, or the name of a const parameter. */
  record ConstArgument(String value) implements Argument {}
}
