package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-21: accounts with a fixed address")
class CG21FixedAddressTest {
  @Test
  void areFilledIn() {
    Compiled.run(
        Idls.instruction(
            "{'name':'system_program','address':'11111111111111111111111111111111'},{'name':'me','address':'"
                + Idls.ADDRESS
                + "'}",
            ""),
        """
        TransactionInstruction built = Act.builder().programId(key(5)).build();
        assertEquals("11111111111111111111111111111111", built.getKeys().get(0).getPublicKey().toBase58());
        // The program's own address follows the program.
        assertEquals(key(5), built.getKeys().get(1).getPublicKey());
        """);
  }

  @Test
  void anotherAddressDoesNotCompile() {
    assertTrue(
        Compiled.refusal(
                Idls.instruction("{'name':'sys','address':'11111111111111111111111111111111'}", ""),
                "Act.builder().sys(key(1)).build();")
            .contains("cannot find symbol"));
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertEquals(
        "$.instructions[0].accounts[0].address: is not an address: 0OIl",
        Idls.refusal(Idls.instruction("{'name':'sys','address':'0OIl'}", "")));
  }
}
