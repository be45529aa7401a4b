package org.podprotocol.anchor.codegen.diff;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.podprotocol.anchor.codegen.diff.Change.Effect;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Shape;
import org.podprotocol.anchor.codegen.resolve.ShapeText;

/** Compares two types by the bytes of their values, and by the names of their fields. */
final class ShapeDiff {
  private record Pair(DataType old, DataType present) {}

  private final List<Change> changes;
  private final String root;
  private final Set<Pair> seen = new HashSet<>();

  ShapeDiff(List<Change> changes, String root) {
    this.changes = changes;
    this.root = root;
  }

  void compare(Shape old, Shape present) {
    compare(root, old, present);
  }

  private void add(Effect effect, String place, String what) {
    changes.add(new Change(effect, place, what));
  }

  private void compare(String place, Shape old, Shape present) {
    if (old instanceof Shape.Ref a && present instanceof Shape.Ref b) {
      if (seen.add(new Pair(a.type(), b.type()))) {
        types(place, a.type(), b.type());
      }
    } else if (old instanceof Shape.OptionOf a && present instanceof Shape.OptionOf b) {
      compare(place, a.value(), b.value());
    } else if (old instanceof Shape.COptionOf a && present instanceof Shape.COptionOf b) {
      compare(place, a.value(), b.value());
    } else if (old instanceof Shape.VecOf a && present instanceof Shape.VecOf b) {
      compare(place + "[]", a.element(), b.element());
    } else if (old instanceof Shape.SetOf a && present instanceof Shape.SetOf b) {
      compare(place + "[]", a.element(), b.element());
    } else if (old instanceof Shape.MapOf a && present instanceof Shape.MapOf b) {
      compare(place + " keys", a.key(), b.key());
      compare(place + " values", a.value(), b.value());
    } else if (old instanceof Shape.ArrayOf a
        && present instanceof Shape.ArrayOf b
        && a.length() == b.length()) {
      compare(place + "[]", a.element(), b.element());
    } else if (!old.equals(present)) {
      add(Effect.BREAKS_CLIENTS, place, ShapeText.of(old) + " becomes " + ShapeText.of(present));
    }
  }

  private void types(String place, DataType old, DataType present) {
    if (old.kind() != present.kind()) {
      add(Effect.BREAKS_CLIENTS, place, "a struct and an enum are not the same");
      return;
    }
    if (old.serialization() != present.serialization() || !old.repr().equals(present.repr())) {
      add(Effect.BREAKS_CLIENTS, place, "is laid out in another way");
    }
    if (old.kind() == DataType.Kind.STRUCT) {
      fields(place, old.fields(), present.fields());
      return;
    }
    int common = Math.min(old.variants().size(), present.variants().size());
    for (int i = 0; i < common; i++) {
      DataType.Variant a = old.variants().get(i);
      DataType.Variant b = present.variants().get(i);
      String at = place + ", variant " + a.name();
      if (!a.name().equals(b.name())) {
        add(Effect.BREAKS_CLIENTS, at, "tag " + i + " now means " + b.name());
      }
      fields(at, a.fields(), b.fields());
    }
    for (int i = common; i < old.variants().size(); i++) {
      add(Effect.BREAKS_CLIENTS, place + ", variant " + old.variants().get(i).name(), "is gone");
    }
    for (int i = common; i < present.variants().size(); i++) {
      add(
          Effect.BREAKS_CLIENTS,
          place + ", variant " + present.variants().get(i).name(),
          "is new: old clients can't read it");
    }
  }

  private void fields(String place, List<DataType.Field> old, List<DataType.Field> present) {
    int common = Math.min(old.size(), present.size());
    for (int i = 0; i < common; i++) {
      DataType.Field a = old.get(i);
      DataType.Field b = present.get(i);
      String at = place + ", field " + a.name();
      if (!a.name().equals(b.name())) {
        add(Effect.BREAKS_SOURCE, at, "is called " + b.name() + " now");
      }
      compare(at, a.shape(), b.shape());
    }
    for (int i = common; i < old.size(); i++) {
      add(Effect.BREAKS_CLIENTS, place + ", field " + old.get(i).name(), "is gone");
    }
    for (int i = common; i < present.size(); i++) {
      add(Effect.BREAKS_CLIENTS, place + ", field " + present.get(i).name(), "is new");
    }
  }
}
