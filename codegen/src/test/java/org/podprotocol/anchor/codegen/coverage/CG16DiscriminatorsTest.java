package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-16: discriminators of any length")
class CG16DiscriminatorsTest {
  private static final String IDL =
      Idls.spec(
          "'instructions':[{'name':'one','discriminator':[1],'accounts':[],'args':[]},"
              + "{'name':'many','discriminator':[2,0,0,0,0,0,0,0,0,0],'accounts':[],'args':[{'name':'n','type':'u8'}]}],"
              + "'accounts':[{'name':'Short','discriminator':[9]},{'name':'None2','discriminator':[]}],"
              + "'events':[{'name':'Ev','discriminator':[5,6,7]}],"
              + "'types':["
              + Idls.struct("Short", "{'name':'n','type':'u8'}")
              + ","
              + Idls.struct("None2", "{'name':'n','type':'u8'}")
              + ","
              + Idls.struct("Ev", "{'name':'n','type':'u8'}")
              + "]");

  @Test
  void areTakenAsTheyAre() {
    Compiled.run(
        IDL,
        """
        assertEquals("01", hex(new One.Args().toInstructionData()));
        assertEquals(new Many.Args(7), DemoInstructions.decode(hex("02000000000000000000 07")).get());
        assertEquals(Optional.empty(), DemoInstructions.decode(hex("0200")));
        assertEquals("0907", hex(new Short_(7).toAccountData()));
        assertEquals(new Short_(7), Short_.readChecked(hex("0907")));
        assertThrows(DecodingException.class, () -> Short_.readChecked(hex("0807")));
        assertThrows(DecodingException.class, () -> Short_.readChecked(hex("09")));
        assertEquals(new None2(7), None2.readChecked(hex("07")));
        assertEquals(new Ev(1), DemoEvents.decode(hex("05060701")).get());
        """);
  }

  @Test
  void oneThatHidesAnotherIsRefused() {
    assertEquals(
        "$.instructions[1].discriminator: can't be told from that of $.instructions[0]: 0102",
        Idls.refusal(
            Idls.spec(
                "'instructions':[{'name':'a','discriminator':[1],'accounts':[],'args':[]},"
                    + "{'name':'b','discriminator':[1,2],'accounts':[],'args':[]}]")));
  }
}
