package org.podprotocol.solana.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeypairTest {

  @TempDir Path folder;

  /** RFC 8032, section 7.1, test 3. */
  @Test
  void signsAsRfc8032Does() {
    HexFormat hex = HexFormat.of();
    Keypair keypair =
        Keypair.ofSeed(
            hex.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
    assertEquals(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        hex.formatHex(keypair.publicKey().toByteArray()));
    assertEquals(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        hex.formatHex(keypair.signNow(new byte[] {(byte) 0xaf, (byte) 0x82}).toBytes()));
  }

  @Test
  void savedFileIsOnlyForItsOwnerAndLoadsBack() throws IOException {
    Path file = folder.resolve("id.json");
    Keypair keypair = Keypair.generate();
    keypair.save(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(keypair.publicKey(), Keypair.load(file).publicKey());
    assertTrue(Arrays.equals(keypair.toSecretKey(), Keypair.load(file).toSecretKey()));
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    Path file = folder.resolve("id.json");
    Keypair first = Keypair.generate();
    first.save(file);
    assertThrows(FileAlreadyExistsException.class, () -> Keypair.generate().save(file));
    assertEquals(first.publicKey(), Keypair.load(file).publicKey());
  }

  @Test
  void refusesFilesThatAreNoKeyWithoutQuotingThem() throws IOException {
    Path file = folder.resolve("bad.json");
    for (String content :
        new String[] {"", "[]", "[1,2,300]", "[secret]", "{\"a\":1}", "[1,2,3]"}) {
      Files.writeString(file, content);
      IOException e = assertThrows(IOException.class, () -> Keypair.load(file));
      assertFalse(e.getMessage().contains("secret,"), e.getMessage());
      assertFalse(e.getMessage().contains("\"secret\""), e.getMessage());
    }
  }

  @Test
  void refusesHalvesThatDoNotBelongTogether() {
    byte[] mixed = Keypair.generate().toSecretKey();
    System.arraycopy(Keypair.generate().publicKey().toByteArray(), 0, mixed, 32, 32);
    assertThrows(IllegalArgumentException.class, () -> Keypair.ofSecretKey(mixed));
  }

  @Test
  void textFormShowsNoSecret() {
    Keypair keypair = Keypair.generate();
    assertEquals("Keypair[" + keypair.publicKey() + "]", keypair.toString());
  }

  @Test
  void externalSignerThatSignsSomethingElseIsCaught() throws Exception {
    Keypair key = Keypair.generate();
    Signer honest = Signer.external(key.publicKey(), key::sign);
    Signer wrong =
        Signer.external(
            key.publicKey(), m -> CompletableFuture.completedFuture(key.signNow(new byte[1])));
    byte[] message = {1, 2, 3};
    assertEquals(key.signNow(message), honest.sign(message).get());
    ExecutionException e = assertThrows(ExecutionException.class, () -> wrong.sign(message).get());
    assertEquals(IllegalStateException.class, e.getCause().getClass());
  }
}
