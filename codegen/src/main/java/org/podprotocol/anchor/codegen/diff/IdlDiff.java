package org.podprotocol.anchor.codegen.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.podprotocol.anchor.codegen.diff.Change.Effect;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlConstant;
import org.podprotocol.anchor.codegen.idl.IdlError;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.ProgramResolver;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** Compares two IDLs by what goes over the wire, and by the names that clients use. */
public final class IdlDiff {
  private final Program before;
  private final Program after;
  private final List<Change> changes = new ArrayList<>();

  private IdlDiff(Program before, Program after) {
    this.before = before;
    this.after = after;
  }

  /** All changes from the one to the other. */
  public static List<Change> between(Idl before, Idl after) {
    IdlDiff diff = new IdlDiff(ProgramResolver.resolve(before), ProgramResolver.resolve(after));
    diff.run();
    return List.copyOf(diff.changes);
  }

  private void add(Effect effect, String place, String what) {
    changes.add(new Change(effect, place, what));
  }

  private void run() {
    if (!before.idl().address().equals(after.idl().address())) {
      add(
          Effect.BREAKS_CLIENTS,
          "program",
          "address " + text(before.idl()) + " becomes " + text(after.idl()));
    }
    match(
        "instruction ",
        before.instructions(),
        after.instructions(),
        Program.Instruction::name,
        this::instruction);
    match("account ", before.accounts(), after.accounts(), Program.Tagged::name, this::account);
    match("event ", before.events(), after.events(), Program.Tagged::name, this::event);
    match("error ", before.idl().errors(), after.idl().errors(), IdlError::name, this::error);
    match(
        "constant ",
        before.idl().constants(),
        after.idl().constants(),
        IdlConstant::name,
        this::constant);
  }

  private static String text(Idl idl) {
    return idl.address().orElse("none");
  }

  private <T> void match(
      String kind,
      List<T> old,
      List<T> present,
      Function<T, String> name,
      BiConsumer<T, T> compare) {
    Map<String, T> left = new LinkedHashMap<>();
    present.forEach(item -> left.put(name.apply(item), item));
    for (T item : old) {
      T other = left.remove(name.apply(item));
      if (other == null) {
        add(Effect.BREAKS_CLIENTS, kind + name.apply(item), "is gone");
      } else {
        compare.accept(item, other);
      }
    }
    left.keySet().forEach(added -> add(Effect.ADDITION, kind + added, "is new"));
  }

  private void instruction(Program.Instruction old, Program.Instruction present) {
    String place = "instruction " + old.name();
    if (!old.discriminator().equals(present.discriminator())) {
      add(
          Effect.BREAKS_CLIENTS,
          place,
          "discriminator " + old.discriminator() + " becomes " + present.discriminator());
    }
    new ShapeDiff(changes, place).compare(new Shape.Ref(old.args()), new Shape.Ref(present.args()));
    new AccountListDiff(changes, place).compare(old.accounts(), present.accounts());
    if (old.returns().isPresent() != present.returns().isPresent()) {
      add(
          old.returns().isPresent() ? Effect.BREAKS_CLIENTS : Effect.ADDITION,
          place,
          old.returns().isPresent() ? "returns nothing any more" : "returns a value now");
    } else if (old.returns().isPresent()) {
      new ShapeDiff(changes, place + ", return value")
          .compare(old.returns().get(), present.returns().get());
    }
  }

  private void account(Program.Tagged old, Program.Tagged present) {
    tagged("account " + old.name(), old, present);
  }

  private void event(Program.Tagged old, Program.Tagged present) {
    tagged("event " + old.name(), old, present);
  }

  private void tagged(String place, Program.Tagged old, Program.Tagged present) {
    if (!old.discriminator().equals(present.discriminator())) {
      add(
          Effect.BREAKS_CLIENTS,
          place,
          "discriminator " + old.discriminator() + " becomes " + present.discriminator());
    }
    DataType oldType = old.type();
    DataType newType = present.type();
    new ShapeDiff(changes, place).compare(new Shape.Ref(oldType), new Shape.Ref(newType));
    int oldSize = before.layouts().minSize(new Shape.Ref(oldType));
    int newSize = after.layouts().minSize(new Shape.Ref(newType));
    if (oldType.isMemory() && newType.isMemory() && oldSize != newSize) {
      add(Effect.BREAKS_CLIENTS, place, "size " + oldSize + " becomes " + newSize);
    }
  }

  private void error(IdlError old, IdlError present) {
    if (old.code() != present.code()) {
      add(
          Effect.BREAKS_CLIENTS,
          "error " + old.name(),
          "code " + old.code() + " becomes " + present.code());
    }
  }

  private void constant(IdlConstant old, IdlConstant present) {
    if (!old.value().equals(present.value()) || !old.type().equals(present.type())) {
      add(
          Effect.BREAKS_CLIENTS,
          "constant " + old.name(),
          old.value() + " becomes " + present.value());
    }
  }
}
