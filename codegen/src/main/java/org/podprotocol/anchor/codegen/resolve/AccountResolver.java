package org.podprotocol.anchor.codegen.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlInstruction;
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
      List<String> names = List.of(arg.path().split("\\.", -1));
      return new SeedSource.Argument(names, FieldPath.follow(at + ".path", args, names));
    }
    return accountSeed(entry, at, (IdlInstruction.AccountSeed) seed);
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
        return new SeedSource.AccountField(
            String.join("_", names.subList(0, length)), field, fieldShape(at, seed, field));
      }
    }
    throw new IdlException(at + ".path", "is no account here: " + seed.path());
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
