package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-35: keywords, clashes, case")
class CG35KeywordsTest {
  @Test
  void namesThatJavaReservesAreUsable() {
    Compiled.run(
        Idls.spec(
            "'instructions':[{'name':'new','discriminator':[1],'accounts':[{'name':'class'},{'name':'build'},{'name':'this'}],"
                + "'args':[{'name':'class','type':'pubkey'},{'name':'program_id','type':'u8'},{'name':'wait','type':'u8'}]},"
                + "{'name':'builder','discriminator':[2],'accounts':[],'args':[]},{'name':'args','discriminator':[3],'accounts':[{'name':'a'}],'args':[]}],"
                + "'types':["
                + Idls.struct(
                    "String",
                    "{'name':'hashCode','type':'string'},{'name':'to_string','type':'u8'},{'name':'int','type':'u8'},{'name':'_','type':'u8'},{'name':'1st','type':'u8'}")
                + ","
                + Idls.struct(
                    "Object",
                    "{'name':'in','type':{'vec':{'defined':{'name':'String'}}}},{'name':'out','type':'u8'}")
                + ","
                + Idls.struct("List", "{'name':'list','type':{'vec':'string'}}")
                + ",{'name':'Optional','type':{'kind':'enum','variants':[{'name':'String','fields':['string']},{'name':'Optional','fields':[{'option':'u8'}]},{'name':'record'}]}}]"),
        """
        test.types.String_ s = new String_("x", 1, 2, 3, 4);
        assertEquals(2, s.int_());
        assertEquals("x", s.hashCode_());
        assertEquals(new Object_(java.util.List.of(s), 1), Object_.read(new ByteReader(new Object_(java.util.List.of(s), 1).toBytes())));
        assertEquals(key(1), New.builder().class_(key(1)).build2(key(2)).this_(key(3)).classArg(key(4)).programIdArg(1).wait_(2)
            .build().getKeys().get(0).getPublicKey());
        assertEquals(0, Builder2.builder().build().getKeys().size());
        assertEquals(1, Args2.builder().a(key(1)).build().getKeys().size());
        """);
  }

  @Test
  void namesThatAreEqualInJavaAreToldApart() {
    Compiled.run(
        Idls.types(
            Idls.struct("Twin", "{'name':'fooBar','type':'u8'},{'name':'foo_bar','type':'u16'}")
                + ","
                + Idls.struct("TWIN", "{'name':'n','type':'u8'}")
                + ","
                + Idls.struct("TwinView", "{'name':'n','type':'u8'}")),
        """
        assertEquals("010200", hex(new Twin(1, 2).toBytes()));
        assertEquals(3, Twin.SIZE);
        """);
  }

  @Test
  void caseDoesNotDependOnTheLocale() {
    java.util.Locale before = java.util.Locale.getDefault();
    String idl = Idls.types(Idls.struct("title_id", "{'name':'id_INDEX','type':'u8'}"));
    try {
      java.util.Locale.setDefault(new java.util.Locale("tr", "TR"));
      assertTrue(Compiled.of(idl).sources().containsKey("test/types/TitleId.java"));
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  @Test
  void namesBeyondAsciiMakeAsciiSources() {
    Compiled compiled =
        Compiled.of(Idls.types(Idls.struct("Gr\u00f6\u00dfe", "{'name':'\u00e4','type':'u8'}")));
    compiled
        .sources()
        .forEach((path, text) -> assertTrue(text.chars().allMatch(c -> c < 128), path));
  }

  @Test
  void fieldsMayBeCalledAsWhatIsGenerated() {
    String fields =
        "{'name':'discriminator','type':'u8'},{'name':'discriminator_filter','type':'u8'},{'name':'to_account_data','type':'u8'},"
            + "{'name':'to_instruction_data','type':'u8'},{'name':'at','type':'u8'},{'name':'in','type':'string'},{'name':'at2','type':'u16'},{'name':'value','type':'u16'}";
    Compiled.run(
        Idls.spec(
            "'instructions':[{'name':'act','discriminator':[1],'accounts':[],'args':["
                + fields
                + "]}],'accounts':[{'name':'A','discriminator':[1]}],'events':[{'name':'E','discriminator':[2]}],'types':["
                + Idls.struct("A", fields)
                + ","
                + Idls.struct("E", fields)
                + "]"),
        """
        A a = new A(1, 2, 3, 4, 5, "x", 6, 7);
        assertEquals(1, a.discriminator_());
        assertEquals(a, A.readChecked(a.toAccountData()));
        assertEquals("01", hex(A.discriminator()));
        E e = new E(1, 2, 3, 4, 5, "x", 6, 7);
        assertEquals(e, E.read(new ByteReader(e.toBytes())));
        assertEquals(4, Act.decode(new Act.Args(1, 2, 3, 4, 5, "x", 6, 7).toInstructionData()).toInstructionData_());
        """);
  }
}
