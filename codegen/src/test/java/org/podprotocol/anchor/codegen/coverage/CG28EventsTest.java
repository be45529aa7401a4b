package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-28: events in logs and in self-CPI")
class CG28EventsTest {
  private static final String IDL =
      Idls.spec(
          "'events':[{'name':'Sent','discriminator':[1,1,1,1,1,1,1,1]},{'name':'Got','discriminator':[2,2,2,2,2,2,2,2]}],"
              + "'types':["
              + Idls.struct("Sent", "{'name':'n','type':'u8'}")
              + ",{'name':'Got','serialization':'bytemuck','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'k','type':'pubkey'}]}}]");

  private static final String LINES =
      """
      String own = DemoProgram.PROGRAM_ID.toBase58();
      String other = key(7).toBase58();
      String sent = Base64.getEncoder().encodeToString(hex("0101010101010101 05"));
      String unknown = Base64.getEncoder().encodeToString(hex("0909090909090909 05"));
      """;

  @Test
  void areASealedType() {
    Compiled.run(
        IDL,
        """
        assertTrue(DemoEvent.class.isSealed());
        assertEquals(new Sent(5), DemoEvents.decode(hex("0101010101010101 05")).get());
        assertEquals(new Got(key(3)), DemoEvents.decode(hex("0202020202020202" + "00".repeat(31) + "03")).get());
        assertThrows(DecodingException.class, () -> DemoEvents.decode(hex("0202020202020202 03")));
        """);
  }

  @Test
  void onlyTheProgramsOwnLinesCount() {
    Compiled.run(
        IDL,
        LINES
            + """
        DemoEvents.Logged logged = DemoEvents.fromLogs(List.of(
            "Program " + other + " invoke [1]",
            "Program data: " + sent,
            "Program " + own + " invoke [2]",
            "Program log: Program data: " + sent,
            "Program data: " + sent,
            "Program " + other + " invoke [3]",
            "Program data: " + sent,
            "Program " + other + " failed: custom program error: 0x1",
            "Program data: " + sent,
            "Program data: " + unknown,
            "Program " + own + " consumed 5 of 10 compute units",
            "Program " + own + " success",
            "Program data: " + sent,
            "Program " + other + " success"));
        assertEquals(List.of(new Sent(5), new Sent(5)), logged.events());
        assertFalse(logged.truncated());
        """);
  }

  @Test
  void aLogThatWasCutIsSaidToBe() {
    Compiled.run(
        IDL,
        LINES
            + """
        DemoEvents.Logged logged = DemoEvents.fromLogs(
            List.of("Program " + own + " invoke [1]", "Log truncated"));
        assertTrue(logged.truncated());
        """);
  }

  @Test
  void selfCpiCarriesATagFirst() {
    Compiled.run(
        IDL,
        """
        assertEquals(Optional.of(new Sent(5)),
            DemoEvents.decodeSelfCpi(hex("e445a52e51cb9a1d 0101010101010101 05")));
        assertEquals(Optional.empty(), DemoEvents.decodeSelfCpi(hex("0101010101010101 05")));
        """);
  }

  @Test
  void aTypeCanBeAnAccountAndAnEvent() {
    Compiled.run(
        Idls.spec(
            "'accounts':[{'name':'Both','discriminator':[1]}],'events':[{'name':'Both','discriminator':[2]}],'types':["
                + Idls.struct("Both", "{'name':'n','type':'u8'}")
                + "]"),
        """
        assertEquals(1, test.accounts.Both.readChecked(hex("0101")).n());
        assertEquals(new test.events.Both(1), DemoEvents.decode(hex("0201")).get());
        """);
  }
}
