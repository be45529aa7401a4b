package org.podprotocol.solana.transaction;

import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/**
 * A compiled transaction message: what the signers sign.
 *
 * <p>Accounts stand in the order that the runtime asks for: writable signers (the fee payer first),
 * read-only signers, writable others, read-only others; within a group by their bytes, as the Rust
 * SDK does.
 */
public final class Message {

  private static final int VERSION_PREFIX = 0x80;

  private final MessageVersion version;
  private final int requiredSignatures;
  private final int readonlySigners;
  private final int readonlyOthers;
  private final List<PublicKey> accountKeys;
  private final Blockhash blockhash;
  private final List<CompiledInstruction> instructions;
  private final List<MessageAddressTableLookup> lookups;
  private final byte[] bytes;

  Message(
      MessageVersion version,
      int requiredSignatures,
      int readonlySigners,
      int readonlyOthers,
      List<PublicKey> accountKeys,
      Blockhash blockhash,
      List<CompiledInstruction> instructions,
      List<MessageAddressTableLookup> lookups) {
    this.version = version;
    this.requiredSignatures = requiredSignatures;
    this.readonlySigners = readonlySigners;
    this.readonlyOthers = readonlyOthers;
    this.accountKeys = List.copyOf(accountKeys);
    this.blockhash = blockhash;
    this.instructions = List.copyOf(instructions);
    this.lookups = List.copyOf(lookups);
    this.bytes = encode();
  }

  /**
   * Compiles a legacy message.
   *
   * @throws TransactionTooLargeException if the signed transaction would exceed the wire limit
   * @throws IllegalArgumentException if there are more accounts than indexes (256)
   */
  public static Message legacy(
      PublicKey feePayer, Blockhash blockhash, List<TransactionInstruction> instructions) {
    return checked(
        MessageCompiler.compile(
            MessageVersion.LEGACY, feePayer, blockhash, instructions, List.of()));
  }

  /**
   * Compiles a v0 message. Accounts that are neither signers nor programs are taken from {@code
   * tables}; the first table that has an account gives it, and tables that give nothing are left
   * out.
   *
   * @throws TransactionTooLargeException if the signed transaction would exceed the wire limit
   */
  public static Message v0(
      PublicKey feePayer,
      Blockhash blockhash,
      List<TransactionInstruction> instructions,
      List<AddressLookupTable> tables) {
    return checked(
        MessageCompiler.compile(MessageVersion.V0, feePayer, blockhash, instructions, tables));
  }

  /** Compiles without regard to the wire limit, for those who measure. */
  static Message unchecked(
      MessageVersion version,
      PublicKey feePayer,
      Blockhash blockhash,
      List<TransactionInstruction> instructions,
      List<AddressLookupTable> tables) {
    return MessageCompiler.compile(version, feePayer, blockhash, instructions, tables);
  }

  /**
   * Reads a message from its wire bytes.
   *
   * @throws IllegalArgumentException if they are malformed or of an unknown version
   */
  public static Message decode(byte[] wire) {
    return MessageDecoder.decode(wire);
  }

  private static Message checked(Message message) {
    int size = message.transactionSize();
    int limit = message.version.maxTransactionBytes();
    if (size > limit) {
      throw new TransactionTooLargeException(size, limit);
    }
    return message;
  }

  private byte[] encode() {
    WireWriter out = new WireWriter();
    if (version == MessageVersion.V0) {
      out.u8(VERSION_PREFIX);
    }
    out.u8(requiredSignatures).u8(readonlySigners).u8(readonlyOthers);
    out.length(accountKeys.size());
    accountKeys.forEach(out::key);
    out.blockhash(blockhash);
    out.length(instructions.size());
    instructions.forEach(instruction -> instruction.writeTo(out));
    if (version == MessageVersion.V0) {
      out.length(lookups.size());
      for (MessageAddressTableLookup lookup : lookups) {
        byte[] writable = lookup.writableIndexes();
        byte[] readonly = lookup.readonlyIndexes();
        out.key(lookup.table());
        out.length(writable.length).bytes(writable).length(readonly.length).bytes(readonly);
      }
    }
    return out.toBytes();
  }

  /** Legacy or v0. */
  public MessageVersion version() {
    return version;
  }

  /** The first account: it pays, and its signature names the transaction. */
  public PublicKey feePayer() {
    return accountKeys.get(0);
  }

  /** The blockhash, or the value of the durable nonce. */
  public Blockhash blockhash() {
    return blockhash;
  }

  /**
   * The accounts written out in the message, in order; accounts from lookup tables come after them.
   */
  public List<PublicKey> accountKeys() {
    return accountKeys;
  }

  /** The accounts that must sign, in the order of their signatures. */
  public List<PublicKey> signers() {
    return accountKeys.subList(0, requiredSignatures);
  }

  /** The instructions in order. */
  public List<CompiledInstruction> instructions() {
    return instructions;
  }

  /** What comes from lookup tables; empty for legacy messages. */
  public List<MessageAddressTableLookup> lookups() {
    return lookups;
  }

  /** True if the account at this index among {@link #accountKeys()} is locked for writing. */
  public boolean isWritable(int index) {
    return index < requiredSignatures - readonlySigners
        || index >= requiredSignatures && index < accountKeys.size() - readonlyOthers;
  }

  /** The accounts of {@link #accountKeys()} that are locked for writing. */
  public List<PublicKey> writableAccounts() {
    List<PublicKey> writable = new ArrayList<>();
    for (int i = 0; i < accountKeys.size(); i++) {
      if (isWritable(i)) {
        writable.add(accountKeys.get(i));
      }
    }
    return writable;
  }

  int requiredSignatures() {
    return requiredSignatures;
  }

  /** Bytes of the whole transaction once it is signed. */
  public int transactionSize() {
    return 1 + requiredSignatures * 64 + bytes.length;
  }

  /** A copy of the wire bytes: what is signed. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  byte[] wire() {
    return bytes;
  }

  int wireLength() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that && java.util.Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }
}
