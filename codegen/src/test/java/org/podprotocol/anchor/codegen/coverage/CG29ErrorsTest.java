package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-29: errors, those of the framework included")
class CG29ErrorsTest {
  private static final String IDL =
      Idls.spec(
          "'errors':[{'code':6000,'name':'TooLarge','msg':'the batch is too large'},{'code':6001,'name':'Bare'}]");

  @Test
  void haveCodeNameAndMessage() {
    Compiled.run(
        IDL,
        """
        assertTrue(DemoError.class.isSealed());
        DemoError error = DemoError.ofCode(6000).get();
        assertEquals(DemoProgramError.TOO_LARGE, error);
        assertEquals("TooLarge", error.idlName());
        assertEquals("the batch is too large", error.message());
        assertEquals("Bare", DemoError.ofCode(6001).get().message());
        assertEquals(Optional.empty(), DemoError.ofCode(7000));
        """);
  }

  @Test
  void theFrameworksOwnAreKnown() {
    Compiled.run(
        IDL,
        """
        assertEquals(AnchorError.CONSTRAINT_SEEDS, DemoError.ofCode(2006).get());
        assertEquals(AnchorError.ACCOUNT_NOT_INITIALIZED, DemoError.ofCode(3012).get());
        assertEquals(AnchorError.INSTRUCTION_MISSING, DemoError.ofCode(100).get());
        assertEquals("Program ID was not as expected", DemoError.ofCode(3008).get().message());
        """);
  }

  @Test
  void aCodeThatIsThereTwiceIsRefused() {
    assertEquals(
        "$.errors[1].code: is there twice: 1",
        Idls.refusal(Idls.spec("'errors':[{'code':1,'name':'A'},{'code':1,'name':'B'}]")));
  }
}
