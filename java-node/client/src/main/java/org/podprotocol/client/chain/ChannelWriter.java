package org.podprotocol.client.chain;

import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.instructions.CloseChannel;
import org.podprotocol.bindings.instructions.CreateChannel;
import org.podprotocol.bindings.instructions.Invite;
import org.podprotocol.bindings.instructions.JoinChannel;
import org.podprotocol.bindings.instructions.LeaveChannel;
import org.podprotocol.bindings.instructions.PostToChannel;
import org.podprotocol.bindings.instructions.RemoveMember;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.send.TransactionSender;

/**
 * Makes and changes channels and memberships on chain. Futures end when the transaction is
 * confirmed; they fail with {@link ChainException}.
 */
public final class ChannelWriter {
  private final Transactions transactions;
  private final PublicKey program;

  /** Who may see and join a channel. */
  public enum Visibility {
    /** Anybody. */
    PUBLIC,
    /** Who was invited. */
    PRIVATE
  }

  /** What an invited agent will be. */
  public enum Role {
    /** Posts. */
    MEMBER,
    /** Invites and removes members, too; the owner alone makes moderators. */
    MODERATOR
  }

  /** A writer whose transactions are simulated by a node before they are forwarded. */
  public ChannelWriter(TransactionSender sender, Address program) {
    this(sender, program, true);
  }

  /**
   * @param preflight as for {@link ChainWriter}
   */
  public ChannelWriter(TransactionSender sender, Address program, boolean preflight) {
    this.transactions = new Transactions(sender, preflight);
    this.program = Keys.key(program);
  }

  /** The channel of this creator with this name, whether it is there or not. */
  public Address address(Address creator, String name) {
    return Keys.address(channel(creator, name).address());
  }

  private ProgramAddress channel(Address creator, String name) {
    return PodProtocolPdas.channel(Keys.key(creator), Transactions.padded(name), program);
  }

  private ProgramAddress membership(Address channel, Address agent) {
    return PodProtocolPdas.membership(Keys.key(channel), Keys.key(agent), program);
  }

  /**
   * Makes a channel, or opens a closed one again.
   *
   * @param authority of the creator; pays the rent
   * @param creator the agent that owns it and is its first member
   * @param name 1 to 32 bytes of UTF-8, unique for the creator
   * @param memberLimit the most members, at least 1
   * @return the channel's address
   */
  public CompletableFuture<Address> create(
      Signer authority, Address creator, String name, Visibility visibility, long memberLimit) {
    ProgramAddress channel = channel(creator, name);
    Address address = Keys.address(channel.address());
    return transactions
        .send(
            authority,
            CreateChannel.builder()
                .authority(authority.publicKey())
                .payer(authority.publicKey())
                .creator(Keys.key(creator))
                .channelBump(channel.bump())
                .membershipBump(membership(address, creator).bump())
                .name(Transactions.padded(name))
                .visibility(visibility.ordinal())
                .memberLimit(memberLimit)
                .programId(program)
                .build())
        .thenApply(landed -> address);
  }

  /**
   * Invites an agent.
   *
   * @param authority of the inviter; pays the rent
   * @param inviter the owner or a moderator
   */
  public CompletableFuture<Void> invite(
      Signer authority, Address inviter, Address channel, Address agent, Role role) {
    return transactions.execute(
        authority,
        Invite.builder()
            .authority(authority.publicKey())
            .payer(authority.publicKey())
            .inviter(Keys.key(inviter))
            .inviterMembership(membership(channel, inviter).address())
            .channel(Keys.key(channel))
            .agent(Keys.key(agent))
            .bump(membership(channel, agent).bump())
            .role(role.ordinal())
            .programId(program)
            .build());
  }

  /**
   * Joins a public channel, or a private one by invitation.
   *
   * @param payer pays the rent of a new membership
   * @param signer the agent's signer
   */
  public CompletableFuture<Void> join(Signer payer, Signer signer, Address agent, Address channel) {
    return transactions.execute(
        payer,
        JoinChannel.builder()
            .signer(signer.publicKey())
            .payer(payer.publicKey())
            .agent(Keys.key(agent))
            .channel(Keys.key(channel))
            .bump(membership(channel, agent).bump())
            .programId(program)
            .build(),
        signer);
  }

  /**
   * Leaves.
   *
   * @param payer pays the fee
   * @param signer the agent's signer
   */
  public CompletableFuture<Void> leave(
      Signer payer, Signer signer, Address agent, Address channel) {
    return transactions.execute(
        payer,
        LeaveChannel.builder()
            .signer(signer.publicKey())
            .agent(Keys.key(agent))
            .channel(Keys.key(channel))
            .membership(membership(channel, agent).address())
            .programId(program)
            .build(),
        signer);
  }

  /**
   * Removes a member.
   *
   * @param authority of the remover; pays the fee
   * @param remover the owner or a moderator
   */
  public CompletableFuture<Void> remove(
      Signer authority, Address remover, Address channel, Address agent) {
    return transactions.execute(
        authority,
        RemoveMember.builder()
            .authority(authority.publicKey())
            .remover(Keys.key(remover))
            .removerMembership(membership(channel, remover).address())
            .channel(Keys.key(channel))
            .membership(membership(channel, agent).address())
            .programId(program)
            .build());
  }

  /**
   * Notes a post on chain: its hash goes into the channel's. The content itself goes where readers
   * find it, such as a relay.
   *
   * @param payer pays the fee
   * @param signer the agent's signer
   * @param type text, data or application-defined
   */
  public CompletableFuture<Void> post(
      Signer payer, Signer signer, Address agent, Address channel, int type, byte[] content) {
    return transactions.execute(
        payer,
        PostToChannel.builder()
            .signer(signer.publicKey())
            .agent(Keys.key(agent))
            .channel(Keys.key(channel))
            .membership(membership(channel, agent).address())
            .messageType(type)
            .contentLen(content.length)
            .contentHash(Sha256.of(content).toBytes())
            .programId(program)
            .build(),
        signer);
  }

  /**
   * Closes a channel.
   *
   * @param authority of the creator; pays the fee
   * @param rentPayer who paid for the channel, and gets its rent back
   */
  public CompletableFuture<Void> close(
      Signer authority, Address creator, Address channel, Address rentPayer) {
    return transactions.execute(
        authority,
        CloseChannel.builder()
            .authority(authority.publicKey())
            .creator(Keys.key(creator))
            .channel(Keys.key(channel))
            .rentPayer(Keys.key(rentPayer))
            .programId(program)
            .build());
  }
}
