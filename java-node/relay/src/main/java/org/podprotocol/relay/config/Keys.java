package org.podprotocol.relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;

/** Every setting of the relay, in the order of the shipped file. */
final class Keys {
  private static final Map<String, Key<?>> ALL = new LinkedHashMap<>();
  private static final int MAX_INT = Integer.MAX_VALUE;

  static final Key<List<URI>> CHAIN_RPC =
      key(
          "chain.rpc",
          Kind.HTTP_URIS,
          "http://127.0.0.1:8899",
          "JSON-RPC endpoints of the cluster, best first.");
  static final Key<List<URI>> CHAIN_WEBSOCKET =
      key(
          "chain.websocket",
          Kind.WEBSOCKET_URIS,
          "",
          "WebSocket endpoints, one for each of rpc. Empty: the RPC address with the port after it, as validators have it.");
  static final Key<PublicKey> CHAIN_PROGRAM =
      key("chain.program", Kind.ADDRESS, null, "The PoD program's address.");
  static final Key<PublicKey> CHAIN_RELAY =
      key("chain.relay", Kind.ADDRESS, null, "This relay's Relay account.");
  static final Key<String> CHAIN_COMMITTER_KEY =
      key(
          "chain.committer-key",
          Kind.TEXT,
          "committer.json",
          "File with the key pair that signs and pays for commits, as solana-keygen writes it. Relative to this file.");
  static final Key<String> CHAIN_RECEIPT_KEY =
      key(
          "chain.receipt-key",
          Kind.TEXT,
          "receipt.json",
          "File with the key pair that signs receipts. Relative to this file.");
  static final Key<Duration> CHAIN_COMMIT_INTERVAL =
      key(
          "chain.commit-interval",
          Kind.DURATION_KIND,
          "2s",
          "Shortest time between two commits. Every commit costs a transaction fee; without new messages there is none.");
  static final Key<Long> CHAIN_HOURLY_BUDGET =
      key(
          "chain.hourly-budget-lamports",
          Kind.number(0, Long.MAX_VALUE),
          "50000000",
          "Most to spend on commits in an hour. Commits are stretched, up to the merge delay, to stay below it.");
  static final Key<Duration> CHAIN_REQUEST_TIMEOUT =
      key("chain.request-timeout", Kind.DURATION_KIND, "10s", "Time-out of one RPC request.");

  static final Key<String> LISTEN_ADDRESS =
      key(
          "listen.address",
          Kind.TEXT,
          "127.0.0.1",
          "Address the API listens on. 0.0.0.0 or ::, to be reached from elsewhere.");
  static final Key<Integer> LISTEN_PORT =
      key(
          "listen.port",
          Kind.integer(0, 65535),
          "8080",
          "Port of the API. 0: any free one, which the log names.");
  static final Key<List<String>> LISTEN_ORIGINS =
      key(
          "listen.public-origins",
          Kind.TEXTS,
          "",
          "Scheme, host and port as clients see them, for logins (https://relay.example.org). Empty: http://127.0.0.1:PORT and http://localhost:PORT.");
  static final Key<List<String>> LISTEN_CORS =
      key(
          "listen.cors-origins",
          Kind.TEXTS,
          "",
          true,
          "Origins whose web pages may call the API from a browser; * for all. Empty: none.");
  static final Key<String> LISTEN_TLS_CERTIFICATE =
      key(
          "listen.tls-certificate",
          Kind.TEXT,
          "",
          "PEM file with the certificate chain. Empty: plain HTTP.");
  static final Key<String> LISTEN_TLS_KEY =
      key("listen.tls-key", Kind.TEXT, "", "PEM file with the certificate's private key (PKCS#8).");
  static final Key<String> LISTEN_ADMIN_ADDRESS =
      key(
          "listen.admin-address",
          Kind.TEXT,
          "127.0.0.1",
          "Address the admin listener listens on. It has no login: keep it private.");
  static final Key<Integer> LISTEN_ADMIN_PORT =
      key(
          "listen.admin-port",
          Kind.integer(-1, 65535),
          "-1",
          "Port of the admin listener. -1: none. With one, /metrics is served there alone, and the dashboard at /. 0: any free one.");
  static final Key<String> LISTEN_EXPLORER =
      key(
          "listen.explorer",
          Kind.TRANSACTION_URL,
          "",
          "Address that shows a transaction, with {signature} in its place, for the dashboard's links. Empty: explorer.solana.com for the public clusters, no links for others.");

