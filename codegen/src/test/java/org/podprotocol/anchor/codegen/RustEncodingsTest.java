package org.podprotocol.anchor.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.IdlParser;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.ProgramResolver;
import org.podprotocol.anchor.codegen.resolve.Shape;

/**
 * Compares generated code with Rust's borsh and bytemuck: the crate {@code idl-vectors} writes
 * random values of random types with their bytes, and here they are read, looked at, and written
 * again.
 */
class RustEncodingsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Path FILE = Path.of("src/test/resources/vectors/encodings.json");

  private static JsonNode file;
  private static Compiled compiled;
  private static final Map<String, DataType> TYPES = new HashMap<>();

  @BeforeAll
  static void generate() throws Exception {
    file = new ObjectMapper().readTree(FILE.toFile());
    assertTrue(Files.size(FILE) > 10_000);
    String idl = file.get("idl").toString();
    compiled = Compiled.of(idl, GeneratorOptions.forPackage("test"));
    ProgramResolver.resolve(IdlParser.parse(idl.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .types()
        .forEach(type -> TYPES.put(type.idlName(), type));
  }

  @Test
  void bytesThatRustWroteAreReadAsTheSameValuesAndWrittenBack() throws Exception {
    int checked = 0;
    for (JsonNode vector : file.get("vectors")) {
      String name = vector.get("type").asText();
      byte[] bytes = HexFormat.of().parseHex(vector.get("bytes").asText());
      Object value = read(name, bytes);
      assertEquals(vector.get("value"), json(new Shape.Ref(TYPES.get(name)), value), name);
      assertEquals(vector.get("bytes").asText(), HexFormat.of().formatHex(write(value)), name);
      checked++;
    }
    assertEquals(file.get("vectors").size(), checked);
    assertTrue(checked >= 300);
  }

  @Test
  void everyBeginningOfTheBytesIsRefused() throws Exception {
    for (JsonNode vector : file.get("vectors")) {
      String name = vector.get("type").asText();
      byte[] bytes = HexFormat.of().parseHex(vector.get("bytes").asText());
      for (int length = 0; length < bytes.length; length += 1 + bytes.length / 16) {
        Class<?> reason = refusal(name, Arrays.copyOf(bytes, length));
        assertEquals("test.runtime.DecodingException", reason.getName(), name);
      }
    }
  }

  private static Class<?> refusal(String name, byte[] bytes) throws Exception {
    try {
      throw new AssertionError("was read: " + read(name, bytes));
    } catch (java.lang.reflect.InvocationTargetException e) {
      return e.getCause().getClass();
    }
  }

  private static Object read(String name, byte[] bytes) throws Exception {
    Class<?> readerType = compiled.type("test.runtime.ByteReader");
    Object reader = readerType.getConstructor(byte[].class).newInstance((Object) bytes);
    Object value =
        compiled.type("test.types." + name).getMethod("read", readerType).invoke(null, reader);
    readerType.getMethod("expectEnd").invoke(reader);
    return value;
  }

  private static byte[] write(Object value) throws Exception {
    Class<?> writerType = compiled.type("test.runtime.ByteWriter");
    Object writer = writerType.getConstructor(int.class).newInstance(0);
    value.getClass().getMethod("write", writerType).invoke(value, writer);
    return (byte[]) writerType.getMethod("toByteArray").invoke(writer);
  }

  private static JsonNode json(Shape shape, Object value) throws Exception {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar(scalar.type(), value);
    }
    if (shape instanceof Shape.OptionOf option) {
      Optional<?> some = (Optional<?>) value;
      return some.isPresent()
          ? JSON.arrayNode().add(json(option.value(), some.get()))
          : JSON.nullNode();
    }
    if (shape instanceof Shape.VecOf vec) {
      return elements(vec.element(), value);
    }
    if (shape instanceof Shape.ArrayOf array) {
      return elements(array.element(), value);
    }
    return data(((Shape.Ref) shape).type(), value);
  }

  private static JsonNode elements(Shape element, Object value) throws Exception {
    ArrayNode array = JSON.arrayNode();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        array.add(json(element, item));
      }
      return array;
    }
    for (int i = 0; i < Array.getLength(value); i++) {
      array.add(json(element, Array.get(value, i)));
    }
    return array;
  }

  private static JsonNode data(DataType type, Object value) throws Exception {
    if (type.kind() == DataType.Kind.STRUCT) {
      return fields(type.fields(), value);
    }
    int variant =
        value instanceof Enum<?> constant
            ? constant.ordinal()
            : List.of(compiled.type("test.types." + type.idlName()).getPermittedSubclasses())
                .indexOf(value.getClass());
    JsonNode fields =
        value instanceof Enum<?>
            ? JSON.arrayNode()
            : fields(type.variants().get(variant).fields(), value);
    return JSON.objectNode().put("variant", variant).set("fields", fields);
  }

  private static JsonNode fields(List<DataType.Field> fields, Object value) throws Exception {
    RecordComponent[] components = value.getClass().getRecordComponents();
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < components.length; i++) {
      array.add(json(fields.get(i).shape(), components[i].getAccessor().invoke(value)));
    }
    return array;
  }

  private static JsonNode scalar(Primitive type, Object value) {
    return switch (type) {
      case BOOL -> JSON.booleanNode((Boolean) value);
      case STRING -> JSON.textNode((String) value);
      case BYTES -> JSON.textNode(HexFormat.of().formatHex((byte[]) value));
      case PUBKEY -> JSON.textNode(HexFormat.of().formatHex(((PublicKey) value).toByteArray()));
      case F32 -> JSON.textNode(Integer.toUnsignedString(Float.floatToRawIntBits((Float) value)));
      case F64 -> JSON.textNode(Long.toUnsignedString(Double.doubleToRawLongBits((Double) value)));
      case U64 -> JSON.textNode(Long.toUnsignedString((Long) value));
      // An array of u8 is a byte array, whose elements Java calls negative from 128 up.
      case U8 ->
          JSON.textNode(value instanceof Byte b ? Integer.toString(b & 0xff) : value.toString());
      default -> JSON.textNode(new BigInteger(value.toString()).toString());
    };
  }
}
