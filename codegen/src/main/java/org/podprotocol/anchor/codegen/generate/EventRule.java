package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;

/** Events: a sealed type, a record for each, and the ways to find them in a transaction. */
final class EventRule implements Rule {
  // sha256("anchor:event") as u64 in little-endian: EVENT_IX_TAG_LE of anchor_lang.
  private static final byte[] SELF_CPI_TAG = {
    (byte) 0xe4, 0x45, (byte) 0xa5, 0x2e, 0x51, (byte) 0xcb, (byte) 0x9a, 0x1d
  };

  @Override
  public void run(Context context) {
    if (context.program.events().isEmpty()) {
      return;
    }
    TypeSpec.Builder union =
        TypeSpec.interfaceBuilder(context.eventInterface)
            .addModifiers(Modifier.PUBLIC, Modifier.SEALED)
            .addJavadoc("An event of the program.\n")
            .addMethod(
                MethodSpec.methodBuilder("write")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .addParameter(context.runtime.writer, "out")
                    .addJavadoc("Writes the fields, without the discriminator.\n")
                    .build());
    for (Program.Tagged event : context.program.events()) {
      if (event.type().kind() == DataType.Kind.FOREIGN) {
        throw new IdlException(event.path(), "is an event, which can't be a class given for it");
      }
      ClassName name = context.className(event.type());
      union.addPermittedSubclass(name);
      context.add(name.packageName(), event(context, event).build());
    }
    context.add(context.eventInterface.packageName(), union.build());
    context.add(context.eventInterface.packageName(), reader(context));
  }

  private static TypeSpec.Builder event(Context context, Program.Tagged event) {
    DataType type = event.type();
    TypeSpec.Builder builder;
    if (type.kind() == DataType.Kind.ENUM) {
      builder = EnumSpec.of(context, type);
      return builder.addSuperinterface(context.eventInterface);
    }
    RecordSpec spec = RecordSpec.of(context, type);
    spec.builder.addSuperinterface(context.eventInterface);
    spec.addComponents(type.docs(), "The event " + Docs.code(event.name()) + ".");
    spec.addSize();
    spec.addRead(context.layouts().isRecursive(type));
    spec.addWrite(true);
    spec.addToBytes(false);
    spec.addEquality();
    spec.builder
        .addField(DiscriminatorField.of(event.discriminator()))
        .addMethod(
            MethodSpec.methodBuilder("discriminator")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(byte[].class)
                .addJavadoc("The bytes that the event's data begins with.\n")
                .addStatement("return DISCRIMINATOR.clone()")
                .build());
    return spec.builder;
  }

  private static TypeSpec reader(Context context) {
    ClassName name = context.eventInterface.peerClass(context.prefix + "Events");
    TypeName optional =
        ParameterizedTypeName.get(ClassName.get(Optional.class), context.eventInterface);
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
        .addJavadoc("Finds the program's events in what a transaction leaves behind.\n")
        .addField(
            com.palantir.javapoet.FieldSpec.builder(
                    byte[].class, "SELF_CPI_TAG", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$L", DiscriminatorField.bytes(SELF_CPI_TAG))
                .build())
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
        .addMethod(decode(context, optional))
        .addMethod(
            MethodSpec.methodBuilder("decodeSelfCpi")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(byte[].class, "instructionData")
                .returns(optional)
                .addJavadoc(
                    "Reads an event that the program sent to itself in an inner instruction ({@code"
                        + " emit_cpi!}).\n\n@param instructionData the inner instruction's data\n"
                        + "@return nothing if the instruction carries no event that is known\n"
                        + "@throws $T if it carries a known event that is malformed\n",
                    context.runtime.decodingException)
                .beginControlFlow("if (!startsWith(instructionData, SELF_CPI_TAG))")
                .addStatement("return $T.empty()", Optional.class)
                .endControlFlow()
                .addStatement(
                    "return decode($T.copyOfRange(instructionData, SELF_CPI_TAG.length,"
                        + " instructionData.length))",
                    Arrays.class)
                .build())
        .addMethod(fromLogs(context, name, false))
        .addMethod(fromLogs(context, name, true))
        .addMethod(
            MethodSpec.methodBuilder("startsWith")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(byte[].class, "data")
                .addParameter(byte[].class, "prefix")
                .returns(boolean.class)
                .addStatement(
                    "return data.length >= prefix.length && $T.equals(data, 0, prefix.length,"
                        + " prefix, 0, prefix.length)",
                    Arrays.class)
                .build())
        .addType(logged(context, name))
        .build();
  }

  private static MethodSpec decode(Context context, TypeName optional) {
    MethodSpec.Builder decode =
        MethodSpec.methodBuilder("decode")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(byte[].class, "data")
            .returns(optional)
            .addJavadoc(
                "Reads an event from its discriminator and fields.\n\n"
                    + "@return nothing if no event with that discriminator is known\n"
                    + "@throws $T if a known event is malformed\n",
                context.runtime.decodingException);
    for (Program.Tagged event : context.program.events()) {
      decode
          .beginControlFlow(
              "if (startsWith(data, $L))", DiscriminatorField.bytes(event.discriminator().bytes()))
          .addStatement(
              "return $T.of($T.read(new $T(data, $L, data.length - $L)))",
              Optional.class,
              context.className(event.type()),
              context.runtime.reader,
              event.discriminator().length(),
              event.discriminator().length())
          .endControlFlow();
    }
    return decode.addStatement("return $T.empty()", Optional.class).build();
  }

  private static MethodSpec fromLogs(Context context, ClassName name, boolean withProgram) {
    ClassName logged = name.nestedClass("Logged");
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("fromLogs")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(
                ParameterizedTypeName.get(ClassName.get(List.class), ClassName.get(String.class)),
                "logs")
            .returns(logged);
    if (!withProgram) {
      return method
          .addJavadoc("The events of the program in a transaction's log.\n")
          .addStatement("return fromLogs(logs, $T.PROGRAM_ID)", context.programClass)
          .build();
    }
    return method
        .addParameter(RuntimeNames.PUBLIC_KEY, "programId")
        .addJavadoc(
            "The events of the program, deployed at another address, in a transaction's log.\n\n"
                + "@throws $T if a known event is malformed\n",
            context.runtime.decodingException)
        .addStatement("$1T found = $1T.of(logs, programId)", context.runtime.programLogs)
        .addStatement(
            "$T events = new $T<>()",
            ParameterizedTypeName.get(ClassName.get(List.class), context.eventInterface),
            ArrayList.class)
        .beginControlFlow("for (byte[] data : found.data())")
        .addStatement("decode(data).ifPresent(events::add)")
        .endControlFlow()
        .addStatement("return new $T($T.copyOf(events), found.truncated())", logged, List.class)
        .build();
  }

  private static TypeSpec logged(Context context, ClassName name) {
    return TypeSpec.recordBuilder("Logged")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc(
            CodeBlock.of(
                "What a log held.\n\n@param events in the order in which they were emitted\n"
                    + "@param truncated the log was cut by the runtime, so that events may be"
                    + " missing\n"))
        .recordConstructor(
            MethodSpec.constructorBuilder()
                .addParameter(
                    ParameterizedTypeName.get(ClassName.get(List.class), context.eventInterface),
                    "events")
                .addParameter(boolean.class, "truncated")
                .build())
        .build();
  }
}
