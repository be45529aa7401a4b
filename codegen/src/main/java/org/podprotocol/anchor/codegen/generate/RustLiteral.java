package org.podprotocol.anchor.codegen.generate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values as Rust writes them: numbers with underscores, radix and suffix, arithmetic on whole
 * numbers, strings, byte strings, arrays, options, structs and variants.
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

  /**
   * Reads a whole text.
   *
   * @throws IllegalArgumentException if it is not understood
   */
  static RustValue parse(String text) {
    RustLiteral literal = new RustLiteral(text);
    RustValue value = literal.value();
    literal.space();
    if (literal.at != text.length()) {
      throw literal.unknown();
    }
    return value;
  }

  private IllegalArgumentException unknown() {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return new IllegalArgumentException("is no value that is understood: " + shown);
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

  private boolean token(String token) {
    space();
    return eat(token);
  }

  private void expect(String token) {
    if (!token(token)) {
      throw unknown();
    }
  }

  private RustValue value() {
    if (++depth > MAX_DEPTH) {
      throw unknown();
    }
    RustValue value = sum();
    depth--;
    return value;
  }

  private RustValue sum() {
    RustValue value = product();
    while (value instanceof RustValue.Int left) {
      if (token("+")) {
        value = result(left.value().add(whole(product())));
      } else if (token("-")) {
        value = result(left.value().subtract(whole(product())));
      } else if (token("<<")) {
        value = result(left.value().shiftLeft(shift(whole(product()))));
      } else if (token("|")) {
        value = result(left.value().or(whole(product())));
      } else {
        break;
      }
    }
    return value;
  }

  private RustValue product() {
    RustValue value = factor();
    while (value instanceof RustValue.Int left) {
      if (token("*")) {
        value = result(left.value().multiply(whole(factor())));
      } else if (token("/")) {
        BigInteger divisor = whole(factor());
        if (divisor.signum() == 0) {
          throw unknown();
        }
        value = result(left.value().divide(divisor));
      } else {
        break;
      }
    }
    return value;
  }

  private RustValue result(BigInteger value) {
    if (value.bitLength() > MAX_BITS) {
      throw unknown();
    }
    return new RustValue.Int(value);
  }

  private int shift(BigInteger bits) {
    if (bits.signum() < 0 || bits.bitLength() > 12) {
      throw unknown();
    }
    return bits.intValue();
  }

  private BigInteger whole(RustValue value) {
    if (value instanceof RustValue.Int whole) {
      return whole.value();
    }
    throw unknown();
  }

  private RustValue factor() {
    if (++depth > MAX_DEPTH) {
      throw unknown();
    }
    space();
    RustValue value = unary();
    depth--;
    if (token("as ")) {
      space();
      suffix(true);
    }
    return value;
  }

  private RustValue unary() {
    if (eat("&")) {
      return factor();
    }
    if (eat("-")) {
      RustValue value = factor();
      return value instanceof RustValue.Decimal decimal
          ? new RustValue.Decimal(-decimal.value())
          : result(whole(value).negate());
    }
    if (eat("(")) {
      RustValue value = value();
      expect(")");
      return value;
    }
    if (eat("[")) {
      return new RustValue.Array(list("]"));
    }
    if (peek() == '"') {
      return new RustValue.Text(quoted());
    }
    if (text.startsWith("b\"", at)) {
      at++;
      return new RustValue.Bytes(quoted().getBytes(StandardCharsets.ISO_8859_1));
    }
    return Character.isDigit(peek()) ? number() : named();
  }

  private List<RustValue> list(String close) {
    List<RustValue> values = new ArrayList<>();
    while (!token(close)) {
      values.add(value());
      space();
      if (!eat(",") && !text.startsWith(close, at)) {
        throw unknown();
      }
    }
    return values;
  }

  private RustValue named() {
    int start = at;
    while (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == ':' || peek() == '!') {
      at++;
    }
    String path = text.substring(start, at);
    if (path.isEmpty() || path.equals(":") || path.endsWith("::")) {
      throw unknown();
    }
    if (eat("(")) {
      return new RustValue.Call(path, list(")"));
    }
    return token("{") ? new RustValue.Struct(path, members()) : new RustValue.Name(path);
  }

  private List<RustValue.Member> members() {
    List<RustValue.Member> members = new ArrayList<>();
    while (!token("}")) {
      space();
      int start = at;
      while (Character.isLetterOrDigit(peek()) || peek() == '_') {
        at++;
      }
      String name = text.substring(start, at);
      expect(":");
      members.add(new RustValue.Member(name, value()));
      if (!token(",") && peek() != '}') {
        throw unknown();
      }
    }
    return members;
  }

  private RustValue number() {
    int start = at;
    int radix = eat("0x") ? 16 : eat("0b") ? 2 : eat("0o") ? 8 : 10;
    StringBuilder digits = new StringBuilder();
    digits(radix, digits);
    if (radix == 10 && isFraction()) {
      return decimal(start);
    }
    if (digits.length() == 0 || digits.length() > MAX_BITS / 3) {
      throw unknown();
    }
    suffix(false);
    return result(new BigInteger(digits.toString(), radix));
  }

  private void digits(int radix, StringBuilder digits) {
    while (peek() == '_' || (peek() < 0x80 && Character.digit(peek(), radix) >= 0)) {
      if (peek() != '_') {
        digits.append(peek());
      }
      at++;
    }
  }

  private boolean isFraction() {
    return peek() == '.' || peek() == 'e' || peek() == 'E' || peek() == 'f';
  }

  private RustValue decimal(int start) {
    while (at < text.length() && "0123456789_.eE".indexOf(peek()) >= 0
        || ((peek() == '-' || peek() == '+') && "eE".indexOf(text.charAt(at - 1)) >= 0)) {
      at++;
    }
    String plain = text.substring(start, at).replace("_", "");
    if (!eat("f32")) {
      eat("f64");
    }
    if (!plain.matches("\\d+\\.?\\d*([eE][+-]?\\d{1,3})?")) {
      throw unknown();
    }
    return new RustValue.Decimal(
        new BigDecimal(plain.replaceAll("\\.(?=$|[eE])", "")).doubleValue());
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
    expect("\"");
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
