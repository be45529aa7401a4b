package org.podprotocol.anchor.codegen.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.accounts.Message;
import org.podprotocol.bindings.accounts.MessageView;
import software.sava.core.encoding.ByteUtil;

/** The account Message, 168 bytes: four addresses or hashes, three integers, small fields. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccountBenchmark {
  private static final byte[] DISCRIMINATOR = Message.discriminator();

  private final Message message =
      new Message(
          key(1),
          key(2),
          key(3),
          new byte[32],
          1_790_000_000L,
          7,
          100,
          0,
          0,
          0x55,
          254,
          1,
          0,
          new byte[6]);
  private final byte[] data = message.toAccountData();
  private final MessageView view = new MessageView().wrapAccount(data);

  private static PublicKey key(int n) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) n;
    return new PublicKey(bytes);
  }

  /** Generated: the whole account as a record. */
  @Benchmark
  public Message decodeRecord() {
    return Message.readChecked(data);
  }

  /** By hand, with a ByteBuffer: the same checks, the same record. */
  @Benchmark
  public Message decodeByHand() {
    if (!Arrays.equals(data, 0, 8, DISCRIMINATOR, 0, 8)) {
      throw new IllegalArgumentException();
    }
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).position(8);
    return new Message(
        new PublicKey(bytes(in, 32)),
        new PublicKey(bytes(in, 32)),
        new PublicKey(bytes(in, 32)),
        bytes(in, 32),
        in.getLong(),
        in.getLong(),
        in.getInt() & 0xffff_ffffL,
        in.get() & 0xff,
        in.get() & 0xff,
        in.get() & 0xff,
        in.get() & 0xff,
        in.get() & 0xff,
        in.get() & 0xff,
        bytes(in, 6));
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  /** What sava offers to read an account with: its own addresses and integers at offsets. */
  @Benchmark
  public Object[] decodeSava() {
    return new Object[] {
      software.sava.core.accounts.PublicKey.readPubKey(data, 8),
      software.sava.core.accounts.PublicKey.readPubKey(data, 40),
      software.sava.core.accounts.PublicKey.readPubKey(data, 72),
      Arrays.copyOfRange(data, 104, 136),
      ByteUtil.getInt64LE(data, 136),
      ByteUtil.getInt64LE(data, 144),
      ByteUtil.getInt32LE(data, 152),
      data[156],
      data[157],
      data[158],
      data[159],
      data[160],
      data[161],
      Arrays.copyOfRange(data, 162, 168)
    };
  }

  /** Generated: one field through a view that is in place. */
  @Benchmark
  public long viewField() {
    return view.nonce();
  }

  /** Generated: a view pointed at an account, checked, and three fields of it. */
  @Benchmark
  public long viewWrapAndFields() {
    view.wrapAccount(data);
    return view.nonce() + view.timestamp() + view.contentLen();
  }

  /** sava: one field at its offset. */
  @Benchmark
  public long fieldSava() {
    return ByteUtil.getInt64LE(data, 144);
  }

  /** Generated: the whole account as bytes. */
  @Benchmark
  public byte[] encodeRecord() {
    return message.toAccountData();
  }

  /** By hand, with a ByteBuffer. */
  @Benchmark
  public byte[] encodeByHand() {
    ByteBuffer out = ByteBuffer.allocate(168).order(ByteOrder.LITTLE_ENDIAN);
    out.put(DISCRIMINATOR)
        .put(message.sender().toByteArray())
        .put(message.recipient().toByteArray())
        .put(message.rentPayer().toByteArray())
        .put(message.contentHash())
        .putLong(message.timestamp())
        .putLong(message.nonce())
        .putInt((int) message.contentLen())
        .put((byte) message.messageType())
        .put((byte) message.isCompressed())
        .put((byte) message.codec())
        .put((byte) message.bump())
        .put((byte) message.version())
        .put((byte) message.acknowledged())
        .put(message.reserved());
    return out.array();
  }
}
