package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-24: addresses that another program derives")
class CG24PdaProgramTest {
  @Test
  void theProgramIsAConstantAnAccountOrAnArgument() {
    Compiled.run(
        Idls.instruction(
            "{'name':'token_program'},{'name':'a','pda':{'seeds':[{'kind':'const','value':[97]}],'program':{'kind':'const','value':["
                + "7,"
                + "0,".repeat(30)
                + "9]}}},"
                + "{'name':'b','pda':{'seeds':[{'kind':'const','value':[98]}],'program':{'kind':'account','path':'token_program'}}},"
                + "{'name':'c','pda':{'seeds':[{'kind':'const','value':[99]}],'program':{'kind':'arg','path':'other'}}}",
            "{'name':'other','type':'pubkey'}"),
        """
        byte[] seven = new byte[32];
        seven[0] = 7;
        seven[31] = 9;
        List<AccountMeta> keys = Act.builder().tokenProgram(key(2)).other(key(3)).build().getKeys();
        assertEquals(PublicKey.findProgramAddress(List.of(hex("61")), new PublicKey(seven)).getAddress(),
            keys.get(1).getPublicKey());
        assertEquals(PublicKey.findProgramAddress(List.of(hex("62")), key(2)).getAddress(), keys.get(2).getPublicKey());
        assertEquals(PublicKey.findProgramAddress(List.of(hex("63")), key(3)).getAddress(), keys.get(3).getPublicKey());
        assertEquals(keys.get(1).getPublicKey(), DemoPdas.a().address());
        """);
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertEquals(
        "$.instructions[0].accounts[0].pda.program: is not a program's address",
        Idls.refusal(
            Idls.instruction(
                "{'name':'a','pda':{'seeds':[],'program':{'kind':'const','value':[1]}}}", "")));
  }
}
