package org.podprotocol.relay.supervision;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A Unix datagram socket that receives, as a service manager has one. */
public final class DatagramSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int LONGEST = 4096;
  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int descriptor;

  private DatagramSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  private static MethodHandle call(String name, FunctionDescriptor types) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types);
  }

  /** Receives at this address; {@link #receive} waits no longer than that. */
  public static DatagramSocket bind(String address, Duration patience) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
      MemorySegment name = UnixDatagram.socketAddress(arena, address);
      int bound = (int) BIND.invokeExact(descriptor, name, (int) name.byteSize());
      MemorySegment time =
          arena.allocateFrom(JAVA_LONG, patience.toSeconds(), patience.toNanosPart() / 1_000);
      int set =
          (int)
              SETSOCKOPT.invokeExact(
                  descriptor, SOL_SOCKET, SO_RCVTIMEO, time, (int) time.byteSize());
      if (descriptor < 0 || bound < 0 || set < 0) {
        throw new AssertionError("no socket at " + address);
      }
      return new DatagramSocket(descriptor);
    }
  }

  /** The next datagram, as text. */
  public String receive() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST);
      long length = (long) RECV.invokeExact(descriptor, buffer, (long) LONGEST, 0);
      if (length < 0) {
        throw new AssertionError("nothing was received in time");
      }
      return new String(
          buffer.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
          StandardCharsets.UTF_8);
    }
  }

  /** The next datagram that begins so; those before it are passed over. */
  public String receive(String beginning) throws Throwable {
    String text = receive();
    while (!text.startsWith(beginning)) {
      text = receive();
    }
    return text;
  }

  @Override
  public void close() {
    try {
      int closed = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
