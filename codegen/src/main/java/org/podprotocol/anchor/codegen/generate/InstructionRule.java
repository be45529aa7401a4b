package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.resolve.Program;

/** Instructions: arguments, accounts, a builder, and the way back from bytes. */
final class InstructionRule implements Rule {
  @Override
  public void run(Context context) {
    if (context.program.instructions().isEmpty()) {
      return;
    }
    TypeSpec.Builder union =
        TypeSpec.interfaceBuilder(context.instructionInterface)
            .addModifiers(Modifier.PUBLIC, Modifier.SEALED)
            .addJavadoc("The arguments of an instruction of the program.\n")
            .addMethod(
                MethodSpec.methodBuilder("toInstructionData")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .returns(byte[].class)
                    .addJavadoc("The instruction's data: discriminator and arguments.\n")
                    .build());
    for (Program.Instruction instruction : context.program.instructions()) {
      union.addPermittedSubclass(context.className(instruction.args()));
      context.add(context.instructionInterface.packageName(), instruction(context, instruction));
    }
    context.add(context.instructionInterface.packageName(), union.build());
    context.add(context.instructionInterface.packageName(), decoder(context));
  }

  private static TypeSpec instruction(Context context, Program.Instruction instruction) {
    ClassName name = context.instructionName(instruction);
    InstructionNames names = InstructionNames.of(context, instruction);
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc(
                Docs.of(
                    instruction.docs(), "The instruction " + Docs.code(instruction.name()) + "."))
            .addField(DiscriminatorField.of(instruction.discriminator()))
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
            .addMethod(
                MethodSpec.methodBuilder("discriminator")
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                    .returns(byte[].class)
                    .addJavadoc("The bytes that the instruction's data begins with.\n")
                    .addStatement("return DISCRIMINATOR.clone()")
                    .build());
    new InstructionBuilder(context, instruction, names).addTo(builder);
    new RelationMethods(context, instruction, names).addTo(builder);
    builder.addMethod(decode(context, instruction));
    instruction
        .returns()
        .ifPresent(
            shape ->
                builder.addMethod(
                    MethodSpec.methodBuilder("decodeReturn")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .addParameter(byte[].class, "returnData")
                        .returns(context.types.type(shape))
                        .addJavadoc(
                            "Reads what the instruction returns.\n\n@param returnData {@code"
                                + " meta.returnData} of the RPC answer\n@throws $T if it is not"
                                + " that\n",
                            context.runtime.decodingException)
                        .addStatement("$1T in = new $1T(returnData)", context.runtime.reader)
                        .addStatement("return $L", context.types.read(shape, "in"))
                        .build()));
    builder.addType(arguments(context, instruction));
    new InstructionAccounts(context, instruction, names).addTo(builder);
    return builder.build();
  }

  private static MethodSpec decode(Context context, Program.Instruction instruction) {
    return MethodSpec.methodBuilder("decode")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(byte[].class, "data")
        .returns(context.className(instruction.args()))
        .addJavadoc(
            "Reads the arguments from an instruction's data.\n\n@throws $T if it is another"
                + " instruction, or malformed\n",
            context.runtime.decodingException)
        .addStatement("$1T in = new $1T(data)", context.runtime.reader)
        .addStatement("in.expect(DISCRIMINATOR, $L)", JavaText.literal(instruction.name()))
        .addStatement("return $T.read(in)", context.className(instruction.args()))
        .build();
  }

  private static TypeSpec arguments(Context context, Program.Instruction instruction) {
    RecordSpec spec = RecordSpec.of(context, instruction.args());
    spec.builder.addModifiers(Modifier.STATIC).addSuperinterface(context.instructionInterface);
    spec.addComponents(java.util.List.of(), "Arguments of " + Docs.code(instruction.name()) + ".");
    spec.addRead(false);
    spec.addWrite(false);
    spec.addEquality();
    spec.builder.addMethod(
        MethodSpec.methodBuilder("toInstructionData")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(byte[].class)
            .addStatement(
                "$1T out = new $1T($2L)",
                context.runtime.writer,
                spec.encodedSize(instruction.discriminator().length()))
            .addStatement("out.raw(DISCRIMINATOR)")
            .addStatement("write(out)")
            .addStatement("return out.toByteArray()")
            .build());
    return spec.builder.build();
  }

  private static TypeSpec decoder(Context context) {
    TypeName optional =
        ParameterizedTypeName.get(ClassName.get(Optional.class), context.instructionInterface);
    MethodSpec.Builder decode =
        MethodSpec.methodBuilder("decode")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(byte[].class, "data")
            .returns(optional)
            .addJavadoc(
                "Reads the arguments of whichever instruction it is.\n\n@return nothing if no"
                    + " instruction with that discriminator is known\n"
                    + "@throws $T if a known instruction is malformed\n",
                context.runtime.decodingException);
    for (Program.Instruction instruction : context.program.instructions()) {
      CodeBlock bytes = DiscriminatorField.bytes(instruction.discriminator().bytes());
      decode
          .beginControlFlow("if (startsWith(data, $L))", bytes)
          .addStatement(
              "return $T.of($T.decode(data))", Optional.class, context.instructionName(instruction))
          .endControlFlow();
    }
    return TypeSpec.classBuilder(context.prefix + "Instructions")
        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
        .addJavadoc("Reads instructions of the program.\n")
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
        .addMethod(decode.addStatement("return $T.empty()", Optional.class).build())
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
        .build();
  }
}