  static final Key<Duration> LISTEN_DRAIN =
      key(
          "listen.drain",
          Kind.DURATION_KIND,
          "10s",
          "How long a relay that drains (SIGUSR1) leaves its clients alone before it sends them away: long enough for a load balancer to see that /readyz answers 503.");

  static final Key<String> DATA_FOLDER =
      key(
          "data.folder",
          Kind.TEXT,
          "pod-data",
          "The relay's data folder. One relay process at a time. Relative to this file.");
  static final Key<Long> DATA_MIN_FREE =
      key(
          "data.min-free",
          Kind.SIZE_KIND,
          "256MiB",
          "Free disk space below which messages are refused.");

  static final Key<Duration> DATA_KEEP =
      key(
          "data.keep",
          Kind.DURATION_KIND,
          "0s",
          "How long finalized messages are kept before they are deleted; their hashes and proofs stay. 0s: for ever.");
  static final Key<Long> DATA_KEEP_BYTES =
      key(
          "data.keep-bytes",
          Kind.SIZE_KIND,
          "0B",
          "Size of the journal beyond which the oldest finalized messages are deleted. 0B: no limit.");

  static final Key<Duration> JOURNAL_WINDOW =
      key(
          "journal.group-window",
          Kind.DURATION_KIND,
          "2ms",
          "How long the journal gathers messages before it syncs them to disk together.");
  static final Key<Integer> JOURNAL_GROUP =
      key("journal.group-messages", Kind.integer(1, 16384), "1024", "Most messages of one group.");
  static final Key<Integer> JOURNAL_QUEUE =
      key(
          "journal.queue-messages",
          Kind.integer(16, 1_000_000),
          "8192",
          "Most messages that wait for the journal.");
  static final Key<Long> JOURNAL_QUEUE_BYTES =
      key("journal.queue-bytes", Kind.SIZE_KIND, "16MiB", "Most bytes that wait for the journal.");
  static final Key<Integer> JOURNAL_READERS =
      key("journal.readers", Kind.integer(1, 32), "2", "Threads that read the journal.");
  static final Key<Integer> JOURNAL_READ_QUEUE =
      key("journal.read-queue", Kind.integer(16, 1_000_000), "4096", "Most reads that wait.");

  static final Key<Integer> ADMISSION_VERIFIERS =
      key("admission.verifiers", Kind.integer(1, 256), "4", "Threads that verify signatures.");
  static final Key<Integer> ADMISSION_QUEUE =
      key(
          "admission.queue",
          Kind.integer(16, 1_000_000),
          "8192",
          "Most messages that wait for a verifier.");
  static final Key<Integer> ADMISSION_PREPARED_KEYS =
      key(
          "admission.prepared-keys",
          Kind.integer(0, 1_000_000),
          "128",
          "Most busy signers whose keys are held with a table (15 KB each) by which verifying takes a third of the"
              + " time.");
  static final Key<Duration> ADMISSION_WINDOW =
      key(
          "admission.timestamp-window",
          Kind.DURATION_KIND,
          "5m",
          "How far a message's timestamp may lie from the relay's clock.");
  static final Key<List<String>> ADMISSION_ALLOW =
      key(
          "admission.allow",
          Kind.TEXTS,
          "",
          true,
          "Agents that may send here. Empty: all that are not denied.");
  static final Key<List<String>> ADMISSION_DENY =
      key("admission.deny", Kind.TEXTS, "", true, "Agents that may not send here.");
  static final Key<String> ADMISSION_POLICY =
      key(
          "admission.policy-program",
          Kind.TEXT,
          "",
          "Program that is asked about each message before it is taken, by lines of JSON: docs/operating.md. Empty: none.");
  static final Key<Duration> ADMISSION_POLICY_TIMEOUT =
      key(
          "admission.policy-timeout",
          Kind.DURATION_KIND,
          "1s",
          "Longest time for its answer. Then the message is answered 503, and the program killed and started again.");
  static final Key<Integer> ADMISSION_AGENT_RATE =
      key(
          "admission.agent-rate",
          Kind.integer(0, MAX_INT),
          "0",
          true,
          "Messages a second that one agent may send on average. 0: no limit.");
  static final Key<Integer> ADMISSION_AGENT_BURST =
      key(
          "admission.agent-burst",
          Kind.integer(1, MAX_INT),
          "1000",
          true,
          "Messages one agent may send at once.");

