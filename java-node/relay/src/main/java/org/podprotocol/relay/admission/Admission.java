package org.podprotocol.relay.admission;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeFault;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.admission.Admitted.Refused;
import org.podprotocol.relay.admission.Admitted.Stored;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.AgentView;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.config.AdmissionSettings;
import org.podprotocol.relay.content.Content;
import org.podprotocol.relay.journal.AppendOutcome;
import org.podprotocol.relay.journal.Audience;
import org.podprotocol.relay.journal.Candidate;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.JournalFullException;
import org.podprotocol.relay.journal.StorageUnavailableException;
import org.podprotocol.relay.observe.memory.MemoryWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a message from cheap to dear and hands it to the journal: header, clock and policy; sender
 * and recipient on chain; then, on a worker, content, signature and rate. The stage it returns
 * never fails: what went wrong is a refusal.
 */
public final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration MEMORY_WAIT = Duration.ofSeconds(2);

  private final Domain domain;
  private final AgentDirectory agents;
  private final Journal journal;
  private final Content content;
  private final SignatureChecks signatures;
  private final @Nullable PolicyProgram policyProgram;
  private final MemoryWatch memory;
  private final Clock clock;
  private final long windowMs;
  private final RateLimit<Address> rate;
  private final Map<RefusalCode, Counter> refusals = new EnumMap<>(RefusalCode.class);
  private final Counter accepted;
  private final Counter duplicates;
  private final Timer latency;
  private volatile Policy policy;

  public Admission(
      Domain domain,
      AdmissionSettings settings,
      AgentDirectory agents,
      Journal journal,
      Content content,
      SignatureChecks signatures,
      @Nullable PolicyProgram policyProgram,
      MemoryWatch memory,
      Clock clock,
      MetricRegistry metrics) {
    this.domain = domain;
    this.agents = agents;
    this.journal = journal;
    this.content = content;
    this.signatures = signatures;
    this.policyProgram = policyProgram;
    this.memory = memory;
    this.clock = clock;
    windowMs = settings.timestampWindow().toMillis();
    rate = new RateLimit<>(settings.agentRate(), settings.agentBurst(), System::nanoTime);
    policy = new Policy(settings.allow(), settings.deny());
    accepted = metrics.counter("admission.accepted");
    duplicates = metrics.counter("admission.duplicates");
    latency = metrics.timer("admission.latency");
    for (RefusalCode code : RefusalCode.values()) {
      refusals.put(code, metrics.counter("admission.refused{code=" + code.text() + "}"));
    }
  }

  /** Takes over what of the settings a running relay may change. */
  public void reload(AdmissionSettings settings) {
    rate.set(settings.agentRate(), settings.agentBurst());
    policy = new Policy(settings.allow(), settings.deny());
  }

  public CompletionStage<Admitted> admit(Submission submission) {
    long startedNs = System.nanoTime();
    CompletionStage<Admitted> result = start(submission);
    result.whenComplete((admitted, failure) -> count(admitted, startedNs));
    return result;
  }

  private CompletionStage<Admitted> start(Submission submission) {
    if (!memory.admits()) {
      return CompletableFuture.completedFuture(
          Refused.later(RefusalCode.OVERLOADED, memory.reason(), MEMORY_WAIT));
    }
    Envelope envelope = submission.envelope();
    Refused refused = firstChecks(envelope);
    if (refused != null) {
      return CompletableFuture.completedFuture(refused);
    }
    var result = new CompletableFuture<Admitted>();
    Address sender = envelope.sender();
    CompletionStage<Optional<AgentView>> from;
    CompletionStage<Optional<RecipientKind>> to;
    try {
      from = agents.agent(new PublicKey(sender.toBytes()));
      to = agents.recipient(new PublicKey(envelope.recipient().toBytes()));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failure(envelope, e));
    }
    from.thenCombine(to, Parties::new)
        .thenCombine(
            to.thenCompose(kind -> mayPost(envelope, kind)),
            (parties, may) -> partiesChecked(submission, parties, may, result))
        .whenComplete(
            (refusal, failure) -> {
              if (failure != null) {
                result.complete(failure(envelope, failure));
              } else if (refusal.isPresent()) {
                result.complete(refusal.get());
              }
            });
    return result;
  }

  /** Members alone post to a channel. */
  private CompletionStage<Boolean> mayPost(Envelope envelope, Optional<RecipientKind> recipient) {
    return recipient.orElse(RecipientKind.AGENT) == RecipientKind.AGENT
        ? CompletableFuture.completedFuture(true)
        : agents.isMember(
            new PublicKey(envelope.recipient().toBytes()),
            new PublicKey(envelope.sender().toBytes()));
  }

  private record Parties(Optional<AgentView> sender, Optional<RecipientKind> recipient) {}

  private @Nullable Refused firstChecks(Envelope envelope) {
    EnvelopeFault fault = envelope.fault();
    if (fault != null) {
      return Refused.of(code(fault), sentence(fault));
    }
    long now = clock.millis();
    Refused late = clockCheck(envelope, now);
    if (late != null) {
      return late;
    }
    Policy current = policy;
    if (!current.isOpen() && !current.allows(envelope.sender().toString())) {
      return Refused.of(
          RefusalCode.NOT_ALLOWED, "This relay does not take messages from this agent.");
    }
    return null;
  }

  private @Nullable Refused clockCheck(Envelope envelope, long now) {
    long timestamp = envelope.timestampMs();
    if (timestamp < now - windowMs
        || timestamp < journal.timestampFloorMs()
        || timestamp > now + windowMs) {
      return outOfWindow(timestamp, now);
    }
    if (envelope.expiresAtMs() != 0 && envelope.expiresAtMs() <= now) {
      return Refused.of(
          RefusalCode.EXPIRED,
          "The message expired " + (now - envelope.expiresAtMs()) + " ms ago.");
    }
    return null;
  }

  private Refused outOfWindow(long timestamp, long now) {
    String detail =
        "The timestamp is "
            + Math.abs(timestamp - now)
            + " ms "
            + (timestamp < now ? "behind" : "ahead of")
            + " the relay's clock; "
            + windowMs
            + " ms are allowed.";
    return new Refused(RefusalCode.TIMESTAMP_OUT_OF_WINDOW, detail, now, null, Duration.ZERO);
  }

  /** A refusal, or empty when a worker has taken over and will complete {@code result}. */
  private Optional<Refused> partiesChecked(
      Submission submission, Parties parties, boolean mayPost, CompletableFuture<Admitted> result) {
    Envelope envelope = submission.envelope();
    Optional<AgentView> agent = parties.sender();
    Optional<RecipientKind> kind = parties.recipient();
    if (agent.isEmpty() || agent.get().closed()) {
      return Optional.of(
          Refused.of(
              RefusalCode.UNKNOWN_SENDER,
              agent.isEmpty()
                  ? "There is no agent at " + envelope.sender() + "."
                  : "The agent " + envelope.sender() + " has been closed."));
    }
    if (!envelope.signer().matches(agent.get().signer().toByteArray(), 0)) {
      return Optional.of(
          Refused.of(
              RefusalCode.WRONG_SIGNER,
              "The signer of "
                  + envelope.sender()
                  + " is "
                  + agent.get().signer()
                  + " since slot "
                  + agent.get().signerSinceSlot()
                  + "."));
    }
    if (kind.isEmpty()) {
      return Optional.of(
          Refused.of(
              RefusalCode.UNKNOWN_RECIPIENT,
              "There is no live agent or channel at " + envelope.recipient() + "."));
    }
    if (!mayPost) {
      return Optional.of(
          Refused.of(
              RefusalCode.NOT_ALLOWED,
              envelope.sender() + " is not a member of the channel " + envelope.recipient() + "."));
    }
    boolean taken =
        signatures.offer(() -> verifyAndAppend(submission, audience(kind.get()), result));
    return taken
        ? Optional.empty()
        : Optional.of(
            Refused.later(RefusalCode.OVERLOADED, "Too many messages wait to be verified.", SOON));
  }

  private void verifyAndAppend(
      Submission submission, Audience audience, CompletableFuture<Admitted> result) {
    Envelope envelope = submission.envelope();
    try {
      EnvelopeFault fault = envelope.contentFault(submission.content());
      if (fault != null) {
        result.complete(Refused.of(code(fault), sentence(fault)));
        return;
      }
      var key = signatures.key(envelope.signer());
      if (key.isEmpty() || !envelope.isSignedBy(key.get(), domain)) {
        result.complete(
            Refused.of(
                RefusalCode.BAD_SIGNATURE,
                "The signature is not that of " + envelope.signer() + "."));
        return;
      }
      // Only now is it known that the sender itself is at work: nobody can use up another's tokens.
      Duration wait = rate.take(envelope.sender(), 1);
      if (!wait.isZero()) {
        result.complete(
            Refused.later(
                RefusalCode.RATE_LIMITED, "The agent sends faster than this relay allows.", wait));
        return;
      }
      if (!content.hasRoomFor(envelope, audience)) {
        result.complete(
            Refused.later(
                RefusalCode.OVERLOADED,
                "Too much large content waits to be carried to IPFS.",
                Duration.ofSeconds(5)));
        return;
      }
      askPolicy(submission, audience, result);
    } catch (IOException e) {
      result.complete(
          Refused.later(RefusalCode.STORAGE_UNAVAILABLE, sentence(e), Duration.ofSeconds(30)));
    } catch (RuntimeException e) {
      result.complete(failure(envelope, e));
    }
  }

  /** Goes on to the journal, if the operator's program lets it. */
  private void askPolicy(
      Submission submission, Audience audience, CompletableFuture<Admitted> result) {
    Envelope envelope = submission.envelope();
    var candidate = new Candidate(envelope.id(domain), envelope, submission.content(), audience);
    if (policyProgram == null) {
      append(candidate, result);
      return;
    }
    policyProgram
        .ask(candidate.id(), envelope, audience)
        .thenAccept(
            verdict -> {
              switch (verdict) {
                case PolicyProgram.Verdict.Accepted yes -> append(candidate, result);
                case PolicyProgram.Verdict.Rejected no ->
                    result.complete(Refused.of(RefusalCode.NOT_ALLOWED, no.reason()));
                case PolicyProgram.Verdict.None none ->
                    result.complete(
                        Refused.later(
                            RefusalCode.OVERLOADED,
                            "The program that decides about messages does not answer.",
                            SOON));
              }
            })
        .exceptionally(
            failure -> {
              result.complete(failure(envelope, failure));
              return null;
            });
  }

  private void append(Candidate candidate, CompletableFuture<Admitted> result) {
    journal
        .append(candidate)
        .whenComplete(
            (outcome, failure) ->
                result.complete(
                    failure == null ? admitted(outcome) : failure(candidate.envelope(), failure)));
  }

  private Admitted admitted(AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Accepted done -> new Stored(done.message(), done.receipt(), false);
      case AppendOutcome.Duplicate again -> new Stored(again.message(), again.receipt(), true);
      case AppendOutcome.NonceUsed used ->
          new Refused(
              RefusalCode.DUPLICATE_NONCE,
              "The sender used this nonce for the message " + used.id() + ".",
              0,
              used.id(),
              Duration.ZERO);
      case AppendOutcome.TooOld old ->
          new Refused(
              RefusalCode.TIMESTAMP_OUT_OF_WINDOW,
              "Timestamps before " + old.floorMs() + " are no longer accepted.",
              clock.millis(),
              null,
              Duration.ZERO);
    };
  }

  private Refused failure(Envelope envelope, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ChainUnavailableException) {
      return Refused.later(RefusalCode.CHAIN_UNAVAILABLE, sentence(cause), SOON);
    }
    if (cause instanceof JournalFullException) {
      return Refused.later(RefusalCode.OVERLOADED, sentence(cause), SOON);
    }
    if (cause instanceof StorageUnavailableException) {
      return Refused.later(
          RefusalCode.STORAGE_UNAVAILABLE, sentence(cause), Duration.ofSeconds(30));
    }
    log.error("Message {} could not be dealt with.", envelope.id(domain), cause);
    return Refused.of(
        RefusalCode.INTERNAL, "The relay failed to deal with this message; its log says more.");
  }

  private static Audience audience(RecipientKind kind) {
    return switch (kind) {
      case AGENT -> Audience.PARTIES;
      case PUBLIC_CHANNEL -> Audience.EVERYONE;
      case PRIVATE_CHANNEL -> Audience.MEMBERS;
    };
  }

  private static RefusalCode code(EnvelopeFault fault) {
    return switch (fault) {
      case CONTENT_TOO_LARGE -> RefusalCode.CONTENT_TOO_LARGE;
      case CONTENT_LENGTH, CONTENT_HASH -> RefusalCode.CONTENT_MISMATCH;
      case INVALID_TEXT -> RefusalCode.INVALID_TEXT;
      case SELF_MESSAGE -> RefusalCode.SELF_MESSAGE;
      default -> RefusalCode.INVALID_ENVELOPE;
    };
  }

  private static String sentence(EnvelopeFault fault) {
    String clause = fault.sentence();
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  private static String sentence(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return Character.toUpperCase(message.charAt(0))
        + message.substring(1)
        + (message.endsWith(".") ? "" : ".");
  }

  private void count(Admitted admitted, long startedNs) {
    switch (admitted) {
      case Stored stored when stored.duplicate() -> duplicates.inc();
      case Stored stored -> {
        accepted.inc();
        latency.update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
      }
      case Refused refused -> refusals.get(refused.code()).inc();
    }
  }
}
