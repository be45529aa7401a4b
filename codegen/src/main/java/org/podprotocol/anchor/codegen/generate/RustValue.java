package org.podprotocol.anchor.codegen.generate;

import java.math.BigInteger;
import java.util.List;

/** A value as Rust writes it, before it is known which type it shall have. */
sealed interface RustValue {
  /** A whole number, or the result of arithmetic on such. */
  record Int(BigInteger value) implements RustValue {}

  /** A number with a fraction. */
  record Decimal(double value) implements RustValue {}

  /** A string. */
  record Text(String value) implements RustValue {}

  /** A byte string. */
  record Bytes(byte[] value) implements RustValue {}

  /** Elements between brackets. */
  record Array(List<RustValue> elements) implements RustValue {}

  /** A name: true, None, Mode::Ready. */
  record Name(String path) implements RustValue {}

  /** A name with values in parentheses: Some(1), Pair(1, 2). */
  record Call(String path, List<RustValue> values) implements RustValue {}

  /** A name with named values in braces. */
  record Struct(String path, List<Member> members) implements RustValue {}

  /** A named value. */
  record Member(String name, RustValue value) {}
}
