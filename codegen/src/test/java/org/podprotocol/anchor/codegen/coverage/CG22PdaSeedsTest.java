package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

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
}
