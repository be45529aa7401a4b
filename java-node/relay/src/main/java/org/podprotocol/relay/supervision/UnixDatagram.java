package org.podprotocol.relay.supervision;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Datagrams to a Unix socket of Linux, which Java's channels don't have. Calls the C library: see
 * unix(7) and send(2).
 */
final class UnixDatagram {
  /** Bytes of {@code sun_path} in {@code sockaddr_un}. */
  private static final int PATH_BYTES = 108;

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      call(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private UnixDatagram() {}

  private static MethodHandle call(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), types, Linker.Option.captureCallState("errno"));
  }

  /**
   * Sends one datagram.
   *
   * @param address a path, or {@code @} and the name of an abstract socket
   * @throws IOException if the address is none, or the kernel refuses; with the errno
   */
  static void send(String address, byte[] payload) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment name = socketAddress(arena, address);
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, payload);
      int socket = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      checked(socket, "socket", state);
      try {
        long sent =
            (long)
                SENDTO.invokeExact(
                    state,
                    socket,
                    bytes,
                    (long) payload.length,
                    MSG_NOSIGNAL,
                    name,
                    (int) name.byteSize());
        checked(sent, "sendto " + address, state);
      } finally {
        int ignored = (int) CLOSE.invokeExact(state, socket);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the C library throws nothing", e);
    }
  }

  /** {@code sockaddr_un}: the family, then the path with a zero, or a zero and the name. */
  static MemorySegment socketAddress(Arena arena, String address) throws IOException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = address.startsWith("@");
    if (!isAbstract && !address.startsWith("/")) {
      throw new IOException("\"" + address + "\" is neither a path nor an abstract socket");
    }
    int length = path.length + (isAbstract ? 0 : 1);
    if (path.length < 2 || length > PATH_BYTES) {
      throw new IOException("\"" + address + "\" is not 2 to " + (PATH_BYTES - 1) + " bytes long");
    }
    if (isAbstract) {
      path[0] = 0;
    }
    MemorySegment name = arena.allocate(Short.BYTES + (long) length, Short.BYTES);
    name.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(path, 0, name, JAVA_BYTE, Short.BYTES, path.length);
    return name;
  }

  private static void checked(long result, String what, MemorySegment state) throws IOException {
    if (result < 0) {
      throw new IOException(what + " failed with errno " + (int) ERRNO.get(state, 0L));
    }
  }
}
