package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-27: the accounts of event-cpi")
class CG27EventCpiTest {
  @Test
  void areFilledIn() {
    StringBuilder seed = new StringBuilder();
    for (byte b : "__event_authority".getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
      seed.append(seed.length() == 0 ? "" : ",").append(b);
    }
    Compiled.run(
        Idls.instruction(
            "{'name':'a'},{'name':'event_authority','pda':{'seeds':[{'kind':'const','value':["
                + seed
                + "]}]}},{'name':'program'}",
            ""),
        """
        List<AccountMeta> keys = Act.builder().a(key(1)).programId(key(8)).build().getKeys();
        assertEquals(
            PublicKey.findProgramAddress(List.of("__event_authority".getBytes()), key(8)).getAddress(),
            keys.get(1).getPublicKey());
        assertEquals(key(8), keys.get(2).getPublicKey());
        """);
  }

  @Test
  void anAccountThatIsOnlyCalledProgramIsAskedFor() {
    Compiled.run(
        Idls.instruction("{'name':'a'},{'name':'program'}", ""),
        "assertEquals(key(2), Act.builder().a(key(1)).program(key(2)).build().getKeys().get(1).getPublicKey());");
  }
}
