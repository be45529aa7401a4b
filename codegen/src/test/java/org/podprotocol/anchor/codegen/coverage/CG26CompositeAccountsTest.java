package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-26: groups of accounts")
class CG26CompositeAccountsTest {
  @Test
  void areFlatAndTheirNamesDoNotCollide() {
    Compiled.run(
        Idls.instruction(
            "{'name':'payer'},{'name':'left','accounts':[{'name':'payer'},{'name':'deep','accounts':[{'name':'payer','writable':true}]}]},"
                + "{'name':'left_payer'}",
            ""),
        """
        List<AccountMeta> keys = Act.builder().payer(key(1)).leftPayer(key(2)).leftDeepPayer(key(3)).leftPayer2(key(4))
            .build().getKeys();
        for (int i = 0; i < 4; i++) {
          assertEquals(key(i + 1), keys.get(i).getPublicKey());
        }
        assertTrue(keys.get(2).isWritable());
        assertEquals(key(3), Act.Accounts.of(keys, DemoProgram.PROGRAM_ID).leftDeepPayer());
        """);
  }

  @Test
  void seedsAreLookedUpInTheGroupFirst() {
    Compiled.run(
        Idls.instruction(
            "{'name':'owner'},{'name':'group','accounts':[{'name':'owner'},{'name':'box','pda':{'seeds':[{'kind':'account','path':'owner'}]}}]}",
            ""),
        """
        List<AccountMeta> keys = Act.builder().owner(key(1)).groupOwner(key(2)).build().getKeys();
        assertEquals(DemoPdas.box(key(2)).address(), keys.get(2).getPublicKey());
        """);
  }
}
