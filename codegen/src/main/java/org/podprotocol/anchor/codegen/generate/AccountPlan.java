package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.podprotocol.anchor.codegen.generate.PdaCatalog.Pda;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.SeedSource;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** Decides for each account of an instruction where its address comes from. */
final class AccountPlan {
  /** Where an account's address comes from. */
  enum Source {
    /** The caller has to give it. */
    GIVEN,
    /** The caller may give it; the program's own address stands for none. */
    OPTIONAL,
    /** It is the only address allowed. */
    FIXED,
    /** It is well known, and the caller may give another. */
    DEFAULT,
    /** It is this program. */
    PROGRAM,
    /** It is derived, and the caller may give another. */
    DERIVED
  }

  private static final String EVENT_AUTHORITY = "__event_authority";

  private final Context context;
  private final Program.Instruction instruction;
  private final InstructionNames names;
  private final List<Source> sources = new ArrayList<>();
  private final List<Integer> derivationOrder = new ArrayList<>();

  AccountPlan(Context context, Program.Instruction instruction, InstructionNames names) {
    this.context = context;
    this.instruction = instruction;
    this.names = names;
    for (int i = 0; i < instruction.accounts().size(); i++) {
      sources.add(first(i));
    }
    orderDerivations();
  }

  Source source(int account) {
    return sources.get(account);
  }

  /** Derived accounts, each after those that it is derived from. */
  List<Integer> derivationOrder() {
    return derivationOrder;
  }

  private Source first(int index) {
    Program.Account account = instruction.accounts().get(index);
    if (account.optional()) {
      return Source.OPTIONAL;
    }
    if (account.address().isPresent()) {
      return account.address().equals(context.program.idl().address())
          ? Source.PROGRAM
          : Source.FIXED;
    }
    if (isEventProgram(index)) {
      return Source.PROGRAM;
    }
    if (wellKnown(account).isPresent()) {
      return Source.DEFAULT;
    }
    return account.derivation().isPresent() && isDerivable(account.derivation().get())
        ? Source.DERIVED
        : Source.GIVEN;
  }

  /** The account {@code program} that {@code #[event_cpi]} puts behind the event authority. */
  private boolean isEventProgram(int index) {
    if (index == 0 || !instruction.accounts().get(index).name().equals("program")) {
      return false;
    }
    Program.Account before = instruction.accounts().get(index - 1);
    return before.name().equals("event_authority")
        && before
            .derivation()
            .filter(d -> d.seeds().size() == 1)
            .filter(
                d ->
                    d.seeds().get(0) instanceof SeedSource.Constant constant
                        && new String(constant.bytes(), java.nio.charset.StandardCharsets.US_ASCII)
                            .equals(EVENT_AUTHORITY))
            .isPresent();
  }

  /** IDLs of the older form never state addresses, but these names can only mean one. */
  Optional<String> wellKnown(Program.Account account) {
    if (context.program.idl().origin() == Idl.Origin.ANCHOR) {
      return Optional.empty();
    }
    return switch (account.name()) {
      case "system_program" -> Optional.of("11111111111111111111111111111111");
      case "rent" -> Optional.of("SysvarRent111111111111111111111111111111111");
      case "associated_token_program" ->
          Optional.of("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
      default -> Optional.empty();
    };
  }

  private boolean isDerivable(Program.Derivation derivation) {
    return derivation.seeds().stream().allMatch(this::isAvailable)
        && derivation.program().map(this::isAvailable).orElse(true);
  }

  private boolean isAvailable(SeedSource seed) {
    if (seed instanceof SeedSource.AccountAddress account) {
      return !instruction.accounts().get(account.account()).optional();
    }
    if (seed instanceof SeedSource.Argument argument) {
      return SeedForm.isSettled(argument.shape());
    }
    return seed instanceof SeedSource.Constant;
  }

  private void orderDerivations() {
    Set<Integer> done = new HashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int i = 0; i < sources.size(); i++) {
        if (sources.get(i) == Source.DERIVED && !done.contains(i) && isReady(i, done)) {
          done.add(i);
          derivationOrder.add(i);
          progress = true;
        }
      }
    }
    // What is left is derived from itself in a circle: the caller has to break it.
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) == Source.DERIVED && !done.contains(i)) {
        sources.set(i, Source.GIVEN);
        orderDerivationsAgain();
        return;
      }
    }
  }

  private void orderDerivationsAgain() {
    derivationOrder.clear();
    orderDerivations();
  }

  private boolean isReady(int index, Set<Integer> done) {
    Program.Derivation derivation = instruction.accounts().get(index).derivation().orElseThrow();
    List<SeedSource> needed = new ArrayList<>(derivation.seeds());
    derivation.program().ifPresent(needed::add);
    return needed.stream()
        .allMatch(
            seed ->
                !(seed instanceof SeedSource.AccountAddress account)
                    || sources.get(account.account()) != Source.DERIVED
                    || done.contains(account.account()));
  }

  /** The call that derives an account, in terms of the builder's fields and locals. */
  CodeBlock derive(int index) {
    Program.Account account = instruction.accounts().get(index);
    Program.Derivation derivation = account.derivation().orElseThrow();
    Pda pda = context.pdas.of(account);
    List<CodeBlock> arguments = new ArrayList<>();
    for (SeedSource seed : derivation.seeds()) {
      if (!(seed instanceof SeedSource.Constant)) {
        arguments.add(value(seed));
      }
    }
    if (derivation.program().isEmpty()) {
      arguments.add(CodeBlock.of("this.programId"));
    } else if (pda.program().isPresent()) {
      arguments.add(value(derivation.program().get()));
    }
    return CodeBlock.of(
        "$T.$N($L).address()", context.pdasClass, pda.method(), CodeBlock.join(arguments, ", "));
  }

  private CodeBlock value(SeedSource seed) {
    if (seed instanceof SeedSource.AccountAddress account) {
      return address(account.account());
    }
    SeedSource.Argument argument = (SeedSource.Argument) seed;
    DataType type = instruction.args();
    CodeBlock value = CodeBlock.of("this");
    for (int depth = 0; depth < argument.path().size(); depth++) {
      int index = indexOf(type, argument.path().get(depth));
      value =
          depth == 0
              ? CodeBlock.of("this.$N", names.args().get(index))
              : CodeBlock.of("$L.$N()", value, Context.componentNames(type.fields()).get(index));
      if (type.fields().get(index).shape() instanceof Shape.Ref ref) {
        type = ref.type();
      }
    }
    return value;
  }

  private static int indexOf(DataType type, String field) {
    for (int i = 0; i < type.fields().size(); i++) {
      if (type.fields().get(i).name().equals(field)) {
        return i;
      }
    }
    throw new IllegalStateException("a resolved path has no such field: " + field);
  }

  /** The address of an account in build(), where those derived before are locals. */
  CodeBlock address(int index) {
    return switch (sources.get(index)) {
      case PROGRAM -> CodeBlock.of("this.programId");
      case FIXED -> CodeBlock.of("$N", fixedConstant(index));
      case DERIVED -> CodeBlock.of("$N", names.accounts().get(index));
      default -> CodeBlock.of("this.$N", names.accounts().get(index));
    };
  }

  /** The constant that holds a fixed or well-known address. */
  String fixedConstant(int index) {
    return "ADDRESS_" + index;
  }
}
