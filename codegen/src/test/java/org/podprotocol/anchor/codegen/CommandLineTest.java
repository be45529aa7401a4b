package org.podprotocol.anchor.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.anchor.codegen.cli.Main;
import picocli.CommandLine;

class CommandLineTest {
  private static final String COURIER = "src/test/resources/idl/courier.json";

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private Path file(String name, String json) throws Exception {
    return Files.writeString(temp.resolve(name), json);
  }

  @Test
  void generateWritesSources() {
    assertEquals(
        0, run("generate", "--idl", COURIER, "--package", "a.b", "--out", temp.toString()));
    assertTrue(Files.exists(temp.resolve("a/b/CourierProgram.java")));
    assertTrue(Files.exists(temp.resolve("a/b/runtime/ByteReader.java")));
  }

  @Test
  void aBadIdlIsNamedWithItsPlaceAndNothingIsWritten() throws Exception {
    Path bad =
        file(
            "bad.json",
            Idls.types(Idls.struct("A", "{'name':'a','type':{'defined':{'name':'B'}}}")));
    assertEquals(
        1, run("generate", "--idl", bad.toString(), "--package", "a", "--out", temp + "/out"));
    assertTrue(
        err.toString().contains("$.types[0].type.fields[0].type.defined: is not defined"),
        err.toString());
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void aMissingTypeCanBeDefined() throws Exception {
    Path idl =
        file(
            "a.json", Idls.types(Idls.struct("A", "{'name':'a','type':{'defined':{'name':'B'}}}")));
    String[] arguments = {
      "generate",
      "--idl",
      idl.toString(),
      "--package",
      "a",
      "--out",
      temp.toString(),
      "--define",
      "B=Vec<u64>"
    };
    assertEquals(0, run(arguments), err.toString());
    assertTrue(Files.exists(temp.resolve("a/types/A.java")));
  }

  @Test
  void anIdlCanBeChangedBeforeItIsRead() throws Exception {
    Path idl = file("a.json", Idls.types(Idls.struct("A", "{'name':'a','type':'u8'}")));
    Path patch =
        file(
            "patch.json",
            Idls.json(
                "[{'op':'test','path':'/types/0/name','value':'A'},{'op':'replace','path':'/types/0/type/fields/0/type','value':'u16'}]"));
    assertEquals(0, run("inspect", "--idl", idl.toString(), "--patch", patch.toString()));
    assertTrue(out.toString().contains("a: u16"), out.toString());
    Path wrong = file("wrong.json", Idls.json("[{'op':'remove','path':'/types/1'}]"));
    assertEquals(1, run("inspect", "--idl", idl.toString(), "--patch", wrong.toString()));
    assertTrue(
        err.toString().contains("operation 0 of the patch finds nothing at /types/1"),
        err.toString());
  }

  @Test
  void aRefusalSaysHowToGoOn() throws Exception {
    Path idl =
        file(
            "a.json", Idls.types(Idls.struct("A", "{'name':'a','type':{'defined':{'name':'B'}}}")));
    assertEquals(1, run("inspect", "--idl", idl.toString()));
    assertTrue(err.toString().contains("--define NAME=TYPE"), err.toString());
    Path odd = file("odd.json", Idls.types(Idls.struct("A", "{'name':'a','type':'u7'}")));
    assertEquals(1, run("inspect", "--idl", odd.toString()));
    assertTrue(err.toString().contains("/types/0/type/fields/0/type"), err.toString());
  }

  @Test
  void aFileThatIsNotThereAndAPackageThatIsNoneAreSaid() {
    assertEquals(1, run("inspect", "--idl", temp + "/none.json"));
    assertTrue(err.toString().contains("there is no file"), err.toString());
    assertEquals(
        1, run("generate", "--idl", COURIER, "--package", "a..b", "--out", temp.toString()));
    assertTrue(err.toString().contains("not a package name: a..b"), err.toString());
    assertEquals(2, run("generate"));
  }

  @Test
  void inspectShowsLayouts() {
    assertEquals(0, run("inspect", "--idl", COURIER));
    assertTrue(
        out.toString().contains("account Agent  2fa670939bc55607  80 bytes"), out.toString());
    assertTrue(out.toString().contains("    64 capabilities: u64"), out.toString());
  }

  @Test
  void diffTellsWhatBreaksClients() throws Exception {
    String old = Files.readString(Path.of(COURIER));
    Path present =
        file(
            "new.json",
            old.replace(
                    "\"name\": \"reputation\", \"type\": \"u32\"",
                    "\"name\": \"reputation\", \"type\": \"i32\"")
                .replace("\"name\": \"capabilities\"", "\"name\": \"skills\""));
    assertEquals(1, run("diff", COURIER, present.toString()));
    assertTrue(
        out.toString().contains("account Agent, field reputation: u32 becomes i32"),
        out.toString());
    assertTrue(
        out.toString().contains("account Agent, field capabilities: is called skills now"),
        out.toString());
  }

  @Test
  void diffOfAnIdlWithItselfIsEmpty() {
    assertEquals(0, run("diff", COURIER, COURIER));
    assertEquals("no change that concerns clients", out.toString().strip());
  }

  @Test
  void anAdditionBreaksNobody() throws Exception {
    String old = Files.readString(Path.of(COURIER));
    Path present =
        file(
            "new.json",
            old.replace(
                "\"constants\": [",
                "\"constants\": [{\"name\": \"MORE\", \"type\": \"u8\", \"value\": \"1\"},"));
    assertEquals(0, run("diff", COURIER, present.toString()));
    assertTrue(out.toString().contains("constant MORE: is new"), out.toString());
  }
}
