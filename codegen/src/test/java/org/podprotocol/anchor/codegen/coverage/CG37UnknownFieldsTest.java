package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Idls;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;

@DisplayName("CG-37: what the specification does not know is refused with its place")
class CG37UnknownFieldsTest {
  @Test
  void anUnknownFieldIsNamedWithItsPlace() {
    assertEquals(
        "$.instructions[0].accounts[0].isMut: is not a field that is known here",
        Idls.refusal(Idls.instruction("{'name':'a','isMut':true}", "")));
    assertEquals(
        "$.extra: is not a field that is known here", Idls.refusal(Idls.spec("'extra':1")));
    assertEquals(
        "$.types[0].type['odd name']: is not a field that is known here",
        Idls.refusal(Idls.types("{'name':'A','type':{'kind':'struct','fields':[],'odd name':1}}")));
  }

  @Test
  void soIsAnUnknownTypeOrKind() {
    assertEquals(
        "$.types[0].type.fields[0].type: is not a type: u7",
        Idls.refusal(Idls.types(Idls.struct("A", "{'name':'a','type':'u7'}"))));
    assertEquals(
        "$.types[0].type.kind: must be struct, enum or type, not union",
        Idls.refusal(Idls.types("{'name':'A','type':{'kind':'union'}}")));
  }

  @Test
  void soIsANameThatIsThereTwice() {
    assertEquals(
        "$.types[1].name: is defined twice: A",
        Idls.refusal(Idls.types(Idls.struct("A", "") + "," + Idls.struct("A", ""))));
    assertEquals(
        "$.types[0].type.fields[1].name: is there twice: a",
        Idls.refusal(
            Idls.types(Idls.struct("A", "{'name':'a','type':'u8'},{'name':'a','type':'u8'}"))));
  }

  @Test
  void soIsWhatIsNoJsonOrAnotherSpecification() {
    assertTrue(Idls.refusal("{\"a\":").startsWith("$: is not JSON"));
    assertTrue(Idls.refusal("{\"a\":1,\"a\":2}").startsWith("$: is not JSON"));
    assertTrue(Idls.refusal("[]").startsWith("$: must be an object"));
    assertTrue(
        Idls.refusal(Idls.json("{'metadata':{'spec':'9.9.9'}}"))
            .startsWith("$.metadata.spec: is 9.9.9"));
  }

  @Test
  void soIsWhatIsNotUtf8() {
    String idl = Idls.spec("");
    for (Charset other :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16, Charset.forName("UTF-32"))) {
      IdlException refusal =
          assertThrows(IdlException.class, () -> IdlParser.parse(idl.getBytes(other)));
      assertTrue(refusal.getMessage().startsWith("$: is not JSON"), refusal.getMessage());
    }
    byte[] cut = {'{', 0, 0, 0, 'a', '!'};
    assertThrows(IdlException.class, () -> IdlParser.parse(cut));
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    byte[] marked = ("\ufeff" + Idls.spec("")).getBytes(StandardCharsets.UTF_8);
    assertEquals("demo", IdlParser.parse(marked).metadata().name());
  }

  @Test
  void soIsAnIdlOfAnotherTool() {
    assertTrue(
        Idls.refusal(Idls.json("{'kind':'rootNode','standard':'codama','program':{}}"))
            .startsWith("$: is a Codama IDL"));
  }

  @Test
  void anAddressInTheMetadataHasToBeThatOfTheProgram() {
    String idl = Idls.spec("").replace("'metadata'", "\"metadata\"");
    assertEquals(
        "$.metadata.address: is another address than $.address: 11111111111111111111111111111111",
        Idls.refusal(
            idl.replace(
                "\"spec\": \"0.1.0\"",
                "\"spec\": \"0.1.0\", \"address\": \"11111111111111111111111111111111\"")));
  }
}
