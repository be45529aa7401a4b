package org.podprotocol.anchor.codegen.resolve;

import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.Discriminator;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlConstant;

/**
 * A program, ready to be generated from.
 *
 * @param types structs and enums that are neither accounts nor events
 */
public record Program(
    Idl idl,
    List<DataType> types,
    List<Tagged> accounts,
    List<Tagged> events,
    List<Instruction> instructions,
    List<Constant> constants,
    Layouts layouts) {

  /** A type with the bytes that announce it. */
  public record Tagged(String name, DataType type, Discriminator discriminator, String path) {}

  /**
   * An instruction.
   *
   * @param accounts flat, groups resolved, in the order of the instruction's account list
   */
  public record Instruction(
      String name,
      List<String> docs,
      Discriminator discriminator,
      List<Account> accounts,
      DataType args,
      Optional<Shape> returns,
      String path) {}

  /**
   * An account of an instruction.
   *
   * @param names of the groups it is in, and its own
   * @param relations names of the accounts that must hold this one's address
   */
  public record Account(
      List<String> names,
      List<String> docs,
      boolean writable,
      boolean signer,
      boolean optional,
      Optional<String> address,
      Optional<Derivation> derivation,
      List<String> relations,
      String path) {
    /** Its own name. */
    public String name() {
      return names.get(names.size() - 1);
    }
  }

  /**
   * How an address is derived.
   *
   * @param program the deriving program, if it is not this one
   */
  public record Derivation(List<SeedSource> seeds, Optional<SeedSource> program) {}

  /** A constant. */
  public record Constant(IdlConstant idl, Shape shape, String path) {}
}
