package org.podprotocol.anchor.codegen.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Types whose bytes a class of the user's reads and writes. */
final class ForeignClasses {
  private static final String CLASS =
      "([A-Za-z_$][A-Za-z0-9_$]*\\.)*[A-Z][A-Za-z0-9_$]*(\\.[A-Z][A-Za-z0-9_$]*)*";

  private ForeignClasses() {}

  static Idl add(Idl idl, Map<String, String> classes) {
    if (classes.isEmpty()) {
      return idl;
    }
    List<IdlTypeDef> types = new ArrayList<>(idl.types());
    for (Map.Entry<String, String> entry : new TreeMap<>(classes).entrySet()) {
      if (!entry.getValue().matches(CLASS)) {
        throw new IllegalArgumentException("not the name of a class: " + entry.getValue());
      }
      IdlTypeDef foreign = foreign(entry.getKey(), entry.getValue());
      int at = indexOf(types, entry.getKey());
      if (at < 0) {
        types.add(foreign);
      } else if (types.get(at).serialization() == IdlTypeDef.Serialization.CUSTOM
          && types.get(at).generics().isEmpty()) {
        types.set(at, foreign);
      } else {
        throw new IllegalArgumentException(
            "the IDL itself says how " + entry.getKey() + " is laid out; it needs no class");
      }
    }
    return idl.withTypes(types);
  }

  private static int indexOf(List<IdlTypeDef> types, String name) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static IdlTypeDef foreign(String name, String className) {
    return new IdlTypeDef(
        name,
        List.of(),
        IdlTypeDef.Serialization.BORSH,
        Optional.empty(),
        List.of(),
        new IdlTypeDef.Foreign(className),
        "class of " + name);
  }
}