  static final Key<Integer> LIMITS_CONNECTIONS =
      key(
          "limits.connections",
          Kind.integer(1, 1_000_000),
          "20000",
          true,
          "Most open connections.");
  static final Key<Integer> LIMITS_CONNECTIONS_PER_ADDRESS =
      key(
          "limits.connections-per-address",
          Kind.integer(1, 1_000_000),
          "20000",
          true,
          "Most open connections from one address.");
  static final Key<Long> LIMITS_BODY =
      key(
          "limits.body",
          Kind.SIZE_KIND,
          "4MiB",
          "Most bytes of a request's body, or of a WebSocket message.");
  static final Key<Long> LIMITS_BODIES =
      key(
          "limits.bodies",
          Kind.SIZE_KIND,
          "16MiB",
          "Most bytes of large requests (over 64 KiB) in memory at once; more are answered 503.");
  static final Key<Long> LIMITS_HEADERS =
      key("limits.headers", Kind.SIZE_KIND, "16KiB", "Most bytes of a request's headers.");
  static final Key<Duration> LIMITS_IDLE =
      key(
          "limits.idle",
          Kind.DURATION_KIND,
          "75s",
          "Connections without a request for this long are closed.");
  static final Key<Duration> LIMITS_REQUEST =
      key(
          "limits.request",
          Kind.DURATION_KIND,
          "30s",
          "Time for a request to arrive whole, and for its answer to be taken.");
  static final Key<Long> LIMITS_OUTBOUND =
      key(
          "limits.outbound",
          Kind.SIZE_KIND,
          "256KiB",
          "Bytes on their way to one connection beyond which it gets no more until it has taken some.");
  static final Key<Duration> LIMITS_SLOW =
      key(
          "limits.slow-consumer",
          Kind.DURATION_KIND,
          "60s",
          "A connection that takes nothing for this long is closed.");
  static final Key<Integer> LIMITS_SUBSCRIPTIONS =
      key(
          "limits.subscriptions",
          Kind.integer(1, 10_000),
          "64",
          "Most subscriptions of one connection.");
  static final Key<Integer> LIMITS_ADDRESS_RATE =
      key(
          "limits.address-rate",
          Kind.integer(0, MAX_INT),
          "0",
          true,
          "Requests and WebSocket frames a second that one address may send on average. 0: no limit.");
  static final Key<Integer> LIMITS_ADDRESS_BURST =
      key(
          "limits.address-burst",
          Kind.integer(1, MAX_INT),
          "2000",
          true,
          "Requests one address may send at once.");
  static final Key<List<String>> LIMITS_PROXIES =
      key(
          "limits.trusted-proxies",
          Kind.TEXTS,
          "",
          "Addresses of reverse proxies whose X-Forwarded-For is believed.");

  static final Key<Duration> LOGIN_CHALLENGE =
      key("login.challenge", Kind.DURATION_KIND, "60s", "How long a login challenge is good for.");
  static final Key<Duration> LOGIN_TOKEN =
      key("login.token", Kind.DURATION_KIND, "1h", "How long a login lasts.");

  static final Key<Long> CONTENT_QUOTA =
      key(
          "content.quota",
          Kind.SIZE_KIND,
          "4GiB",
          "Most bytes of files in the relay's own content store.");
  static final Key<Long> CONTENT_AGENT_QUOTA =
      key("content.agent-quota", Kind.SIZE_KIND, "1GiB", "Most bytes of files of one agent.");
  static final Key<Long> CONTENT_MAX_FILE =
      key("content.max-file", Kind.SIZE_KIND, "1GiB", "Most bytes of one file.");
  static final Key<Long> CONTENT_CACHE =
      key("content.cache", Kind.SIZE_KIND, "2MiB", "Bytes of content kept in memory.");
  static final Key<Integer> CONTENT_TRANSFERS =
      key(
          "content.transfers",
          Kind.integer(1, 1000),
          "8",
          "Most files on their way in or out at once; more are answered 503.");
  static final Key<List<URI>> CONTENT_KUBO =
      key(
          "content.kubo",
          Kind.HTTP_URIS,
          "",
          "RPC API of a Kubo node that gets encrypted content and posts of public channels. Empty: none.");
  static final Key<List<URI>> CONTENT_GATEWAYS =
      key(
          "content.gateways",
          Kind.HTTP_URIS,
          "",
          "IPFS gateways to read files from that are not here. Empty: none.");
  static final Key<Long> CONTENT_THRESHOLD =
      key(
          "content.threshold",
          Kind.SIZE_KIND,
          "16KiB",
          "Messages with more content than this are carried to Kubo.");
  static final Key<Integer> CONTENT_UPLOADS =
      key("content.uploads", Kind.integer(1, 100), "5", "Uploads to Kubo at a time.");
  static final Key<Integer> CONTENT_MAX_PENDING =
      key(
          "content.max-pending",
          Kind.integer(1, 10_000_000),
          "10000",
          "Most uploads that wait for Kubo; large messages beyond them are answered 503.");
  static final Key<Duration> CONTENT_TIMEOUT =
      key(
          "content.timeout",
          Kind.DURATION_KIND,
          "30s",
          "Longest time for one block to or from Kubo or a gateway.");

