package org.podprotocol.anchor.codegen.idl;

import java.util.List;
import java.util.Optional;

/** An instruction. */
public record IdlInstruction(
    String name,
    List<String> docs,
    Discriminator discriminator,
    List<AccountItem> accounts,
    List<IdlField> args,
    Optional<IdlType> returns) {

  /** An account, or a group of accounts. */
  public sealed interface AccountItem {
    /** As written in the IDL. */
    String name();
  }

  /**
   * An account that an instruction is given.
   *
   * @param address the only address it may have, base58
   * @param relations accounts of which a field of this account's name must hold its address
   */
  public record Account(
      String name,
      List<String> docs,
      boolean writable,
      boolean signer,
      boolean optional,
      Optional<String> address,
      Optional<Pda> pda,
      List<String> relations)
      implements AccountItem {}

  /** Accounts that belong together under a name. */
  public record Group(String name, List<String> docs, List<AccountItem> accounts)
      implements AccountItem {}

  /** How an address is derived. */
  public record Pda(List<Seed> seeds, Optional<Seed> program) {}

  /** A part of a derivation. */
  public sealed interface Seed {}

  /** Bytes that are always the same. */
  public record ConstSeed(byte[] value) implements Seed {}

  /** An argument, or a field inside one: {@code args.id}. */
  public record ArgSeed(String path, Optional<SeedBytes> form) implements Seed {
    /** In the form that follows from the argument's type. */
    public ArgSeed(String path) {
      this(path, Optional.empty());
    }
  }

  /**
   * An account's address ({@code mint}), or a field of its data ({@code pool.mint}).
   *
   * @param account the type of the account whose field it is
   */
  public record AccountSeed(String path, Optional<String> account, Optional<SeedBytes> form)
      implements Seed {
    /** In the form that follows from the field's type. */
    public AccountSeed(String path, Optional<String> account) {
      this(path, account, Optional.empty());
    }
  }

  /** How a number becomes the bytes of a seed; no IDL says so. */
  public enum SeedBytes {
    /** {@code to_le_bytes}, in the width of its type: what is assumed otherwise. */
    LITTLE_ENDIAN,
    /** {@code to_be_bytes}, in the width of its type. */
    BIG_ENDIAN,
    /** {@code to_string().as_bytes()}. */
    DECIMAL
  }
}
