package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** Account types: their data, the check of discriminator and length, filters to find them by. */
final class AccountRule implements Rule {
  // The RPC's limit for the bytes of a filter.
  private static final int MAX_FILTER = 128;

  @Override
  public void run(Context context) {
    for (Program.Tagged account : context.program.accounts()) {
      DataType type = account.type();
      if (type.kind() == DataType.Kind.FOREIGN) {
        continue; // The user's class is all there is of it.
      }
      TypeSpec.Builder builder;
      int minSize = context.layouts().minSize(new Shape.Ref(type));
      int discriminator = account.discriminator().length();
      CodeBlock encodedSize = CodeBlock.of("$L", discriminator + minSize);
      Optional<RecordSpec> record = Optional.empty();
      boolean fixed = context.layouts().fixedSize(new Shape.Ref(type)).isPresent();
      if (type.kind() == DataType.Kind.ENUM) {
        builder = EnumSpec.of(context, type);
      } else {
        RecordSpec spec = RecordSpec.of(context, type);
        spec.addComponents(type.docs(), "The account " + Docs.code(account.name()) + ".");
        spec.addSize();
        spec.addOffsets(account.discriminator().length(), "the start of the account's data");
        spec.addRead(context.layouts().isRecursive(type));
        spec.addWrite(false);
        spec.addToBytes(false);
        spec.addEquality();
        filters(context, spec);
        encodedSize = spec.encodedSize(discriminator);
        record = Optional.of(spec);
        builder = spec.builder;
      }
      accountMethods(context, builder, account, minSize, fixed, encodedSize, record);
      context.add(context.className(type).packageName(), builder.build());
    }
  }

  private static void accountMethods(
      Context context,
      TypeSpec.Builder builder,
      Program.Tagged account,
      int minSize,
      boolean fixed,
      CodeBlock encodedSize,
      Optional<RecordSpec> record) {
    TypeName name = context.className(account.type());
    boolean isInterface =
        account.type().kind() == DataType.Kind.ENUM && !account.type().isFieldless();
    int discriminator = account.discriminator().length();
    if (isInterface) {
      // An interface has no private constants: the bytes stand where they are used.
      builder.addMethod(
          MethodSpec.methodBuilder("discriminator")
              .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
              .returns(byte[].class)
              .addJavadoc("The bytes that the account's data begins with.\n")
              .addStatement("return $L", DiscriminatorField.bytes(account.discriminator().bytes()))
              .build());
    } else {
      builder
          .addField(DiscriminatorField.of(account.discriminator()))
          .addMethod(
              MethodSpec.methodBuilder("discriminator")
                  .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                  .returns(byte[].class)
                  .addJavadoc("The bytes that the account's data begins with.\n")
                  .addStatement("return DISCRIMINATOR.clone()")
                  .build());
    }
    CodeBlock bytes = CodeBlock.of(isInterface ? "discriminator()" : "DISCRIMINATOR");
    MethodSpec.Builder readChecked =
        MethodSpec.methodBuilder("readChecked")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(byte[].class, "data")
            .returns(name)
            .addJavadoc(
                "Reads an account's data, whose discriminator and length are checked. Bytes"
                    + " behind the value are not looked at.\n\n@throws $T if it is no such"
                    + " account\n",
                context.runtime.decodingException)
            .addStatement("$1T in = new $1T(data)", context.runtime.reader)
            .addStatement("in.expect($L, $L)", bytes, JavaText.literal(account.name()));
    if (record.isPresent()) {
      // The same as in read: the JVM does without the reader as an object only within one method.
      record.get().addReadStatements(readChecked, context.layouts().isRecursive(account.type()));
    } else {
      readChecked.addStatement("return read(in)");
    }
    builder
        .addField(
            RecordSpec.intConstant(
                fixed ? "ACCOUNT_SIZE" : "MIN_ACCOUNT_SIZE",
                discriminator + minSize,
                fixed
                    ? "Bytes of the account's data, discriminator included; what the program keeps"
                        + " behind them starts here."
                    : "The least number of bytes of the account's data, discriminator included."))
        .addMethod(readChecked.build())
        .addMethod(
            MethodSpec.methodBuilder("matches")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(byte[].class, "data")
                .returns(boolean.class)
                .addJavadoc("Whether an account's data begins with the discriminator.\n")
                .addStatement("return discriminatorFilter().matches(data)")
                .build())
        .addMethod(
            MethodSpec.methodBuilder("discriminatorFilter")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(context.runtime.memcmpFilter)
                .addJavadoc("Finds accounts of this type.\n")
                .addStatement("return new $T(0, discriminator())", context.runtime.memcmpFilter)
                .build())
        .addMethod(
            MethodSpec.methodBuilder("toAccountData")
                .addModifiers(Modifier.PUBLIC)
                .addModifiers(isInterface ? new Modifier[] {Modifier.DEFAULT} : new Modifier[0])
                .returns(byte[].class)
                .addJavadoc("The account's data: discriminator and value.\n")
                .addStatement("$1T out = new $1T($2L)", context.runtime.writer, encodedSize)
                .addStatement("out.raw($L)", bytes)
                .addStatement("write(out)")
                .addStatement("return out.toByteArray()")
                .build());
  }

  private static void filters(Context context, RecordSpec spec) {
    NameScope names = NameScope.members();
    for (int i = 0; i < spec.fields.size(); i++) {
      Shape shape = spec.fields.get(i).shape();
      String component = spec.components.get(i);
      String name =
          names.allocate(
              "filterBy"
                  + component.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                  + component.substring(1));
      if (spec.layout.offsets().get(i).isEmpty() || !isFilterable(context, shape)) {
        continue;
      }
      spec.builder.addMethod(
          MethodSpec.methodBuilder(name)
              .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
              .addParameter(context.types.type(shape), "value")
              .returns(context.runtime.memcmpFilter)
              .addJavadoc(
                  "Finds accounts whose $L is this; not yet restricted to this type.\n",
                  Docs.code(component))
              .addStatement(
                  "$1T out = new $1T($2L)",
                  context.runtime.writer,
                  context.layouts().minSize(shape))
              .addStatement("$L", context.types.write(shape, CodeBlock.of("value"), "out"))
              .addStatement(
                  "return new $T($N, out.toByteArray())",
                  context.runtime.memcmpFilter,
                  spec.constantNames.get(i))
              .build());
    }
  }

  private static boolean isFilterable(Context context, Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.type() != Primitive.F32 && scalar.type() != Primitive.F64;
    }
    if (shape instanceof Shape.OptionOf option) {
      return isFilterable(context, option.value());
    }
    if (shape instanceof Shape.COptionOf option) {
      return isFilterable(context, option.value());
    }
    if (shape instanceof Shape.ArrayOf array) {
      return array.element() instanceof Shape.Scalar
          && context.layouts().minSize(shape) <= MAX_FILTER;
    }
    return shape instanceof Shape.Ref ref && ref.type().isFieldless();
  }
}