  static final Key<List<PublicKey>> COMPRESSED_QUEUES =
      key(
          "compressed.queues",
          Kind.ADDRESSES,
          "",
          "Output queues of Light's state trees whose leaves are looked for, whoever appended them. Empty: none.");
  static final Key<Duration> COMPRESSED_INTERVAL =
      key(
          "compressed.interval",
          Kind.DURATION_KIND,
          "2s",
          "Time between two looks at these queues.");
  static final Key<Long> COMPRESSED_MAX_LEAVES =
      key(
          "compressed.max-leaves",
          Kind.number(1, Long.MAX_VALUE),
          "1000000",
          "Most leaves to store; with them, queues are followed no further. Some 250 bytes of disk each.");

  static final Key<String> HOSTING_KEY =
      key(
          "hosting.key",
          Kind.TEXT,
          "",
          "File with the key pair that creates and pays for hosted agents. Empty: this relay hosts none.");
  static final Key<String> HOSTING_TOKEN =
      key(
          "hosting.token-file",
          Kind.TEXT,
          "",
          "File with the token that those who ask for operations of hosted agents have to show.");

  static final Key<OptionalLong> MEMORY_LIMIT =
      key(
          "memory.limit",
          Kind.SIZE_OR_AUTO,
          "auto",
          "Resident memory of the process to stay below: from 90 % of it caches are shrunk, beyond one and a half times it a part of new messages is answered 503. auto: the Java heap's maximum and as much again, at least 50 MB; that is 100 MB as bin/pod starts a relay. 0B: no limit.");

  static final Key<List<URI>> ALERTS_WEBHOOKS =
      key(
          "alerts.webhooks",
          Kind.HTTP_URIS,
          "",
          "Addresses that get each alert by POST, as JSON. One that holds a secret is better set by POD_ALERTS_WEBHOOKS.");
  static final Key<List<URI>> ALERTS_ALERTMANAGERS =
      key(
          "alerts.alertmanagers",
          Kind.HTTP_URIS,
          "",
          "Alertmanagers (http://127.0.0.1:9093) that get each alert at /api/v2/alerts.");
  static final Key<Duration> ALERTS_REPEAT =
      key(
          "alerts.repeat",
          Kind.DURATION_KIND,
          "4h",
          "After how long an alert that still fires is told again to the log and to webhooks.");
  static final Key<List<String>> ALERTS_OFF =
      key(
          "alerts.off",
          Kind.TEXTS,
          "",
          "Built-in alert rules that are not wanted. \"pod alerts list\" names them; tables [alerts.rules.NAME] change them or add others, see docs/operating.md.");

  static final Key<String> LOG_LEVEL =
      key(
          "log.level",
          Kind.oneOf("error", "warn", "info", "debug", "trace"),
          "info",
          true,
          "How much is logged.");
  static final Key<Boolean> LOG_JSON =
      key("log.json", Kind.FLAG, "false", "One JSON object a line in place of text.");

  private Keys() {}

  static Map<String, Key<?>> all() {
    return Collections.unmodifiableMap(ALL);
  }

  private static <T> Key<T> key(String name, Kind<T> kind, @Nullable String fallback, String doc) {
    return key(name, kind, fallback, false, doc);
  }

  private static <T> Key<T> key(
      String name, Kind<T> kind, @Nullable String fallback, boolean reloadable, String doc) {
    var key = new Key<>(name, kind, fallback, reloadable, doc);
    ALL.put(name, key);
    return key;
  }
}
