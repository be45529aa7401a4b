package org.podprotocol.anchor.codegen.resolve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;

/** Where the bytes of a seed, or a derivation's program, come from. */
public sealed interface SeedSource {

  /** Bytes that are always the same. */
  record Constant(byte[] bytes) implements SeedSource {
    @Override
    public boolean equals(Object other) {
      return other instanceof Constant that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * A value of an argument.
   *
   * @param path the argument and fields inside it
   * @param form of its bytes, where it is not the one that follows from its type
   */
  record Argument(List<String> path, Shape shape, Optional<SeedBytes> form) implements SeedSource {}

  /**
   * The address of another account of the instruction.
   *
   * @param account index in the flat list of accounts
   */
  record AccountAddress(int account, String name) implements SeedSource {}

  /**
   * A field of the data of another account of the instruction.
   *
   * @param path the field, and fields inside it
   * @param shape of the field; bytes, if the IDL does not define the account's type
   * @param form of its bytes, where it is not the one that follows from its type
   */
  record AccountField(String account, List<String> path, Shape shape, Optional<SeedBytes> form)
      implements SeedSource {}
}
