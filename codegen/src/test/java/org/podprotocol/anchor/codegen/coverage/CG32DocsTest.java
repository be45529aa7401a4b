package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-32: documentation becomes Javadoc")
class CG32DocsTest {
  @Test
  void nothingInItEndsTheCommentOrIsTakenForMarkup() {
    String source =
        Compiled.of(
                Idls.types(
                    "{'name':'S','docs':['Ends */ here','<script> & {@link Foo} @param x','\\\\u002a/ \u00e9 line'],'type':{'kind':'struct','fields':["
                        + "{'name':'a','docs':['A field */ too','@deprecated'],'type':'u8'}]}}"))
            .sources()
            .get("test/types/S.java");
    assertTrue(source.contains("Ends &#42;&#47; here"), source);
    assertTrue(
        source.contains("&lt;script&gt; &amp; &#123;&#64;link Foo&#125; &#64;param x"), source);
    assertTrue(source.contains("&#92;u002a/ &#233; line"), source);
    assertTrue(source.contains("@param a A field &#42;&#47; too &#64;deprecated"), source);
  }

  @Test
  void itIsOnEverything() {
    Compiled compiled =
        Compiled.of(
            Idls.spec(
                "'docs':['The program.'],'instructions':[{'name':'act','docs':['The instruction.'],'discriminator':[1],"
                    + "'accounts':[{'name':'a','docs':['The account.']}],'args':[{'name':'n','docs':['The argument.'],'type':'u8'}]}],"
                    + "'constants':[{'name':'C','docs':['The constant.'],'type':'u8','value':'1'}]"));
    assertTrue(compiled.sources().get("test/DemoProgram.java").contains("The program."));
    String act = compiled.sources().get("test/instructions/Act.java");
    assertTrue(act.contains("The instruction."));
    assertTrue(act.contains("The account."));
    assertTrue(act.contains("The argument."));
    assertTrue(compiled.sources().get("test/DemoConstants.java").contains("The constant."));
  }
}
