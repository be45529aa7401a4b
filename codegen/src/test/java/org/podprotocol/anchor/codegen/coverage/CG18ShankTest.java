package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-18: Shank, with discriminants of one byte")
class CG18ShankTest {
  private static final String HEAD =
      "{'version':'1','name':'shanky','metadata':{'origin':'shank','address':'"
          + Idls.ADDRESS
          + "'},";

  @Test
  void theDiscriminantIsTheDiscriminator() {
    Compiled.run(
        Idls.json(
            HEAD
                + "'instructions':[{'name':'Create','accounts':[],'args':[{'name':'n','type':'u8'}],'discriminant':{'type':'u8','value':42}}],"
                + "'accounts':[{'name':'Data','type':{'kind':'struct','fields':[{'name':'key','type':'u8'}]}}]}"),
        """
        assertEquals("2a07", hex(new Create.Args(7).toInstructionData()));
        assertEquals(new Data(3), Data.readChecked(hex("03")));
        """);
  }

  @Test
  void noneIsMadeUp() {
    assertEquals(
        "$.instructions[0].discriminant: is missing: none can be computed for a Shank program",
        Idls.refusal(
            Idls.json(HEAD + "'instructions':[{'name':'Create','accounts':[],'args':[]}]}")));
  }

  @Test
  void aDiscriminantMayBeWider() {
    Compiled.run(
        Idls.json(
            HEAD
                + "'instructions':[{'name':'Create','accounts':[],'args':[],'discriminant':{'type':'u32','value':258}}]}"),
        """
        assertEquals("02010000", hex(Create.discriminator()));
        """);
    assertEquals(
        "$.instructions[0].discriminant.value: must be a whole number from 0 to 255, not 256",
        Idls.refusal(
            Idls.json(
                HEAD
                    + "'instructions':[{'name':'Create','accounts':[],'args':[],'discriminant':{'type':'u8','value':256}}]}")));
  }
}
