package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-25: relations (has_one)")
class CG25RelationsTest {
  private static final String IDL =
      Idls.instruction("{'name':'owner','relations':['pool']},{'name':'pool'}", "");

  @Test
  void areToldToWhoeverGivesTheAccount() {
    String source = Compiled.of(IDL).sources().get("test/instructions/Act.java");
    assertTrue(
        source.contains(
            "The program checks that the field {@code owner} of the account {@code pool} holds this address."),
        source);
  }

  @Test
  void oneThatLeadsNowhereIsRefused() {
    assertEquals(
        "$.instructions[0].accounts[0].relations[0]: is no account here: gone",
        Idls.refusal(Idls.instruction("{'name':'owner','relations':['gone']}", "")));
  }

  @Test
  void theAddressIsTakenOutOfTheAccountThatHoldsIt() {
    Compiled.run(
        Idls.spec(
            "'instructions':[{'name':'act','discriminator':[1],'accounts':[{'name':'owner','relations':['pool']},{'name':'pool'}],'args':[]}],"
                + "'accounts':[{'name':'Pool','discriminator':[2]}],'types':["
                + Idls.struct(
                    "Pool", "{'name':'bump','type':'u8'},{'name':'owner','type':'pubkey'}")
                + "]"),
        """
        Pool pool = new Pool(1, key(5));
        assertEquals(key(5), Act.builder().owner(Act.ownerOfPool(pool)).pool(key(1)).build().getKeys().get(0).getPublicKey());
        """);
  }
}
