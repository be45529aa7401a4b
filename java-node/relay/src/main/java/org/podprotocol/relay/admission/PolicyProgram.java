package org.podprotocol.relay.admission;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.json.EnvelopeJson;
import org.podprotocol.relay.journal.Audience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of the operator's that is asked about each message before it is taken: a line of JSON
 * goes to its standard input, a line comes back ({@code docs/operating.md}). One that does not
 * answer in time, says what is no answer, or ends is killed and started again; meanwhile nothing is
 * accepted.
 */
public final class PolicyProgram implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PolicyProgram.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_QUESTIONS = 1024;
  private static final int LONGEST_ANSWER = 4096;
  private static final int LONGEST_REASON = 200;
  private static final long PAUSE_MS = 200;
  private static final long LOOK_MS = 50;

  /** What the program says of a message. */
  sealed interface Verdict {
    record Accepted() implements Verdict {}

    /**
     * @param reason for the sender
     */
    record Rejected(String reason) implements Verdict {}

    /** It did not say. */
    record None() implements Verdict {}
  }

  private record Question(byte[] line, CompletableFuture<Verdict> answer) {}

  private final Path program;
  private final Duration timeout;
  private final Timer latency;
  private final Counter restarts;
  private final ArrayBlockingQueue<Question> questions = new ArrayBlockingQueue<>(MOST_QUESTIONS);
  private final Map<String, CompletableFuture<Verdict>> open = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile @Nullable Process process;
  private volatile boolean closed;

  private PolicyProgram(Path program, Duration timeout, MetricRegistry metrics) {
    this.program = program;
    this.timeout = timeout;
    latency = metrics.timer("admission.policy.latency");
    restarts = metrics.counter("admission.policy.restarts");
    thread = Thread.ofPlatform().name("policy").daemon().unstarted(this::keepRunning);
  }

  /**
   * Starts a program.
   *
   * @param timeout for each answer
   * @throws IOException if there is no such program
   */
  public static PolicyProgram start(Path program, Duration timeout, MetricRegistry metrics)
      throws IOException {
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw new IOException(
          "The admission.policy-program " + program + " is no file that can be executed.");
    }
    var started = new PolicyProgram(program, timeout, metrics);
    started.thread.start();
    return started;
  }

  /** Asks. The stage never fails. */
  CompletableFuture<Verdict> ask(Hash id, Envelope envelope, Audience audience) {
    long startedNs = System.nanoTime();
    String key = id.toString();
    var answer = new CompletableFuture<Verdict>();
    CompletableFuture<Verdict> asked = open.putIfAbsent(key, answer);
    if (asked != null) {
      // The same message sent twice at once is one question.
      return asked.handle((verdict, late) -> late == null ? verdict : new Verdict.None());
    }
    if (closed || !questions.offer(new Question(line(key, envelope, audience), answer))) {
      open.remove(key);
      return CompletableFuture.completedFuture(new Verdict.None());
    }
    return answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (verdict, late) -> {
              open.remove(key);
              if (late != null) {
                kill("it did not answer within " + timeout.toMillis() + " ms");
                return new Verdict.None();
              }
              latency.update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
              return verdict;
            });
  }

  private static byte[] line(String id, Envelope envelope, Audience audience) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", id);
      out.writeStringField("audience", audience.name().toLowerCase(Locale.ROOT));
      out.writeFieldName("envelope");
      EnvelopeJson.write(envelope, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void keepRunning() {
    try {
      while (!closed) {
        String end;
        try {
          end = converse();
        } catch (IOException e) {
          end = e.getMessage();
        }
        open.values().forEach(answer -> answer.complete(new Verdict.None()));
        if (!closed) {
          restarts.inc();
          log.error("The policy program {} is started again: {}.", program, end);
          TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the program until it ends; says how it ended. */
  private String converse() throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(program.toString()).redirectError(Redirect.INHERIT).start();
    process = started;
    Thread reader = Thread.ofVirtual().name("policy-answers").start(() -> read(started));
    try (OutputStream out = started.getOutputStream()) {
      while (started.isAlive() && !closed) {
        Question question = questions.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (question != null && !question.answer.isDone()) {
          out.write(question.line);
          out.flush();
        }
      }
    } finally {
      end(started);
      // What it left behind may hold its output open.
      reader.join(Duration.ofSeconds(1));
    }
    return "it ended with " + started.waitFor();
  }

  private void read(Process from) {
    try (InputStream in = new BufferedInputStream(from.getInputStream())) {
      for (String line = line(in); line != null && from == process; line = line(in)) {
        answered(line);
      }
    } catch (IOException | IllegalArgumentException e) {
      if (from.isAlive()) {
        log.error("The policy program says what is no answer: {}", e.getMessage());
        end(from);
      }
    }
  }

  private static void end(Process process) {
    // The program first: until it is gone it may start others.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        return null;
      }
      if (line.size() == LONGEST_ANSWER) {
        throw new IOException("a line of more than " + LONGEST_ANSWER + " bytes");
      }
      line.write(read);
    }
    return line.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void answered(String line) throws IOException {
    JsonNode said = JSON.readTree(line);
    CompletableFuture<Verdict> answer = open.get(said.required("id").asText());
    JsonNode accept = said.required("accept");
    if (!accept.isBoolean()) {
      throw new IllegalArgumentException("\"accept\" is neither true nor false");
    }
    // One that came too late is nobody's.
    if (answer != null) {
      answer.complete(
          accept.booleanValue()
              ? new Verdict.Accepted()
              : new Verdict.Rejected(reason(said.path("reason").asText())));
    }
  }

  private static String reason(String said) {
    if (said.isBlank()) {
      return "This relay's policy does not take this message.";
    }
    return said.length() <= LONGEST_REASON ? said : said.substring(0, LONGEST_REASON);
  }

  private void kill(String why) {
    Process running = process;
    if (running != null && running.isAlive()) {
      log.error("The policy program {} is killed: {}.", program, why);
      end(running);
    }
  }

  /** Waits for answers that are out, then ends the program. */
  @Override
  public void close() {
    CompletableFuture.allOf(open.values().toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((done, failure) -> done)
        .join();
    closed = true;
    thread.interrupt();
    Process running = process;
    if (running != null) {
      end(running);
    }
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
