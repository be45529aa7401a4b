package org.podprotocol.anchor.codegen.generate;

import java.util.ArrayList;
import java.util.List;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;

/**
 * The names that an instruction's accounts and arguments have in its builder.
 *
 * @param accounts one for each account; inside groups the group's name comes first
 * @param args one for each argument
 * @param accountStages names of the types that ask for an account
 * @param argStages names of the types that ask for an argument
 */
record InstructionNames(
    List<String> accounts, List<String> args, List<String> accountStages, List<String> argStages) {

  static InstructionNames of(Context context, Program.Instruction instruction) {
    NameScope members =
        NameScope.members("programId", "remainingAccounts", "build", "keys", "meta");
    NameScope types =
        NameScope.types(
            context.instructionName(instruction).simpleName(),
            "Args",
            "Accounts",
            "Builder",
            "Decoded");
    List<String> accounts = new ArrayList<>();
    List<String> accountStages = new ArrayList<>();
    for (Program.Account account : instruction.accounts()) {
      String joined = String.join("_", account.names());
      accounts.add(members.allocate(JavaNames.member(joined)));
      accountStages.add(types.allocate(JavaNames.qualifiedType(joined + "_stage")));
    }
    List<String> args = new ArrayList<>();
    List<String> argStages = new ArrayList<>();
    for (DataType.Field field : instruction.args().fields()) {
      String wanted = JavaNames.member(field.name());
      args.add(
          members.allocate(
              members.isFree(wanted) ? wanted : JavaNames.member(field.name() + "_arg")));
      argStages.add(types.allocate(JavaNames.qualifiedType(field.name() + "_arg_stage")));
    }
    return new InstructionNames(accounts, args, accountStages, argStages);
  }
}
