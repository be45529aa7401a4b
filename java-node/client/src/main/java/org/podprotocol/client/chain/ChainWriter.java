package org.podprotocol.client.chain;

import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolConstants;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.instructions.AcknowledgeMessage;
import org.podprotocol.bindings.instructions.CloseAgent;
import org.podprotocol.bindings.instructions.CloseMessage;
import org.podprotocol.bindings.instructions.RegisterAgent;
import org.podprotocol.bindings.instructions.RotateSigner;
import org.podprotocol.bindings.instructions.SendCompressedMessage;
import org.podprotocol.bindings.instructions.SendMessage;
import org.podprotocol.bindings.instructions.SetProfile;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.send.TransactionSender;

/**
 * Puts agents and messages on chain. Futures end when the transaction is confirmed; they fail with
 * {@link ChainException}.
 */
public final class ChainWriter {
  /** Most bytes of content that a Message account holds itself. */
  public static final int MAX_INLINE = Math.toIntExact(PodProtocolConstants.COMPRESSION_THRESHOLD);

  /** The dearest, 700 bytes of CJK text, takes under 30,000 ({@code docs/compute-units.md}). */
  private static final int MESSAGE_UNITS = 40_000;

  /** One agent takes at most 5,005, and some more at an address that somebody sent lamports to. */
  private static final int REGISTER_UNITS = 20_000;

  private final Transactions transactions;
  private final PublicKey program;

  /** A writer whose transactions are simulated by a node before they are forwarded. */
  public ChainWriter(TransactionSender sender, Address program) {
    this(sender, program, true);
  }

  /**
   * @param preflight false: transactions are forwarded as they come, for those who know that theirs
   *     are good; one that fails then costs its fee
   */
  public ChainWriter(TransactionSender sender, Address program, boolean preflight) {
    this.transactions = new Transactions(sender, preflight);
    this.program = Keys.key(program);
  }

  /**
   * Registers an agent.
   *
   * @param creator pays the rent, and becomes the agent's authority
   * @param name 1 to 32 bytes of UTF-8
   * @param signer the key that will sign its messages
   * @param capabilities one bit for each, as agents agree among themselves
   * @return the agent's address
   */
  public CompletableFuture<Address> register(
      Signer creator, String name, PublicKey signer, long capabilities) {
    byte[] padded = Transactions.padded(name);
    ProgramAddress agent = PodProtocolPdas.agent(creator.publicKey(), padded, program);
    TransactionInstruction instruction =
        RegisterAgent.builder()
            .creator(creator.publicKey())
            .bump(agent.bump())
            .name(padded)
            .signer(signer)
            .capabilities(capabilities)
            .flags(0)
            .programId(program)
            .build();
    return transactions
        .send(REGISTER_UNITS, creator, instruction)
        .thenApply(landed -> Keys.address(agent.address()));
  }

  /**
   * Puts a message on chain: with its content up to {@link #MAX_INLINE} bytes, otherwise with the
   * content's hash alone.
   *
   * @param payer pays the rent and gets it back
   * @param from the agent that sends
   * @param signer its signer
   * @param to the agent it is for
   * @param nonce no other message of the sender on chain has it
   * @param type text, data or application-defined
   * @return the message's address
   */
  public CompletableFuture<Address> sendMessage(
      Signer payer, Address from, Signer signer, Address to, long nonce, int type, byte[] content) {
    if (content.length > Envelope.MAX_CONTENT_LENGTH) {
      throw new IllegalArgumentException(
          "content has at most 1 MiB, not " + content.length + " bytes");
    }
    ProgramAddress message = PodProtocolPdas.message(Keys.key(from), nonce, program);
    TransactionInstruction instruction =
        content.length <= MAX_INLINE
            ? SendMessage.builder()
                .signer(signer.publicKey())
                .payer(payer.publicKey())
                .sender(Keys.key(from))
                .recipient(Keys.key(to))
                .bump(message.bump())
                .nonce(nonce)
                .messageType(type)
                .content(content)
                .programId(program)
                .build()
            : SendCompressedMessage.builder()
                .signer(signer.publicKey())
                .payer(payer.publicKey())
                .sender(Keys.key(from))
                .recipient(Keys.key(to))
                .bump(message.bump())
                .nonce(nonce)
                .messageType(type)
                .codec(Envelope.CODEC_RAW)
                .contentLen(content.length)
                .contentHash(Sha256.of(content).toBytes())
                .programId(program)
                .build();
    return transactions
        .send(MESSAGE_UNITS, payer, instruction, signer)
        .thenApply(landed -> Keys.address(message.address()));
  }

