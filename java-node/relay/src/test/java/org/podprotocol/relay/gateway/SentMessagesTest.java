package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.anchoring.MemoryJournal;
import org.podprotocol.relay.journal.Audience;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.StoredMessage;

class SentMessagesTest {
  private static final byte[] CONTENT = {'h', 'i'};

  private final MemoryJournal log = new MemoryJournal();
  private final Told told = new Told();
  private final SentMessages sent = new SentMessages(log, told);

  @BeforeEach
  void fill() {
    log.add(100);
  }

  @Test
  void messagesThatWaitAreNotLookedAtForEachNewOne() {
    for (int index = 0; index < 99; index++) {
      sent.add(message(index));
    }
    told.questions = 0;

    sent.add(message(99));

    assertEquals(0, told.questions, "times that a message which waits was to be told of");
    assertEquals(List.of(), told.states);
  }

  @Test
  void messagesThatWaitAreToldWhenTheLogGoesOn() {
    for (int index = 0; index < 3; index++) {
      sent.add(message(index));
    }
    log.recordAnchored(new CommitRecord(0, 2, "commit", 1));
    log.recordFinalized(1);

    sent.progress();

    assertEquals(List.of("0 anchored", "1 anchored", "0 finalized"), told.states);
  }

  @Test
  void aMessageAnchoredBeforeItsAnswerIsToldAtOnce() {
    log.recordAnchored(new CommitRecord(0, 2, "commit", 1));
    log.recordFinalized(1);

    sent.add(message(0));
    sent.add(message(1));
    sent.add(message(2));

    assertEquals(List.of("0 anchored", "0 finalized", "1 anchored"), told.states);
  }

  private static StoredMessage message(long index) {
    Envelope envelope = Messages.envelope("ada", "bob", CONTENT, 1, index);
    return new StoredMessage(
        index, index + 1, envelope.id(Messages.DOMAIN), envelope, CONTENT, Audience.PARTIES, 1);
  }

  /** A connection that takes everything. */
  private static final class Told implements SentMessages.Teller {
    private final List<String> states = new ArrayList<>();
    private int questions;

    @Override
    public boolean writable() {
      questions++;
      return true;
    }

    @Override
    public void tell(Hash id, long index, String state) {
      states.add(index + " " + state);
    }
  }
}
