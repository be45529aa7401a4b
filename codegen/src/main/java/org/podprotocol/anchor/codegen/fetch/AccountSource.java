package org.podprotocol.anchor.codegen.fetch;

import java.util.Optional;

/** Where accounts are read from. */
@FunctionalInterface
public interface AccountSource {
  /** An account's data and owner. */
  record Account(byte[] data, String owner) {}

  /**
   * Reads an account.
   *
   * @param address base58
   * @return nothing if there is no such account
   */
  Optional<Account> read(String address) throws FetchException;
}
