package org.podprotocol.solana.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.Submission;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.SystemProgram;

/**
 * Sends plain transfers at a fixed rate (open loop: the schedule doesn't wait for answers) and
 * counts what landed.
 *
 * <pre>
 * SendBench [--rpc URL --payer KEYFILE] [--rate N] [--seconds S] [--payers P] [--connections C] [--batch B]
 * </pre>
 *
 * Without {@code --rpc} it sends to a stand-in that lands everything a slot later: that measures
 * the sender alone. Prints one line of JSON. Latency runs from the time a transaction was due to
 * its outcome at {@code confirmed}.
 */
public final class SendBench {

  private SendBench() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    int rate = Integer.parseInt(options.getOrDefault("--rate", "1000"));
    int seconds = Integer.parseInt(options.getOrDefault("--seconds", "10"));
    int payers = Integer.parseInt(options.getOrDefault("--payers", "16"));
    int connections = Integer.parseInt(options.getOrDefault("--connections", "10"));
    int batch = Integer.parseInt(options.getOrDefault("--batch", "1"));

    Network network = Network.nio(1);
    LandingStandIn standIn =
        options.containsKey("--rpc") ? null : new LandingStandIn(standInLoop());
    URI url = standIn == null ? URI.create(options.get("--rpc")) : standIn.url();
    HttpEndpoint endpoint =
        new HttpEndpoint(network, url, HttpOptions.defaults().withConnections(connections, 4096));
    SolanaRpc rpc = new SolanaRpc(endpoint);
    EventExecutor loop = network.eventLoops().next();
    BlockhashCache blockhashes =
        new BlockhashCache(rpc, loop, Duration.ofMillis(800), Duration.ofSeconds(15));
    TransactionSender sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            loop,
            SenderOptions.defaults().withBounds(200_000, Math.max(16, connections * 2), batch));

    List<Keypair> keys = new ArrayList<>();
    for (int i = 0; i < payers; i++) {
      keys.add(Keypair.generate());
    }
    if (standIn == null) {
      fund(sender, Keypair.load(Path.of(options.get("--payer"))), keys);
    }
    run(sender, keys, rate, seconds, standIn == null ? "chain" : "stand-in");
    sender.close();
    blockhashes.close();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    System.exit(0);
  }

  private static EventLoopGroup standInLoop() {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory("stand-in", true), NioIoHandler.newFactory());
  }

  private static void fund(TransactionSender sender, Keypair rich, List<Keypair> keys)
      throws Exception {
    for (int from = 0; from < keys.size(); from += 16) {
      SendRequest request =
          SendRequest.of(
              rich,
              keys.subList(from, Math.min(keys.size(), from + 16)).stream()
                  .map(
                      key ->
                          SystemProgram.transfer(
                              rich.publicKey(), key.publicKey(), 10_000_000_000L))
                  .toList());
      Outcome outcome = sender.send(request).outcome().get(60, TimeUnit.SECONDS);
      if (!(outcome instanceof Outcome.Landed)) {
        throw new IllegalStateException("the payers could not be funded: " + outcome);
      }
    }
  }

  private static void run(
      TransactionSender sender, List<Keypair> keys, int rate, int seconds, String against)
      throws InterruptedException {
    int count = rate * seconds;
    long interval = 1_000_000_000L / rate;
    AtomicLongArray latencies = new AtomicLongArray(count);
    AtomicInteger landed = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(count);
    var threads = ManagementFactory.getThreadMXBean();
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begun + i * interval;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int number = i;
      Keypair payer = keys.get(i % keys.size());
      // The amount makes each transaction another one; the receiver exists.
      Submission submission =
          sender.send(
              SendRequest.of(
                      payer,
                      List.of(
                          SystemProgram.transfer(
                              payer.publicKey(),
                              keys.get((i + 1) % keys.size()).publicKey(),
                              1 + i)))
                  .withLimits(ComputeLimits.fixed(450))
                  .withoutPreflight());
      submission
          .outcome()
          .whenComplete(
              (outcome, cause) -> {
                latencies.set(number, System.nanoTime() - due);
                (outcome instanceof Outcome.Landed ? landed : other).incrementAndGet();
                open.countDown();
              });
    }
    long submitted = System.nanoTime();
    open.await(120, TimeUnit.SECONDS);
    long ended = System.nanoTime();
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = latencies.get(i);
    }
    Arrays.sort(sorted);
    double cpu = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      // The stand-in's own thread doesn't count.
      if (thread != null && !thread.getThreadName().startsWith("stand-in")) {
        cpu += Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / 1e9;
      }
    }
    System.out.printf(
        "{\"against\":\"%s\",\"rate\":%d,\"sent\":%d,\"landed\":%d,\"other\":%d,\"open\":%d,"
            + "\"submitSeconds\":%.2f,\"landedPerSecond\":%.0f,\"p50Ms\":%.0f,\"p99Ms\":%.0f,"
            + "\"cpuSeconds\":%.2f}%n",
        against,
        rate,
        count,
        landed.get(),
        other.get(),
        open.getCount(),
        (submitted - begun) / 1e9,
        landed.get() / ((ended - begun) / 1e9),
        sorted[count / 2] / 1e6,
        sorted[(int) (count * 0.99)] / 1e6,
        cpu);
  }
}
