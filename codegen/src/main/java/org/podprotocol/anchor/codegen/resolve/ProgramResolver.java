package org.podprotocol.anchor.codegen.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlInstruction;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef;

/** Makes a program of an IDL. */
public final class ProgramResolver {
  private final Idl idl;
  private final TypeResolver types;

  private ProgramResolver(Idl idl) {
    this.idl = idl;
    this.types = new TypeResolver(idl.types());
  }

  /**
   * Resolves every reference.
   *
   * @throws IdlException if one leads nowhere, or a type has no finite layout
   */
  public static Program resolve(Idl idl) {
    return new ProgramResolver(idl).run();
  }

  private Program run() {
    for (IdlTypeDef def : idl.types()) {
      if (def.generics().isEmpty()) {
        types.defined(def.path(), def.name());
      }
    }
    List<Program.Tagged> accounts = new ArrayList<>();
    Set<DataType> taken = new HashSet<>();
    for (int i = 0; i < idl.accounts().size(); i++) {
      String path = "$.accounts[" + i + "]";
      String name = idl.accounts().get(i).name();
      accounts.add(
          new Program.Tagged(
              name,
              own(taken, data(path, idl.accounts().get(i).typeName())),
              idl.accounts().get(i).discriminator(),
              path));
    }
    List<Program.Tagged> events = events(taken);
    List<Program.Instruction> instructions = instructions();
    List<Program.Constant> constants = new ArrayList<>();
    for (int i = 0; i < idl.constants().size(); i++) {
      String path = "$.constants[" + i + "]";
      constants.add(
          new Program.Constant(
              idl.constants().get(i),
              types.resolve(path + ".type", idl.constants().get(i).type()),
              path));
    }

    Set<DataType> tagged = new HashSet<>();
    accounts.forEach(account -> tagged.add(account.type()));
    events.forEach(event -> tagged.add(event.type()));
    List<DataType> everything = new ArrayList<>(types.all());
    Stream.concat(accounts.stream(), events.stream())
        .map(Program.Tagged::type)
        .filter(type -> !everything.contains(type))
        .forEach(everything::add);
    List<DataType> plain = everything.stream().filter(type -> !tagged.contains(type)).toList();
    instructions.forEach(instruction -> everything.add(instruction.args()));
    return new Program(
        idl, plain, accounts, events, instructions, constants, new Layouts(everything));
  }

  /** A type that is several accounts or events is generated once for each of them. */
  private static DataType own(Set<DataType> taken, DataType type) {
    return taken.add(type) ? type : type.copy();
  }

  private List<Program.Tagged> events(Set<DataType> taken) {
    List<Program.Tagged> events = new ArrayList<>();
    for (int i = 0; i < idl.events().size(); i++) {
      String path = "$.events[" + i + "]";
      String name = idl.events().get(i).name();
      DataType type = data(path, idl.events().get(i).typeName());
      events.add(
          new Program.Tagged(name, own(taken, type), idl.events().get(i).discriminator(), path));
    }
    return events;
  }

  private DataType data(String path, String name) {
    if (types.defined(path, name) instanceof Shape.Ref ref) {
      return ref.type();
    }
    throw new IdlException(path + ".name", "is neither struct nor enum: " + name);
  }

  private List<Program.Instruction> instructions() {
    List<Program.Instruction> instructions = new ArrayList<>();
    for (int i = 0; i < idl.instructions().size(); i++) {
      IdlInstruction instruction = idl.instructions().get(i);
      String path = "$.instructions[" + i + "]";
      DataType args =
          DataType.borshStruct(
              instruction.name(),
              path + ".args",
              instruction.docs(),
              types.resolveFields(path + ".args", instruction.args()));
      instructions.add(
          new Program.Instruction(
              instruction.name(),
              instruction.docs(),
              instruction.discriminator(),
              new AccountResolver(types, path + ".accounts", args).resolve(instruction.accounts()),
              args,
              instruction.returns().map(type -> types.resolve(path + ".returns", type)),
              path));
    }
    return instructions;
  }
}
