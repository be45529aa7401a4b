package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.Shape;

/**
 * How a value becomes the bytes of a seed: text and bytes without a length, integers little-endian
 * in the width of their type. Where the IDL does not settle it, the bytes themselves are asked for.
 */
final class SeedForm {
  private SeedForm() {}

  static boolean isSettled(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.type() != Primitive.F32 && scalar.type() != Primitive.F64;
    }
    if (shape instanceof Shape.ArrayOf array) {
      return array.element() instanceof Shape.Scalar scalar
          && (scalar.type() == Primitive.U8 || scalar.type() == Primitive.I8);
    }
    return shape instanceof Shape.Ref ref && ref.type().isFieldless();
  }

  static TypeName parameter(Context context, Shape shape) {
    return isSettled(shape)
        ? context.types.type(shape)
        : context.types.type(new Shape.Scalar(Primitive.BYTES));
  }

  static CodeBlock bytes(Context context, PdaCatalog.Parameter parameter) {
    SeedBytes form = parameter.form().orElse(SeedBytes.LITTLE_ENDIAN);
    return switch (form) {
      case LITTLE_ENDIAN -> bytes(context, parameter.shape(), parameter.name());
      case BIG_ENDIAN ->
          CodeBlock.of(
              "$T.bigEndian(out -> $L)",
              context.runtime.seeds,
              context.types.write(parameter.shape(), CodeBlock.of("$N", parameter.name()), "out"));
      case DECIMAL ->
          CodeBlock.of(
              "$T.$N($N)",
              context.runtime.seeds,
              isScalar(parameter.shape(), Primitive.U64)
                      && context.options.u64() == GeneratorOptions.U64.LONG
                  ? "decimalUnsigned"
                  : "decimal",
              parameter.name());
    };
  }

  private static CodeBlock bytes(Context context, Shape shape, String parameter) {
    if (!isSettled(shape) || isScalar(shape, Primitive.BYTES)) {
      return CodeBlock.of("$N", parameter);
    }
    if (isScalar(shape, Primitive.PUBKEY)) {
      return CodeBlock.of("$N.toByteArray()", parameter);
    }
    if (isScalar(shape, Primitive.STRING)) {
      return CodeBlock.of("$T.of(out -> out.utf8($N))", context.runtime.seeds, parameter);
    }
    return CodeBlock.of(
        "$T.of(out -> $L)",
        context.runtime.seeds,
        context.types.write(shape, CodeBlock.of("$N", parameter), "out"));
  }

  private static boolean isScalar(Shape shape, Primitive type) {
    return shape instanceof Shape.Scalar scalar && scalar.type() == type;
  }
}
