package org.podprotocol.anchor.codegen.idl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Types of other crates that an IDL refers to and does not define, as the user defines them. */
final class Definitions {
  private Definitions() {}

  static Idl add(Idl idl, Map<String, String> definitions) {
    if (definitions.isEmpty()) {
      return idl;
    }
    List<IdlTypeDef> types = new ArrayList<>(idl.types());
    Set<String> names = new HashSet<>();
    types.forEach(type -> names.add(type.name()));
    Set<String> declared = new HashSet<>(names);
    declared.addAll(definitions.keySet());
    for (Map.Entry<String, String> entry : new TreeMap<>(definitions).entrySet()) {
      if (names.contains(entry.getKey())) {
        throw new IllegalArgumentException("the IDL itself defines " + entry.getKey());
      }
      types.add(alias(entry.getKey(), entry.getValue(), declared));
    }
    return idl.withTypes(types);
  }

  private static IdlTypeDef alias(String name, String rust, Set<String> declared) {
    IdlType target;
    try {
      target = new RustTypeText(rust, declared).parse();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the definition of " + name + " is no type: " + rust, e);
    }
    return new IdlTypeDef(
        name,
        List.of(),
        IdlTypeDef.Serialization.BORSH,
        Optional.empty(),
        List.of(),
        new IdlTypeDef.Alias(target),
        "definition of " + name);
  }
}
