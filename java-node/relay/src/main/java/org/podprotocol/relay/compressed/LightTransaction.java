package org.podprotocol.relay.compressed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.solana.rpc.LandedTransaction;
import org.podprotocol.solana.rpc.LandedTransaction.InnerInstruction;
import org.podprotocol.solana.transaction.CompiledInstruction;

/**
 * What a transaction did to one of Light's output queues, by the calls that programs made in it:
 * Light's system program is called with a message's data, and calls account compression with the
 * hashes of leaves and their places ({@code insert_into_queues.rs} of light-compressed-account
 * 0.11).
 */
final class LightTransaction {
  private static final byte[] INVOKE = bytes(0x56, 0x2f, 0xa3, 0xa6, 0x15, 0xdf, 0x5c, 0x08, 1);
  private static final byte[] INSERT = bytes(0xb4, 0x8f, 0x9f, 0x99, 0x23, 0x2e, 0xf8, 0xa3);
  private static final byte[] MESSAGE = "pod-msg1".getBytes(StandardCharsets.US_ASCII);

  private static final int INVOKING_PROGRAM = 10;
  private static final int OUTPUT_COUNT = 65;
  private static final int OUTPUTS = 69;
  private static final int OUTPUT_HEAD = 54;
  private static final int OUTPUT_LENGTH = OUTPUT_HEAD + LeafMessage.LENGTH + Hash.LENGTH + 1;

  /** The vector's length before it, flags and counts, the transaction's hash. */
  private static final int INSERT_HEAD = 8 + 4 + 6 + Hash.LENGTH;

  private static final int APPEND_LENGTH = 1 + Hash.LENGTH;
  private static final int NULLIFIER_LENGTH = Hash.LENGTH + 4 + 3;
  private static final int ADDRESS_LENGTH = Hash.LENGTH + 2;
  private static final int SEQUENCE_LENGTH = 2 * Hash.LENGTH + 16;

  /** Accounts of the call before those that leaves refer to: the authority, the registration. */
  private static final int FIRST_QUEUE = 2;

  private LightTransaction() {}

  /**
   * The leaves that a transaction put into the queue, in order.
   *
   * @param program whose messages are read
   * @throws MalformedLightDataException if a call is not laid out as it should be, or a message's
   *     leaf is not the hash of its data
   */
  static List<AppendedLeaf> leaves(
      LandedTransaction transaction, PublicKey queue, PublicKey tree, PublicKey program) {
    var leaves = new ArrayList<AppendedLeaf>();
    List<LeafMessage> messages = List.of();
    for (InnerInstruction inner : transaction.innerInstructions()) {
      CompiledInstruction call = inner.instruction();
      PublicKey called = transaction.accounts().get(call.programIndex());
      if (called.equals(LightPrograms.SYSTEM)) {
        messages = messages(call.data(), program);
      } else if (called.equals(LightPrograms.ACCOUNT_COMPRESSION)
          && startsWith(call.data(), INSERT)) {
        for (Append append : appends(call.data())) {
          if (account(transaction, call, append.account).equals(queue)) {
            leaves.add(leaf(append, messages, tree, program));
          }
        }
        messages = List.of();
      }
    }
    return leaves;
  }

  private static AppendedLeaf leaf(
      Append append, List<LeafMessage> messages, PublicKey tree, PublicKey program) {
    if (append.position >= messages.size()) {
      return new AppendedLeaf(append.index, append.hash, null);
    }
    LeafMessage message = messages.get(append.position);
    Hash again = LightHashing.leaf(program, append.index, tree, MESSAGE, message.dataHash());
    if (!again.equals(append.hash)) {
      throw new MalformedLightDataException(
          "leaf %d is %s, but its message gives %s".formatted(append.index, append.hash, again));
    }
    return new AppendedLeaf(append.index, append.hash, message);
  }

  private static PublicKey account(
      LandedTransaction transaction, CompiledInstruction call, int position) {
    byte[] indexes = call.accountIndexes();
    if (FIRST_QUEUE + position >= indexes.length) {
      throw new MalformedLightDataException("a leaf is for an account that is not there");
    }
    return transaction.accounts().get(indexes[FIRST_QUEUE + position] & 0xFF);
  }

  /** The messages that a call of the program's carries; none for anybody else's call. */
  private static List<LeafMessage> messages(byte[] data, PublicKey program) {
    byte[] id = program.toByteArray();
    if (!startsWith(data, INVOKE)
        || data.length < OUTPUTS
        || !Arrays.equals(data, INVOKING_PROGRAM, INVOKING_PROGRAM + id.length, id, 0, id.length)) {
      return List.of();
    }
    int count = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(OUTPUT_COUNT);
    if (count < 0 || count > (data.length - OUTPUTS) / OUTPUT_LENGTH) {
      throw new MalformedLightDataException("a call names more leaves than it holds");
    }
    var messages = new ArrayList<LeafMessage>();
    for (int i = 0; i < count; i++) {
      int at = OUTPUTS + i * OUTPUT_LENGTH + OUTPUT_HEAD;
      messages.add(LeafMessage.of(Arrays.copyOfRange(data, at, at + LeafMessage.LENGTH)));
    }
    return messages;
  }

  /**
   * @param position which of the call's leaves it is
   * @param account which of the call's queues
   */
  private record Append(int position, int account, Hash hash, long index) {}

  private static List<Append> appends(byte[] data) {
    try {
      return readAppends(data);
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedLightDataException("a call that appends leaves is cut short");
    }
  }

  private static List<Append> readAppends(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    int leaves = INSERT_HEAD;
    int at = skip(in, leaves, APPEND_LENGTH);
    at = skip(in, at, NULLIFIER_LENGTH);
    at = skip(in, at, ADDRESS_LENGTH);
    for (int list = 0; list < 3; list++) {
      at = skip(in, at, SEQUENCE_LENGTH);
    }
    int count = in.get(leaves) & 0xFF;
    if (in.get(at) != in.get(leaves)) {
      throw new MalformedLightDataException("a call has not one place for each leaf");
    }
    var appends = new ArrayList<Append>();
    for (int i = 0; i < count; i++) {
      int leaf = leaves + 1 + i * APPEND_LENGTH;
      long index = Integer.toUnsignedLong(in.getInt(at + 1 + i * Integer.BYTES));
      appends.add(new Append(i, in.get(leaf) & 0xFF, Hash.of(data, leaf + 1), index));
    }
    return appends;
  }

  /** Where what follows a list begins: a byte with its length, then its elements. */
  private static int skip(ByteBuffer in, int list, int length) {
    return list + 1 + (in.get(list) & 0xFF) * length;
  }

  private static boolean startsWith(byte[] data, byte[] start) {
    return data.length >= start.length
        && Arrays.equals(data, 0, start.length, start, 0, start.length);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
