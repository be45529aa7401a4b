package org.podprotocol.relay.chain.hosted;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;

/** Something that a hosted agent's authority does on chain. */
public sealed interface Operation {

  /** Operations of one kind are sent together. */
  Kind kind();

  /** Kinds of operations; the name is the one the API uses. */
  enum Kind {
    REGISTER_AGENT("register-agent"),
    UPDATE_AGENT("update-agent"),
    ROTATE_SIGNER("rotate-signer"),
    SEND_MESSAGE("send-message"),
    CREATE_CHANNEL("create-channel");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  /**
   * Registers an agent under the relay's hosting key.
   *
   * @param name 1 to 32 bytes of UTF-8, unique among this relay's hosted agents
   * @param signer the key that will sign the agent's messages, or null: the relay's hosting key, so
   *     that the relay speaks for the agent
   * @param capabilities one bit for each, as agents agree among themselves
   */
  record RegisterAgent(String name, @Nullable PublicKey signer, long capabilities)
      implements Operation {

    public RegisterAgent {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > 32) {
        throw new IllegalArgumentException("a name has 1 to 32 bytes, this one has " + bytes);
      }
    }

    @Override
    public Kind kind() {
      return Kind.REGISTER_AGENT;
    }
  }

  /**
   * Replaces a hosted agent's capabilities.
   *
   * @param agent the Agent account
   * @param capabilities one bit for each
   */
  record UpdateAgent(PublicKey agent, long capabilities) implements Operation {
    @Override
    public Kind kind() {
      return Kind.UPDATE_AGENT;
    }
  }

  /**
   * Gives a hosted agent another signer.
   *
   * @param agent the Agent account
   * @param signer the key that signs its messages from now on
   */
  record RotateSigner(PublicKey agent, PublicKey signer) implements Operation {
    @Override
    public Kind kind() {
      return Kind.ROTATE_SIGNER;
    }
  }

  /**
   * Puts a text message on chain for a hosted agent whose signer is the relay's hosting key.
   *
   * @param sender the Agent account
   * @param recipient an Agent or Channel account
   * @param nonce unique among the sender's on-chain messages
   * @param text 1 to 700 bytes of UTF-8
   */
  record SendMessage(PublicKey sender, PublicKey recipient, long nonce, String text)
      implements Operation {
    private static final int MAX_BYTES = 700;

    public SendMessage {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            "a text has 1 to 700 bytes on chain, this one has " + bytes);
      }
    }

    @Override
    public Kind kind() {
      return Kind.SEND_MESSAGE;
    }
  }

  /**
   * Makes a channel of a hosted agent.
   *
   * @param creator the Agent account that owns it
   * @param name 1 to 32 bytes of UTF-8, unique among the agent's channels
   * @param open whether anyone may join and read; otherwise who was invited
   * @param memberLimit the most members
   */
  record CreateChannel(PublicKey creator, String name, boolean open, long memberLimit)
      implements Operation {

    public CreateChannel {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > 32) {
        throw new IllegalArgumentException("a name has 1 to 32 bytes, this one has " + bytes);
      }
      if (memberLimit < 1 || memberLimit > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("no channel has at most " + memberLimit + " members");
      }
    }

    @Override
    public Kind kind() {
      return Kind.CREATE_CHANNEL;
    }
  }
}
