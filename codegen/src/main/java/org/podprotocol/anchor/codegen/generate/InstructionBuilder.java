package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;

/**
 * The staged builder of an instruction: each required account and argument is asked for by a type
 * of its own, so that one that is missing, or out of its place, does not compile.
 */
final class InstructionBuilder {
  private static final TypeName METAS =
      ParameterizedTypeName.get(ClassName.get(List.class), RuntimeNames.ACCOUNT_META);

  private record Stage(ClassName type, String method, TypeName value, CodeBlock doc) {}

  private final Context context;
  private final Program.Instruction instruction;
  private final InstructionNames names;
  private final AccountPlan plan;
  private final ClassName name;
  private final ClassName builderName;
  private final List<Stage> stages = new ArrayList<>();

  InstructionBuilder(Context context, Program.Instruction instruction, InstructionNames names) {
    this.context = context;
    this.instruction = instruction;
    this.names = names;
    this.plan = new AccountPlan(context, instruction, names);
    this.name = context.instructionName(instruction);
    this.builderName = name.nestedClass("Builder");
    for (int i = 0; i < instruction.accounts().size(); i++) {
      if (plan.source(i) == AccountPlan.Source.GIVEN) {
        stages.add(
            new Stage(
                name.nestedClass(names.accountStages().get(i)),
                names.accounts().get(i),
                RuntimeNames.PUBLIC_KEY,
                AccountText.of(instruction.accounts().get(i))));
      }
    }
    for (int i = 0; i < instruction.args().fields().size(); i++) {
      DataType.Field field = instruction.args().fields().get(i);
      stages.add(
          new Stage(
              name.nestedClass(names.argStages().get(i)),
              names.args().get(i),
              context.types.type(field.shape()),
              Docs.of(field.docs(), "The argument " + Docs.code(field.name()) + ".")));
    }
  }

