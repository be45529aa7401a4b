package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.Base58;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.DataType;
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
    String text = constant.idl().value().strip();
    try {
      if (constant.shape() instanceof Shape.Scalar scalar) {
        // These two also stand without quotes.
        if (scalar.type() == Primitive.STRING && !text.startsWith("\"")) {
          return text(text);
        }
        if (scalar.type() == Primitive.PUBKEY && Base58.decodeAddress(text).isPresent()) {
          return address(text);
        }
      }
      return code(constant.shape(), RustLiteral.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IdlException(constant.path() + ".value", String.valueOf(e.getMessage()));
    }
  }

  private static IllegalArgumentException mismatch(Shape shape) {
    return new IllegalArgumentException("is no value of type " + ShapeText.of(shape));
  }

  private CodeBlock code(Shape shape, RustValue value) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar(scalar, value);
    }
    if (shape instanceof Shape.OptionOf option) {
      return option(shape, option.value(), value);
    }
    if (shape instanceof Shape.COptionOf option) {
      return option(shape, option.value(), value);
    }
    if (shape instanceof Shape.ArrayOf array) {
      return array(shape, array.element(), Optional.of(array.length()), value);
    }
    if (shape instanceof Shape.VecOf vec) {
      return array(shape, vec.element(), Optional.empty(), value);
    }
    if (shape instanceof Shape.Ref ref) {
      return data(ref, value);
    }
    throw mismatch(shape);
  }

  private CodeBlock scalar(Shape.Scalar scalar, RustValue value) {
    Primitive type = scalar.type();
    if (type == Primitive.BOOL
        && value instanceof RustValue.Name name
        && (name.path().equals("true") || name.path().equals("false"))) {
      return CodeBlock.of("$L", name.path());
    }
    if (type == Primitive.STRING && value instanceof RustValue.Text text) {
      return text(text.value());
    }
    if (type == Primitive.PUBKEY) {
      return address(addressText(scalar, value));
    }
    if (type == Primitive.BYTES) {
      return bytes(byteValues(scalar, value));
    }
    if (type == Primitive.F32 || type == Primitive.F64) {
      return decimal(scalar, value);
    }
    if (value instanceof RustValue.Int whole && isWhole(type)) {
      return integer(type, whole.value());
    }
    throw mismatch(scalar);
  }

  private static boolean isWhole(Primitive type) {
    return switch (type) {
      case BOOL, STRING, BYTES, PUBKEY, F32, F64 -> false;
      default -> true;
    };
  }

  private static String addressText(Shape shape, RustValue value) {
    if (value instanceof RustValue.Text text) {
      return text.value();
    }
    if (value instanceof RustValue.Call call
        && call.values().size() == 1
        && call.values().get(0) instanceof RustValue.Text text) {
      return text.value();
    }
    if (value instanceof RustValue.Name name) {
      return name.path();
    }
    throw mismatch(shape);
  }

  private static CodeBlock decimal(Shape.Scalar scalar, RustValue value) {
    double number;
    if (value instanceof RustValue.Decimal decimal) {
      number = decimal.value();
    } else if (value instanceof RustValue.Int whole) {
      number = whole.value().doubleValue();
    } else {
      throw mismatch(scalar);
    }
    boolean single = scalar.type() == Primitive.F32;
    if (Double.isInfinite(single ? (float) number : number)) {
      throw new IllegalArgumentException("is too large for " + scalar.type().idlName());
    }
    return single ? CodeBlock.of("$Lf", (float) number) : CodeBlock.of("$Ld", number);
  }

  private static CodeBlock text(String value) {
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException("is longer than " + MAX_TEXT + " characters");
    }
    return CodeBlock.of("$L", JavaText.literal(value));
  }

  private static byte[] byteValues(Shape shape, RustValue value) {
    if (value instanceof RustValue.Bytes bytes) {
      return bytes.value();
    }
    if (value instanceof RustValue.Array array) {
      byte[] bytes = new byte[array.elements().size()];
      for (int i = 0; i < bytes.length; i++) {
        if (!(array.elements().get(i) instanceof RustValue.Int whole)
            || whole.value().signum() < 0
            || whole.value().bitLength() > 8) {
          throw mismatch(shape);
        }
        bytes[i] = whole.value().byteValue();
      }
      return bytes;
    }
    throw mismatch(shape);
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

  private static CodeBlock address(String base58) {
    if (Base58.decodeAddress(base58).isEmpty()) {
      throw new IllegalArgumentException("is not an address: " + base58);
    }
    return CodeBlock.of("new $T($S)", RuntimeNames.PUBLIC_KEY, base58);
  }

  private CodeBlock integer(Primitive type, BigInteger value) {
    int bits = Integer.parseInt(type.idlName().substring(1));
    boolean signed = type.idlName().charAt(0) == 'i';
    if (signed ? value.bitLength() >= bits : value.signum() < 0 || value.bitLength() > bits) {
      throw new IllegalArgumentException("is out of the range of " + type.idlName());
    }
    if (bits > 64 || isBig(type)) {
      return CodeBlock.of("new $T($S)", BigInteger.class, value.toString());
    }
    return switch (type) {
      case U64, I64, U32 -> CodeBlock.of("$LL", value.longValue());
      case I8 -> CodeBlock.of("(byte) $L", value);
      case I16 -> CodeBlock.of("(short) $L", value);
      default -> CodeBlock.of("$L", value);
    };
  }

  private boolean isBig(Primitive type) {
    return type == Primitive.U64 && context.options.u64() == GeneratorOptions.U64.BIG_INTEGER;
  }

  private CodeBlock option(Shape shape, Shape inner, RustValue value) {
    if (value instanceof RustValue.Name name && name.path().equals("None")) {
      return CodeBlock.of("$T.empty()", Optional.class);
    }
    if (value instanceof RustValue.Call call
        && call.path().equals("Some")
        && call.values().size() == 1) {
      return CodeBlock.of("$T.of($L)", Optional.class, code(inner, call.values().get(0)));
    }
    throw mismatch(shape);
  }

  private CodeBlock array(Shape shape, Shape element, Optional<Integer> length, RustValue value) {
    if (element instanceof Shape.Scalar scalar && scalar.type() == Primitive.U8) {
      byte[] bytes = byteValues(shape, value);
      checkLength(length, bytes.length);
      return bytes(bytes);
    }
    if (!(value instanceof RustValue.Array array)) {
      throw mismatch(shape);
    }
    checkLength(length, array.elements().size());
    if (array.elements().size() > MAX_ELEMENTS) {
      throw new IllegalArgumentException("holds more than " + MAX_ELEMENTS + " elements");
    }
    List<CodeBlock> elements = new ArrayList<>();
    array.elements().forEach(e -> elements.add(code(element, e)));
    CodeBlock joined = CodeBlock.join(elements, ", ");
    return context.types.type(shape) instanceof com.palantir.javapoet.ArrayTypeName type
        ? CodeBlock.of("new $T {$L}", type, joined)
        : CodeBlock.of("$T.of($L)", List.class, joined);
  }

  private static void checkLength(Optional<Integer> expected, int actual) {
    if (expected.isPresent() && expected.get() != actual) {
      throw new IllegalArgumentException(
          "holds " + actual + " elements, its type " + expected.get());
    }
  }

  private CodeBlock data(Shape.Ref ref, RustValue value) {
    DataType type = ref.type();
    if (type.kind() == DataType.Kind.STRUCT) {
      return CodeBlock.of(
          "new $T($L)", context.className(type), arguments(ref, type.fields(), value));
    }
    String path =
        value instanceof RustValue.Name name
            ? name.path()
            : value instanceof RustValue.Call call
                ? call.path()
                : value instanceof RustValue.Struct struct ? struct.path() : "";
    String variantName = path.substring(path.lastIndexOf(':') + 1);
    List<EnumSpec.Named> variants = EnumSpec.variants(context, type);
    for (EnumSpec.Named variant : variants) {
      if (variant.variant().name().equals(variantName)) {
        return type.isFieldless()
            ? CodeBlock.of("$T.$N", context.className(type), variant.javaName())
            : CodeBlock.of(
                "new $T($L)",
                context.className(type).nestedClass(variant.javaName()),
                arguments(ref, variant.variant().fields(), value));
      }
    }
    throw mismatch(ref);
  }

  private CodeBlock arguments(Shape shape, List<DataType.Field> fields, RustValue value) {
    List<CodeBlock> arguments = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      arguments.add(code(fields.get(i).shape(), argument(shape, fields, i, value)));
    }
    return CodeBlock.join(arguments, ", ");
  }

  private static RustValue argument(
      Shape shape, List<DataType.Field> fields, int index, RustValue value) {
    if (value instanceof RustValue.Call call && call.values().size() == fields.size()) {
      return call.values().get(index);
    }
    if (value instanceof RustValue.Struct struct && struct.members().size() == fields.size()) {
      for (RustValue.Member member : struct.members()) {
        if (member.name().equals(fields.get(index).name())) {
          return member.value();
        }
      }
    }
    throw mismatch(shape);
  }
}
