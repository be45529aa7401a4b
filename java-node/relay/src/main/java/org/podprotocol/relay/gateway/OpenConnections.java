package org.podprotocol.relay.gateway;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The connections that are open, for an operator to see and to close. */
final class OpenConnections {
  private static final long CLOSE_SECONDS = 2;

  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<Channel, Opened> opened = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  private record Opened(long id, boolean admin, long atNs) {}

  /**
   * One connection.
   *
   * @param id given in the order of coming
   * @param address of the peer, which may be a proxy
   * @param kind http, websocket or admin
   */
  record Connection(long id, String address, String kind, long openMs) {}

  void add(Channel channel, boolean admin) {
    channels.add(channel);
    opened.put(channel, new Opened(last.incrementAndGet(), admin, System.nanoTime()));
    channel.closeFuture().addListener(closed -> opened.remove(channel));
  }

  /** All of them, the oldest first. */
  List<Connection> all() {
    return opened.entrySet().stream()
        .map(entry -> connection(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Connection::id))
        .toList();
  }

  /** Connections of clients. */
  long ofClients() {
    return opened.values().stream().filter(one -> !one.admin).count();
  }

  /** Closes those of clients that are meant; how many. */
  int close(Predicate<Connection> meant) {
    List<Channel> found =
        opened.entrySet().stream()
            .filter(entry -> !entry.getValue().admin)
            .filter(entry -> meant.test(connection(entry.getKey(), entry.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    found.forEach(Channel::close);
    return found.size();
  }

  private static Connection connection(Channel channel, Opened opened) {
    String kind =
        opened.admin
            ? "admin"
            : channel.pipeline().get(StreamConnection.class) == null ? "http" : "websocket";
    return new Connection(
        opened.id,
        channel.remoteAddress() instanceof InetSocketAddress socket
            ? socket.getAddress().getHostAddress()
            : "unknown",
        kind,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opened.atNs));
  }

  /** Closes all, and waits for a moment. */
  void closeAll() {
    channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
