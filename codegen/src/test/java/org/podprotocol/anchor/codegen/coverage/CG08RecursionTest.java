package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-8: defined types that contain themselves")
class CG08RecursionTest {
  private static final String TREE =
      Idls.types(
          "{'name':'Tree','type':{'kind':'enum','variants':[{'name':'Leaf','fields':['u8']},"
              + "{'name':'Node','fields':[{'defined':{'name':'Tree'}},{'vec':{'defined':{'name':'Tree'}}}]}]}}");

  @Test
  void areReadAndWritten() {
    Compiled.run(
        TREE,
        """
        Tree tree = new Tree.Node(new Tree.Leaf(1), List.of(new Tree.Leaf(2)));
        assertEquals("01" + "0001" + "01000000" + "0002", hex(tree.toBytes()));
        assertEquals(tree, Tree.read(new ByteReader(tree.toBytes())));
        """);
  }

  @Test
  void bytesThatNestWithoutEndAreRefusedBeforeTheStackOverflows() {
    Compiled.run(
        TREE,
        """
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 1);
        assertThrows(DecodingException.class, () -> Tree.read(new ByteReader(deep)));
        """);
  }

  @Test
  void aTypeWithoutAFiniteValueIsRefused() {
    assertEquals(
        "$.types[0]: contains itself without an end: Loop",
        Idls.refusal(
            Idls.types(Idls.struct("Loop", "{'name':'a','type':{'defined':{'name':'Loop'}}}"))));
  }

  @Test
  void aDanglingReferenceIsRefused() {
    assertEquals(
        "$.types[0].type.fields[0].type.defined: is not defined in the IDL: Gone",
        Idls.refusal(
            Idls.types(Idls.struct("A", "{'name':'a','type':{'defined':{'name':'Gone'}}}"))));
  }
}
