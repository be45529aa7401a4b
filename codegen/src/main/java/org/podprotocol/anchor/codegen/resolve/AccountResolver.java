package org.podprotocol.anchor.codegen.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlInstruction;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;

/**
 * Flattens an instruction's accounts and follows the paths of their seeds. A path is looked up
 * first among the accounts beside the one that is derived, then in the groups around it.
 */
final class AccountResolver {
  private static final int MAX_SEEDS = 15;
  private static final int MAX_SEED_LENGTH = 32;
  private static final int MAX_ACCOUNTS = 250;
  private static final int MAX_DEPTH = 32;

  private record Flat(List<String> names, IdlInstruction.Account account, String path) {}

  private final TypeResolver types;
  private final String path;
  private final DataType args;
  private final List<Flat> flat = new ArrayList<>();

  AccountResolver(TypeResolver types, String path, DataType args) {
    this.types = types;
    this.path = path;
    this.args = args;
  }

  List<Program.Account> resolve(List<IdlInstruction.AccountItem> items) {
    flatten(path, List.of(), items);
    if (flat.size() > MAX_ACCOUNTS) {
      throw new IdlException(path, "holds more than " + MAX_ACCOUNTS + " accounts");
    }
    List<Program.Account> accounts = new ArrayList<>();
    for (Flat entry : flat) {
      IdlInstruction.Account account = entry.account();
      Optional<Program.Derivation> derivation = account.pda().map(pda -> derivation(entry, pda));
      for (int i = 0; i < account.relations().size(); i++) {
        relation(entry, i);
      }
      accounts.add(
          new Program.Account(
              entry.names(),
              account.docs(),
              account.writable(),
              account.signer(),
              account.optional(),
              account.address(),
              derivation,
              account.relations(),
              entry.path()));
    }
    return accounts;
  }

  private void flatten(String at, List<String> groups, List<IdlInstruction.AccountItem> items) {
    if (groups.size() > MAX_DEPTH) {
      throw new IdlException(at, "nests groups deeper than " + MAX_DEPTH);
    }
    for (int i = 0; i < items.size(); i++) {
      IdlInstruction.AccountItem item = items.get(i);
      List<String> names = new ArrayList<>(groups);
      names.add(item.name());
      if (item instanceof IdlInstruction.Group group) {
        flatten(at + "[" + i + "].accounts", names, group.accounts());
      } else {
        flat.add(new Flat(List.copyOf(names), (IdlInstruction.Account) item, at + "[" + i + "]"));
      }
    }
  }

  private void relation(Flat entry, int index) {
    String relation = entry.account().relations().get(index);
    if (find(entry, List.of(relation.split("\\.", -1))).isEmpty()) {
      throw new IdlException(
          entry.path() + ".relations[" + index + "]", "is no account here: " + relation);
    }
  }

  private Program.Derivation derivation(Flat entry, IdlInstruction.Pda pda) {
    String at = entry.path() + ".pda";
    if (pda.seeds().size() > MAX_SEEDS) {
      throw new IdlException(at + ".seeds", "are more than " + MAX_SEEDS);
    }
    List<SeedSource> seeds = new ArrayList<>();
    for (int i = 0; i < pda.seeds().size(); i++) {
      SeedSource seed = seed(entry, at + ".seeds[" + i + "]", pda.seeds().get(i));
      if (seed instanceof SeedSource.Constant constant
          && constant.bytes().length > MAX_SEED_LENGTH) {
        throw new IdlException(at + ".seeds[" + i + "].value", "is longer than 32 bytes");
      }
      seeds.add(seed);
    }
    Optional<SeedSource> program = pda.program().map(p -> program(entry, at + ".program", p));
    return new Program.Derivation(List.copyOf(seeds), program);
  }

