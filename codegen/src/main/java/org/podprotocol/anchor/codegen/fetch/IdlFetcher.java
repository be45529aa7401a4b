package org.podprotocol.anchor.codegen.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.podprotocol.anchor.codegen.idl.Base58;

/**
 * Reads a program's IDL: from the Program Metadata account that the program's authority writes, and
 * if there is none from Anchor's own account, which programs before Anchor 1.0 have.
 */
public final class IdlFetcher {
  private static final int MAX_IDL = 32 * 1024 * 1024;
  private static final int LEGACY_HEADER = 8 + 32 + 4;
  private static final int METADATA_HEADER = 96;
  private static final int METADATA_KIND = 2;

  private final AccountSource accounts;

  /** Reads from there. */
  public IdlFetcher(AccountSource accounts) {
    this.accounts = accounts;
  }

  /**
   * Reads a program's IDL.
   *
   * @param program the program's address, base58
   * @return JSON text in UTF-8, not yet looked at
   */
  public byte[] fetch(String program) throws FetchException {
    byte[] address =
        Base58.decodeAddress(program)
            .orElseThrow(() -> new FetchException("not an address: " + program));
    String metadata = Base58.encode(IdlAddresses.metadata(address));
    Optional<AccountSource.Account> account = accounts.read(metadata);
    if (account.isPresent()) {
      if (!account.get().owner().equals(IdlAddresses.METADATA_PROGRAM)) {
        throw new FetchException(metadata + " does not belong to the Program Metadata program");
      }
      return readMetadata(metadata, account.get().data());
    }
    String legacy = Base58.encode(IdlAddresses.legacy(address));
    AccountSource.Account found =
        accounts
            .read(legacy)
            .orElseThrow(
                () ->
                    new FetchException(
                        "there is no IDL of "
                            + program
                            + ", neither at "
                            + metadata
                            + " nor at "
                            + legacy));
    if (!found.owner().equals(program)) {
      throw new FetchException(legacy + " does not belong to the program");
    }
    return readLegacy(legacy, found.data());
  }

  private static byte[] readLegacy(String address, byte[] data) throws FetchException {
    if (data.length < LEGACY_HEADER) {
      throw new FetchException(address + " is too short to hold an IDL");
    }
    int length = littleEndian(data).getInt(LEGACY_HEADER - 4);
    return inflate(address, slice(address, data, LEGACY_HEADER, length), 2);
  }

  /** {@code Header} of solana-program/program-metadata, 96 bytes. */
  private byte[] readMetadata(String address, byte[] data) throws FetchException {
    if (data.length < METADATA_HEADER || data[0] != METADATA_KIND) {
      throw new FetchException(address + " holds no metadata");
    }
    int compression = data[84];
    byte[] content = slice(address, data, METADATA_HEADER, littleEndian(data).getInt(87));
    return switch (data[86]) {
      case 0 -> inflate(address, content, compression);
      case 1 ->
          throw new FetchException(
              "the IDL is kept at "
                  + new String(inflate(address, content, compression), StandardCharsets.UTF_8)
                  + ": download it from there");
      case 2 -> inflate(address, external(address, content), compression);
      default -> throw new FetchException(address + " names a source that is not known");
    };
  }

  private byte[] external(String address, byte[] reference) throws FetchException {
    if (reference.length < 40) {
      throw new FetchException(address + " names no account");
    }
    String other = Base58.encode(Arrays.copyOf(reference, 32));
    byte[] data =
        accounts
            .read(other)
            .orElseThrow(
                () -> new FetchException(address + " names " + other + ", which is not there"))
            .data();
    int offset = littleEndian(reference).getInt(32);
    int length = littleEndian(reference).getInt(36);
    if (offset < 0 || offset > data.length) {
      throw new FetchException(other + " is shorter than its reference says");
    }
    return slice(other, data, offset, length == 0 ? data.length - offset : length);
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] slice(String address, byte[] data, int offset, int length)
      throws FetchException {
    if (length < 0 || length > data.length - offset) {
      throw new FetchException(address + " is shorter than it says");
    }
    return Arrays.copyOfRange(data, offset, offset + length);
  }

  private static byte[] inflate(String address, byte[] packed, int compression)
      throws FetchException {
    try (InputStream in = unpack(address, new ByteArrayInputStream(packed), compression)) {
      byte[] text = in.readNBytes(MAX_IDL + 1);
      if (text.length > MAX_IDL) {
        throw new FetchException(address + " unpacks to more than 32 MiB");
      }
      return text;
    } catch (IOException e) {
      throw new FetchException(address + " can't be unpacked: " + e.getMessage(), e);
    }
  }

  private static InputStream unpack(String address, InputStream in, int compression)
      throws IOException, FetchException {
    return switch (compression) {
      case 0 -> in;
      case 1 -> new GZIPInputStream(in);
      case 2 -> new InflaterInputStream(in);
      default -> throw new FetchException(address + " is packed in a way that is not known");
    };
  }
}
