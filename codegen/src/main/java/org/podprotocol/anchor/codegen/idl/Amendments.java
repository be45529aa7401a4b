package org.podprotocol.anchor.codegen.idl;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a user says where an IDL is wrong or says nothing. Each is explicit; without any, an IDL is
 * taken as it is or refused.
 *
 * @param patch a JSON Patch (RFC 6902), applied to the IDL before anything else
 * @param definitions Rust types by the names that the IDL leaves undefined: {@code Ticks} to {@code
 *     u64}
 * @param classes Java classes by the names of types that the IDL leaves undefined or whose
 *     serialization is custom; see the README for what such a class has
 * @param seeds the bytes of seeds that are numbers, by {@code instruction.account[seed]}
 */
public record Amendments(
    Optional<String> patch,
    Map<String, String> definitions,
    Map<String, String> classes,
    Map<String, IdlInstruction.SeedBytes> seeds) {
  /** Nothing. */
  public static final Amendments NONE =
      new Amendments(Optional.empty(), Map.of(), Map.of(), Map.of());

  /** Copies the maps, in an order that is always the same. */
  public Amendments {
    definitions = Collections.unmodifiableMap(new TreeMap<>(definitions));
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    seeds = Collections.unmodifiableMap(new TreeMap<>(seeds));
  }

  /** Definitions only. */
  public static Amendments definitions(Map<String, String> definitions) {
    return new Amendments(Optional.empty(), definitions, Map.of(), Map.of());
  }

  Idl apply(Idl idl) {
    return SeedForms.apply(ForeignClasses.add(Definitions.add(idl, definitions), classes), seeds);
  }
}
