package org.podprotocol.anchor.codegen.idl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6902, appendix A, and what must not apply. */
class JsonPatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String apply(String document, String patch) throws JsonProcessingException {
    return JsonPatch.apply(
            JSON,
            patch.replace('~', '"').replace('\\', '~'),
            JSON.readTree(document.replace('~', '"')))
        .toString();
  }

  // A tilde stands for a quotation mark, a backslash for a tilde.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{~foo~:~bar~} | [{~op~:~add~,~path~:~/baz~,~value~:~qux~}] | {~foo~:~bar~,~baz~:~qux~}",
        "{~foo~:[1,3]} | [{~op~:~add~,~path~:~/foo/1~,~value~:2}] | {~foo~:[1,2,3]}",
        "{~baz~:1,~foo~:2} | [{~op~:~remove~,~path~:~/baz~}] | {~foo~:2}",
        "{~foo~:[1,2,3]} | [{~op~:~remove~,~path~:~/foo/1~}] | {~foo~:[1,3]}",
        "{~baz~:1,~foo~:2} | [{~op~:~replace~,~path~:~/baz~,~value~:3}] | {~baz~:3,~foo~:2}",
        "{~foo~:{~a~:1,~b~:2},~c~:{}} | [{~op~:~move~,~from~:~/foo/b~,~path~:~/c/d~}] | {~foo~:{~a~:1},~c~:{~d~:2}}",
        "{~foo~:[1,2,3]} | [{~op~:~move~,~from~:~/foo/0~,~path~:~/foo/2~}] | {~foo~:[2,3,1]}",
        "{~foo~:[1]} | [{~op~:~copy~,~from~:~/foo/0~,~path~:~/foo/-~}] | {~foo~:[1,1]}",
        "{~/~:9} | [{~op~:~test~,~path~:~/\\1~,~value~:9}] | {~/~:9}",
        "{~foo~:1} | [{~op~:~replace~,~path~:~~,~value~:[2]}] | [2]",
      })
  void operationsApply(String document, String patch, String result) throws Exception {
    assertEquals(result.replace('~', '"'), apply(document, patch));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{~op~:~remove~,~path~:~/b~}] | operation 0 of the patch finds nothing at /b",
        "[{~op~:~replace~,~path~:~/a/2~,~value~:1}] | operation 0 of the patch finds nothing at /a/2",
        "[{~op~:~add~,~path~:~/a/3~,~value~:1}] | operation 0 of the patch has no index of the array at /a/3",
        "[{~op~:~add~,~path~:~/b/c~,~value~:1}] | operation 0 of the patch finds nothing at /b",
        "[{~op~:~add~,~path~:~/a/0/c~,~value~:1}] | operation 0 of the patch asks for a member of what is neither object nor array: /a/0/c",
        "[{~op~:~test~,~path~:~/a/0~,~value~:2}] | operation 0 of the patch finds another value at /a/0: 1",
        "[{~op~:~merge~,~path~:~/a~}] | operation 0 of the patch is not add, remove, replace, move, copy or test: merge",
        "[{~op~:~add~,~path~:~/a/0~}] | operation 0 of the patch has no \"value\"",
        "[{~op~:~add~,~path~:~a~,~value~:1}] | operation 0 of the patch has no JSON Pointer in \"path\": a",
        "[1] | operation 0 of the patch has no string \"op\"",
        "{} | the patch is no array of operations (RFC 6902)",
      })
  void whatDoesNotApplyIsSaid(String patch, String problem) {
    assertEquals(
        problem,
        assertThrows(IllegalArgumentException.class, () -> apply("{~a~:[1,2]}", patch))
            .getMessage());
  }
}
