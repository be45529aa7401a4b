package org.podprotocol.relay.cli.load;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.instructions.JoinChannel;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.chain.PodProgram;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.send.SendRequest;

/** Makes the public channel that the load posts to, with every speaker as a member. */
final class Channel {
  private Channel() {}

  /**
   * @param payer the speakers' authority
   * @return the channel
   */
  static Address open(
      ChainSession chain, PublicKey program, Keypair payer, List<Speaker> speakers) {
    var instructions = new PodProgram(program);
    String name = "load " + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    PublicKey creator = Keys.key(speakers.getFirst().address());
    PublicKey channel = instructions.channel(creator, name);
    chain.land(
        List.of(
            SendRequest.of(
                payer,
                List.of(
                    instructions.createChannel(
                        payer.publicKey(), creator, name, true, speakers.size())))),
        "the channel could not be made");
    List<SendRequest> joins = new ArrayList<>();
    for (Speaker speaker : speakers.subList(1, speakers.size())) {
      PublicKey agent = Keys.key(speaker.address());
      joins.add(
          SendRequest.of(
                  payer,
                  List.of(
                      JoinChannel.builder()
                          .signer(speaker.keypair().publicKey())
                          .payer(payer.publicKey())
                          .agent(agent)
                          .channel(channel)
                          .bump(PodProtocolPdas.membership(channel, agent, program).bump())
                          .programId(program)
                          .build()))
              .withSigners(List.of(speaker.keypair())));
    }
    chain.land(joins, "agents could not join the channel");
    return Keys.address(channel);
  }
}
