package org.example.outside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.Account;
import org.p2p.solanaj.core.Transaction;
import org.p2p.solanaj.core.TransactionInstruction;
import org.p2p.solanaj.rpc.RpcClient;
import org.p2p.solanaj.rpc.types.AccountInfo;
import org.p2p.solanaj.rpc.types.SignatureStatuses;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.instructions.RegisterAgent;
import org.podprotocol.bindings.runtime.ProgramAddress;

/** Registers an agent on the chain at the system property {@code rpc.url}. */
class RegisterAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RpcClient rpc = new RpcClient(System.getProperty("rpc.url"));

  /** Asks until the answer is there. */
  private void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "nothing within " + PATIENCE);
      Thread.onSpinWait();
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private boolean isConfirmed(String signature) throws Exception {
    List<SignatureStatuses.Value> statuses =
        rpc.getApi().getSignatureStatuses(List.of(signature), true).getValue();
    return !statuses.isEmpty()
        && statuses.get(0) != null
        && !"processed".equals(statuses.get(0).getConfirmationStatus());
  }

  @Test
  void anAgentIsRegisteredAndReadBack() throws Exception {
    Account creator = new Account();
    rpc.getApi().requestAirdrop(creator.getPublicKey(), 2_000_000_000L);
    await(() -> rpc.getApi().getBalance(creator.getPublicKey()) > 0);

    byte[] name = Arrays.copyOf("outside".getBytes(StandardCharsets.UTF_8), 32);
    ProgramAddress address = PodProtocolPdas.agent(creator.getPublicKey(), name);
    TransactionInstruction register =
        RegisterAgent.builder()
            .creator(creator.getPublicKey())
            .bump(address.bump())
            .name(name)
            .signer(creator.getPublicKey())
            .capabilities(5)
            .flags(0)
            .build();
    Transaction transaction = new Transaction();
    transaction.addInstruction(register);
    String signature = rpc.getApi().sendTransaction(transaction, creator);
    await(() -> isConfirmed(signature));

    AccountInfo info = rpc.getApi().getAccountInfo(address.address());
    assertNotNull(info.getValue());
    byte[] data = Base64.getDecoder().decode(info.getValue().getData().get(0));
    Agent agent = Agent.readChecked(data);
    assertEquals(creator.getPublicKey(), agent.creator());
    assertEquals(5, agent.capabilities());
    assertArrayEquals(name, agent.name());
    assertEquals(address.bump(), agent.bump());
  }
}
