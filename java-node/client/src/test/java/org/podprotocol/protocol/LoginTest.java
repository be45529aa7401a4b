package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.VerificationKey;

class LoginTest {
  private static final Login LOGIN =
      new Login(
          address(1),
          address(2),
          KEY.address(),
          Hash.of(Samples.filled(3)),
          77,
          "HTTP://Relay.Example:8080");

  @Test
  void theSignedBytesAreLaidOutAsDocumented() {
    byte[] signed = LOGIN.signedBytes(DOMAIN);
    assertEquals(96 + 168, signed.length);
    assertEquals("pod/login/v1", new String(signed, 1, 12, StandardCharsets.US_ASCII));
    assertTrue(address(1).matches(signed, 96));
    assertTrue(address(2).matches(signed, 128));
    assertTrue(KEY.address().matches(signed, 160));
    assertTrue(address(3).matches(signed, 192));
    assertEquals(77, LittleEndian.int64(signed, 224));
    byte[] origin = "http://relay.example:8080".getBytes(StandardCharsets.UTF_8);
    assertTrue(Sha256.of(origin).matches(signed, 232));
  }

  @Test
  void aLoginForAnotherRelayAgentOriginOrTimeIsNotSigned() {
    VerificationKey key = VerificationKey.of(KEY.address());
    assertNotNull(key);
    Signature signature = LOGIN.sign(DOMAIN, KEY);
    assertTrue(LOGIN.isSignedBy(key, DOMAIN, signature));
    Hash challenge = LOGIN.challenge();
    for (Login other :
        new Login[] {
          new Login(address(9), address(2), KEY.address(), challenge, 77, LOGIN.origin()),
          new Login(address(1), address(9), KEY.address(), challenge, 77, LOGIN.origin()),
          new Login(address(1), address(2), address(9), challenge, 77, LOGIN.origin()),
          new Login(address(1), address(2), KEY.address(), Hash.ZERO, 77, LOGIN.origin()),
          new Login(address(1), address(2), KEY.address(), challenge, 78, LOGIN.origin()),
          new Login(address(1), address(2), KEY.address(), challenge, 77, "http://other:8080"),
        }) {
      assertFalse(other.isSignedBy(key, DOMAIN, signature), other.toString());
    }
  }
}
