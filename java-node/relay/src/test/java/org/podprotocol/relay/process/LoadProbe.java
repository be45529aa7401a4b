package org.podprotocol.relay.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;

/**
 * Feeds a relay process with signed messages in binary frames at a fixed rate, whatever it answers,
 * and prints what came of it. Not a test: {@code LoadProbe RATE SECONDS FRAME_MESSAGES [JVM
 * OPTIONS...]}.
 */
public final class LoadProbe {
  private static final int AGENTS = 20;
  private static final int CONTENT = 100;

  private LoadProbe() {}

  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    int perFrame = Integer.parseInt(arguments[2]);
    List<String> rest = Arrays.asList(arguments).subList(3, arguments.length);
    List<String> jvm = rest.stream().filter(option -> option.startsWith("-")).toList();
    List<String> settings = rest.stream().filter(option -> !option.startsWith("-")).toList();
    Path folder = Files.createTempDirectory("probe");
    try (TestCluster cluster = TestCluster.start(folder, 400)) {
      PublicKey relay = cluster.openRelay(1).address();
      var names = new ArrayList<String>();
      var addresses = new ArrayList<Address>();
      for (int i = 0; i < AGENTS; i++) {
        String name = "agent" + i;
        names.add(name);
        SigningKey key = Messages.key(name);
        addresses.add(
            Address.of(
                TestAgents.register(cluster, name, new PublicKey(key.address().toBytes()))
                    .toByteArray()));
      }
      try (RelayProcess process = RelayProcess.start(cluster, relay, folder, jvm, settings)) {
        run(process, names, addresses, rate, seconds, perFrame);
        System.out.println("exit " + process.stop());
        System.out.println(process.log());
      }
    }
  }

  private static void run(
      RelayProcess process,
      List<String> names,
      List<Address> addresses,
      int rate,
      int seconds,
      int perFrame)
      throws Exception {
    JsonNode about = new ObjectMapper().readTree(process.get("/v1/relay"));
    var domain =
        new Domain(
            Address.parse(about.get("genesisHash").asText()),
            Address.parse(about.get("program").asText()));
    int frames = rate * seconds / perFrame;
    System.out.println("signing " + frames * perFrame);
    List<SigningKey> keys = names.stream().map(Messages::key).toList();
    var signed = new byte[frames][];
    java.util.stream.IntStream.range(0, frames)
        .parallel()
        .forEach(
            f ->
                signed[f] =
                    frame(domain, keys, addresses, f, perFrame, System.currentTimeMillis()));
    var answers = new Answers(perFrame);
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(process.url().toString().replaceFirst("http", "ws") + "/v1/stream"),
                answers)
            .join();
    String before = stat(process.pid());
    long began = System.nanoTime();
    long interval = 1_000_000_000L * perFrame / rate;
    for (int f = 0; f < frames; f++) {
      long due = began + f * interval;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(Math.min(200_000, due - System.nanoTime()));
      }
      answers.due.put(f, due);
      socket.sendBinary(ByteBuffer.wrap(signed[f]), true).join();
      if (f % Math.max(1, 5 * rate / perFrame) == 0) {
        System.out.println(
            (System.nanoTime() - began) / 1_000_000_000
                + " s, answered "
                + answers.accepted.get()
                + ", "
                + memory(process.pid()));
      }
    }
    answers.frames.acquire(frames);
    double took = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "accepted %d refused %s in %.2f s: %.0f/s%n",
        answers.accepted.get(), answers.refused, took, answers.accepted.get() / took);
    long[] latencies = answers.latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    for (double q : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
      System.out.printf(
          "p%s %.2f ms%n",
          q * 100, latencies[(int) Math.min(latencies.length - 1, q * latencies.length)] / 1e6);
    }
    String after = stat(process.pid());
    System.out.printf(
        "relay CPU %.2f s = %.0f %% of a core; %s%n",
        cpu(after) - cpu(before), 100 * (cpu(after) - cpu(before)) / took, memory(process.pid()));
    String metrics = process.get("/metrics");
    metrics
        .lines()
        .filter(
            line ->
                line.contains("journal_")
                    || line.contains("anchoring_size")
                    || line.contains("lag"))
        .forEach(System.out::println);
  }

  private static byte[] frame(
      Domain domain,
      List<SigningKey> keys,
      List<Address> addresses,
      int f,
      int perFrame,
      long now) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).putInt(f).array());
    for (int i = 0; i < perFrame; i++) {
      int n = f * perFrame + i;
      byte[] content = new byte[CONTENT];
      ByteBuffer.wrap(content).putInt(n);
      Envelope envelope =
          new EnvelopeDraft()
              .sender(addresses.get(n % AGENTS))
              .recipient(addresses.get((n + 1 + n / AGENTS % (AGENTS - 1)) % AGENTS))
              .nonce(n)
              .timestampMs(now)
              .content(content)
              .sign(domain, keys.get(n % AGENTS));
      out.writeBytes(envelope.toBytes());
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  private static String stat(long pid) throws Exception {
    return Files.readString(Path.of("/proc/" + pid + "/stat"));
  }

  private static double cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private static String memory(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(
            line ->
                line.startsWith("VmRSS") || line.startsWith("VmHWM") || line.startsWith("Threads"))
        .map(line -> line.replaceAll("\\s+", " "))
        .toList()
        .toString();
  }

  private static final class Answers implements WebSocket.Listener {
    private final ConcurrentHashMap<Integer, Long> due = new ConcurrentHashMap<>();
    private final List<Long> latencies = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong accepted = new AtomicLong();
    private final ConcurrentHashMap<Integer, Integer> refused = new ConcurrentHashMap<>();
    private final Semaphore frames = new Semaphore(0);
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final int perFrame;

    Answers(int perFrame) {
      this.perFrame = perFrame;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      System.out.println("error: " + data);
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] chunk = new byte[data.remaining()];
      data.get(chunk);
      part.writeBytes(chunk);
      if (last) {
        long now = System.nanoTime();
        ByteBuffer in = ByteBuffer.wrap(part.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        part.reset();
        latencies.add(now - due.remove(in.getInt()));
        for (int i = 0; i < perFrame; i++) {
          int status = in.get();
          in.getLong();
          in.position(in.position() + 2 + in.getShort(in.position()));
          if (status == 0) {
            accepted.incrementAndGet();
          } else {
            refused.merge(status, 1, Integer::sum);
          }
        }
        frames.release();
      }
      socket.request(1);
      return null;
    }
  }
}
