package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.Discriminator;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** Flyweights over structs of fixed layout. */
final class ViewRule implements Rule {
  @Override
  public void run(Context context) {
    for (DataType type : context.program.types()) {
      add(context, type, Optional.empty());
    }
    for (Program.Tagged account : context.program.accounts()) {
      add(context, account.type(), Optional.of(account.discriminator()));
    }
    for (Program.Tagged event : context.program.events()) {
      add(context, event.type(), Optional.empty());
    }
  }

  private static void add(Context context, DataType type, Optional<Discriminator> account) {
    if (!context.hasView(type)) {
      return;
    }
    ClassName name = context.viewName(type);
    int size = context.layouts().minSize(new Shape.Ref(type));
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .superclass(context.runtime.view)
            .addJavadoc(
                "Reads {@link $T} in place, without copying. Point it with {@code wrap} first.\n",
                context.className(type))
            .addField(RecordSpec.intConstant("SIZE", size, "Bytes that every value takes."))
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("A view that points nowhere yet.\n")
                    .build())
            .addMethod(wrapArray(name))
            .addMethod(wrapBuffer(name))
            .addMethod(wrapPart(context, name));
    account.ifPresent(discriminator -> wrapAccount(context, builder, name, discriminator));
    new ViewFields(context, builder).add(type);
    context.add(name.packageName(), builder.build());
  }

  private static MethodSpec wrapArray(ClassName name) {
    return MethodSpec.methodBuilder("wrap")
        .addModifiers(Modifier.PUBLIC)
        .addParameter(byte[].class, "bytes")
        .addParameter(int.class, "offset")
        .returns(name)
        .addJavadoc(
            "Points to a value in an array.\n\n@throws IndexOutOfBoundsException if it does not"
                + " fit\n")
        .addStatement("point(bytes, offset, SIZE)")
        .addStatement("return this")
        .build();
  }

  private static MethodSpec wrapBuffer(ClassName name) {
    return MethodSpec.methodBuilder("wrap")
        .addModifiers(Modifier.PUBLIC)
        .addParameter(ByteBuffer.class, "bytes")
        .addParameter(int.class, "index")
        .returns(name)
        .addJavadoc(
            "Points to a value in a buffer, at an absolute index.\n\n@throws"
                + " IndexOutOfBoundsException if it does not fit\n")
        .addStatement("point(bytes, index, SIZE)")
        .addStatement("return this")
        .build();
  }

  private static MethodSpec wrapPart(Context context, ClassName name) {
    return MethodSpec.methodBuilder("wrap")
        .addModifiers(Modifier.PUBLIC)
        .addParameter(context.runtime.view, "whole")
        .addParameter(int.class, "offset")
        .returns(name)
        .addJavadoc("Points to a part of what another view points to.\n")
        .addStatement("point(whole, offset, SIZE)")
        .addStatement("return this")
        .build();
  }

  private static void wrapAccount(
      Context context, TypeSpec.Builder builder, ClassName name, Discriminator discriminator) {
    builder
        .addField(DiscriminatorField.of(discriminator))
        .addMethod(
            MethodSpec.methodBuilder("wrapAccount")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(byte[].class, "data")
                .returns(name)
                .addJavadoc(
                    "Points to an account's data, whose discriminator and length are"
                        + " checked.\n\n@throws $T if it is no such account\n",
                    context.runtime.decodingException)
                .beginControlFlow("if (data.length < DISCRIMINATOR.length + SIZE)")
                .addStatement(
                    "throw new $T($S + data.length + $S)",
                    context.runtime.decodingException,
                    "an account of ",
                    " bytes is too short for " + name.simpleName())
                .endControlFlow()
                .addStatement("point(data, 0, data.length)")
                .beginControlFlow("if (!bytesAre(0, DISCRIMINATOR))")
                .addStatement(
                    "throw new $T($S)",
                    context.runtime.decodingException,
                    "not an account for "
                        + name.simpleName()
                        + ": its discriminator is another one")
                .endControlFlow()
                .addStatement("return wrap(data, DISCRIMINATOR.length)")
                .build());
  }

  /** The code that reads a value of fixed layout at an offset, or nothing if a reader has to. */
  static Optional<CodeBlock> inPlace(Context context, Shape shape, CodeBlock offset) {
    if (shape instanceof Shape.Scalar scalar) {
      return Optional.of(
          switch (scalar.type()) {
            case U64 ->
                context.options.u64() == GeneratorOptions.U64.BIG_INTEGER
                    ? CodeBlock.of("unsignedAt($L, 8)", offset)
                    : CodeBlock.of("i64At($L)", offset);
            case U128 -> CodeBlock.of("unsignedAt($L, 16)", offset);
            case U256 -> CodeBlock.of("unsignedAt($L, 32)", offset);
            case I128 -> CodeBlock.of("signedAt($L, 16)", offset);
            case I256 -> CodeBlock.of("signedAt($L, 32)", offset);
            default -> CodeBlock.of("$NAt($L)", scalar.type().idlName(), offset);
          });
    }
    if (shape instanceof Shape.Ref ref && ref.type().isFieldless()) {
      return Optional.of(
          CodeBlock.of(
              "$T.ofTag($N($L))",
              context.className(ref.type()),
              context.layouts().enumTagSize(ref.type()) == 4 ? "u32At" : "u8At",
              offset));
    }
    return Optional.empty();
  }

  static List<String> reserved() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "point", "bytesAre", "unsignedAt", "signedAt", "bytesAt", "copyAt", "readerAt"));
    for (String type :
        List.of("bool", "u8", "i8", "u16", "i16", "u32", "i32", "i64", "f32", "f64", "pubkey")) {
      names.add(type + "At");
    }
    names.addAll(List.of("wrap", "wrapAccount"));
    return names;
  }
}
