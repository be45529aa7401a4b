package org.podprotocol.relay.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;

/** Tries what a relay must refuse, and checks that it says why. */
final class Refusals {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
  private static final long FAR_MS = Duration.ofHours(1).toMillis();
  private static final int TOO_LARGE = Envelope.MAX_CONTENT_LENGTH + 1;

  private final RawApi api;
  private final Domain domain;
  private final Speaker speaker;
  private final Address listener;
  private final SigningKey stranger = SigningKey.generate(new SecureRandom());
  private final Map<String, String> refused = new LinkedHashMap<>();

  /**
   * @param speaker a registered agent
   * @param listener another one's address
   */
  Refusals(RawApi api, Domain domain, Speaker speaker, Address listener) {
    this.api = api;
    this.domain = domain;
    this.speaker = speaker;
    this.listener = listener;
  }

  /**
   * Tries all of them.
   *
   * @param accepted a message that the relay has accepted
   * @param content its content
   * @return what was tried, with the code the relay gave
   * @throws DemoFailure if one was not refused, or with another code
   */
  Map<String, String> tryAll(Envelope accepted, byte[] content)
      throws IOException, InterruptedException {
    message("bad signature", badSignature(), "bad-signature");
    message("unknown sender", unknownSender(), "unknown-sender");
    message("key of somebody else", draft().sign(domain, stranger), "wrong-signer");
    message("timestamp in the past", at(-FAR_MS), "timestamp-out-of-window");
    message("timestamp in the future", at(FAR_MS), "timestamp-out-of-window");
    message("message to oneself", toMyself(), "self-message");
    message("recipient that is nobody", toNobody(), "unknown-recipient");
    expect(
        "other content than signed", send(draft(), new byte[] {1, 2, 3, 4, 5}), "content-mismatch");
    oversized();
    usedNonce(accepted);
    malformed("malformed JSON", "{\"envelope\":{\"version\":1,");
    malformed("JSON that is no envelope", "{\"envelope\":{\"version\":1},\"content\":\"\"}");
    malformed("unknown member", "{\"envelope\":{},\"content\":\"\",\"priority\":\"high\"}");
    duplicate(accepted, content);
    return refused;
  }

  private EnvelopeDraft draft() {
    return speaker.draft(listener, true, CONTENT);
  }

  private Envelope badSignature() {
    Envelope good = draft().sign(domain, speaker.key());
    byte[] bytes = good.toBytes();
    bytes[bytes.length - 40] ^= 1;
    return Envelope.of(bytes);
  }

  private Envelope unknownSender() {
    return draft().sender(stranger.address()).sign(domain, stranger);
  }

  private Envelope at(long offsetMs) {
    return draft().timestampMs(System.currentTimeMillis() + offsetMs).sign(domain, speaker.key());
  }

  private Envelope toMyself() {
    return speaker.say(domain, speaker.address(), true, CONTENT);
  }

  private Envelope toNobody() {
    return speaker.say(domain, stranger.address(), true, CONTENT);
  }

  private void oversized() throws IOException, InterruptedException {
    byte[] content = new byte[TOO_LARGE];
    expect(
        "content over 1 MiB",
        api.send(speaker.say(domain, listener, false, content), content),
        "content-too-large");
  }

  private void usedNonce(Envelope accepted) throws IOException, InterruptedException {
    Envelope other = draft().nonce(accepted.nonce()).sign(domain, speaker.key());
    message("used nonce for another message", other, "duplicate-nonce");
  }

  private void malformed(String what, String body) throws IOException, InterruptedException {
    expect(what, api.post("/v1/messages", body), "malformed");
  }

  /** The same again is no error: it gets the first receipt. */
  private void duplicate(Envelope accepted, byte[] content)
      throws IOException, InterruptedException {
    RawApi.Answer first = api.send(accepted, content);
    RawApi.Answer second = api.send(accepted, content);
    if (first.status() != 200
        || !second.body().path("duplicate").asBoolean()
        || !second.body().path("receipt").isObject()
        || !second.body().path("receipt").equals(first.body().path("receipt"))) {
      throw new DemoFailure("a duplicate did not get the first receipt: " + second.body());
    }
    refused.put("duplicate", "first receipt");
  }

  private RawApi.Answer send(EnvelopeDraft draft, byte[] content)
      throws IOException, InterruptedException {
    return api.send(draft.sign(domain, speaker.key()), content);
  }

  private void message(String what, Envelope envelope, String code)
      throws IOException, InterruptedException {
    expect(what, api.send(envelope, CONTENT), code);
  }

  private void expect(String what, RawApi.Answer answer, String code) {
    if (answer.status() < 400 || !answer.code().equals(code)) {
      throw new DemoFailure(
          "%s: expected the refusal \"%s\", the relay answered %d %s"
              .formatted(what, code, answer.status(), answer.body()));
    }
    refused.put(what, code);
  }
}
