package org.podprotocol.anchor.codegen.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.SeedSource;
import org.podprotocol.anchor.codegen.resolve.Shape;
import org.podprotocol.anchor.codegen.resolve.ShapeText;

/**
 * The distinct derivations of a program. Two accounts share one if their seeds are alike and at
 * least one seed is a constant; without a constant, only if they also bear the same name.
 */
final class PdaCatalog {

  /** A parameter of the method that derives an address. */
  record Parameter(String name, Shape shape, Optional<SeedBytes> form) {}

  /**
   * A derivation.
   *
   * @param method name of the method
   * @param seeds a constant's bytes, or the parameter that holds the value
   * @param program the parameter that holds the deriving program, where it is not known before
   */
  record Pda(
      String method,
      List<String> docs,
      List<Object> seeds,
      Optional<byte[]> fixedProgram,
      Optional<Parameter> program) {
    List<Parameter> parameters() {
      List<Parameter> parameters = new ArrayList<>();
      for (Object seed : seeds) {
        if (seed instanceof Parameter parameter) {
          parameters.add(parameter);
        }
      }
      return parameters;
    }
  }

  private final Map<String, Pda> byKey = new LinkedHashMap<>();
  private final NameScope methods = NameScope.members();

  PdaCatalog(Program program) {
    for (Program.Instruction instruction : program.instructions()) {
      for (Program.Account account : instruction.accounts()) {
        account.derivation().ifPresent(derivation -> add(instruction, account, derivation));
      }
    }
  }

  List<Pda> all() {
    return List.copyOf(byKey.values());
  }

  Pda of(Program.Account account) {
    return byKey.get(key(account, account.derivation().orElseThrow()));
  }

  private void add(
      Program.Instruction instruction, Program.Account account, Program.Derivation derivation) {
    String key = key(account, derivation);
    if (byKey.containsKey(key)) {
      return;
    }
    String name = JavaNames.member(account.name());
    if (!methods.isFree(name)) {
      name = name + "For" + JavaNames.type(instruction.name());
    }
    NameScope names = NameScope.members("programId", "out");
    List<Object> seeds = new ArrayList<>();
    for (SeedSource seed : derivation.seeds()) {
      seeds.add(
          seed instanceof SeedSource.Constant constant ? constant.bytes() : parameter(names, seed));
    }
    SeedSource program = derivation.program().orElse(null);
    byKey.put(
        key,
        new Pda(
            methods.allocate(name),
            account.docs(),
            seeds,
            program instanceof SeedSource.Constant constant
                ? Optional.of(constant.bytes())
                : Optional.empty(),
            program == null || program instanceof SeedSource.Constant
                ? Optional.empty()
                : Optional.of(parameter(names, program))));
  }

  private static Parameter parameter(NameScope names, SeedSource source) {
    return new Parameter(
        names.allocate(JavaNames.member(wanted(source))), shape(source), form(source));
  }

  private static String wanted(SeedSource source) {
    if (source instanceof SeedSource.Argument argument) {
      return argument.path().get(argument.path().size() - 1);
    }
    if (source instanceof SeedSource.AccountAddress account) {
      return account.name();
    }
    SeedSource.AccountField field = (SeedSource.AccountField) source;
    return field.account() + "_" + String.join("_", field.path());
  }

  private static Optional<SeedBytes> form(SeedSource source) {
    if (source instanceof SeedSource.Argument argument) {
      return argument.form();
    }
    return source instanceof SeedSource.AccountField field ? field.form() : Optional.empty();
  }

  static Shape shape(SeedSource source) {
    if (source instanceof SeedSource.Argument argument) {
      return argument.shape();
    }
    if (source instanceof SeedSource.AccountField field) {
      return field.shape();
    }
    return new Shape.Scalar(Primitive.PUBKEY);
  }

  private static String key(Program.Account account, Program.Derivation derivation) {
    StringBuilder key = new StringBuilder();
    boolean constant = false;
    for (SeedSource seed : derivation.seeds()) {
      constant |= seed instanceof SeedSource.Constant c && c.bytes().length > 0;
      key.append(text(seed)).append('|');
    }
    key.append("of ").append(derivation.program().map(PdaCatalog::text).orElse("this"));
    return constant ? key.toString() : account.name() + ": " + key;
  }

  private static String text(SeedSource seed) {
    return seed instanceof SeedSource.Constant constant
        ? java.util.HexFormat.of().formatHex(constant.bytes())
        : ShapeText.of(shape(seed)) + form(seed).map(form -> " " + form).orElse("");
  }
}
