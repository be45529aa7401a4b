package org.podprotocol.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.Signature;

/**
 * The fields of one JSON object: in any order, each at most once, none but those asked for. The
 * parser stands on the object's first token and is left on its last.
 */
final class Fields {
  /** Largest integer that every JSON implementation reads exactly (RFC 8259 section 6). */
  static final long MAX_SAFE = (1L << 53) - 1;

  private final JsonParser in;
  private final List<String> names;
  private long seen;
  private String name = "";

  /** At most 64 names. */
  Fields(JsonParser in, List<String> names) throws IOException, ProtocolException {
    this.in = in;
    this.names = names;
    JsonToken first = in.currentToken() == null ? in.nextToken() : in.currentToken();
    if (first != JsonToken.START_OBJECT) {
      throw new ProtocolException("expected a JSON object, found " + describe(first));
    }
  }

  /** Moves to the next field's value and gives the field's name; false at the object's end. */
  boolean next() throws IOException, ProtocolException {
    if (in.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    name = in.currentName();
    int at = names.indexOf(name);
    if (at < 0) {
      throw new ProtocolException("unknown member " + quote(name));
    }
    if ((seen >>> at & 1) == 1) {
      throw new ProtocolException("member " + quote(name) + " appears twice");
    }
    seen |= 1L << at;
    in.nextToken();
    return true;
  }

  String name() {
    return name;
  }

  /** Fails unless every name but those of {@code optional} was there. */
  void checkComplete(List<String> optional) throws ProtocolException {
    for (int i = 0; i < names.size(); i++) {
      if ((seen >>> i & 1) == 0 && !optional.contains(names.get(i))) {
        throw new ProtocolException("member " + quote(names.get(i)) + " is missing");
      }
    }
  }

  boolean isNull() {
    return in.currentToken() == JsonToken.VALUE_NULL;
  }

  String text() throws IOException, ProtocolException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("a string");
    }
    return in.getText();
  }

  /** An integer from {@code least} to {@code most}, written without fraction or exponent. */
  long integer(long least, long most) throws IOException, ProtocolException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
        || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw wrong("an integer from " + least + " to " + most);
    }
    long value = in.getLongValue();
    if (value < least || value > most) {
      throw wrong("an integer from " + least + " to " + most);
    }
    return value;
  }

  /** An unsigned 64-bit number as a decimal string without leading zeros. */
  long unsigned64() throws IOException, ProtocolException {
    String digits = text();
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= 20
            && (digits.length() == 1 || digits.charAt(0) != '0');
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (plain) {
      try {
        return Long.parseUnsignedLong(digits);
      } catch (NumberFormatException e) {
        throw new ProtocolException("member " + quote(name) + " exceeds 64 bits", e);
      }
    }
    throw wrong("a decimal string");
  }

  Address address() throws IOException, ProtocolException {
    String text = text();
    try {
      return Address.parse(text);
    } catch (ProtocolException e) {
      throw within(e);
    }
  }

  Hash hash() throws IOException, ProtocolException {
    String text = text();
    try {
      return Hash.parse(text);
    } catch (ProtocolException e) {
      throw within(e);
    }
  }

  Signature signature() throws IOException, ProtocolException {
    String text = text();
    try {
      return Signature.parse(text);
    } catch (ProtocolException e) {
      throw within(e);
    }
  }

  /** An array of at most {@code most} hashes. */
  List<Hash> hashes(int most) throws IOException, ProtocolException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("an array");
    }
    List<Hash> hashes = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (hashes.size() == most) {
        throw new ProtocolException("member " + quote(name) + " has more than " + most + " items");
      }
      hashes.add(hash());
    }
    return hashes;
  }

  private ProtocolException wrong(String expected) {
    return new ProtocolException(
        "member "
            + quote(name)
            + ": expected "
            + expected
            + ", found "
            + describe(in.currentToken()));
  }

  private ProtocolException within(ProtocolException cause) {
    return new ProtocolException("member " + quote(name) + ": " + cause.getMessage(), cause);
  }

  /** Null: the input is over. */
  private static String describe(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "another number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "nothing";
    };
  }

  /** Names come from outside: cut, so that an error stays short. */
  private static String quote(String text) {
    return '"' + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + '"';
  }
}
