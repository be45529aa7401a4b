package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;

/**
 * For a relation ({@code has_one}), a method that takes the address out of the account that must
 * hold it. The IDL does not say which type that account has: the method is there if a type of the
 * account's name has a field of the relation's.
 */
final class RelationMethods {
  private final Context context;
  private final Program.Instruction instruction;
  private final InstructionNames names;
  private final NameScope methods =
      NameScope.members("builder", "decode", "decodeReturn", "discriminator");

  RelationMethods(Context context, Program.Instruction instruction, InstructionNames names) {
    this.context = context;
    this.instruction = instruction;
    this.names = names;
  }

  void addTo(TypeSpec.Builder type) {
    for (int i = 0; i < instruction.accounts().size(); i++) {
      Program.Account account = instruction.accounts().get(i);
      for (String relation : account.relations()) {
        int index = i;
        holder(relation, account.name())
            .ifPresent(holder -> type.addMethod(method(index, account, relation, holder)));
      }
    }
  }

  private Optional<DataType> holder(String relation, String field) {
    String wanted = JavaNames.type(relation.substring(relation.lastIndexOf('.') + 1));
    return context.program.accounts().stream()
        .filter(account -> JavaNames.type(account.name()).equals(wanted))
        .map(Program.Tagged::type)
        .filter(type -> type.kind() == DataType.Kind.STRUCT && indexOf(type, field) >= 0)
        .findFirst();
  }

  private static int indexOf(DataType type, String field) {
    for (int i = 0; i < type.fields().size(); i++) {
      if (type.fields().get(i).name().equals(field)
          && type.fields().get(i).shape() instanceof Shape.Scalar scalar
          && scalar.type() == Primitive.PUBKEY) {
        return i;
      }
    }
    return -1;
  }

  private MethodSpec method(int index, Program.Account account, String relation, DataType holder) {
    String component = Context.componentNames(holder.fields()).get(indexOf(holder, account.name()));
    return MethodSpec.methodBuilder(
            methods.allocate(
                names.accounts().get(index)
                    + "Of"
                    + JavaNames.qualifiedType(relation.replace('.', '_'))))
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(RuntimeNames.PUBLIC_KEY)
        .addParameter(context.className(holder), "account")
        .addJavadoc(
            "The address that the program asks for as $L.\n\n"
                + "@param account the data of the account $L, which must hold it\n",
            Docs.code(account.name()),
            Docs.code(relation))
        .addStatement("return account.$N()", component)
        .build();
  }
}
