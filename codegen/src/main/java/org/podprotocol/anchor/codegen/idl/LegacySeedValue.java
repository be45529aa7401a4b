package org.podprotocol.anchor.codegen.idl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;

/** The bytes of a constant seed, which the older form writes as a value with a type. */
final class LegacySeedValue {
  private LegacySeedValue() {}

  static byte[] bytes(IdlType type, JsonPlace value) {
    if (type == Primitive.STRING) {
      return value.text().getBytes(StandardCharsets.UTF_8);
    }
    if (type == Primitive.PUBKEY) {
      return Base58.decodeAddress(value.text())
          .orElseThrow(() -> value.error("is not an address: " + value.text()));
    }
    if (type == Primitive.BYTES || type instanceof IdlType.ArrayOf) {
      return value.isText() ? value.text().getBytes(StandardCharsets.UTF_8) : value.bytes();
    }
    if (type instanceof Primitive primitive) {
      int size = integerSize(primitive);
      if (size > 0) {
        return integer(size, value);
      }
    }
    throw value.error("a constant seed of this type is not known");
  }

  private static int integerSize(Primitive type) {
    return switch (type) {
      case U8, I8 -> 1;
      case U16, I16 -> 2;
      case U32, I32 -> 4;
      case U64, I64 -> 8;
      case U128, I128 -> 16;
      default -> 0;
    };
  }

  private static byte[] integer(int size, JsonPlace place) {
    JsonNode node = place.raw();
    if (!node.isIntegralNumber()) {
      throw place.error("must be a whole number");
    }
    BigInteger value = node.bigIntegerValue();
    if (value.bitLength() > size * 8) {
      throw place.error("does not fit its type: " + value);
    }
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    byte[] bigEndian = value.toByteArray();
    for (int i = 0; i < Math.min(size, bigEndian.length); i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }
}
