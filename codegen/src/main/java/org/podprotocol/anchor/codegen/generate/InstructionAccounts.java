package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.resolve.Program;

/** The accounts of an instruction by their names, read back from an instruction that was built. */
final class InstructionAccounts {
  private static final TypeName METAS =
      ParameterizedTypeName.get(ClassName.get(List.class), RuntimeNames.ACCOUNT_META);
  private static final TypeName OPTIONAL_KEY =
      ParameterizedTypeName.get(ClassName.get(Optional.class), RuntimeNames.PUBLIC_KEY);

  private final Context context;
  private final Program.Instruction instruction;
  private final InstructionNames names;
  private final ClassName accountsName;

  InstructionAccounts(Context context, Program.Instruction instruction, InstructionNames names) {
    this.context = context;
    this.instruction = instruction;
    this.names = names;
    this.accountsName = context.instructionName(instruction).nestedClass("Accounts");
  }

  void addTo(TypeSpec.Builder type) {
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    CodeBlock.Builder javadoc = CodeBlock.builder().add("The instruction's accounts.\n\n");
    List<CodeBlock> values = new ArrayList<>();
    int required = 0;
    for (int i = 0; i < instruction.accounts().size(); i++) {
      Program.Account account = instruction.accounts().get(i);
      String name = names.accounts().get(i);
      components.addParameter(account.optional() ? OPTIONAL_KEY : RuntimeNames.PUBLIC_KEY, name);
      javadoc.add("@param $L $L\n", name, "account " + i);
      if (account.optional()) {
        values.add(CodeBlock.of("optional(keys, $L, programId)", i));
      } else {
        required = i + 1;
        values.add(CodeBlock.of("keys.get($L).getPublicKey()", i));
      }
    }
    components.addParameter(METAS, "remainingAccounts");
    javadoc.add("@param remainingAccounts those behind the named ones\n");
    int count = instruction.accounts().size();
    values.add(
        CodeBlock.of(
            "$T.copyOf(keys.subList(Math.min($L, keys.size()), keys.size()))", List.class, count));
    TypeSpec.Builder record =
        TypeSpec.recordBuilder("Accounts")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addJavadoc(javadoc.build())
            .recordConstructor(components.build())
            .addMethod(of(required, values));
    if (instruction.accounts().stream().anyMatch(Program.Account::optional)) {
      record.addMethod(optional());
    }
    type.addType(record.build());
  }

  private MethodSpec of(int required, List<CodeBlock> values) {
    return MethodSpec.methodBuilder("of")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(METAS, "keys")
        .addParameter(RuntimeNames.PUBLIC_KEY, "programId")
        .returns(accountsName)
        .addJavadoc(
            "Names the accounts of an instruction.\n\n"
                + "@param programId the program's address, which stands for an optional account"
                + " that is left out\n"
                + "@throws $T if there are too few\n",
            context.runtime.decodingException)
        .beginControlFlow("if (keys.size() < $L)", required)
        .addStatement(
            "throw new $T($L + keys.size())",
            context.runtime.decodingException,
            JavaText.literal(instruction.name() + " has at least " + required + " accounts, not "))
        .endControlFlow()
        .addStatement("return new $T($>$>\n$L$<$<)", accountsName, CodeBlock.join(values, ",\n"))
        .build();
  }

  private static MethodSpec optional() {
    return MethodSpec.methodBuilder("optional")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(METAS, "keys")
        .addParameter(int.class, "index")
        .addParameter(RuntimeNames.PUBLIC_KEY, "programId")
        .returns(OPTIONAL_KEY)
        .addStatement(
            "return index >= keys.size() || keys.get(index).getPublicKey().equals(programId) ?"
                + " $1T.empty() : $1T.of(keys.get(index).getPublicKey())",
            Optional.class)
        .build();
  }
}
