package org.podprotocol.relay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.bindings.errors.PodProtocolError;
import org.podprotocol.bindings.errors.PodProtocolProgramError;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.chain.ChainException;
import org.podprotocol.client.chain.ChannelWriter.Role;
import org.podprotocol.client.chain.ChannelWriter.Visibility;
import org.podprotocol.client.chain.OnChainMessage;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

/** What the client changes on chain, and that the relay follows. */
class ChannelsAtRelayTest {

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayAtProxy relay;
  private static PodClient client;
  private static Keypair authority;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    relay = RelayAtProxy.start(cluster, 1, folder.resolve("data"));
    client = relay.connect();
    authority = cluster.committer();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    relay.close();
    cluster.close();
  }

  private static PodAgent register(String name) throws Exception {
    return get(client.register(authority, name, Keypair.generate(), 0));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** Sends until the relay, which follows the chain within seconds, refuses with this code. */
  private static void awaitRefusal(String code, Supplier<CompletableFuture<SentMessage>> send) {
    Await.until(
        () -> code,
        () -> {
          try {
            get(send.get());
            return false;
          } catch (ExecutionException e) {
            return e.getCause() instanceof ProblemException problem
                && problem.problem().code().equals(code);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void refused(PodProtocolError error, CompletableFuture<?> call) {
    Throwable cause = assertThrows(ExecutionException.class, () -> get(call)).getCause();
    assertEquals(Optional.of(error), assertInstanceOf(ChainException.class, cause).programError());
  }

  @Test
  void aPrivateChannelIsMadeJoinedReadPostedToAndLeft() throws Exception {
    PodAgent ada = register("channel ada");
    PodAgent ben = register("channel ben");
    Address channel = get(ada.createChannel(authority, "backroom", Visibility.PRIVATE, 10));
    assertEquals(client.channels().address(ada.address(), "backroom"), channel);
    get(ada.invite(authority, channel, ben.address(), Role.MEMBER));
    get(ben.join(authority, channel));
    get(ada.to(channel).text("welcome").send());
    try (var received = new Received(ben, channel, 1)) {
      assertEquals(new Body.Text("welcome"), received.next().body());
      get(ben.to(channel).text("thanks").send());
      assertEquals(ben.address(), received.next().sender());
    }
    byte[] post = "for the record".getBytes(StandardCharsets.UTF_8);
    get(ben.postOnChain(authority, channel, MessageType.TEXT, post));
    get(ben.leave(authority, channel));
    awaitRefusal("not-allowed", () -> ben.to(channel).text("still here?").send());
    Address payer = Address.of(authority.publicKey().toByteArray());
    get(client.channels().close(authority, ada.address(), channel, payer));
    awaitRefusal("unknown-recipient", () -> ada.to(channel).text("anybody?").send());
  }

  @Test
  void aRemovedMemberNeitherPostsNorReadsNorComesBack() throws Exception {
    PodAgent owner = register("removing owner");
    PodAgent guard = register("removing guard");
    PodAgent guest = register("removed guest");
    Address channel = get(owner.createChannel(authority, "clubroom", Visibility.PRIVATE, 10));
    get(owner.invite(authority, channel, guard.address(), Role.MODERATOR));
    get(owner.invite(authority, channel, guest.address(), Role.MEMBER));
    get(guard.join(authority, channel));
    get(guest.join(authority, channel));
    get(guest.to(channel).text("hello").send());
    refused(
        PodProtocolProgramError.INSUFFICIENT_ROLE,
        client.channels().remove(authority, guest.address(), channel, guard.address()));
    try (var received = new Received(guest, channel, 1)) {
      assertEquals(new Body.Text("hello"), received.next().body());
      get(client.channels().remove(authority, guard.address(), channel, guest.address()));
      awaitRefusal("not-allowed", () -> guest.to(channel).text("may I?").send());
      assertEquals("unauthorized", received.refusal().problem().code());
      get(owner.to(channel).text("without the guest").send());
      // Of what it heard after its greeting, all is its own.
      assertTrue(
          received.rest().stream().allMatch(message -> message.sender().equals(guest.address())));
    }
    refused(PodProtocolProgramError.MEMBER_REMOVED, guest.join(authority, channel));
  }

  @Test
  void anAgentSpeaksWithItsNewSignerAfterARotationAndNotAtAllAfterItIsClosed() throws Exception {
    PodAgent eve = register("rotating eve");
    PodAgent kim = register("reading kim");
    get(eve.to(kim.address()).text("before").send());
    PodAgent rotated = get(eve.rotate(authority, Keypair.generate()));
    awaitRefusal("wrong-signer", () -> eve.to(kim.address()).text("with the old key").send());
    get(rotated.to(kim.address()).text("with the new key").send());
    Address creator = Address.of(authority.publicKey().toByteArray());
    get(client.writer().closeAgent(authority, eve.address(), creator));
    awaitRefusal("unknown-sender", () -> rotated.to(kim.address()).text("gone").send());
  }

  @Test
  void aMessageOnChainIsAcknowledgedOnceAndClosed() throws Exception {
    PodAgent sender = register("on chain sender");
    PodAgent reader = register("on chain reader");
    byte[] content = "on chain".getBytes(StandardCharsets.UTF_8);
    Address address =
        get(sender.sendOnChain(authority, reader.address(), MessageType.TEXT, content));
    OnChainMessage message =
        get(client.chain().message(address, Commitment.CONFIRMED)).orElseThrow();
    get(reader.acknowledgeOnChain(authority, message));
    client.chain().forget(sender.address());
    assertEquals(1, get(client.chain().agent(sender.address())).orElseThrow().reputation());
    get(reader.closeOnChain(authority, message));
    assertTrue(get(client.chain().message(address, Commitment.CONFIRMED)).isEmpty());
  }
}
