package org.podprotocol.anchor.codegen.idl;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Serialization;

/**
 * Reads the form before Anchor 0.30, and what Shank writes in it. Names become snake case and
 * discriminators are computed, as {@code idl/src/convert.rs} of the Anchor repository does; for
 * Shank nothing is computed, since its programs do not use Anchor's discriminators.
 */
final class LegacyParser {
  private final Map<String, Discriminator> discriminators = new HashMap<>();
  private boolean shank;
  private TypeParser types = new LegacyTypeParser(Set.of());

  Idl parse(JsonPlace root) {
    JsonPlace metadata = root.member("metadata");
    shank = metadata.has("origin") && metadata.member("origin").text().equals("shank");
    types = new LegacyTypeParser(declaredNames(root));

    String name = SpecParser.name(root);
    String version = root.member("version").optional(JsonPlace::text).orElse("");
    List<IdlInstruction> instructions = root.member("instructions").list(this::instruction);
    List<IdlTypeDef> accountTypes = root.member("accounts").optionalList(this::accountType);
    List<IdlTypeDef> otherTypes = root.member("types").optionalList(this::typeDef);
    List<IdlTypeDef> eventTypes = root.member("events").optionalList(this::eventType);

    List<IdlTypeDef> all = distinct(otherTypes, accountTypes);
    Set<String> taken = new HashSet<>();
    all.forEach(type -> taken.add(type.name()));
    eventTypes.forEach(type -> all.add(taken.contains(type.name()) ? asEvent(type) : type));
    Idl idl =
        new Idl(
            address(root, metadata),
            shank ? Idl.Origin.SHANK : Idl.Origin.ANCHOR_LEGACY,
            new Idl.Metadata(
                name,
                version,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()),
            SpecParser.docs(root),
            instructions,
            accountTypes.stream()
                .map(
                    t ->
                        new IdlAccount(
                            t.name(),
                            discriminators.getOrDefault(
                                t.path(), discriminator("account", t.name())),
                            t.name()))
                .toList(),
            eventTypes.stream()
                .map(
                    t ->
                        new IdlEvent(
                            t.name(),
                            discriminators.getOrDefault(t.path(), discriminator("event", t.name())),
                            taken.contains(t.name()) ? asEvent(t).name() : t.name()))
                .toList(),
            root.member("errors").optionalList(SpecParser::error),
            List.copyOf(all),
            root.member("constants").optionalList(this::constant));
    root.done();
    return idl;
  }

  /** A type that an account has too is often listed in both places; it is one type if alike. */
  private static List<IdlTypeDef> distinct(List<IdlTypeDef> types, List<IdlTypeDef> accounts) {
    List<IdlTypeDef> all = new ArrayList<>(types);
    for (IdlTypeDef account : accounts) {
      if (types.stream().noneMatch(type -> isSame(type, account))) {
        all.add(account);
      }
    }
    return all;
  }

  private static boolean isSame(IdlTypeDef one, IdlTypeDef other) {
    return one.name().equals(other.name())
        && one.generics().equals(other.generics())
        && one.body().equals(other.body());
  }

  /** In this form an event may bear the name of a type: the two then are different things. */
  private static IdlTypeDef asEvent(IdlTypeDef type) {
    return new IdlTypeDef(
        type.name() + " (event)",
        type.docs(),
        type.serialization(),
        type.repr(),
        type.generics(),
        type.body(),
        type.path());
  }

  private static Optional<String> address(JsonPlace root, JsonPlace metadata) {
    JsonPlace top = root.member("address");
    if (top.exists()) {
      return Optional.of(top.text());
    }
    return metadata.isObject()
        ? metadata.member("address").optional(JsonPlace::text)
        : Optional.empty();
  }

  private static Set<String> declaredNames(JsonPlace root) {
    Set<String> names = new HashSet<>();
    for (String list : List.of("types", "accounts", "events")) {
      if (root.has(list)) {
        for (JsonPlace type : root.member(list).elements()) {
          names.add(SpecParser.name(type));
        }
      }
    }
    return names;
  }

  private Discriminator discriminator(String prefix, String name) {
    return shank ? new Discriminator(new byte[0]) : sighash(prefix, name);
  }

