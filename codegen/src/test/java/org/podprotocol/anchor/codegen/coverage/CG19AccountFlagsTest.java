package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-19: writable and signer")
class CG19AccountFlagsTest {
  @Test
  void areInTheAccountList() {
    Compiled.run(
        Idls.instruction(
            "{'name':'a','writable':true,'signer':true},{'name':'b','writable':true},{'name':'c','signer':true},{'name':'d'}",
            ""),
        """
        List<AccountMeta> keys = Act.builder().a(key(1)).b(key(2)).c(key(3)).d(key(4)).build().getKeys();
        String flags = "";
        for (AccountMeta meta : keys) {
          flags += (meta.isWritable() ? "w" : "-") + (meta.isSigner() ? "s" : "-");
        }
        assertEquals("wsw--s--", flags);
        assertEquals(key(3), keys.get(2).getPublicKey());
        """);
  }

  @Test
  void aMissingAccountDoesNotCompile() {
    String idl = Idls.instruction("{'name':'a'},{'name':'b'}", "{'name':'n','type':'u8'}");
    assertTrue(
        Compiled.refusal(idl, "Act.builder().a(key(1)).n(1).build();")
            .contains("cannot find symbol"));
    assertTrue(
        Compiled.refusal(idl, "Act.builder().b(key(1)).a(key(1)).n(1).build();")
            .contains("cannot find symbol"));
    assertTrue(
        Compiled.refusal(idl, "Act.builder().a(key(1)).b(key(1)).build();")
            .contains("cannot find symbol"));
  }
}