  /**
   * Says how an agent is reached; makes its profile if there is none.
   *
   * @param authority the agent's authority; pays the profile's rent
   * @param encryptionKey X25519 key, 32 bytes; zeros: none
   * @param homeRelay Relay account; zeros: none
   */
  public CompletableFuture<Void> setProfile(
      Signer authority, Address agent, byte[] encryptionKey, Address homeRelay) {
    ProgramAddress profile = PodProtocolPdas.profile(Keys.key(agent), program);
    TransactionInstruction instruction =
        SetProfile.builder()
            .authority(authority.publicKey())
            .payer(authority.publicKey())
            .agent(Keys.key(agent))
            .bump(profile.bump())
            .encryptionKey(encryptionKey)
            .homeRelay(Keys.key(homeRelay))
            .metadataHash(new byte[Bytes32.LENGTH])
            .metadataCodec(0)
            .programId(program)
            .build();
    return transactions.execute(authority, instruction);
  }

  /**
   * Gives an agent another signer; the one before goes into its key chain.
   *
   * @param authority the agent's authority; pays the fee
   */
  public CompletableFuture<Void> rotateSigner(
      Signer authority, Address agent, PublicKey newSigner) {
    return transactions.execute(
        authority,
        RotateSigner.builder()
            .authority(authority.publicKey())
            .agent(Keys.key(agent))
            .signer(newSigner)
            .programId(program)
            .build());
  }

  /**
   * Closes an agent for good: its address never comes back.
   *
   * @param authority the agent's authority; pays the fee
   * @param creator who registered it, and gets the rent back
   */
  public CompletableFuture<Void> closeAgent(Signer authority, Address agent, Address creator) {
    return transactions.execute(
        authority,
        CloseAgent.builder()
            .authority(authority.publicKey())
            .agent(Keys.key(agent))
            .creator(Keys.key(creator))
            .programId(program)
            .build());
  }

  /**
   * Acknowledges a message on chain. The first time that a recipient acknowledges a message of a
   * sender adds to the sender's reputation.
   *
   * @param payer pays the rent of the note that is made that first time
   * @param signer the recipient's signer
   */
  public CompletableFuture<Void> acknowledgeMessage(
      Signer payer, Signer signer, OnChainMessage message) {
    PublicKey from = Keys.key(message.sender());
    PublicKey to = Keys.key(message.recipient());
    return transactions.execute(
        payer,
        AcknowledgeMessage.builder()
            .signer(signer.publicKey())
            .payer(payer.publicKey())
            .message(Keys.key(message.address()))
            .sender(from)
            .recipient(to)
            .bump(PodProtocolPdas.acknowledger(from, to, program).bump())
            .programId(program)
            .build(),
        signer);
  }

  /**
   * Closes a message; its rent goes back to who paid it.
   *
   * @param payer pays the fee
   * @param closer the signer of {@code agent}
   * @param agent the message's recipient, or, after the message's expiry, its sender
   */
  public CompletableFuture<Void> closeMessage(
      Signer payer, Signer closer, Address agent, OnChainMessage message) {
    return transactions.execute(
        payer,
        CloseMessage.builder()
            .closer(closer.publicKey())
            .agent(Keys.key(agent))
            .message(Keys.key(message.address()))
            .rentPayer(message.account().rentPayer())
            .programId(program)
            .build(),
        closer);
  }
}
