package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-33: metadata, dependencies, deployments")
class CG33MetadataTest {
  @Test
  void areStampedIntoTheHeader() {
    String idl =
        Idls.json(
            "{'address':'"
                + Idls.ADDRESS
                + "','metadata':{'name':'demo','version':'1.2.3','spec':'0.1.0','description':'What it is','repository':'https://example.org',"
                + "'contact':'someone\\\\u000a','dependencies':[{'name':'dep','version':'9'}],"
                + "'deployments':{'mainnet':'11111111111111111111111111111111'}},'instructions':[]}");
    String source = Compiled.of(idl).sources().get("test/DemoProgram.java");
    for (String line :
        new String[] {
          "// Program: demo 1.2.3",
          "// IDL: specification 0.1.0",
          "// Description: What it is",
          "// Repository: https://example.org",
          "// Dependencies: dep 9",
          "// Deployed on mainnet: 11111111111111111111111111111111"
        }) {
      assertTrue(source.contains(line), source);
    }
    Compiled.run(
        idl,
        """
        assertEquals("1.2.3", DemoProgram.VERSION);
        assertEquals("11111111111111111111111111111111", DemoProgram.MAINNET_PROGRAM_ID.toBase58());
        """);
  }
}