  private SeedSource program(Flat entry, String at, IdlInstruction.Seed seed) {
    SeedSource source = seed(entry, at, seed);
    boolean isAddress =
        source instanceof SeedSource.AccountAddress
            || (source instanceof SeedSource.Constant constant && constant.bytes().length == 32)
            || (source instanceof SeedSource.Argument argument && isPubkey(argument.shape()))
            || (source instanceof SeedSource.AccountField field && isPubkey(field.shape()));
    if (!isAddress) {
      throw new IdlException(at, "is not a program's address");
    }
    return source;
  }

  private static boolean isPubkey(Shape shape) {
    return shape instanceof Shape.Scalar scalar && scalar.type() == Primitive.PUBKEY;
  }

  private SeedSource seed(Flat entry, String at, IdlInstruction.Seed seed) {
    if (seed instanceof IdlInstruction.ConstSeed constant) {
      return new SeedSource.Constant(constant.value());
    }
    if (seed instanceof IdlInstruction.ArgSeed arg) {
      List<String> names = argumentNames(arg.path());
      Shape shape = FieldPath.follow(at + ".path", args, names);
      return new SeedSource.Argument(names, shape, form(at, arg.form(), shape));
    }
    return accountSeed(entry, at, (IdlInstruction.AccountSeed) seed);
  }

  /**
   * A handler that does not use an argument calls it {@code _id}, and so does the IDL, although the
   * seeds call it {@code id}: only the leading underscore may differ.
   */
  private List<String> argumentNames(String text) {
    List<String> names = new ArrayList<>(List.of(text.split("\\.", -1)));
    if (!hasArgument(names.get(0)) && hasArgument("_" + names.get(0))) {
      names.set(0, "_" + names.get(0));
    }
    return List.copyOf(names);
  }

  private boolean hasArgument(String name) {
    return args.fields().stream().anyMatch(field -> field.name().equals(name));
  }

  private SeedSource accountSeed(Flat entry, String at, IdlInstruction.AccountSeed seed) {
    List<String> names = List.of(seed.path().split("\\.", -1));
    Optional<Integer> whole = find(entry, names);
    if (whole.isPresent()) {
      return new SeedSource.AccountAddress(whole.get(), String.join("_", names));
    }
    for (int length = names.size() - 1; length > 0; length--) {
      if (find(entry, names.subList(0, length)).isPresent()) {
        List<String> field = names.subList(length, names.size());
        Shape shape = fieldShape(at, seed, field);
        return new SeedSource.AccountField(
            String.join("_", names.subList(0, length)), field, shape, form(at, seed.form(), shape));
      }
    }
    throw new IdlException(at + ".path", "is no account here: " + seed.path());
  }

  private static Optional<SeedBytes> form(String at, Optional<SeedBytes> form, Shape shape) {
    if (form.isPresent() && !(shape instanceof Shape.Scalar scalar && isInteger(scalar.type()))) {
      throw new IdlException(at, "is no integer, so that its bytes have only one form");
    }
    return form;
  }

  private static boolean isInteger(Primitive type) {
    return switch (type) {
      case BOOL, F32, F64, BYTES, STRING, PUBKEY -> false;
      default -> true;
    };
  }

  private Shape fieldShape(String at, IdlInstruction.AccountSeed seed, List<String> field) {
    if (seed.account().isPresent() && types.isDefined(seed.account().get())) {
      if (types.defined(at + ".account", seed.account().get()) instanceof Shape.Ref ref) {
        return FieldPath.follow(at + ".path", ref.type(), field);
      }
      throw new IdlException(at + ".account", "is no struct: " + seed.account().get());
    }
    // The account belongs to another program, whose types this IDL does not define.
    return new Shape.Scalar(Primitive.BYTES);
  }

  private Optional<Integer> find(Flat from, List<String> names) {
    List<String> groups = from.names().subList(0, from.names().size() - 1);
    for (int depth = groups.size(); depth >= 0; depth--) {
      List<String> wanted = new ArrayList<>(groups.subList(0, depth));
      wanted.addAll(names);
      for (int i = 0; i < flat.size(); i++) {
        if (flat.get(i).names().equals(wanted)) {
          return Optional.of(i);
        }
      }
    }
    return Optional.empty();
  }
}
