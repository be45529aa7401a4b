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
    REGISTER_AGENT("register-agent");

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
}
