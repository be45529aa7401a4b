package org.podprotocol.anchor.codegen.diff;

import java.util.List;
import org.podprotocol.anchor.codegen.diff.Change.Effect;
import org.podprotocol.anchor.codegen.resolve.Program;

/** Compares an instruction's accounts, whose order and flags are part of the wire format. */
final class AccountListDiff {
  private final List<Change> changes;
  private final String place;

  AccountListDiff(List<Change> changes, String place) {
    this.changes = changes;
    this.place = place;
  }

  void compare(List<Program.Account> old, List<Program.Account> present) {
    int common = Math.min(old.size(), present.size());
    for (int i = 0; i < common; i++) {
      account(i, old.get(i), present.get(i));
    }
    for (int i = common; i < old.size(); i++) {
      add(Effect.BREAKS_CLIENTS, i, "is gone: " + name(old.get(i)));
    }
    for (int i = common; i < present.size(); i++) {
      add(Effect.BREAKS_CLIENTS, i, "is new: " + name(present.get(i)));
    }
  }

  private static String name(Program.Account account) {
    return String.join(".", account.names());
  }

  private void add(Effect effect, int index, String what) {
    changes.add(new Change(effect, place + ", account " + index, what));
  }

  private void account(int index, Program.Account old, Program.Account present) {
    if (!old.names().equals(present.names())) {
      boolean alike =
          old.writable() == present.writable()
              && old.signer() == present.signer()
              && old.optional() == present.optional();
      // Another account in the place of the old one, or only another name: the IDL can't say.
      add(
          alike ? Effect.BREAKS_SOURCE : Effect.BREAKS_CLIENTS,
          index,
          name(old) + " becomes " + name(present));
    }
    flag(index, "writable", old.writable(), present.writable());
    flag(index, "a signer", old.signer(), present.signer());
    if (old.optional() != present.optional()) {
      add(
          old.optional() ? Effect.BREAKS_CLIENTS : Effect.BREAKS_SOURCE,
          index,
          old.optional() ? "is required now" : "is optional now");
    }
    if (!old.address().equals(present.address()) && present.address().isPresent()) {
      add(Effect.BREAKS_CLIENTS, index, "must be " + present.address().get() + " now");
    }
  }

  private void flag(int index, String flag, boolean old, boolean present) {
    if (old != present) {
      add(
          present ? Effect.BREAKS_CLIENTS : Effect.ADDITION,
          index,
          (present ? "must be " : "need not be ") + flag + (present ? " now" : " any more"));
    }
  }
}
