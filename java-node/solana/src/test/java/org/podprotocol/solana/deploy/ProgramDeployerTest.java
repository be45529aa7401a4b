package org.podprotocol.solana.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.SystemProgram;

/** Against the loader of a local chain. */
@Timeout(120)
class ProgramDeployerTest {

  private static final Keypair RICH = Keypair.generate();
  private static LocalChain chain;
  private static Network network;
  private static HttpEndpoint endpoint;
  private static SolanaRpc rpc;
  private static BlockhashCache blockhashes;
  private static TransactionSender sender;
  private static byte[] elf;

  private final Keypair program = Keypair.generate();
  private final Keypair authority = Keypair.generate();
  private final List<String> progress = new ArrayList<>();
  private ProgramDeployer deployer;

  @BeforeAll
  static void start() throws Exception {
    chain = LocalChain.start(50, RICH.publicKey());
    network = TrackedNetwork.open(1);
    endpoint = new HttpEndpoint(network, chain.rpcUrl(), HttpOptions.defaults());
    rpc = new SolanaRpc(endpoint);
    blockhashes =
        new BlockhashCache(
            rpc, network.eventLoops().next(), Duration.ofMillis(100), Duration.ofMillis(500));
    sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            network.eventLoops().next(),
            SenderOptions.defaults()
                .withIntervals(
                    Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofSeconds(30)));
    elf = Files.readAllBytes(programFile());
  }

  private static Path programFile() {
    String property = System.getProperty("pod.program.so");
    return property == null
        ? LocalChain.repositoryRoot().resolve("target/deploy/pod_protocol.so")
        : Path.of(property);
  }

  @AfterAll
  static void stop() {
    sender.close();
    blockhashes.close();
    endpoint.close();
    chain.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @BeforeEach
  void deployer() {
    deployer = new ProgramDeployer(rpc, sender, RICH, authority, progress::add);
  }

  private static void send(TransactionInstruction instruction, Keypair... signers) {
    Outcome outcome =
        ChainSteps.await(
            sender
                .send(SendRequest.of(RICH, List.of(instruction)).withSigners(List.of(signers)))
                .outcome());
    assertInstanceOf(Outcome.Landed.class, outcome, outcome.toString());
  }

  private ProgramBuffer buffer(byte[] code) {
    return new ProgramBuffer(new ChainSteps(rpc, sender, RICH), authority, code);
  }

  private static long balance(PublicKey address) {
    return ChainSteps.await(rpc.getBalance(address, Commitment.CONFIRMED));
  }

  private static String refusal(Runnable attempt) {
    return assertThrows(DeploymentException.class, attempt::run).getMessage();
  }

  /** The same program with more bytes behind it. */
  private static byte[] longer(int bytes) {
    byte[] code = Arrays.copyOf(elf, elf.length + bytes);
    Arrays.fill(code, elf.length, code.length, (byte) 'x');
    return code;
  }

  @Test
  void aProgramIsDeployedWithRoomForLaterVersions() {
    DeployedProgram deployed = deployer.deploy(program, elf, elf.length + 4_000);
    assertEquals(program.publicKey(), deployed.address());
    assertEquals(Optional.of(authority.publicKey()), deployed.authority());
    assertEquals(elf.length + 4_000, deployed.capacity());
    assertArrayEquals(elf, Arrays.copyOf(deployed.code(), elf.length));
    assertTrue(deployed.is(elf));
    assertEquals(DeployedProgram.hash(elf), deployed.hash());
    assertTrue(
        ChainSteps.await(
                rpc.getAccountInfo(program.publicKey(), ReadOptions.at(Commitment.CONFIRMED)))
            .value()
            .orElseThrow()
            .executable());
    assertFalse(buffer(elf).exists());
  }

  @Test
  void anUpgradeReplacesTheCodeAndMakesRoomForIt() {
    DeployedProgram first = deployer.deploy(program, elf, elf.length);
    byte[] second = longer(500);
    DeployedProgram upgraded = deployer.upgrade(program.publicKey(), second);
    assertTrue(upgraded.is(second));
    assertFalse(upgraded.is(elf));
    assertEquals(
        elf.length + UpgradeableLoader.MIN_EXTENSION_BYTES,
        upgraded.capacity(),
        "extended by what clusters ask for at least");
    assertTrue(upgraded.slot() > first.slot());
    // A shorter one: nothing of the longer is left behind it.
    assertTrue(deployer.upgrade(program.publicKey(), elf).is(elf));
  }

  @Test
  void whatIsThereAlreadyIsLeftAsItIs() {
    DeployedProgram first = deployer.deploy(program, elf, elf.length);
    progress.clear();
    assertEquals(first.slot(), deployer.upgrade(program.publicKey(), elf).slot());
    assertEquals(List.of(), progress);
  }

  @Test
  void aHalfWrittenBufferIsGoneOnWith() {
    byte[] code = longer(1);
    PublicKey buffer = deployer.writeBuffer(code);
    send(UpgradeableLoader.write(buffer, authority.publicKey(), 10_000, new byte[8]), authority);
    progress.clear();
    assertTrue(deployer.deploy(program, code, code.length).is(code));
    assertTrue(progress.get(0).startsWith("writing 1 of "), progress.toString());
  }

  @Test
  void lamportsSentToTheAddressesBeforeDoNotHinder() {
    byte[] code = longer(2);
    send(SystemProgram.transfer(RICH.publicKey(), program.publicKey(), 2_000_000));
    send(SystemProgram.transfer(RICH.publicKey(), buffer(code).address(), 2_000_000));
    assertTrue(deployer.deploy(program, code, code.length).is(code));
  }

  @Test
  void aClosedBufferGivesItsRentBack() {
    byte[] code = longer(3);
    PublicKey buffer = deployer.writeBuffer(code);
    long rent = balance(buffer);
    long before = balance(RICH.publicKey());
    assertTrue(deployer.closeBuffer(code));
    assertEquals(0, balance(buffer));
    assertTrue(balance(RICH.publicKey()) > before + rent - 20_000);
    assertFalse(deployer.closeBuffer(code));
  }

  @Test
  void theAuthorityIsHandedOnAndCanBeGivenUp() {
    Keypair next = Keypair.generate();
    deployer.deploy(program, elf, elf.length);
    deployer.giveTo(program.publicKey(), next);
    assertEquals(
        "the authority of the program %s is %s, not %s"
            .formatted(program.publicKey(), next.publicKey(), authority.publicKey()),
        refusal(() -> deployer.upgrade(program.publicKey(), longer(4))));
    ProgramDeployer heir = new ProgramDeployer(rpc, sender, RICH, next, progress::add);
    heir.giveUnchecked(program.publicKey(), null);
    assertEquals(
        Optional.empty(),
        new ProgramReader(rpc).find(program.publicKey()).orElseThrow().authority());
    assertEquals(
        "the program %s has no authority and can never be changed".formatted(program.publicKey()),
        refusal(() -> heir.upgrade(program.publicKey(), longer(4))));
  }

  @Test
  void aBufferIsGivenToAnotherAuthority() {
    byte[] code = longer(5);
    Keypair vault = Keypair.generate();
    PublicKey buffer = deployer.writeBuffer(code);
    deployer.giveUnchecked(buffer, vault.publicKey());
    assertTrue(refusal(() -> deployer.writeBuffer(code)).contains("has another authority"));
    // The vault upgrades with it.
    deployer.deploy(program, elf, code.length);
    deployer.giveUnchecked(program.publicKey(), vault.publicKey());
    new ChainSteps(rpc, sender, RICH)
        .waitPast(new ProgramReader(rpc).find(program.publicKey()).orElseThrow().slot());
    send(
        UpgradeableLoader.upgrade(program.publicKey(), buffer, vault.publicKey(), RICH.publicKey()),
        vault);
    assertTrue(new ProgramReader(rpc).find(program.publicKey()).orElseThrow().is(code));
  }

  @Test
  void whatCanNotBeDoneIsSaid() {
    PublicKey nothing = Keypair.generate().publicKey();
    assertTrue(refusal(() -> deployer.upgrade(nothing, elf)).startsWith("there is no program at"));
    assertTrue(
        refusal(() -> deployer.deploy(program, new byte[100], 100))
            .startsWith("a program is an ELF"));
    assertTrue(
        refusal(() -> deployer.deploy(program, elf, elf.length - 1)).startsWith("room for "));
    assertTrue(
        refusal(() -> new ProgramReader(rpc).find(SystemProgram.PROGRAM))
            .contains("is no program of the upgradeable loader"));
    ProgramDeployer poor =
        new ProgramDeployer(rpc, sender, Keypair.generate(), authority, progress::add);
    assertTrue(
        refusal(() -> poor.deploy(program, elf, elf.length)).contains("lamports, deploying"));
    byte[] broken = elf.clone();
    Arrays.fill(broken, 64, broken.length, (byte) 0xff);
    assertTrue(
        refusal(() -> deployer.deploy(program, broken, broken.length))
            .startsWith("the deployment is refused"));
    assertTrue(deployer.closeBuffer(broken));
  }
}
