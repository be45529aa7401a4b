package org.podprotocol.solana.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2p.solanaj.core.PublicKey;

/**
 * A Surfpool chain in a process of its own, started by {@code scripts/surfnet/surfnet.js}; it ends
 * with this JVM.
 */
public final class LocalChain implements AutoCloseable {

  private static final Pattern URLS =
      Pattern.compile("\"rpcUrl\":\"([^\"]+)\".*\"wsUrl\":\"([^\"]+)\"");

  private final Process process;
  private final URI rpcUrl;
  private final URI wsUrl;

  private LocalChain(Process process, URI rpcUrl, URI wsUrl) {
    this.process = process;
    this.rpcUrl = rpcUrl;
    this.wsUrl = wsUrl;
  }

  /**
   * Starts a chain with slots of so many milliseconds that gives each of the accounts 1,000 SOL.
   */
  public static LocalChain start(int slotMs, PublicKey... rich) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--slot-ms", Integer.toString(slotMs)));
    for (PublicKey key : rich) {
      arguments.add("--airdrop");
      arguments.add(key + "=1000");
    }
    return start(arguments);
  }

  /** Starts a chain with the runner's own arguments. */
  public static LocalChain start(List<String> arguments) throws IOException {
    Path folder = repositoryRoot().resolve("scripts/surfnet");
    install(folder);
    List<String> command = new ArrayList<>(List.of("node", "surfnet.js", "--exit-with-stdin"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = out.readLine()) != null) {
      Matcher urls = URLS.matcher(line);
      if (urls.find()) {
        return new LocalChain(process, URI.create(urls.group(1)), URI.create(urls.group(2)));
      }
    }
    process.destroy();
    throw new IOException(
        "the local chain ended before it was ready: " + String.join(" ", command));
  }

  private static synchronized void install(Path folder) throws IOException {
    if (!Files.isDirectory(folder.resolve("node_modules/@solana"))) {
      run(folder, "npm", "ci", "--no-audit", "--no-fund");
    }
  }

  /** Light's programs and accounts, installed if they are not there. */
  public static synchronized Path lightFolder() throws IOException {
    run(repositoryRoot(), "bash", "scripts/light/install.sh");
    return repositoryRoot().resolve("target/light");
  }

  private static void run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException(String.join(" ", command) + " failed in " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing the local chain", e);
    }
  }

  /**
   * The repository's root: system property {@code pod.repo.root}, or the nearest parent with {@code
   * scripts/surfnet}.
   */
  public static Path repositoryRoot() {
    String property = System.getProperty("pod.repo.root");
    Path start = Path.of(property == null ? "" : property).toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("scripts/surfnet/surfnet.js"))) {
        return folder;
      }
    }
    throw new IllegalStateException("scripts/surfnet/surfnet.js is not above " + start);
  }

  /** Where JSON-RPC is served. */
  public URI rpcUrl() {
    return rpcUrl;
  }

  /** Where PubSub is served. */
  public URI wsUrl() {
    return wsUrl;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
