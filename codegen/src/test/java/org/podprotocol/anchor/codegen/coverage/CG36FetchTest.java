package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.anchor.codegen.fetch.AccountSource;
import org.podprotocol.anchor.codegen.fetch.FetchException;
import org.podprotocol.anchor.codegen.fetch.IdlFetcher;
import org.podprotocol.anchor.codegen.fetch.RpcAccountSource;

@DisplayName("CG-36: IDLs on chain")
class CG36FetchTest {
  private static final String PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
  private static final byte[] IDL = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
      packed.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] metadata(int compression, int source, byte[] content) {
    ByteBuffer data = ByteBuffer.allocate(96 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    data.put(0, (byte) 2).put(83, (byte) 1).put(84, (byte) compression).put(85, (byte) 1);
    data.put(86, (byte) source).putInt(87, content.length).put(96, content);
    return data.array();
  }

  private static byte[] legacy(byte[] packed) {
    ByteBuffer data = ByteBuffer.allocate(44 + packed.length + 100).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(40, packed.length).put(44, packed);
    return data.array();
  }

  private static PublicKey metadataAddress() {
    return PublicKey.findProgramAddress(
            List.of(
                new PublicKey(PROGRAM).toByteArray(),
                Arrays.copyOf("idl".getBytes(StandardCharsets.US_ASCII), 16)),
            new PublicKey("ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S"))
        .getAddress();
  }

  private static PublicKey legacyAddress() {
    PublicKey program = new PublicKey(PROGRAM);
    PublicKey base = PublicKey.findProgramAddress(List.of(), program).getAddress();
    return PublicKey.createWithSeed(base, "anchor:idl", program);
  }

  private static byte[] fetch(Map<String, AccountSource.Account> accounts) throws FetchException {
    return new IdlFetcher(address -> Optional.ofNullable(accounts.get(address))).fetch(PROGRAM);
  }

  private static AccountSource.Account metadataAccount(byte[] data) {
    return new AccountSource.Account(data, "ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S");
  }

  @Test
  void theMetadataProgramsAccountIsRead() throws Exception {
    byte[][] packed = {IDL, gzip(IDL), zlib(IDL)};
    for (int compression = 0; compression < 3; compression++) {
      byte[] data = metadata(compression, 0, packed[compression]);
      assertArrayEquals(IDL, fetch(Map.of(metadataAddress().toBase58(), metadataAccount(data))));
    }
  }

  @Test
  void anAccountThatItRefersToIsFollowed() throws Exception {
    PublicKey other = new PublicKey("SysvarC1ock11111111111111111111111111111111");
    ByteBuffer reference = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    reference.put(0, other.toByteArray()).putInt(32, 2).putInt(36, IDL.length);
    byte[] elsewhere = new byte[IDL.length + 9];
    System.arraycopy(IDL, 0, elsewhere, 2, IDL.length);
    assertArrayEquals(
        IDL,
        fetch(
            Map.of(
                metadataAddress().toBase58(),
                metadataAccount(metadata(0, 2, reference.array())),
                other.toBase58(),
                new AccountSource.Account(elsewhere, "x"))));
  }

  @Test
  void anchorsOwnAccountIsReadWhereThereIsNoOther() throws Exception {
    assertArrayEquals(
        IDL,
        fetch(
            Map.of(
                legacyAddress().toBase58(),
                new AccountSource.Account(legacy(zlib(IDL)), PROGRAM))));
  }

  @Test
  void whatIsFalseIsRefused() throws Exception {
    assertThrows(FetchException.class, () -> fetch(Map.of()));
    assertThrows(
        FetchException.class,
        () ->
            fetch(
                Map.of(
                    metadataAddress().toBase58(),
                    new AccountSource.Account(metadata(0, 0, IDL), PROGRAM))));
    byte[] cut = metadata(0, 0, IDL);
    ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(87, 1 << 30);
    assertThrows(
        FetchException.class,
        () -> fetch(Map.of(metadataAddress().toBase58(), metadataAccount(cut))));
    String url =
        assertThrows(
                FetchException.class,
                () ->
                    fetch(
                        Map.of(
                            metadataAddress().toBase58(),
                            metadataAccount(
                                metadata(
                                    0,
                                    1,
                                    "https://example.org/idl".getBytes(StandardCharsets.UTF_8))))))
            .getMessage();
    assertTrue(url.contains("https://example.org/idl"));
  }

  @Test
  void anEndpointIsAsked() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    String metadata = metadataAddress().toBase58();
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String value =
              body.contains(metadata)
                  ? "{\"data\":[\""
                      + Base64.getEncoder().encodeToString(metadata(2, 0, zlib(IDL)))
                      + "\",\"base64\"],\"owner\":\"ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S\"}"
                  : "null";
          byte[] answer =
              ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"value\":" + value + "}}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      assertArrayEquals(IDL, new IdlFetcher(new RpcAccountSource(endpoint)).fetch(PROGRAM));
    } finally {
      server.stop(0);
    }
  }
}
