package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.generate.PdaCatalog.Parameter;
import org.podprotocol.anchor.codegen.generate.PdaCatalog.Pda;

/** A method for each distinct program-derived address. */
final class PdaRule implements Rule {
  @Override
  public void run(Context context) {
    if (context.pdas.all().isEmpty()) {
      return;
    }
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(context.pdasClass)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc("Addresses that the program derives.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (Pda pda : context.pdas.all()) {
      if (pda.program().isEmpty()) {
        builder.addMethod(forKnownProgram(context, pda));
      }
      builder.addMethod(forGivenProgram(context, pda));
    }
    context.add(context.pdasClass.packageName(), builder.build());
  }

  private static MethodSpec.Builder method(Context context, Pda pda) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(pda.method())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(context.runtime.programAddress)
            .addJavadoc(Docs.of(pda.docs(), "Derives the address of " + pda.method() + "."))
            .addJavadoc("\n<p>Seeds: $L.\n", seedText(pda));
    for (Parameter parameter : pda.parameters()) {
      method.addParameter(SeedForm.parameter(context, parameter.shape()), parameter.name());
    }
    return method;
  }

  private static String seedText(Pda pda) {
    return pda.seeds().stream()
        .map(
            seed ->
                seed instanceof Parameter parameter
                    ? Docs.code(parameter.name()) + " (" + text(parameter) + ")"
                    : constantText((byte[]) seed))
        .collect(Collectors.joining(", "));
  }

  private static String text(Parameter parameter) {
    return FieldText.of(parameter.shape())
        + parameter
            .form()
            .map(form -> ", " + form.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .orElse("");
  }

  private static String constantText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.matches("[A-Za-z0-9_ .:-]+")
        ? "\"" + text + "\""
        : "0x" + java.util.HexFormat.of().formatHex(bytes);
  }

  private static MethodSpec forKnownProgram(Context context, Pda pda) {
    List<CodeBlock> arguments = new ArrayList<>();
    pda.parameters().forEach(p -> arguments.add(CodeBlock.of("$N", p.name())));
    arguments.add(
        pda.fixedProgram()
            .map(
                bytes ->
                    CodeBlock.of(
                        "new $T($L)", RuntimeNames.PUBLIC_KEY, DiscriminatorField.bytes(bytes)))
            .orElse(CodeBlock.of("$T.PROGRAM_ID", context.programClass)));
    return method(context, pda)
        .addStatement("return $N($L)", pda.method(), CodeBlock.join(arguments, ", "))
        .build();
  }

  private static MethodSpec forGivenProgram(Context context, Pda pda) {
    String program = pda.program().map(Parameter::name).orElse("programId");
    List<CodeBlock> seeds = new ArrayList<>();
    for (Object seed : pda.seeds()) {
      seeds.add(
          seed instanceof Parameter parameter
              ? SeedForm.bytes(context, parameter)
              : DiscriminatorField.bytes((byte[]) seed));
    }
    CodeBlock.Builder call = CodeBlock.builder().add("$N", program);
    seeds.forEach(seed -> call.add(",\n$L", seed));
    return method(context, pda)
        .addParameter(RuntimeNames.PUBLIC_KEY, program)
        .addJavadoc("\n@param $L the program that derives it\n", program)
        .addStatement("return $T.find($>$>$L$<$<)", context.runtime.programAddress, call.build())
        .build();
  }
}