  void addTo(TypeSpec.Builder type) {
    for (int i = 0; i < instruction.accounts().size(); i++) {
      Program.Account account = instruction.accounts().get(i);
      if (plan.source(i) == AccountPlan.Source.FIXED) {
        type.addField(address(i, account.address().orElseThrow()));
      } else if (plan.source(i) == AccountPlan.Source.DEFAULT) {
        type.addField(address(i, plan.wellKnown(account).orElseThrow()));
      }
    }
    type.addMethod(
        MethodSpec.methodBuilder("builder")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(stageOr(0))
            .addJavadoc("Begins to build the instruction.\n")
            .addStatement("return new $T()", builderName)
            .build());
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      type.addType(
          TypeSpec.interfaceBuilder(stage.type().simpleName())
              .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
              .addJavadoc("Asks for {@code $L}.\n", stage.method())
              .addMethod(
                  MethodSpec.methodBuilder(stage.method())
                      .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                      .addParameter(stage.value(), "value")
                      .returns(stageOr(i + 1))
                      .addJavadoc(stage.doc())
                      .build())
              .build());
    }
    type.addType(builder());
  }

  private FieldSpec address(int account, String base58) {
    return FieldSpec.builder(
            RuntimeNames.PUBLIC_KEY,
            plan.fixedConstant(account),
            Modifier.PRIVATE,
            Modifier.STATIC,
            Modifier.FINAL)
        .initializer("new $T($S)", RuntimeNames.PUBLIC_KEY, base58)
        .build();
  }

  private ClassName stageOr(int index) {
    return index < stages.size() ? stages.get(index).type() : builderName;
  }

  private TypeSpec builder() {
    TypeSpec.Builder builder =
        TypeSpec.classBuilder("Builder")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("Has all that is required; takes what is optional.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      builder
          .addSuperinterface(stage.type())
          .addField(stage.value(), stage.method(), Modifier.PRIVATE)
          .addMethod(setter(stage.method(), stage.value(), stageOr(i + 1), true).build());
    }
    for (int i = 0; i < instruction.accounts().size(); i++) {
      optionalAccount(builder, i);
    }
    builder
        .addField(
            FieldSpec.builder(RuntimeNames.PUBLIC_KEY, "programId", Modifier.PRIVATE)
                .initializer("$T.PROGRAM_ID", context.programClass)
                .build())
        .addField(
            FieldSpec.builder(METAS, "remainingAccounts", Modifier.PRIVATE)
                .initializer("$T.of()", List.class)
                .build())
        .addMethod(
            setter("programId", RuntimeNames.PUBLIC_KEY, builderName, false)
                .addJavadoc("The program's address, if it is deployed at another one.\n")
                .build())
        .addMethod(
            MethodSpec.methodBuilder("remainingAccounts")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(METAS, "value")
                .returns(builderName)
                .addJavadoc("Accounts behind those that the instruction names.\n")
                .addStatement("this.remainingAccounts = $T.copyOf(value)", List.class)
                .addStatement("return this")
                .build())
        .addMethod(build());
    return builder.build();
  }

  private static MethodSpec.Builder setter(
      String member, TypeName value, TypeName next, boolean overrides) {
    MethodSpec.Builder setter =
        MethodSpec.methodBuilder(member)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(value, "value")
            .returns(next);
    if (overrides) {
      setter.addAnnotation(Override.class);
    }
    return (value.isPrimitive()
            ? setter.addStatement("this.$N = value", member)
            : setter.addStatement(
                "this.$N = $T.requireNonNull(value, $S)", member, Objects.class, member))
        .addStatement("return this");
  }

  private void optionalAccount(TypeSpec.Builder builder, int index) {
    AccountPlan.Source source = plan.source(index);
    if (source != AccountPlan.Source.OPTIONAL
        && source != AccountPlan.Source.DEFAULT
        && source != AccountPlan.Source.DERIVED) {
      return;
    }
    String member = names.accounts().get(index);
    FieldSpec.Builder field = FieldSpec.builder(RuntimeNames.PUBLIC_KEY, member, Modifier.PRIVATE);
    if (source == AccountPlan.Source.DEFAULT) {
      field.initializer("$N", plan.fixedConstant(index));
    }
    builder
        .addField(field.build())
        .addMethod(
            setter(member, RuntimeNames.PUBLIC_KEY, builderName, false)
                .addJavadoc(AccountText.of(instruction.accounts().get(index)))
                .addJavadoc(
                    switch (source) {
                      case OPTIONAL -> "\n<p>Optional: left out if it is not given.\n";
                      case DEFAULT -> "\n<p>Known by its name: only needed to give another.\n";
                      default -> "\n<p>Derived: only needed to give another.\n";
                    })
                .build());
  }

  private MethodSpec build() {
    MethodSpec.Builder build =
        MethodSpec.methodBuilder("build")
            .addModifiers(Modifier.PUBLIC)
            .returns(RuntimeNames.INSTRUCTION)
            .addJavadoc(
                "Builds the instruction.\n\n@throws IllegalArgumentException if a number is out of"
                    + " its type's range, or a seed longer than 32 bytes\n");
    for (int index : plan.derivationOrder()) {
      String member = names.accounts().get(index);
      build.addStatement(
          "$1T $2N = this.$2N != null ? this.$2N : $3L",
          RuntimeNames.PUBLIC_KEY,
          member,
          plan.derive(index));
    }
    build.addStatement(
        "$T keys = new $T<>($L + this.remainingAccounts.size())",
        METAS,
        ArrayList.class,
        instruction.accounts().size());
    for (int i = 0; i < instruction.accounts().size(); i++) {
      build.addStatement("keys.add($L)", meta(i));
    }
    build.addStatement("keys.addAll(this.remainingAccounts)");
    List<CodeBlock> args = new ArrayList<>();
    names.args().forEach(arg -> args.add(CodeBlock.of("this.$N", arg)));
    return build
        .addStatement(
            "return new $T(this.programId, keys, new Args($L).toInstructionData())",
            RuntimeNames.INSTRUCTION,
            CodeBlock.join(args, ", "))
        .build();
  }

  private CodeBlock meta(int index) {
    Program.Account account = instruction.accounts().get(index);
    CodeBlock given =
        CodeBlock.of(
            "new $T($L, $L, $L)",
            RuntimeNames.ACCOUNT_META,
            plan.address(index),
            account.signer(),
            account.writable());
    return plan.source(index) == AccountPlan.Source.OPTIONAL
        ? CodeBlock.of(
            "this.$N != null ? $L : new $T(this.programId, false, false)",
            names.accounts().get(index),
            given,
            RuntimeNames.ACCOUNT_META)
        : given;
  }
}
