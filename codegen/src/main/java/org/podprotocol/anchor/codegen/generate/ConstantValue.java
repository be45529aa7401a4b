package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import org.podprotocol.anchor.codegen.idl.Base58;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;
import org.podprotocol.anchor.codegen.resolve.ShapeText;

/** A constant's value as a Java expression. */
final class ConstantValue {
  // Longer arrays go through base64: the code that fills an array has a limit of 64 KiB.
  private static final int MAX_ELEMENTS = 1_000;
  private static final int MAX_TEXT = 20_000;

  private final Context context;
  private final Program.Constant constant;

  ConstantValue(Context context, Program.Constant constant) {
    this.context = context;
    this.constant = constant;
  }

  CodeBlock code() {
    try {
      return code(constant.shape(), constant.idl().value().strip());
    } catch (IllegalArgumentException e) {
      throw new IdlException(constant.path() + ".value", String.valueOf(e.getMessage()));
    }
  }

  private CodeBlock code(Shape shape, String value) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar(scalar, value);
    }
    if (shape instanceof Shape.ArrayOf array
        && array.element() instanceof Shape.Scalar element
        && isInteger(element.type())) {
      return array(array, element, value);
    }
    throw new IllegalArgumentException(
        "a constant of type " + ShapeText.of(shape) + " is not understood");
  }

  private static boolean isInteger(Primitive type) {
    return switch (type) {
      case U8, I8, U16, I16, U32, I32, U64, I64 -> true;
      default -> false;
    };
  }

  private CodeBlock scalar(Shape.Scalar scalar, String value) {
    return switch (scalar.type()) {
      case BOOL -> bool(value);
      case STRING -> text(RustLiteral.string(value));
      case BYTES -> bytes(RustLiteral.bytes(value));
      case PUBKEY -> address(value);
      case F32 -> CodeBlock.of("$Lf", (float) finite(RustLiteral.decimal(value)));
      case F64 -> CodeBlock.of("$L", finite(RustLiteral.decimal(value)));
      default -> integer(scalar.type(), RustLiteral.integer(value));
    };
  }

  private static double finite(double value) {
    if (Double.isInfinite((float) value)) {
      throw new IllegalArgumentException("is too large");
    }
    return value;
  }

  private static CodeBlock bool(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("is neither true nor false: " + value);
    }
    return CodeBlock.of("$L", value);
  }

  private static CodeBlock text(String value) {
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException("is longer than " + MAX_TEXT + " characters");
    }
    return CodeBlock.of("$S", value);
  }

  private static CodeBlock bytes(byte[] value) {
    if (value.length <= MAX_ELEMENTS) {
      return DiscriminatorField.bytes(value);
    }
    String encoded = Base64.getEncoder().encodeToString(value);
    if (encoded.length() > 65_000) {
      throw new IllegalArgumentException("is longer than 48,000 bytes");
    }
    return CodeBlock.of("$T.getDecoder().decode($S)", Base64.class, encoded);
  }

  private static CodeBlock address(String value) {
    String base58 = value.replaceAll("^(pubkey!\\()?\"?|\"?\\)?$", "");
    if (Base58.decodeAddress(base58).isEmpty()) {
      throw new IllegalArgumentException("is not an address: " + value);
    }
    return CodeBlock.of("new $T($S)", RuntimeNames.PUBLIC_KEY, base58);
  }

  private CodeBlock integer(Primitive type, BigInteger value) {
    int bits = Integer.parseInt(type.idlName().substring(1));
    boolean signed = type.idlName().charAt(0) == 'i';
    if (signed ? value.bitLength() >= bits : value.signum() < 0 || value.bitLength() > bits) {
      throw new IllegalArgumentException("is out of the range of " + type.idlName());
    }
    if (bits > 64
        || (type == Primitive.U64 && context.options.u64() == GeneratorOptions.U64.BIG_INTEGER)) {
      return CodeBlock.of("new $T($S)", BigInteger.class, value.toString());
    }
    return switch (type) {
      case U64 -> CodeBlock.of("$LL", value.longValue());
      case I64, U32 -> CodeBlock.of("$LL", value);
      default -> CodeBlock.of("$L", value);
    };
  }

  private CodeBlock array(Shape.ArrayOf array, Shape.Scalar element, String value) {
    if (element.type() == Primitive.U8) {
      byte[] bytes = RustLiteral.bytes(value);
      checkLength(array, bytes.length);
      return bytes(bytes);
    }
    List<BigInteger> values = RustLiteral.integers(value);
    checkLength(array, values.size());
    if (values.size() > MAX_ELEMENTS
        || (element.type() == Primitive.U64
            && context.options.u64() == GeneratorOptions.U64.BIG_INTEGER)) {
      throw new IllegalArgumentException("an array of this kind is not understood");
    }
    CodeBlock.Builder code = CodeBlock.builder().add("new $T {", context.types.type(array));
    for (int i = 0; i < values.size(); i++) {
      code.add(i == 0 ? "$L" : ", $L", integer(element.type(), values.get(i)));
    }
    return code.add("}").build();
  }

  private static void checkLength(Shape.ArrayOf array, int length) {
    if (array.length() != length) {
      throw new IllegalArgumentException(
          "holds " + length + " elements, its type " + array.length());
    }
  }
}
