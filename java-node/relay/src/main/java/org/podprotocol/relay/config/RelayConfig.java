package org.podprotocol.relay.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;

/** The whole configuration of a relay. */
public record RelayConfig(
    ChainSettings chain,
    ListenSettings listen,
    Path dataFolder,
    JournalSettings journal,
    AdmissionSettings admission,
    LimitSettings limits,
    LoginSettings login,
    ContentSettings content,
    RetentionSettings retention,
    CompressedSettings compressed,
    Optional<HostingSettings> hosting,
    MemorySettings memory,
    AlertSettings alerts,
    LogSettings log) {

  /**
   * @param base folder that relative paths start from
   */
  static RelayConfig of(Values values, Path base) {
    return new RelayConfig(
        chain(values, base),
        listen(values, base),
        base.resolve(values.get(Keys.DATA_FOLDER)),
        journal(values),
        admission(values, base),
        limits(values),
        new LoginSettings(values.get(Keys.LOGIN_CHALLENGE), values.get(Keys.LOGIN_TOKEN)),
        content(values),
        new RetentionSettings(values.get(Keys.DATA_KEEP), values.get(Keys.DATA_KEEP_BYTES)),
        new CompressedSettings(
            values.get(Keys.COMPRESSED_QUEUES),
            values.get(Keys.COMPRESSED_INTERVAL),
            values.get(Keys.COMPRESSED_MAX_LEAVES)),
        hosting(values, base),
        new MemorySettings(values.get(Keys.MEMORY_LIMIT)),
        alerts(values),
        new LogSettings(values.get(Keys.LOG_LEVEL), values.get(Keys.LOG_JSON)));
  }

  private static ChainSettings chain(Values values, Path base) {
    return new ChainSettings(
        values.get(Keys.CHAIN_RPC),
        values.get(Keys.CHAIN_WEBSOCKET),
        values.get(Keys.CHAIN_PROGRAM),
        values.get(Keys.CHAIN_RELAY),
        base.resolve(values.get(Keys.CHAIN_COMMITTER_KEY)),
        base.resolve(values.get(Keys.CHAIN_RECEIPT_KEY)),
        values.get(Keys.CHAIN_COMMIT_INTERVAL),
        values.get(Keys.CHAIN_HOURLY_BUDGET),
        values.get(Keys.CHAIN_REQUEST_TIMEOUT));
  }

  private static AlertSettings alerts(Values values) {
    return new AlertSettings(
        values.get(Keys.ALERTS_WEBHOOKS),
        values.get(Keys.ALERTS_ALERTMANAGERS),
        values.get(Keys.ALERTS_REPEAT),
        new HashSet<>(values.get(Keys.ALERTS_OFF)),
        values.rules());
  }

  private static ListenSettings listen(Values values, Path base) {
    String certificate = values.get(Keys.LISTEN_TLS_CERTIFICATE);
    Optional<ListenSettings.Tls> tls =
        certificate.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ListenSettings.Tls(
                    base.resolve(certificate), base.resolve(values.get(Keys.LISTEN_TLS_KEY))));
    return new ListenSettings(
        values.get(Keys.LISTEN_ADDRESS),
        values.get(Keys.LISTEN_PORT),
        values.get(Keys.LISTEN_ORIGINS),
        values.get(Keys.LISTEN_CORS),
        tls,
        values.get(Keys.LISTEN_ADMIN_ADDRESS),
        values.get(Keys.LISTEN_ADMIN_PORT),
        values.get(Keys.LISTEN_DRAIN),
        values.get(Keys.LISTEN_EXPLORER));
  }

  private static Optional<HostingSettings> hosting(Values values, Path base) {
    String key = values.get(Keys.HOSTING_KEY);
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HostingSettings(base.resolve(key), base.resolve(values.get(Keys.HOSTING_TOKEN))));
  }

  private static JournalSettings journal(Values values) {
    return new JournalSettings(
        values.get(Keys.JOURNAL_WINDOW),
        values.get(Keys.JOURNAL_GROUP),
        4 << 20,
        values.get(Keys.JOURNAL_QUEUE),
        values.get(Keys.JOURNAL_QUEUE_BYTES),
        values.get(Keys.JOURNAL_READERS),
        values.get(Keys.JOURNAL_READ_QUEUE),
        values.get(Keys.ADMISSION_WINDOW),
        values.get(Keys.DATA_MIN_FREE));
  }

  private static AdmissionSettings admission(Values values, Path base) {
    String policyProgram = values.get(Keys.ADMISSION_POLICY);
    return new AdmissionSettings(
        values.get(Keys.ADMISSION_VERIFIERS),
        values.get(Keys.ADMISSION_QUEUE),
        values.get(Keys.ADMISSION_PREPARED_KEYS),
        values.get(Keys.ADMISSION_WINDOW),
        new HashSet<>(values.get(Keys.ADMISSION_ALLOW)),
        new HashSet<>(values.get(Keys.ADMISSION_DENY)),
        policyProgram.isEmpty() ? Optional.empty() : Optional.of(base.resolve(policyProgram)),
        values.get(Keys.ADMISSION_POLICY_TIMEOUT),
        values.get(Keys.ADMISSION_AGENT_RATE),
        values.get(Keys.ADMISSION_AGENT_BURST));
  }

  private static LimitSettings limits(Values values) {
    return new LimitSettings(
        values.get(Keys.LIMITS_CONNECTIONS),
        values.get(Keys.LIMITS_CONNECTIONS_PER_ADDRESS),
        Math.toIntExact(values.get(Keys.LIMITS_BODY)),
        values.get(Keys.LIMITS_BODIES),
        Math.toIntExact(values.get(Keys.LIMITS_HEADERS)),
        values.get(Keys.LIMITS_IDLE),
        values.get(Keys.LIMITS_REQUEST),
        Math.toIntExact(values.get(Keys.LIMITS_OUTBOUND)),
        values.get(Keys.LIMITS_SLOW),
        values.get(Keys.LIMITS_SUBSCRIPTIONS),
        values.get(Keys.LIMITS_ADDRESS_RATE),
        values.get(Keys.LIMITS_ADDRESS_BURST),
        new HashSet<>(values.get(Keys.LIMITS_PROXIES)));
  }

  private static ContentSettings content(Values values) {
    return new ContentSettings(
        values.get(Keys.CONTENT_QUOTA),
        values.get(Keys.CONTENT_AGENT_QUOTA),
        values.get(Keys.CONTENT_MAX_FILE),
        values.get(Keys.CONTENT_CACHE),
        values.get(Keys.CONTENT_TRANSFERS),
        values.get(Keys.CONTENT_KUBO),
        values.get(Keys.CONTENT_GATEWAYS),
        values.get(Keys.CONTENT_THRESHOLD),
        values.get(Keys.CONTENT_UPLOADS),
        values.get(Keys.CONTENT_MAX_PENDING),
        values.get(Keys.CONTENT_TIMEOUT));
  }
}
