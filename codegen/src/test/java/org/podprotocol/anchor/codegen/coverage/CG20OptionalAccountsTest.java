package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-20: optional accounts")
class CG20OptionalAccountsTest {
  private static final String IDL =
      Idls.instruction(
          "{'name':'a'},{'name':'maybe','optional':true,'writable':true,'signer':true},{'name':'c'}",
          "");

  @Test
  void theProgramStandsForOneThatIsLeftOut() {
    Compiled.run(
        IDL,
        """
        AccountMeta meta = Act.builder().a(key(1)).c(key(3)).build().getKeys().get(1);
        assertEquals(DemoProgram.PROGRAM_ID, meta.getPublicKey());
        assertFalse(meta.isSigner());
        assertFalse(meta.isWritable());
        AccountMeta given = Act.builder().a(key(1)).c(key(3)).maybe(key(2)).build().getKeys().get(1);
        assertEquals(key(2), given.getPublicKey());
        assertTrue(given.isSigner() && given.isWritable());
        """);
  }

  @Test
  void itIsReadBackAsAbsent() {
    Compiled.run(
        IDL,
        """
        TransactionInstruction without = Act.builder().a(key(1)).c(key(3)).programId(key(9)).build();
        assertEquals(key(9), without.getKeys().get(1).getPublicKey());
        assertEquals(Optional.empty(), Act.Accounts.of(without.getKeys(), key(9)).maybe());
        TransactionInstruction with = Act.builder().a(key(1)).c(key(3)).maybe(key(2)).build();
        assertEquals(Optional.of(key(2)), Act.Accounts.of(with.getKeys(), DemoProgram.PROGRAM_ID).maybe());
        """);
  }
}
