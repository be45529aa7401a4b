package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlError;

/** Errors: a sealed type of the program's own codes and those of the framework. */
final class ErrorRule implements Rule {
  @Override
  public void run(Context context) {
    String packageName = context.options.packageName() + ".errors";
    ClassName union = ClassName.get(packageName, context.prefix + "Error");
    List<ClassName> kinds = new ArrayList<>();
    if (!context.program.idl().errors().isEmpty()) {
      ClassName own = ClassName.get(packageName, context.prefix + "ProgramError");
      kinds.add(own);
      context.add(
          packageName,
          enumOf(own, union, context.program.idl().errors(), "An error of the program's own."));
    }
    if (context.program.idl().origin() != Idl.Origin.SHANK) {
      ClassName framework = ClassName.get(packageName, "AnchorError");
      kinds.add(framework);
      context.add(
          packageName,
          enumOf(
              framework,
              union,
              FrameworkErrors.load(),
              "An error of the Anchor framework, which any of its programs can answer with."));
    }
    if (kinds.isEmpty()) {
      return;
    }
    context.add(packageName, union(union, kinds));
  }

  private static TypeSpec union(ClassName union, List<ClassName> kinds) {
    TypeSpec.Builder builder =
        TypeSpec.interfaceBuilder(union)
            .addModifiers(Modifier.PUBLIC, Modifier.SEALED)
            .addJavadoc("The meaning of a custom error code that the program answered with.\n")
            .addMethod(
                MethodSpec.methodBuilder("code")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .returns(long.class)
                    .addJavadoc("The code, as in {@code custom program error}; u32.\n")
                    .build())
            .addMethod(
                MethodSpec.methodBuilder("idlName")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .returns(String.class)
                    .addJavadoc("The name in the program.\n")
                    .build())
            .addMethod(
                MethodSpec.methodBuilder("message")
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .returns(String.class)
                    .addJavadoc("What went wrong; the name, if the program does not say.\n")
                    .build());
    MethodSpec.Builder of =
        MethodSpec.methodBuilder("ofCode")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(long.class, "code")
            .returns(ParameterizedTypeName.get(ClassName.get(Optional.class), union))
            .addJavadoc("The error of that code, if it is known.\n");
    for (ClassName kind : kinds) {
      builder.addPermittedSubclass(kind);
      of.beginControlFlow("for ($1T error : $1T.values())", kind)
          .beginControlFlow("if (error.code() == code)")
          .addStatement("return $T.of(error)", Optional.class)
          .endControlFlow()
          .endControlFlow();
    }
    return builder.addMethod(of.addStatement("return $T.empty()", Optional.class).build()).build();
  }

  private static TypeSpec enumOf(
      ClassName name, ClassName union, List<IdlError> errors, String doc) {
    TypeSpec.Builder builder =
        TypeSpec.enumBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addSuperinterface(union)
            .addJavadoc("$L\n", doc);
    NameScope names = NameScope.members();
    for (IdlError error : errors) {
      String message = error.message().orElse(error.name());
      builder.addEnumConstant(
          names.allocate(JavaNames.constant(error.name())),
          TypeSpec.anonymousClassBuilder(
                  "$LL, $L, $L",
                  error.code(),
                  JavaText.literal(error.name()),
                  JavaText.literal(message))
              .addJavadoc(Docs.of(List.of(message), Docs.code(error.name())))
              .build());
    }
    MethodSpec.Builder constructor =
        MethodSpec.constructorBuilder()
            .addParameter(long.class, "code")
            .addParameter(String.class, "idlName")
            .addParameter(String.class, "message");
    accessor(builder, constructor, long.class, "code");
    accessor(builder, constructor, String.class, "idlName");
    accessor(builder, constructor, String.class, "message");
    return builder.addMethod(constructor.build()).build();
  }

  private static void accessor(
      TypeSpec.Builder builder, MethodSpec.Builder constructor, Class<?> type, String name) {
    constructor.addStatement("this.$1N = $1N", name);
    builder
        .addField(FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL).build())
        .addMethod(
            MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(type)
                .addStatement("return $N", name)
                .build());
  }
}
