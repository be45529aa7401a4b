package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;
import org.podprotocol.anchor.codegen.idl.Amendments;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlParser;

@DisplayName("CG-22: seeds that are constants, arguments, accounts")
class CG22PdaSeedsTest {
  private static final String IDL =
      Idls.instruction(
          "{'name':'owner'},{'name':'box','pda':{'seeds':[{'kind':'const','value':[98,111,120]},{'kind':'account','path':'owner'},"
              + "{'kind':'arg','path':'title'},{'kind':'arg','path':'number'},{'kind':'arg','path':'raw'},{'kind':'arg','path':'tag'}]}},"
              + "{'name':'inner','pda':{'seeds':[{'kind':'const','value':[105]},{'kind':'account','path':'box'}]}}",
          "{'name':'title','type':'string'},{'name':'number','type':'u32'},{'name':'raw','type':'bytes'},"
              + "{'name':'tag','type':{'array':['u8',2]}}");

  @Test
  void stringsAreRawAndIntegersLittleEndian() {
    Compiled.run(
        IDL,
        """
        PublicKey box = PublicKey.findProgramAddress(
            List.of("box".getBytes(), key(1).toByteArray(), "abc".getBytes(), hex("02010000"), hex("0909"), hex("0708")),
            DemoProgram.PROGRAM_ID).getAddress();
        ProgramAddress found = DemoPdas.box(key(1), "abc", 258, hex("0909"), hex("0708"));
        assertEquals(box, found.address());
        assertEquals(found, DemoPdas.box(key(1), "abc", 258, hex("0909"), hex("0708"), DemoProgram.PROGRAM_ID));
        """);
  }

  @Test
  void oneAddressCanBeDerivedFromAnother() {
    Compiled.run(
        IDL,
        """
        TransactionInstruction built =
            Act.builder().owner(key(1)).title("abc").number(258).raw(hex("0909")).tag(hex("0708")).build();
        PublicKey box = DemoPdas.box(key(1), "abc", 258, hex("0909"), hex("0708")).address();
        assertEquals(box, built.getKeys().get(1).getPublicKey());
        assertEquals(DemoPdas.inner(box).address(), built.getKeys().get(2).getPublicKey());
        """);
  }

  @Test
  void anotherProgramIdChangesThemAll() {
    Compiled.run(
        IDL,
        """
        TransactionInstruction built = Act.builder().owner(key(1)).title("abc").number(258)
            .raw(hex("0909")).tag(hex("0708")).programId(key(7)).build();
        assertEquals(DemoPdas.box(key(1), "abc", 258, hex("0909"), hex("0708"), key(7)).address(),
            built.getKeys().get(1).getPublicKey());
        assertEquals(key(7), built.getProgramId());
        """);
  }

  @Test
  void aSeedOfMoreThan32BytesIsRefused() {
    Compiled.run(
        IDL,
        """
        assertThrows(IllegalArgumentException.class,
            () -> DemoPdas.box(key(1), "x".repeat(33), 1, hex("09"), hex("0708")));
        """);
  }

  @Test
  void addressesThatAreDerivedInACircleAreAskedFor() {
    Compiled.run(
        Idls.instruction(
            "{'name':'a','pda':{'seeds':[{'kind':'account','path':'b'}]}},{'name':'b','pda':{'seeds':[{'kind':'account','path':'a'}]}}",
            ""),
        "assertEquals(DemoPdas.b(key(1)).address(), Act.builder().a(key(1)).build().getKeys().get(1).getPublicKey());");
  }

  @Test
  void aSeedThatLeadsNowhereIsRefused() {
    assertEquals(
        "$.instructions[0].accounts[0].pda.seeds[0].path: leads nowhere: there is no gone here",
        Idls.refusal(
            Idls.instruction("{'name':'a','pda':{'seeds':[{'kind':'arg','path':'gone'}]}}", "")));
    assertEquals(
        "$.instructions[0].accounts[0].pda.seeds[0].path: is no account here: gone",
        Idls.refusal(
            Idls.instruction(
                "{'name':'a','pda':{'seeds':[{'kind':'account','path':'gone'}]}}", "")));
  }

  private static final String NUMBERED =
      Idls.instruction(
          "{'name':'box','pda':{'seeds':[{'kind':'const','value':[98]},{'kind':'arg','path':'id'},{'kind':'arg','path':'n'}]}}",
          "{'name':'_id','type':'u64'},{'name':'n','type':'u16'}");

  @Test
  void anArgumentThatTheHandlerDoesNotUseMayHaveAnUnderscore() {
    Compiled.run(
        NUMBERED,
        """
        assertEquals(PublicKey.findProgramAddress(List.of("b".getBytes(), hex("0500000000000000"), hex("0200")), DemoProgram.PROGRAM_ID).getAddress(),
            Act.builder().id(5).n(2).build().getKeys().get(0).getPublicKey());
        """);
  }

  @Test
  void theFormOfANumbersBytesCanBeGiven() {
    Compiled.run(
        NUMBERED,
        new Amendments(
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of("act.box[1]", SeedBytes.DECIMAL, "act.box[2]", SeedBytes.BIG_ENDIAN)),
        """
        assertEquals(PublicKey.findProgramAddress(List.of("b".getBytes(), "18446744073709551615".getBytes(), hex("0002")), DemoProgram.PROGRAM_ID).getAddress(),
            Act.builder().id(-1).n(2).build().getKeys().get(0).getPublicKey());
        """);
  }

  @Test
  void aFormForASeedThatIsNotThereIsRefused() {
    assertEquals(
        "no seed act.box[0] that is an argument or a field; there are: act.box[1], act.box[2]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    IdlParser.parse(
                        NUMBERED.getBytes(StandardCharsets.UTF_8),
                        new Amendments(
                            Optional.empty(),
                            Map.of(),
                            Map.of(),
                            Map.of("act.box[0]", SeedBytes.DECIMAL))))
            .getMessage());
  }
}
