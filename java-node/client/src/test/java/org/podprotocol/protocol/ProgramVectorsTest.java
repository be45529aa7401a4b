package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.PodProtocolProgram;
import org.podprotocol.bindings.events.PodProtocolEvent;
import org.podprotocol.bindings.events.PodProtocolEvents;
import org.podprotocol.bindings.instructions.PodProtocolInstruction;
import org.podprotocol.bindings.instructions.PodProtocolInstructions;
import org.podprotocol.bindings.runtime.ProgramAddress;

/** The generated bindings against what the program's own types give. */
class ProgramVectorsTest {
  private static final String ACCOUNTS = "org.podprotocol.bindings.accounts.";

  private static List<JsonNode> cases(String file, String list) throws IOException {
    return Vectors.cases(Vectors.read(file).required(list));
  }

  private static String snake(String camel) {
    return camel.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Compares a value of the bindings with its JSON form. */
  private static void assertSame(String where, JsonNode expected, Object actual)
      throws ReflectiveOperationException {
    if (actual instanceof Optional<?> optional) {
      assertEquals(!expected.isNull(), optional.isPresent(), where);
      if (optional.isPresent()) {
        assertSame(where, expected, optional.get());
      }
    } else if (actual instanceof List<?> list) {
      assertEquals(expected.size(), list.size(), where);
      for (int i = 0; i < list.size(); i++) {
        assertSame(where + "[" + i + "]", expected.get(i), list.get(i));
      }
    } else if (actual instanceof Record value) {
      RecordComponent[] components = value.getClass().getRecordComponents();
      assertEquals(expected.size(), components.length, where);
      for (RecordComponent component : components) {
        String name = snake(component.getName());
        assertSame(
            where + "." + name, expected.required(name), component.getAccessor().invoke(value));
      }
    } else if (actual instanceof Number number) {
      // Numbers of 64 bits are the same bits, signed or not.
      assertEquals(new BigInteger(expected.textValue()).longValue(), number.longValue(), where);
    } else if (actual instanceof byte[] bytes) {
      assertEquals(expected.textValue(), HexFormat.of().formatHex(bytes), where);
    } else if (actual instanceof PublicKey key) {
      assertEquals(expected.textValue(), key.toBase58(), where);
    } else {
      assertEquals(expected.textValue(), actual, where);
    }
  }

  /** Whether the vectors have each item of a list of the IDL. */
  private static void assertComplete(String list, Set<String> found) throws IOException {
    Set<String> declared =
        Vectors.cases(
                new JsonMapper()
                    .readTree(Path.of("..", "..", "idl", "pod_protocol.json").toFile())
                    .required(list))
            .stream()
            .map(item -> Vectors.text(item, "name"))
            .collect(Collectors.toSet());
    assertEquals(declared, found);
  }

  @Test
  void accountsAreReadAndWrittenAsTheProgramDoes() throws Exception {
    for (JsonNode account : cases("accounts.json", "accounts")) {
      String type = Vectors.text(account, "type");
      byte[] data = Vectors.hex(account, "bytes");
      Class<?> binding = Class.forName(ACCOUNTS + type);
      Object read = binding.getMethod("readChecked", byte[].class).invoke(null, data);
      assertSame(type, account.required("fields"), read);
      assertArrayEquals(data, (byte[]) binding.getMethod("toAccountData").invoke(read), type);
    }
    assertComplete("accounts", names("accounts.json", "accounts", "type"));
  }

  @Test
  void eventsAreReadAndWrittenAsTheProgramDoes() throws Exception {
    for (JsonNode event : cases("events.json", "events")) {
      String type = Vectors.text(event, "type");
      byte[] data = Vectors.hex(event, "bytes");
      PodProtocolEvent read = PodProtocolEvents.decode(data).orElseThrow();
      assertEquals(type, read.getClass().getSimpleName());
      assertSame(type, event.required("fields"), read);
      byte[] fields = (byte[]) read.getClass().getMethod("toBytes").invoke(read);
      assertArrayEquals(Arrays.copyOfRange(data, 8, data.length), fields, type);
    }
    assertComplete("events", names("events.json", "events", "type"));
  }

  @Test
  void instructionDataAreReadAndWrittenAsTheProgramDoes() throws Exception {
    for (JsonNode instruction : cases("instructions.json", "instructions")) {
      String name = Vectors.text(instruction, "instruction");
      byte[] data = Vectors.hex(instruction, "data");
      PodProtocolInstruction read = PodProtocolInstructions.decode(data).orElseThrow();
      assertEquals(name, read.getClass().getEnclosingClass().getSimpleName());
      assertSame(name, instruction.required("args"), read);
      assertArrayEquals(data, read.toInstructionData(), name);
    }
    assertComplete(
        "instructions",
        names("instructions.json", "instructions", "instruction").stream()
            .map(ProgramVectorsTest::snake)
            .collect(Collectors.toSet()));
  }

  @Test
  void instructionsAreBuiltWithTheAccountsThatTheProgramTakes() throws Exception {
    for (JsonNode instruction : cases("instructions.json", "instructions")) {
      byte[] data = Vectors.hex(instruction, "data");
      TransactionInstruction built = build(instruction, data);
      String name = Vectors.text(instruction, "instruction");
      assertEquals(PodProtocolProgram.PROGRAM_ID, built.getProgramId(), name);
      assertArrayEquals(data, built.getData(), name);
      assertEquals(
          Vectors.cases(instruction.required("accounts")).stream()
              .map(ProgramVectorsTest::account)
              .toList(),
          built.getKeys().stream()
              .map(key -> account(key.getPublicKey().toBase58(), key.isSigner(), key.isWritable()))
              .toList(),
          name);
    }
  }

  private static String account(JsonNode account) {
    return account(
        Vectors.text(account, "address"),
        account.required("signer").booleanValue(),
        account.required("writable").booleanValue());
  }

  private static String account(String address, boolean signer, boolean writable) {
    return address + (signer ? " signs" : "") + (writable ? " writable" : "");
  }

  /** Builds an instruction with the accounts of a vector and the arguments in its data. */
  private static TransactionInstruction build(JsonNode instruction, byte[] data)
      throws ReflectiveOperationException {
    Object args = PodProtocolInstructions.decode(data).orElseThrow();
    Object builder = args.getClass().getEnclosingClass().getMethod("builder").invoke(null);
    Map<String, Method> setters =
        Arrays.stream(builder.getClass().getMethods())
            .filter(method -> method.getParameterCount() == 1 && !method.isBridge())
            .collect(Collectors.toMap(Method::getName, method -> method));
    for (JsonNode account : Vectors.cases(instruction.required("accounts"))) {
      // A fixed address can't be given, and the program's stands for an account that is left out.
      Method setter = setters.remove(camel(Vectors.text(account, "account")));
      PublicKey address = key(account, "address");
      if (setter != null && !address.equals(PodProtocolProgram.PROGRAM_ID)) {
        setter.invoke(builder, address);
      }
    }
    for (RecordComponent component : args.getClass().getRecordComponents()) {
      String name = component.getName();
      Method setter = setters.getOrDefault(name, setters.get(name + "Arg"));
      setter.invoke(builder, component.getAccessor().invoke(args));
    }
    return (TransactionInstruction) builder.getClass().getMethod("build").invoke(builder);
  }

  private static String camel(String snake) {
    return Pattern.compile("_(.)")
        .matcher(snake)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  private static Set<String> names(String file, String list, String member) throws IOException {
    return cases(file, list).stream()
        .map(item -> Vectors.text(item, member))
        .collect(Collectors.toSet());
  }

  @Test
  void addressesAreThoseOfTheProgram() throws Exception {
    assertEquals(
        Vectors.text(Vectors.read("addresses.json"), "programId"),
        PodProtocolProgram.PROGRAM_ID.toBase58());
    for (JsonNode entry : cases("addresses.json", "addresses")) {
      String kind = Vectors.text(entry, "account");
      ProgramAddress derived = derive(kind, entry.required("inputs"));
      assertEquals(Vectors.text(entry, "address"), derived.address().toBase58(), kind);
      assertEquals(entry.required("bump").intValue(), derived.bump(), kind);
    }
  }

  private static ProgramAddress derive(String kind, JsonNode inputs) {
    return switch (kind) {
      case "agent" -> PodProtocolPdas.agent(key(inputs, "creator"), Vectors.hex(inputs, "name"));
      case "profile" -> PodProtocolPdas.profile(key(inputs, "agent"));
      case "message" -> PodProtocolPdas.message(key(inputs, "sender"), number(inputs, "nonce"));
      case "channel" ->
          PodProtocolPdas.channel(key(inputs, "creator"), Vectors.hex(inputs, "name"));
      case "membership" -> PodProtocolPdas.membership(key(inputs, "channel"), key(inputs, "agent"));
      case "acknowledger" ->
          PodProtocolPdas.acknowledger(key(inputs, "sender"), key(inputs, "recipient"));
      case "relay" -> PodProtocolPdas.relay(key(inputs, "creator"), number(inputs, "id"));
      case "log" -> PodProtocolPdas.nextLog(key(inputs, "relay"), number(inputs, "epoch"));
      case "cpiAuthority" -> PodProtocolPdas.cpiAuthority();
      default -> throw new AssertionError("no such account: " + kind);
    };
  }

  private static PublicKey key(JsonNode inputs, String member) {
    return new PublicKey(Vectors.text(inputs, member));
  }

  private static long number(JsonNode inputs, String member) {
    return Long.parseUnsignedLong(Vectors.text(inputs, member));
  }
}
