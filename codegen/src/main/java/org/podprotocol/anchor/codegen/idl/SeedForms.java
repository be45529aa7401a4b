package org.podprotocol.anchor.codegen.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.Account;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.AccountItem;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.AccountSeed;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.ArgSeed;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.Group;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.Pda;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.Seed;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;

/** Gives seeds another form of bytes than the one that follows from their types. */
final class SeedForms {
  private final Map<String, SeedBytes> wanted;
  private final Set<String> left;
  private final Set<String> known = new TreeSet<>();

  private SeedForms(Map<String, SeedBytes> wanted) {
    this.wanted = wanted;
    this.left = new TreeSet<>(wanted.keySet());
  }

  static Idl apply(Idl idl, Map<String, SeedBytes> seeds) {
    if (seeds.isEmpty()) {
      return idl;
    }
    SeedForms forms = new SeedForms(seeds);
    Idl changed =
        idl.withInstructions(
            idl.instructions().stream()
                .map(
                    instruction ->
                        new IdlInstruction(
                            instruction.name(),
                            instruction.docs(),
                            instruction.discriminator(),
                            forms.items(instruction.name(), instruction.accounts()),
                            instruction.args(),
                            instruction.returns()))
                .toList());
    if (!forms.left.isEmpty()) {
      throw new IllegalArgumentException(
          "no seed "
              + forms.left.iterator().next()
              + " that is an argument or a field; there are: "
              + String.join(", ", forms.known));
    }
    return changed;
  }

  private List<AccountItem> items(String prefix, List<AccountItem> items) {
    List<AccountItem> changed = new ArrayList<>();
    for (AccountItem item : items) {
      String place = prefix + "." + item.name();
      if (item instanceof Group group) {
        changed.add(new Group(group.name(), group.docs(), items(place, group.accounts())));
      } else {
        Account account = (Account) item;
        changed.add(
            new Account(
                account.name(),
                account.docs(),
                account.writable(),
                account.signer(),
                account.optional(),
                account.address(),
                account.pda().map(pda -> pda(place, pda)),
                account.relations()));
      }
    }
    return List.copyOf(changed);
  }

  private Pda pda(String place, Pda pda) {
    List<Seed> seeds = new ArrayList<>();
    for (int i = 0; i < pda.seeds().size(); i++) {
      seeds.add(seed(place + "[" + i + "]", pda.seeds().get(i)));
    }
    return new Pda(List.copyOf(seeds), pda.program());
  }

  private Seed seed(String place, Seed seed) {
    if (seed instanceof ArgSeed arg) {
      return new ArgSeed(arg.path(), form(place, arg.form()));
    }
    if (seed instanceof AccountSeed account && account.path().indexOf('.') >= 0) {
      return new AccountSeed(account.path(), account.account(), form(place, account.form()));
    }
    return seed;
  }

  private Optional<SeedBytes> form(String place, Optional<SeedBytes> before) {
    known.add(place);
    left.remove(place);
    return Optional.ofNullable(wanted.get(place)).or(() -> before);
  }
}