  static Discriminator sighash(String prefix, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((prefix + ":" + name).getBytes(StandardCharsets.UTF_8));
      return new Discriminator(Arrays.copyOf(hash, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private IdlInstruction instruction(JsonPlace place) {
    String name = SnakeCase.of(SpecParser.name(place));
    if (name.isEmpty()) {
      throw place.member("name").error("holds no letter or digit");
    }
    JsonPlace discriminant = place.member("discriminant");
    Discriminator discriminator;
    if (place.has("discriminator")) {
      discriminator = SpecParser.discriminator(place.member("discriminator"));
    } else if (discriminant.exists()) {
      discriminator = discriminant(discriminant);
    } else if (shank) {
      throw discriminant.error("is missing: none can be computed for a Shank program");
    } else {
      discriminator = sighash("global", name);
    }
    // Both tell how Shank passes optional accounts; neither changes what is generated.
    place.member("defaultOptionalAccounts").flag();
    place.member("legacyOptionalAccountsStrategy").flag();
    IdlInstruction instruction =
        new IdlInstruction(
            name,
            SpecParser.docs(place),
            discriminator,
            place.member("accounts").list(this::accountItem),
            place.member("args").list(this::field),
            place.member("returns").optional(types::parse));
    place.done();
    return instruction;
  }

  private static Discriminator discriminant(JsonPlace place) {
    JsonPlace type = place.member("type");
    JsonPlace value = place.member("value");
    byte[] bytes;
    if (value.isArray()) {
      bytes = value.bytes();
      type.raw();
    } else {
      int size = discriminantSize(type);
      bytes = new byte[size];
      long number = value.number(0, size == 8 ? Long.MAX_VALUE : (1L << 8 * size) - 1);
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) (number >>> 8 * i);
      }
    }
    place.done();
    return new Discriminator(bytes);
  }

  /** Programs that encode their instructions as bincode have one of four bytes. */
  private static int discriminantSize(JsonPlace type) {
    return switch (type.text()) {
      case "u8" -> 1;
      case "u16" -> 2;
      case "u32" -> 4;
      case "u64" -> 8;
      default -> throw type.error("must be u8, u16, u32 or u64 where the value is a number");
    };
  }

  private IdlInstruction.AccountItem accountItem(JsonPlace place) {
    String name = SnakeCase.of(SpecParser.name(place));
    if (place.has("accounts")) {
      IdlInstruction.Group group =
          new IdlInstruction.Group(
              name, SpecParser.docs(place), place.member("accounts").list(this::accountItem));
      place.member("isMut").flag();
      place.member("isSigner").flag();
      place.done();
      return group;
    }
    List<String> docs = new ArrayList<>(SpecParser.docs(place));
    place.member("desc").optional(JsonPlace::text).ifPresent(docs::add);
    JsonPlace doc = place.member("doc");
    docs.addAll(
        doc.isArray()
            ? doc.list(JsonPlace::text)
            : doc.optional(JsonPlace::text).stream().toList());
    IdlInstruction.Account account =
        new IdlInstruction.Account(
            name,
            List.copyOf(docs),
            place.member("isMut").flag(),
            place.member("isSigner").flag(),
            place.member("isOptional").flag() | place.member("optional").flag(),
            place.member("address").optional(JsonPlace::text),
            place.member("pda").optional(this::pda),
            place.member("relations").optionalList(r -> SnakeCase.ofPath(r.nonEmptyText())));
    place.member("isOptionalSigner").flag();
    place.done();
    return account;
  }

  private IdlInstruction.Pda pda(JsonPlace place) {
    IdlInstruction.Pda pda =
        new IdlInstruction.Pda(
            place.member("seeds").list(this::seed), place.member("programId").optional(this::seed));
    place.done();
    return pda;
  }

  private IdlInstruction.Seed seed(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    // Only a constant needs it: an account's is often its Rust text, Account<'info, Pool>.
    JsonPlace type = place.member("type");
    IdlInstruction.Seed seed =
        switch (kind.text()) {
          case "const" ->
              new IdlInstruction.ConstSeed(
                  LegacySeedValue.bytes(types.parse(type), place.member("value")));
          case "arg" ->
              new IdlInstruction.ArgSeed(SnakeCase.ofPath(place.member("path").nonEmptyText()));
          case "account" ->
              new IdlInstruction.AccountSeed(
                  SnakeCase.ofPath(place.member("path").nonEmptyText()),
                  place.member("account").optional(JsonPlace::nonEmptyText));
          default -> throw kind.error("must be const, arg or account, not " + kind.text());
        };
    place.done();
    return seed;
  }

  private IdlConstant constant(JsonPlace place) {
    IdlConstant constant =
        new IdlConstant(
            SpecParser.name(place),
            SpecParser.docs(place),
            types.parse(place.member("type")),
            place.member("value").text());
    place.done();
    return constant;
  }

  private IdlField field(JsonPlace place) {
    List<String> docs = new ArrayList<>(SpecParser.docs(place));
    place.member("desc").optional(JsonPlace::text).ifPresent(docs::add);
    String name = SnakeCase.of(SpecParser.name(place));
    IdlField field =
        new IdlField(
            name.isEmpty() ? SpecParser.name(place) : name,
            List.copyOf(docs),
            types.parse(place.member("type")));
    place.member("attrs").optionalList(JsonPlace::text);
    place.done();
    return field;
  }

  /** Programs that compute theirs in another way say it, although the form knows no such field. */
  private void statedDiscriminator(JsonPlace place) {
    JsonPlace stated = place.member("discriminator");
    if (stated.exists()) {
      discriminators.put(place.path(), SpecParser.discriminator(stated));
    }
  }

  private IdlTypeDef accountType(JsonPlace place) {
    statedDiscriminator(place);
    return typeDef(place);
  }

  private IdlTypeDef typeDef(JsonPlace place) {
    IdlTypeDef def =
        new IdlTypeDef(
            SpecParser.name(place),
            SpecParser.docs(place),
            Serialization.BORSH,
            Optional.empty(),
            parameters(place),
            body(place.member("type")),
            place.path());
    place.done();
    return def;
  }

  /** This form does not tell const parameters from others: those that are lengths are constants. */
  private static List<IdlTypeDef.Parameter> parameters(JsonPlace place) {
    Set<String> lengths = new HashSet<>();
    for (JsonNode length : place.member("type").raw().findValues("genericLenArray")) {
      if (length.size() == 2) {
        lengths.add(length.get(1).asText());
      }
    }
    return place
        .member("generics")
        .optionalList(g -> new IdlTypeDef.Parameter(g.nonEmptyText(), lengths.contains(g.text())));
  }

  private IdlTypeDef eventType(JsonPlace place) {
    statedDiscriminator(place);
    List<IdlField> fields =
        place
            .member("fields")
            .list(
                f -> {
                  f.member("index").flag();
                  return field(f);
                });
    IdlTypeDef def =
        new IdlTypeDef(
            SpecParser.name(place),
            SpecParser.docs(place),
            Serialization.BORSH,
            Optional.empty(),
            List.of(),
            new IdlTypeDef.Struct(
                fields.isEmpty() ? new IdlTypeDef.Unit() : new IdlTypeDef.Named(numbered(fields))),
            place.path());
    place.done();
    return def;
  }

  private IdlTypeDef.Body body(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    IdlTypeDef.Body body =
        switch (kind.text()) {
          case "struct" -> new IdlTypeDef.Struct(fields(place.member("fields")));
          case "enum" -> new IdlTypeDef.Enum(place.member("variants").list(this::variant));
          case "alias" -> new IdlTypeDef.Alias(types.parse(place.member("value")));
          default -> throw kind.error("must be struct, enum or alias, not " + kind.text());
        };
    place.done();
    return body;
  }

  private IdlTypeDef.Variant variant(JsonPlace place) {
    IdlTypeDef.Variant variant =
        new IdlTypeDef.Variant(
            SpecParser.name(place), SpecParser.docs(place), fields(place.member("fields")));
    place.done();
    return variant;
  }

  private IdlTypeDef.Fields fields(JsonPlace place) {
    IdlTypeDef.Fields fields = FieldsParser.parse(place, this::field, types::parse);
    return fields instanceof IdlTypeDef.Named named
        ? new IdlTypeDef.Named(numbered(named.fields()))
        : fields;
  }

  /**
   * Tells apart fields whose names this form has made equal: {@code padding} and {@code _padding}
   * of the program are both written as {@code padding}.
   */
  private static List<IdlField> numbered(List<IdlField> fields) {
    Set<String> taken = new HashSet<>();
    List<IdlField> distinct = new ArrayList<>();
    for (IdlField field : fields) {
      String name = field.name();
      for (int i = 2; !taken.add(name); i++) {
        name = field.name() + "_" + i;
      }
      distinct.add(new IdlField(name, field.docs(), field.type()));
    }
    return List.copyOf(distinct);
  }
}
