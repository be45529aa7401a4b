package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-23: seeds inside arguments and accounts")
class CG23NestedSeedsTest {
  private static final String IDL =
      Idls.spec(
          "'instructions':[{'name':'act','discriminator':[1],'accounts':[{'name':'pool'},"
              + "{'name':'vault','pda':{'seeds':[{'kind':'const','value':[118]},{'kind':'account','path':'pool.mint','account':'Pool'}]}},"
              + "{'name':'ticket','pda':{'seeds':[{'kind':'const','value':[116]},{'kind':'arg','path':'args.id'}]}},"
              + "{'name':'foreign','pda':{'seeds':[{'kind':'const','value':[102]},{'kind':'account','path':'pool.thing','account':'Elsewhere'}]}}],"
              + "'args':[{'name':'args','type':{'defined':{'name':'ActArgs'}}}]}],"
              + "'accounts':[{'name':'Pool','discriminator':[1]}],"
              + "'types':["
              + Idls.struct("Pool", "{'name':'mint','type':'pubkey'}")
              + ","
              + Idls.struct("ActArgs", "{'name':'id','type':'u64'}")
              + "]");

  @Test
  void aFieldOfAnArgumentIsTakenFromIt() {
    Compiled.run(
        IDL,
        """
        TransactionInstruction built =
            Act.builder().pool(key(1)).vault(key(2)).foreign(key(3)).args(new ActArgs(7)).build();
        assertEquals(DemoPdas.ticket(7).address(), built.getKeys().get(2).getPublicKey());
        """);
  }

  @Test
  void aFieldOfAnAccountIsAParameter() {
    Compiled.run(
        IDL,
        """
        assertEquals(
            PublicKey.findProgramAddress(List.of("v".getBytes(), key(4).toByteArray()), DemoProgram.PROGRAM_ID).getAddress(),
            DemoPdas.vault(key(4)).address());
        // The IDL does not define the other account: its bytes are asked for.
        assertEquals(
            PublicKey.findProgramAddress(List.of("f".getBytes(), hex("0102")), DemoProgram.PROGRAM_ID).getAddress(),
            DemoPdas.foreign(hex("0102")).address());
        """);
  }
}
