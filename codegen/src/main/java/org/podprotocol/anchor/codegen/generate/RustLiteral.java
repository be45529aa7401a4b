package org.podprotocol.anchor.codegen.generate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as Rust writes them: integers with underscores, radix and suffix, arithmetic on them,
 * strings, byte strings, arrays.
 */
final class RustLiteral {
  private static final int MAX_BITS = 4_096;
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  private RustLiteral(String text) {
    this.text = text;
  }

  private IllegalArgumentException unknown() {
    return new IllegalArgumentException("is no literal that is understood: " + text);
  }

  /** A whole number, or an expression of whole numbers. */
  static BigInteger integer(String text) {
    RustLiteral literal = new RustLiteral(text);
    BigInteger value = literal.sum();
    literal.end();
    return value;
  }

  /** A number with a fraction. */
  static double decimal(String text) {
    String plain = text.replace("_", "").strip();
    if (!plain.matches("-?\\d+\\.?\\d*([eE][+-]?\\d{1,3})?(f32|f64)?")) {
      throw new RustLiteral(text).unknown();
    }
    return new BigDecimal(plain.replaceAll("f(32|64)$", "").replaceAll("\\.$", "")).doubleValue();
  }

  /** A string, in quotes as Rust's Debug form has it, or bare. */
  static String string(String text) {
    RustLiteral literal = new RustLiteral(text);
    if (!text.startsWith("\"")) {
      return text;
    }
    String value = literal.quoted();
    literal.end();
    return value;
  }

  /** Bytes: an array of numbers, or a byte string. */
  static byte[] bytes(String text) {
    RustLiteral literal = new RustLiteral(text);
    literal.space();
    while (literal.eat("&")) {
      literal.space();
    }
    byte[] value;
    if (literal.eat("b") || literal.peek() == '"') {
      value = literal.quoted().getBytes(StandardCharsets.ISO_8859_1);
    } else {
      List<BigInteger> numbers = literal.array();
      value = new byte[numbers.size()];
      for (int i = 0; i < value.length; i++) {
        if (numbers.get(i).signum() < 0 || numbers.get(i).bitLength() > 8) {
          throw literal.unknown();
        }
        value[i] = numbers.get(i).byteValue();
      }
    }
    literal.end();
    return value;
  }

  /** An array of whole numbers. */
  static List<BigInteger> integers(String text) {
    RustLiteral literal = new RustLiteral(text);
    literal.space();
    List<BigInteger> values = literal.array();
    literal.end();
    return values;
  }

  private void end() {
    space();
    if (at != text.length()) {
      throw unknown();
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean eat(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private boolean operator(String token) {
    space();
    return eat(token);
  }

  private List<BigInteger> array() {
    if (!operator("[")) {
      throw unknown();
    }
    List<BigInteger> values = new ArrayList<>();
    while (!operator("]")) {
      values.add(sum());
      if (!operator(",") && peek() != ']') {
        throw unknown();
      }
    }
    return values;
  }

  private BigInteger sum() {
    if (++depth > MAX_DEPTH) {
      throw unknown();
    }
    BigInteger value = product();
    while (true) {
      if (operator("+")) {
        value = checked(value.add(product()));
      } else if (operator("-")) {
        value = checked(value.subtract(product()));
      } else if (operator("<<")) {
        value = checked(value.shiftLeft(shift(product())));
      } else if (operator("|")) {
        value = value.or(product());
      } else {
        depth--;
        return value;
      }
    }
  }

  private int shift(BigInteger bits) {
    if (bits.signum() < 0 || bits.bitLength() > 12) {
      throw unknown();
    }
    return bits.intValue();
  }

  private BigInteger product() {
    BigInteger value = factor();
    while (true) {
      if (operator("*")) {
        value = checked(value.multiply(factor()));
      } else if (operator("/")) {
        BigInteger divisor = factor();
        if (divisor.signum() == 0) {
          throw unknown();
        }
        value = value.divide(divisor);
      } else {
        return value;
      }
    }
  }

  private BigInteger checked(BigInteger value) {
    if (value.bitLength() > MAX_BITS) {
      throw unknown();
    }
    return value;
  }

  private BigInteger factor() {
    space();
    if (eat("-")) {
      if (++depth > MAX_DEPTH) {
        throw unknown();
      }
      BigInteger value = factor().negate();
      depth--;
      return value;
    }
    BigInteger value;
    if (eat("(")) {
      value = sum();
      if (!operator(")")) {
        throw unknown();
      }
    } else {
      value = number();
    }
    space();
    if (eat("as ")) {
      space();
      suffix(true);
    }
    return value;
  }

  private BigInteger number() {
    int radix = eat("0x") ? 16 : eat("0b") ? 2 : eat("0o") ? 8 : 10;
    StringBuilder digits = new StringBuilder();
    while (peek() == '_' || Character.digit(peek(), radix) >= 0) {
      if (peek() != '_') {
        digits.append(peek());
      }
      at++;
    }
    if (digits.length() == 0 || digits.length() > MAX_BITS / 3) {
      throw unknown();
    }
    suffix(false);
    return new BigInteger(digits.toString(), radix);
  }

  private void suffix(boolean required) {
    for (String type :
        List.of(
            "u128", "i128", "u256", "i256", "usize", "isize", "u16", "u32", "u64", "i16", "i32",
            "i64", "u8", "i8")) {
      if (eat(type)) {
        return;
      }
    }
    if (required) {
      throw unknown();
    }
  }

  private String quoted() {
    if (!eat("\"")) {
      throw unknown();
    }
    StringBuilder value = new StringBuilder();
    while (!eat("\"")) {
      if (at >= text.length()) {
        throw unknown();
      }
      if (eat("\\")) {
        escape(value);
      } else {
        value.append(text.charAt(at++));
      }
    }
    return value.toString();
  }

  private void escape(StringBuilder value) {
    char kind = peek();
    at++;
    switch (kind) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '0' -> value.append('\0');
      case '\\', '"', '\'' -> value.append(kind);
      case 'x' -> {
        value.append((char) hex(at, at + 2));
        at += 2;
      }
      case 'u' -> {
        int close = text.indexOf('}', at);
        if (peek() != '{' || close < 0) {
          throw unknown();
        }
        value.appendCodePoint(hex(at + 1, close));
        at = close + 1;
      }
      default -> throw unknown();
    }
  }

  private int hex(int from, int to) {
    if (to > text.length() || to - from > 6 || to <= from) {
      throw unknown();
    }
    try {
      int value = Integer.parseInt(text.substring(from, to), 16);
      if (Character.isValidCodePoint(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw unknown();
  }
}
