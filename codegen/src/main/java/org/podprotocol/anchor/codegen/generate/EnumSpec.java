package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.resolve.DataType;

/**
 * An enum: a Java enum if no variant has fields, otherwise a sealed interface with a record for
 * each variant. A tag that the IDL does not know is refused.
 */
final class EnumSpec {
  private EnumSpec() {}

  /** A variant and the name of its constant or record. */
  record Named(DataType.Variant variant, String javaName) {}

  /** The variants in the order of their tags. */
  static List<Named> variants(Context context, DataType type) {
    // A nested type may not bear the name of the one around it.
    NameScope names =
        type.isFieldless()
            ? NameScope.members("SIZE", "VALUES", "DISCRIMINATOR", "ACCOUNT_SIZE")
            : NameScope.types(context.className(type).simpleName());
    List<Named> named = new ArrayList<>();
    for (DataType.Variant variant : type.variants()) {
      String wanted =
          type.isFieldless() ? JavaNames.constant(variant.name()) : JavaNames.type(variant.name());
      named.add(new Named(variant, names.allocate(wanted)));
    }
    return named;
  }

  static TypeSpec.Builder of(Context context, DataType type) {
    return type.isFieldless() ? fieldless(context, type) : sealed(context, type);
  }

  private static String readTag(Context context, DataType type) {
    return context.layouts().enumTagSize(type) == 4 ? "in.u32()" : "in.u8()";
  }

  private static String writeTag(Context context, DataType type) {
    return context.layouts().enumTagSize(type) == 4 ? "out.u32" : "out.u8";
  }

  private static TypeSpec.Builder fieldless(Context context, DataType type) {
    ClassName name = context.className(type);
    TypeSpec.Builder builder =
        TypeSpec.enumBuilder(name.simpleName())
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(Docs.of(type.docs(), Docs.code(type.idlName()) + "."))
            .addField(
                RecordSpec.intConstant(
                    "SIZE", context.layouts().enumTagSize(type), "Bytes that a value takes."));
    for (Named variant : variants(context, type)) {
      builder.addEnumConstant(
          variant.javaName(),
          TypeSpec.anonymousClassBuilder("")
              .addJavadoc(
                  Docs.of(variant.variant().docs(), Docs.code(variant.variant().name()) + "."))
              .build());
    }
    builder.addField(
        com.palantir.javapoet.FieldSpec.builder(
                com.palantir.javapoet.ArrayTypeName.of(name),
                "VALUES",
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer("values()")
            .build());
    return builder
        .addMethod(
            MethodSpec.methodBuilder("ofTag")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(long.class, "tag")
                .returns(name)
                .addJavadoc(
                    "The variant of that tag.\n\n@throws $T if there is none\n",
                    context.runtime.decodingException)
                .beginControlFlow("if (tag < 0 || tag >= VALUES.length)")
                .addStatement(
                    "throw new $T($S + tag)",
                    context.runtime.decodingException,
                    name.simpleName() + " has no variant ")
                .endControlFlow()
                .addStatement("return VALUES[(int) tag]")
                .build())
        .addMethod(
            read(context, name).addStatement("return ofTag($L)", readTag(context, type)).build())
        .addMethod(
            MethodSpec.methodBuilder("write")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(context.runtime.writer, "out")
                .addJavadoc("Writes the value.\n")
                .addStatement("$L(ordinal())", writeTag(context, type))
                .build());
  }

  private static MethodSpec.Builder read(Context context, ClassName name) {
    return MethodSpec.methodBuilder("read")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(context.runtime.reader, "in")
        .returns(name)
        .addJavadoc(
            "Reads a value and leaves the position behind it.\n\n@throws $T if the bytes are none\n",
            context.runtime.decodingException);
  }

  private static TypeSpec.Builder sealed(Context context, DataType type) {
    ClassName name = context.className(type);
    TypeSpec.Builder builder =
        TypeSpec.interfaceBuilder(name.simpleName())
            .addModifiers(Modifier.PUBLIC, Modifier.SEALED)
            .addJavadoc(Docs.of(type.docs(), Docs.code(type.idlName()) + "."))
            .addMethod(
                MethodSpec.methodBuilder("write")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .addParameter(context.runtime.writer, "out")
                    .addJavadoc("Writes the value.\n")
                    .build())
            .addMethod(
                MethodSpec.methodBuilder("toBytes")
                    .addModifiers(Modifier.PUBLIC, Modifier.DEFAULT)
                    .returns(byte[].class)
                    .addJavadoc("The value's bytes.\n")
                    .addStatement("$1T out = new $1T(64)", context.runtime.writer)
                    .addStatement("write(out)")
                    .addStatement("return out.toByteArray()")
                    .build());
    CodeBlock.Builder cases = CodeBlock.builder();
    List<Named> variants = variants(context, type);
    for (int tag = 0; tag < variants.size(); tag++) {
      ClassName variantName = name.nestedClass(variants.get(tag).javaName());
      RecordSpec spec = variant(context, type, variants.get(tag).variant(), variantName, tag);
      builder.addType(spec.builder.build()).addPermittedSubclass(variantName);
      cases.add("case $L:\n$>return $L;\n$<", tag, spec.constructorCall("in"));
    }
    boolean recursive = context.layouts().isRecursive(type);
    MethodSpec.Builder read = read(context, name);
    MethodSpec.Builder fields = recursive ? privateRead(context, name) : read;
    fields
        .addStatement("int tag = in.u8()")
        .addCode("switch (tag) {\n$>$L", cases.build())
        .addCode(
            "default:\n$>throw new $T($S + tag);\n$<$<}\n",
            context.runtime.decodingException,
            name.simpleName() + " has no variant ");
    if (recursive) {
      read.addStatement("in.enter()")
          .addStatement("$T value = readVariant(in)", name)
          .addStatement("in.exit()")
          .addStatement("return value");
      builder.addMethod(fields.build());
    }
    return builder.addMethod(read.build());
  }

  private static MethodSpec.Builder privateRead(Context context, ClassName name) {
    return MethodSpec.methodBuilder("readVariant")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(context.runtime.reader, "in")
        .returns(name);
  }

  private static RecordSpec variant(
      Context context, DataType type, DataType.Variant variant, ClassName name, int tag) {
    RecordSpec spec =
        new RecordSpec(
            context,
            name,
            variant.name(),
            type.path(),
            variant.fields(),
            context.layouts().borshLayout(variant.fields()));
    spec.builder.addModifiers(Modifier.STATIC).addSuperinterface(context.className(type));
    spec.addComponents(variant.docs(), Docs.code(variant.name()) + ".");
    MethodSpec.Builder write =
        MethodSpec.methodBuilder("write")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(context.runtime.writer, "out")
            .addStatement("out.u8($L)", tag);
    spec.writeFields(write);
    spec.builder.addMethod(write.build());
    spec.addEquality();
    return spec;
  }
}
