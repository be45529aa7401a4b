package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** Which Java type holds a value, and the code that reads and writes it. */
final class JavaTypes {
  private static final ArrayTypeName BYTES = ArrayTypeName.of(TypeName.BYTE);

  private final Context context;

  JavaTypes(Context context) {
    this.context = context;
  }

  TypeName type(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar(scalar.type());
    }
    if (shape instanceof Shape.OptionOf option) {
      return generic(Optional.class, option.value());
    }
    if (shape instanceof Shape.COptionOf option) {
      return generic(Optional.class, option.value());
    }
    if (shape instanceof Shape.SetOf set) {
      return generic(Set.class, set.element());
    }
    if (shape instanceof Shape.MapOf map) {
      return ParameterizedTypeName.get(
          ClassName.get(Map.class), type(map.key()).box(), type(map.value()).box());
    }
    if (shape instanceof Shape.VecOf vec) {
      return elements(vec.element());
    }
    if (shape instanceof Shape.ArrayOf array) {
      return elements(array.element());
    }
    return context.className(((Shape.Ref) shape).type());
  }

  private TypeName generic(Class<?> container, Shape element) {
    return ParameterizedTypeName.get(ClassName.get(container), type(element).box());
  }

  private TypeName elements(Shape element) {
    return arrayKind(element).isPresent()
        ? ArrayTypeName.of(isByte(element) ? TypeName.BYTE : type(element))
        : generic(List.class, element);
  }

  private static boolean isByte(Shape element) {
    return element instanceof Shape.Scalar scalar
        && (scalar.type() == Primitive.U8 || scalar.type() == Primitive.I8);
  }

  private TypeName scalar(Primitive type) {
    return switch (type) {
      case BOOL -> TypeName.BOOLEAN;
      case U8, U16, I32 -> TypeName.INT;
      case I8 -> TypeName.BYTE;
      case I16 -> TypeName.SHORT;
      case U32, I64 -> TypeName.LONG;
      case U64 -> isBig(type) ? ClassName.get(BigInteger.class) : TypeName.LONG;
      case F32 -> TypeName.FLOAT;
      case F64 -> TypeName.DOUBLE;
      case U128, I128, U256, I256 -> ClassName.get(BigInteger.class);
      case STRING -> ClassName.get(String.class);
      case BYTES -> BYTES;
      case PUBKEY -> RuntimeNames.PUBLIC_KEY;
    };
  }

  private boolean isBig(Primitive type) {
    return type == Primitive.U64 && context.options.u64() == GeneratorOptions.U64.BIG_INTEGER;
  }

  /** The method of reader and writer for a primitive. */
  String method(Primitive type) {
    return switch (type) {
      case BYTES -> "byteVec";
      case U64 -> isBig(type) ? "u64" : "i64";
      default -> type.idlName();
    };
  }

  /** The first word of the methods for primitive arrays, if elements are held in one. */
  private Optional<String> arrayKind(Shape element) {
    if (!(element instanceof Shape.Scalar scalar) || isBig(scalar.type())) {
      return Optional.empty();
    }
    return switch (scalar.type()) {
      case U8, I8 -> Optional.of("byte");
      case U64 -> Optional.of("i64");
      case BOOL, U16, I16, U32, I32, I64, F32, F64 -> Optional.of(scalar.type().idlName());
      default -> Optional.empty();
    };
  }

  /** Whether Java's own equals would compare identities somewhere inside. */
  boolean holdsArrays(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.type() == Primitive.BYTES;
    }
    if (shape instanceof Shape.OptionOf option) {
      return holdsArrays(option.value());
    }
    if (shape instanceof Shape.COptionOf option) {
      return holdsArrays(option.value());
    }
    if (shape instanceof Shape.VecOf vec) {
      return arrayKind(vec.element()).isPresent() || holdsArrays(vec.element());
    }
    if (shape instanceof Shape.ArrayOf array) {
      return arrayKind(array.element()).isPresent() || holdsArrays(array.element());
    }
    if (shape instanceof Shape.MapOf map) {
      return holdsArrays(map.value());
    }
    return false;
  }

  /** An expression that reads a value from the reader of that name. */
  CodeBlock read(Shape shape, String in) {
    return read(shape, in, 1);
  }

  private CodeBlock read(Shape shape, String in, int depth) {
    if (shape instanceof Shape.Scalar scalar) {
      return CodeBlock.of("$N.$N()", in, method(scalar.type()));
    }
    if (shape instanceof Shape.OptionOf option) {
      return CodeBlock.of("$N.option($L)", in, decoder(option.value(), depth));
    }
    if (shape instanceof Shape.COptionOf option) {
      return CodeBlock.of(
          "$N.coption($L, $L)",
          in,
          context.layouts().minSize(option.value()),
          decoder(option.value(), depth));
    }
    if (shape instanceof Shape.SetOf set) {
      return CodeBlock.of(
          "$N.set($L, $L)",
          in,
          context.layouts().minSize(set.element()),
          decoder(set.element(), depth));
    }
    if (shape instanceof Shape.MapOf map) {
      return CodeBlock.of(
          "$N.map($L, $L, $L)",
          in,
          context.layouts().minSize(map.key()) + context.layouts().minSize(map.value()),
          decoder(map.key(), depth),
          decoder(map.value(), depth));
    }
    if (shape instanceof Shape.VecOf vec) {
      Optional<String> kind = arrayKind(vec.element());
      return kind.isPresent()
          ? CodeBlock.of("$N.$NVec()", in, kind.get())
          : CodeBlock.of(
              "$N.vec($L, $L)",
              in,
              context.layouts().minSize(vec.element()),
              decoder(vec.element(), depth));
    }
    if (shape instanceof Shape.ArrayOf array) {
      Optional<String> kind = arrayKind(array.element());
      return kind.isPresent()
          ? CodeBlock.of("$N.$NArray($L)", in, kind.get(), array.length())
          : CodeBlock.of(
              "$N.array($L, $L, $L)",
              in,
              array.length(),
              context.layouts().minSize(array.element()),
              decoder(array.element(), depth));
    }
    return CodeBlock.of("$T.read($N)", context.className(((Shape.Ref) shape).type()), in);
  }

  /** Whether reader and writer have it at an index, without a check of their own. */
  boolean isPlain(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.type() != Primitive.BYTES && scalar.type() != Primitive.STRING;
    }
    return shape instanceof Shape.ArrayOf array && isByte(array.element());
  }

  /** An expression that reads what is plain at an index. */
  CodeBlock readAt(Shape shape, String in, CodeBlock index) {
    if (shape instanceof Shape.ArrayOf array) {
      return CodeBlock.of("$N.byteArrayAt($L, $L)", in, index, array.length());
    }
    return CodeBlock.of("$N.$NAt($L)", in, method(((Shape.Scalar) shape).type()), index);
  }

  /** An expression that writes what is plain at an index. */
  CodeBlock writeAt(Shape shape, CodeBlock value, String out, CodeBlock index) {
    if (shape instanceof Shape.ArrayOf array) {
      return CodeBlock.of("$N.byteArrayAt($L, $L, $L)", out, index, array.length(), value);
    }
    return CodeBlock.of(
        "$N.$NAt($L, $L)", out, method(((Shape.Scalar) shape).type()), index, value);
  }

  /** How many bytes a value takes beyond the least, as far as that is quick to say. */
  Optional<CodeBlock> bytesBeyondMin(Shape shape, CodeBlock value) {
    if (shape instanceof Shape.Scalar scalar) {
      return switch (scalar.type()) {
        case BYTES -> Optional.of(CodeBlock.of("$L.length", value));
        case STRING -> Optional.of(CodeBlock.of("$L.length()", value));
        default -> Optional.empty();
      };
    }
    if (shape instanceof Shape.OptionOf option) {
      return fixed(option.value())
          .map(size -> CodeBlock.of("($L.isPresent() ? $L : 0)", value, size));
    }
    if (shape instanceof Shape.VecOf vec) {
      String count = arrayKind(vec.element()).isPresent() ? "length" : "size()";
      return fixed(vec.element()).map(size -> CodeBlock.of("$L.$L * $L", value, count, size));
    }
    return Optional.empty();
  }

  private Optional<Integer> fixed(Shape shape) {
    var size = context.layouts().fixedSize(shape);
    return size.isPresent() ? Optional.of(size.getAsInt()) : Optional.empty();
  }

  private CodeBlock decoder(Shape shape, int depth) {
    if (shape instanceof Shape.Scalar scalar) {
      return CodeBlock.of("$T::$N", context.runtime.reader, method(scalar.type()));
    }
    if (shape instanceof Shape.Ref ref) {
      return CodeBlock.of("$T::read", context.className(ref.type()));
    }
    String in = "in" + depth;
    return CodeBlock.of("$N -> $L", in, read(shape, in, depth + 1));
  }

  /** An expression that writes a value to the writer of that name. */
  CodeBlock write(Shape shape, CodeBlock value, String out) {
    return write(shape, value, out, 1);
  }

  private CodeBlock write(Shape shape, CodeBlock value, String out, int depth) {
    if (shape instanceof Shape.Scalar scalar) {
      return CodeBlock.of("$N.$N($L)", out, method(scalar.type()), value);
    }
    if (shape instanceof Shape.OptionOf option) {
      return CodeBlock.of("$N.option($L, $L)", out, value, encoder(option.value(), depth));
    }
    if (shape instanceof Shape.COptionOf option) {
      return CodeBlock.of(
          "$N.coption($L, $L, $L)",
          out,
          context.layouts().minSize(option.value()),
          value,
          encoder(option.value(), depth));
    }
    if (shape instanceof Shape.SetOf set) {
      return CodeBlock.of("$N.vec($L, $L)", out, value, encoder(set.element(), depth));
    }
    if (shape instanceof Shape.MapOf map) {
      return CodeBlock.of(
          "$N.map($L, $L, $L)", out, value, encoder(map.key(), depth), encoder(map.value(), depth));
    }
    if (shape instanceof Shape.VecOf vec) {
      Optional<String> kind = arrayKind(vec.element());
      return kind.isPresent()
          ? CodeBlock.of("$N.$NVec($L)", out, kind.get(), value)
          : CodeBlock.of("$N.vec($L, $L)", out, value, encoder(vec.element(), depth));
    }
    if (shape instanceof Shape.ArrayOf array) {
      Optional<String> kind = arrayKind(array.element());
      return kind.isPresent()
          ? CodeBlock.of("$N.$NArray($L, $L)", out, kind.get(), array.length(), value)
          : CodeBlock.of(
              "$N.array($L, $L, $L)", out, array.length(), value, encoder(array.element(), depth));
    }
    return CodeBlock.of("$L.write($N)", value, out);
  }

  private CodeBlock encoder(Shape shape, int depth) {
    if (shape instanceof Shape.Scalar scalar) {
      return CodeBlock.of("$T::$N", context.runtime.writer, method(scalar.type()));
    }
    String out = "out" + depth;
    String value = "v" + depth;
    return CodeBlock.of(
        "($N, $N) -> $L", out, value, write(shape, CodeBlock.of("$N", value), out, depth + 1));
  }

  /** Slots that a parameter takes, of the 255 that a Java method has. */
  int slots(Shape shape) {
    TypeName type = type(shape);
    return type.equals(TypeName.LONG) || type.equals(TypeName.DOUBLE) ? 2 : 1;
  }
}
