package org.podprotocol.bindings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.accounts.AgentView;
import org.podprotocol.bindings.accounts.Message;
import org.podprotocol.bindings.accounts.MessageView;
import org.podprotocol.bindings.instructions.PodProtocolInstructions;
import org.podprotocol.bindings.instructions.RegisterAgent;
import org.podprotocol.bindings.instructions.SendMessage;
import org.podprotocol.bindings.runtime.DecodingException;
import org.podprotocol.bindings.runtime.ProgramAddress;

class BindingsTest {
  private static final PublicKey CREATOR = key(1);
  private static final byte[] NAME = Arrays.copyOf("courier".getBytes(StandardCharsets.UTF_8), 32);

  private static PublicKey key(int n) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) n;
    return new PublicKey(bytes);
  }

  private static Agent agent() {
    return new Agent(
        CREATOR,
        key(2),
        key(3),
        key(4),
        new byte[32],
        NAME,
        5,
        -1L,
        7,
        8,
        4294967295L,
        10,
        1,
        254,
        1,
        new byte[5]);
  }

  @Test
  void layoutsAreThoseThatTheProgramAsserts() {
    assertEquals(160, Message.SIZE);
    assertEquals(168, Message.ACCOUNT_SIZE);
    assertEquals(8 + 32, Message.RECIPIENT_OFFSET);
    assertEquals(8 + 64, Message.RENT_PAYER_OFFSET);
    assertEquals(8 + 96, Message.CONTENT_HASH_OFFSET);
    assertEquals(8 + 136, Message.NONCE_OFFSET);
    assertEquals(8 + 148, Message.MESSAGE_TYPE_OFFSET);
  }

  @Test
  void anAgentIsReadAsRecordAndInPlace() {
    byte[] data = agent().toAccountData();
    assertEquals(Agent.ACCOUNT_SIZE, data.length);
    assertEquals(agent(), Agent.readChecked(data));
    AgentView view = new AgentView().wrapAccount(data);
    assertEquals(key(4), view.signer());
    assertEquals(-1L, view.capabilities());
    assertEquals(4294967295L, view.reputation());
    assertArrayEquals(NAME, view.name());
    assertTrue(view.signerIs(key(4).toByteArray()));
    assertFalse(view.signerIs(key(5).toByteArray()));
  }

  @Test
  void anAccountOfAnotherTypeIsRefused() {
    byte[] data = agent().toAccountData();
    assertThrows(DecodingException.class, () -> Message.readChecked(data));
    assertThrows(DecodingException.class, () -> new MessageView().wrapAccount(data));
    assertThrows(
        DecodingException.class, () -> Agent.readChecked(Arrays.copyOf(data, data.length - 1)));
  }

  @Test
  void registeringDerivesTheAgentsAddress() {
    ProgramAddress agent = PodProtocolPdas.agent(CREATOR, NAME);
    TransactionInstruction built =
        RegisterAgent.builder()
            .creator(CREATOR)
            .bump(agent.bump())
            .name(NAME)
            .signer(key(4))
            .capabilities(3)
            .flags(0)
            .build();
    assertEquals(PodProtocolProgram.PROGRAM_ID, built.getProgramId());
    List<AccountMeta> keys = built.getKeys();
    assertEquals(agent.address(), keys.get(1).getPublicKey());
    assertTrue(keys.get(1).isWritable());
    assertEquals(
        PublicKey.findProgramAddress(
                List.of("agent".getBytes(StandardCharsets.US_ASCII), CREATOR.toByteArray(), NAME),
                PodProtocolProgram.PROGRAM_ID)
            .getAddress(),
        agent.address());
    assertEquals(
        new RegisterAgent.Args(agent.bump(), NAME, key(4), 3, 0),
        PodProtocolInstructions.decode(built.getData()).orElseThrow());
  }

  @Test
  void theNonceOfAMessageIsASeed() {
    ProgramAddress message = PodProtocolPdas.message(key(7), -1L);
    TransactionInstruction built =
        SendMessage.builder()
            .signer(key(4))
            .payer(key(4))
            .sender(key(7))
            .recipient(key(8))
            .bump(message.bump())
            .nonce(-1L)
            .messageType(0)
            .content("héllo".getBytes(StandardCharsets.UTF_8))
            .build();
    assertEquals(message.address(), built.getKeys().get(2).getPublicKey());
    assertEquals(
        "héllo", new String(SendMessage.decode(built.getData()).content(), StandardCharsets.UTF_8));
  }
}
