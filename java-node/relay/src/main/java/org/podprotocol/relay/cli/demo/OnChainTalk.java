package org.podprotocol.relay.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.podprotocol.bindings.errors.AnchorError;
import org.podprotocol.bindings.errors.PodProtocolError;
import org.podprotocol.bindings.errors.PodProtocolProgramError;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.chain.ChainException;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.client.chain.OnChainMessage;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.cli.Causes;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

/**
 * Messages that live in accounts of their own, inline and compressed, read back through the
 * bindings.
 */
final class OnChainTalk {
  /** The program's own word, or that of the framework, which sees the same account twice first. */
  private static final Set<PodProtocolError> SELF_MESSAGE =
      Set.of(
          PodProtocolProgramError.SELF_MESSAGE, AnchorError.CONSTRAINT_DUPLICATE_MUTABLE_ACCOUNT);

  private final PodClient client;
  private final Keypair payer;

  OnChainTalk(PodClient client, Keypair payer) {
    this.client = client;
    this.payer = payer;
  }

  private record Posted(
      Line line, Speaker from, Speaker to, long nonce, CompletableFuture<Address> address) {}

  /**
   * Posts lines and reads them back.
   *
   * @throws DemoFailure if an account does not say what was posted, or there were not both forms
   */
  void post(List<Line> lines, List<Speaker> speakers) {
    List<Posted> posted = new ArrayList<>();
    for (Line line : lines) {
      Speaker from = speakers.get(line.from());
      Speaker to = speakers.get(line.to());
      long nonce = from.newNonce();
      int type = line.isText() ? MessageType.TEXT : MessageType.DATA;
      posted.add(
          new Posted(
              line,
              from,
              to,
              nonce,
              client
                  .writer()
                  .sendMessage(
                      payer,
                      from.address(),
                      from.keypair(),
                      to.address(),
                      nonce,
                      type,
                      line.content())));
    }
    long compressed = posted.stream().filter(this::readBack).count();
    if (compressed == 0 || compressed == posted.size()) {
      throw new DemoFailure("the on-chain messages were not of both forms");
    }
  }

  /** Checks one account; true if it is of the compressed form. */
  private boolean readBack(Posted posted) {
    Address address = ChainSession.await(posted.address());
    OnChainMessage account =
        ChainSession.await(client.chain().message(address, Commitment.CONFIRMED))
            .orElseThrow(() -> new DemoFailure("there is no message at " + address));
    byte[] content = posted.line().content();
    boolean compressed = content.length > ChainWriter.MAX_INLINE;
    Optional<byte[]> inline = account.inlineContent();
    boolean holds =
        account.sender().equals(posted.from().address())
            && account.recipient().equals(posted.to().address())
            && account.account().nonce() == posted.nonce()
            && account.isCompressed() == compressed
            && account.names(content)
            && inline.isPresent() != compressed
            && inline.map(bytes -> Arrays.equals(bytes, content)).orElse(true);
    if (!holds) {
      throw new DemoFailure("the message at " + address + " is not what was posted");
    }
    return compressed;
  }

  /** The program refuses a message to oneself. */
  void refusesSelfMessage(Speaker speaker) {
    try {
      client
          .writer()
          .sendMessage(
              payer,
              speaker.address(),
              speaker.keypair(),
              speaker.address(),
              speaker.newNonce(),
              MessageType.DATA,
              new byte[] {1})
          .join();
    } catch (RuntimeException e) {
      if (Causes.of(e) instanceof ChainException refused
          && refused.programError().map(SELF_MESSAGE::contains).orElse(false)) {
        return;
      }
      throw e;
    }
    throw new DemoFailure("the program took a message of an agent to itself");
  }
}
