package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-17: the form before Anchor 0.30")
class CG17LegacyTest {
  private static final String IDL =
      Idls.json(
          "{'version':'0.1.0','name':'old_demo','metadata':{'address':'Sysvar1nstructions1111111111111111111111111'},'instructions':[{'name':'placeOrderV2','accounts':[{'name':'userAccount','isMut':true,'isSigner':true},"
              + "{'name':'systemProgram','isMut':false,'isSigner':false},{'name':'maybe','isMut':false,'isSigner':false,'isOptional':true}],"
              + "'args':[{'name':'orderId','type':'u64'},{'name':'owner','type':'publicKey'},{'name':'extra','type':{'defined':'Extra'}}]}],"
              + "'accounts':[{'name':'UserAccount','type':{'kind':'struct','fields':[{'name':'ownerKey','type':'publicKey'}]}}],"
              + "'types':[{'name':'Extra','type':{'kind':'struct','fields':[{'name':'aList','type':{'vec':{'defined':'usize'}}},{'name':'padding','type':'u8'},{'name':'padding','type':'u8'}]}}],"
              + "'events':[{'name':'Extra','fields':[{'name':'amount','type':'u64','index':false}]}],"
              + "'errors':[{'code':6000,'name':'Bad','msg':'bad'}]}");

  @Test
  void discriminatorsAreComputed() {
    Compiled.run(
        IDL,
        """
        java.security.MessageDigest sha = java.security.MessageDigest.getInstance("SHA-256");
        assertEquals(hex(sha.digest("global:place_order_v2".getBytes())).substring(0, 16),
            hex(PlaceOrderV2.discriminator()));
        assertEquals(hex(sha.digest("account:UserAccount".getBytes())).substring(0, 16),
            hex(UserAccount.discriminator()));
        assertEquals(hex(sha.digest("event:Extra".getBytes())).substring(0, 16),
            hex(test.events.Extra.discriminator()));
        """);
  }

  @Test
  void everythingElseIsAsInTheNewForm() {
    Compiled.run(
        IDL,
        """
        TransactionInstruction built = PlaceOrderV2.builder().userAccount(key(1)).orderId(5).owner(key(2))
            .extra(new test.types.Extra(new long[] {3}, 1, 2)).build();
        assertEquals(3, built.getKeys().size());
        assertTrue(built.getKeys().get(0).isSigner());
        assertEquals("11111111111111111111111111111111", built.getKeys().get(1).getPublicKey().toBase58());
        assertEquals(OldDemoProgram.PROGRAM_ID, built.getKeys().get(2).getPublicKey());
        assertEquals(key(2), PlaceOrderV2.decode(built.getData()).owner());
        assertEquals(2, new test.types.Extra(new long[0], 1, 2).padding2());
        """);
  }

  @Test
  void seedsAreRead() {
    Compiled.run(
        Idls.json(
            "{'version':'0.1.0','name':'old_demo','metadata':{'address':'Sysvar1nstructions1111111111111111111111111'},'instructions':[{'name':'go','accounts':[{'name':'theOwner','isMut':false,'isSigner':true},"
                + "{'name':'box','isMut':true,'isSigner':false,'pda':{'seeds':[{'kind':'const','type':'string','value':'box'},"
                + "{'kind':'const','type':'u16','value':258},{'kind':'account','type':'publicKey','path':'theOwner'},"
                + "{'kind':'arg','type':'u64','path':'boxId'}]}}],'args':[{'name':'boxId','type':'u64'}]}]}"),
        """
        PublicKey expected = PublicKey.findProgramAddress(
            List.of("box".getBytes(), hex("0201"), key(1).toByteArray(), hex("0700000000000000")),
            OldDemoProgram.PROGRAM_ID).getAddress();
        assertEquals(expected, Go.builder().theOwner(key(1)).boxId(7).build().getKeys().get(1).getPublicKey());
        """);
  }

  private static String legacy(String members) {
    return Idls.json(
            "{'version':'0.1.0','name':'old_demo','metadata':{'address':'Sysvar1nstructions1111111111111111111111111'},"
                + members
                + "}")
        .replace('~', '\'');
  }

  @Test
  void aTypeThatIsListedAsAccountTooIsOneTypeIfAlike() {
    String box = "{'name':'Box','type':{'kind':'struct','fields':[{'name':'n','type':'%s'}]}}";
    String idl = "'instructions':[],'accounts':[" + box + "],'types':[" + box + "]";
    Compiled.run(
        legacy(String.format(idl, "u8", "u8")),
        "assertEquals(7, Box.readChecked(new Box(7).toAccountData()).n());");
    assertEquals(
        "$.accounts[0].name: is defined twice: Box",
        Idls.refusal(legacy(String.format(idl, "u8", "u16"))));
  }

  @Test
  void whatASeedsAccountIsInRustDoesNotMatter() {
    Compiled.run(
        legacy(
            "'instructions':[{'name':'go','accounts':[{'name':'pool','isMut':false,'isSigner':false},{'name':'box','isMut':true,'isSigner':false,"
                + "'pda':{'seeds':[{'kind':'account','type':{'defined':'Account<~info,Pool>'},'account':'Pool','path':'pool'}]}}],'args':[]}]"),
        """
        assertEquals(PublicKey.findProgramAddress(List.of(key(1).toByteArray()), OldDemoProgram.PROGRAM_ID).getAddress(),
            Go.builder().pool(key(1)).build().getKeys().get(1).getPublicKey());
        """);
  }

  @Test
  void aDiscriminatorThatIsStatedIsTaken() {
    Compiled.run(
        legacy(
            "'instructions':[{'name':'go','discriminator':[7],'accounts':[],'args':[]}],"
                + "'accounts':[{'name':'Box','discriminator':[8,9],'type':{'kind':'struct','fields':[]}}],"
                + "'events':[{'name':'Gone','discriminator':[1,2,3],'fields':[{'name':'n','type':'u8','index':false}]}]"),
        """
        assertEquals("07", hex(Go.discriminator()));
        assertEquals("0809", hex(Box.discriminator()));
        assertEquals("010203", hex(Gone.discriminator()));
        """);
  }

  @Test
  void typesInRustTextAreRead() {
    Compiled.run(
        legacy(
            "'instructions':[],'types':[{'name':'A','type':{'kind':'struct','fields':["
                + "{'name':'pairs','type':{'vec':{'defined':'(u8, [u8; 2])'}}},"
                + "{'name':'all','type':{'defined':'BTreeMap<u8,Vec<(bool,)>>'}},"
                + "{'name':'list','type':{'defined':'List<u16, 2>'}}]}},"
                + "{'name':'List','generics':['T','N'],'type':{'kind':'struct','fields':[{'name':'items','type':{'genericLenArray':[{'generic':'T'},'N']}}]}}]"),
        """
        A a = A.read(new ByteReader(hex("01000000 05 0607  00000000  0100 0200")));
        assertEquals(5, a.pairs().get(0).field0());
        assertEquals(2, a.list().items()[1]);
        """);
    assertEquals(
        "$.types[0].type.alias.defined: is not defined in the IDL: Dynamic<Head,Vec<u8>>",
        Idls.refusal(
            legacy(
                "'instructions':[],'types':[{'name':'A','type':{'kind':'alias','value':{'defined':'Dynamic<Head, Vec<u8>>'}}}]")));
  }
}
