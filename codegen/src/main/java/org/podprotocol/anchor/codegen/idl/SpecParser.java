package org.podprotocol.anchor.codegen.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Repr;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Serialization;

/** Reads specification 0.1.0: {@code idl/spec/src/lib.rs} of the Anchor repository. */
final class SpecParser {
  static final String SPEC = "0.1.0";
  private static final long U32_MAX = 0xffff_ffffL;
  private static final int MAX_ALIGN = 1 << 16;

  private final TypeParser types = new SpecTypeParser();

  Idl parse(JsonPlace root) {
    Idl idl =
        new Idl(
            Optional.of(address(root)),
            Idl.Origin.ANCHOR,
            metadata(root.member("metadata")),
            docs(root),
            root.member("instructions").list(this::instruction),
            root.member("accounts")
                .optionalList(
                    place -> {
                      IdlAccount account =
                          new IdlAccount(
                              name(place),
                              discriminator(place.member("discriminator")),
                              name(place));
                      place.done();
                      return account;
                    }),
            root.member("events")
                .optionalList(
                    place -> {
                      IdlEvent event =
                          new IdlEvent(
                              name(place),
                              discriminator(place.member("discriminator")),
                              name(place));
                      place.done();
                      return event;
                    }),
            root.member("errors").optionalList(SpecParser::error),
            root.member("types").optionalList(this::typeDef),
            root.member("constants").optionalList(this::constant));
    root.done();
    return idl;
  }

  /** Tools that were made for the older form also look for the address in the metadata. */
  private static String address(JsonPlace root) {
    JsonPlace top = root.member("address");
    JsonPlace inMetadata = root.member("metadata").member("address");
    if (!inMetadata.exists()) {
      return top.text();
    }
    if (top.exists() && !top.text().equals(inMetadata.text())) {
      throw inMetadata.error("is another address than $.address: " + inMetadata.text());
    }
    return inMetadata.text();
  }

  static String name(JsonPlace place) {
    return place.member("name").nonEmptyText();
  }

  static List<String> docs(JsonPlace place) {
    return place.member("docs").optionalList(JsonPlace::text);
  }

  static Discriminator discriminator(JsonPlace place) {
    return new Discriminator(place.bytes());
  }

  private static Idl.Metadata metadata(JsonPlace place) {
    Idl.Metadata metadata =
        new Idl.Metadata(
            name(place),
            place.member("version").text(),
            Optional.of(place.member("spec").text()),
            place.member("description").optional(JsonPlace::text),
            place.member("repository").optional(JsonPlace::text),
            place.member("contact").optional(JsonPlace::text),
            place.member("dependencies").optionalList(SpecParser::dependency),
            deployments(place.member("deployments")));
    place.member("address"); // Compared with the program's address when that was read.
    place.done();
    return metadata;
  }

  private static Idl.Dependency dependency(JsonPlace place) {
    Idl.Dependency dependency = new Idl.Dependency(name(place), place.member("version").text());
    place.done();
    return dependency;
  }

  private static List<Idl.Deployment> deployments(JsonPlace place) {
    List<Idl.Deployment> deployments = new ArrayList<>();
    if (place.exists()) {
      for (String cluster : List.of("mainnet", "testnet", "devnet", "localnet")) {
        place
            .member(cluster)
            .optional(JsonPlace::text)
            .ifPresent(address -> deployments.add(new Idl.Deployment(cluster, address)));
      }
      place.done();
    }
    return List.copyOf(deployments);
  }

  private IdlInstruction instruction(JsonPlace place) {
    IdlInstruction instruction =
        new IdlInstruction(
            name(place),
            docs(place),
            discriminator(place.member("discriminator")),
            place.member("accounts").list(SpecParser::accountItem),
            place.member("args").list(this::field),
            place.member("returns").optional(types::parse));
    place.done();
    return instruction;
  }

  private static IdlInstruction.AccountItem accountItem(JsonPlace place) {
    if (place.has("accounts")) {
      IdlInstruction.Group group =
          new IdlInstruction.Group(
              name(place), List.of(), place.member("accounts").list(SpecParser::accountItem));
      place.done();
      return group;
    }
    IdlInstruction.Account account =
        new IdlInstruction.Account(
            name(place),
            docs(place),
            place.member("writable").flag(),
            place.member("signer").flag(),
            place.member("optional").flag(),
            place.member("address").optional(JsonPlace::text),
            place.member("pda").optional(SpecParser::pda),
            place.member("relations").optionalList(JsonPlace::nonEmptyText));
    place.done();
    return account;
  }

