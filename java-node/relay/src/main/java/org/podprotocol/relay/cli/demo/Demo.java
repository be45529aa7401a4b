package org.podprotocol.relay.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.Causes;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.solana.rpc.Commitment;

/** The conversation from the first agent to the last proof. */
public final class Demo {
  private static final long SEED = 20260101;
  private static final long PATIENCE_MS = 120_000;
  private static final int EARLY_PROOFS = 20;

  private final DemoSettings settings;
  private final ChainSession chain;
  private final Consumer<String> progress;
  private final AtomicInteger notAnchored = new AtomicInteger();

  /**
   * @param progress hears a line for every step
   */
  public Demo(DemoSettings settings, ChainSession chain, Consumer<String> progress) {
    this.settings = settings;
    this.chain = chain;
    this.progress = progress;
  }

  /**
   * Runs it all.
   *
   * @throws DemoFailure if something did not happen as promised
   */
  public DemoReport run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    PodClientSettings connection =
        PodClientSettings.of(settings.relay(), settings.rpc(), Keys.address(settings.program()));
    try (PodClient client = ChainSession.await(PodClient.connect(connection))) {
      return converse(client, began);
    }
  }

  private DemoReport converse(PodClient client, long began)
      throws IOException, InterruptedException {
    List<Speaker> speakers =
        new Cast(client, chain, settings.program(), settings.payer()).register(settings.agents());
    progress.accept("%d agents are registered".formatted(speakers.size()));

    Anchors anchors = new Anchors(client, chain);
    long loggedBefore = anchors.logged();
    List<Line> lines =
        Conversation.of(settings.agents(), settings.messages(), new SplittableRandom(SEED));
    try (Deliveries deliveries = new Deliveries(speakers)) {
      List<Utterance> utterances = new ArrayList<>();
      Map<Hash, SentMessage> accepted = talk(client, speakers, lines, deliveries, utterances);
      progress.accept("%d messages are accepted, with receipts".formatted(accepted.size()));

      int refusals = refusals(client, speakers, utterances.getFirst());
      progress.accept("%d refusals came as they should".formatted(refusals));

      List<Line> onChain = onChainLines();
      OnChainTalk talk = new OnChainTalk(client, settings.payer());
      talk.post(onChain, speakers);
      talk.refusesSelfMessage(speakers.getFirst());
      progress.accept("%d messages on chain are read back".formatted(onChain.size()));

      deliveries.await(accepted.size(), PATIENCE_MS);
      progress.accept("%d messages are delivered".formatted(deliveries.count()));

      anchors.await(loggedBefore + accepted.size(), PATIENCE_MS);
      List<VerifiedAnchor> proven = anchors.prove(utterances, accepted);
      List<String> commits = anchors.commits(proven);
      progress.accept("%d proofs hold, of %d commits".formatted(proven.size(), commits.size()));

      int verified =
          new OnChainProof(chain, settings.program(), settings.payer())
              .verify(sample(proven, settings.onChainVerifications()));
      progress.accept("%d proofs are verified by the program".formatted(verified));

      return new DemoReport(
          speakers.size(),
          lines.size(),
          accepted.size(),
          deliveries.count(),
          proven.size(),
          commits.size(),
          proven.size(),
          onChain.size(),
          verified,
          Cast.batches(speakers.size()) + onChain.size() + commits.size() + verified,
          refusals,
          List.of(commits.getFirst(), commits.getLast()),
          (System.nanoTime() - began) / 1e9);
    }
  }

  private Map<Hash, SentMessage> talk(
      PodClient client,
      List<Speaker> speakers,
      List<Line> lines,
      Deliveries deliveries,
      List<Utterance> utterances) {
    Domain domain = client.domain();
    Dispatch dispatch = new Dispatch(client, Duration.ofMillis(PATIENCE_MS));
    long began = System.nanoTime();
    int early = Math.max(1, lines.size() / EARLY_PROOFS);
    for (int i = 0; i < lines.size(); i++) {
      keepPace(began, i);
      Line line = lines.get(i);
      Speaker speaker = speakers.get(line.from());
      Envelope envelope =
          speaker.say(domain, speakers.get(line.to()).address(), line.isText(), line.content());
      Utterance utterance =
          new Utterance(
              envelope.id(domain), speaker, new OutgoingMessage(envelope, line.content()));
      utterances.add(utterance);
      deliveries.expect(utterance);
      var sent = dispatch.send(utterance);
      if (i % early == 0) {
        sent.thenRun(() -> proveTooEarly(utterance));
      }
    }
    return dispatch.finish();
  }

  /** A message that has just been accepted has no proof yet; now and then a commit is faster. */
  private void proveTooEarly(Utterance utterance) {
    utterance
        .speaker()
        .agent()
        .proof(utterance.id(), Commitment.CONFIRMED)
        .whenComplete(
            (proof, failure) -> {
              if (failure != null
                  && Causes.of(failure) instanceof ProblemException refused
                  && refused.problem().code().equals("not-anchored")) {
                notAnchored.incrementAndGet();
              }
            });
  }

  private void keepPace(long began, int sent) {
    if (settings.rate() > 0) {
      long due = began + sent * 1_000_000_000L / settings.rate();
      long early = due - System.nanoTime();
      if (early > 0) {
        ChainSession.pause(early / 1_000_000);
      }
    }
  }

  private int refusals(PodClient client, List<Speaker> speakers, Utterance first)
      throws IOException, InterruptedException {
    Speaker speaker = first.speaker();
    try (RawApi api = new RawApi(settings.relay())) {
      int tried =
          new Refusals(api, client.domain(), speaker, speakers.getLast().address())
              .tryAll(first.message().envelope(), first.message().content())
              .size();
      if (notAnchored.get() == 0) {
        throw new DemoFailure("no proof was refused before its message was anchored");
      }
      return tried + 1;
    }
  }

  private List<Line> onChainLines() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    return Conversation.of(settings.agents(), settings.onChainMessages(), random);
  }

  /** That many, spread over the whole list. */
  private static List<VerifiedAnchor> sample(List<VerifiedAnchor> all, int wanted) {
    int count = Math.min(wanted, all.size());
    List<VerifiedAnchor> some = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / Math.max(1, count - 1))));
    }
    return some;
  }
}