  private static IdlInstruction.Pda pda(JsonPlace place) {
    IdlInstruction.Pda pda =
        new IdlInstruction.Pda(
            place.member("seeds").list(SpecParser::seed),
            place.member("program").optional(SpecParser::seed));
    place.done();
    return pda;
  }

  private static IdlInstruction.Seed seed(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    IdlInstruction.Seed seed =
        switch (kind.text()) {
          case "const" -> new IdlInstruction.ConstSeed(place.member("value").bytes());
          case "arg" -> new IdlInstruction.ArgSeed(place.member("path").nonEmptyText());
          case "account" ->
              new IdlInstruction.AccountSeed(
                  place.member("path").nonEmptyText(),
                  place.member("account").optional(JsonPlace::nonEmptyText));
          default -> throw kind.error("must be const, arg or account, not " + kind.text());
        };
    place.done();
    return seed;
  }

  static IdlError error(JsonPlace place) {
    IdlError error =
        new IdlError(
            place.member("code").number(0, U32_MAX),
            name(place),
            place.member("msg").optional(JsonPlace::text));
    place.done();
    return error;
  }

  private IdlConstant constant(JsonPlace place) {
    IdlConstant constant =
        new IdlConstant(
            name(place),
            docs(place),
            types.parse(place.member("type")),
            place.member("value").text());
    place.done();
    return constant;
  }

  private IdlField field(JsonPlace place) {
    IdlField field = new IdlField(name(place), docs(place), types.parse(place.member("type")));
    place.done();
    return field;
  }

  private IdlTypeDef typeDef(JsonPlace place) {
    IdlTypeDef def =
        new IdlTypeDef(
            name(place),
            docs(place),
            serialization(place.member("serialization")),
            place.member("repr").optional(SpecParser::repr),
            place.member("generics").optionalList(SpecParser::parameter),
            body(place.member("type")),
            place.path());
    place.done();
    return def;
  }

  private static Serialization serialization(JsonPlace place) {
    if (!place.exists()) {
      return Serialization.BORSH;
    }
    if (place.isObject()) {
      place.member("custom").text();
      place.done();
      return Serialization.CUSTOM;
    }
    return switch (place.text()) {
      case "borsh" -> Serialization.BORSH;
      case "bytemuck" -> Serialization.BYTEMUCK;
      case "bytemuckunsafe" -> Serialization.BYTEMUCK_UNSAFE;
      default ->
          throw place.error(
              "must be borsh, bytemuck, bytemuckunsafe or custom, not " + place.text());
    };
  }

  private static Repr repr(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    Repr.Kind parsed =
        switch (kind.text()) {
          case "rust" -> Repr.Kind.RUST;
          case "c" -> Repr.Kind.C;
          case "transparent" -> Repr.Kind.TRANSPARENT;
          default -> throw kind.error("must be rust, c or transparent, not " + kind.text());
        };
    boolean packed = false;
    OptionalInt align = OptionalInt.empty();
    if (parsed != Repr.Kind.TRANSPARENT) {
      packed = place.member("packed").flag();
      JsonPlace alignPlace = place.member("align");
      if (alignPlace.exists()) {
        align = OptionalInt.of((int) alignPlace.number(1, MAX_ALIGN));
        if (Integer.bitCount(align.getAsInt()) != 1) {
          throw alignPlace.error("must be a power of two");
        }
      }
    }
    place.done();
    return new Repr(parsed, packed, align);
  }

  private static IdlTypeDef.Parameter parameter(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    IdlTypeDef.Parameter parameter =
        switch (kind.text()) {
          case "type" -> new IdlTypeDef.Parameter(name(place), false);
          case "const" -> {
            place.member("type").text();
            yield new IdlTypeDef.Parameter(name(place), true);
          }
          default -> throw kind.error("must be type or const, not " + kind.text());
        };
    place.done();
    return parameter;
  }

  private IdlTypeDef.Body body(JsonPlace place) {
    JsonPlace kind = place.member("kind");
    IdlTypeDef.Body body =
        switch (kind.text()) {
          case "struct" -> new IdlTypeDef.Struct(fields(place.member("fields")));
          case "enum" ->
              new IdlTypeDef.Enum(
                  place
                      .member("variants")
                      .list(
                          variant -> {
                            IdlTypeDef.Variant parsed =
                                new IdlTypeDef.Variant(
                                    name(variant), List.of(), fields(variant.member("fields")));
                            variant.done();
                            return parsed;
                          }));
          case "type" -> new IdlTypeDef.Alias(types.parse(place.member("alias")));
          default -> throw kind.error("must be struct, enum or type, not " + kind.text());
        };
    place.done();
    return body;
  }

  private IdlTypeDef.Fields fields(JsonPlace place) {
    return FieldsParser.parse(place, this::field, types::parse);
  }
}
