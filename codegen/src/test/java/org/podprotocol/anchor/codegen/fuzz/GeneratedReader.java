package org.podprotocol.anchor.codegen.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;

/** One of the ways in which generated code makes something of bytes that anybody may have made. */
sealed interface GeneratedReader {
  /** Below the package that is watched for the code that is reached. */
  String PACKAGE = "org.podprotocol.fuzzed";

  /**
   * What the bytes are; null if they are refused, or are read as nothing that could be written.
   *
   * @throws AssertionError if they are refused by another exception than the declared one
   */
  Object read(byte[] bytes);

  /** The generated class that reads. */
  Class<?> type();

  /** What a value is written as is read as the same value. */
  void checkWrittenAndReadAgain(Object value);

  /** All of the bindings of our own program and of the IDLs that tests use. */
  static List<GeneratedReader> ofAllFixtures() {
    try {
      List<GeneratedReader> readers = new ArrayList<>();
      readers.addAll(
          of("courier", Files.readString(Path.of("src/test/resources/idl/courier.json"))));
      Path vectors = Path.of("src/test/resources/vectors/encodings.json");
      readers.addAll(
          of("encodings", new ObjectMapper().readTree(vectors.toFile()).get("idl").toString()));
      readers.addAll(of("pod", Files.readString(Path.of("../idl/pod_protocol.json"))));
      return List.copyOf(readers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<GeneratedReader> of(String name, String idl) {
    String root = PACKAGE + "." + name;
    Compiled bindings = Compiled.of(idl, GeneratorOptions.forPackage(root));
    Class<?> source = bindings.type(root + ".runtime.ByteReader");
    List<GeneratedReader> readers = new ArrayList<>();
    for (String path : bindings.sources().keySet()) {
      if (path.contains("/runtime/") || path.endsWith("package-info.java")) {
        continue;
      }
      Class<?> type =
          bindings.type(path.substring(0, path.length() - ".java".length()).replace('/', '.'));
      if (type.getSimpleName().endsWith("View")) {
        readers.add(View.of(type));
        continue;
      }
      addStatic(readers, type, source);
      for (Class<?> inner : type.getDeclaredClasses()) {
        addStatic(readers, inner, source);
      }
    }
    return readers;
  }

  private static void addStatic(List<GeneratedReader> readers, Class<?> type, Class<?> source) {
    Arrays.stream(type.getDeclaredMethods())
        .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
        .filter(m -> m.getParameterCount() == 1)
        // The order that reflection gives is not always the same, and a run is to be repeatable.
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              Class<?> from = method.getParameterTypes()[0];
              if (from == source) {
                readers.add(new FromReader(method));
              } else if (from == byte[].class && !method.getName().startsWith("filterBy")) {
                readers.add(new FromBytes(method));
              } else if (method.getName().equals("fromLogs")) {
                readers.add(new FromLogs(method));
              }
            });
  }

  /** An input of the target that has one of the readers read these bytes. */
  static byte[] input(int reader, byte[] bytes) {
    byte[] input = new byte[2 + bytes.length];
    input[0] = (byte) (reader >> 8);
    input[1] = (byte) reader;
    System.arraycopy(bytes, 0, input, 2, bytes.length);
    return input;
  }

  private static Object call(Method method, Object on, Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause.getClass().getName().endsWith(".runtime.DecodingException")) {
        return null;
      }
      throw new AssertionError(method + " fails in another way than it declares", cause);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** A method that reads at a position. */
  record FromReader(Method method) implements GeneratedReader {
    @Override
    public Class<?> type() {
      return method.getDeclaringClass();
    }

    @Override
    public Object read(byte[] bytes) {
      return call(method, null, reader(bytes));
    }

    private Object reader(byte[] bytes) {
      try {
        return method
            .getParameterTypes()[0]
            .getConstructor(byte[].class)
            .newInstance((Object) bytes);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void checkWrittenAndReadAgain(Object value) {
      byte[] written;
      try {
        Class<?> type =
            Class.forName(
                method.getParameterTypes()[0].getName().replace("Reader", "Writer"),
                true,
                method.getDeclaringClass().getClassLoader());
        Object writer = type.getConstructor(int.class).newInstance(0);
        value.getClass().getMethod("write", type).invoke(value, writer);
        written = (byte[]) type.getMethod("toByteArray").invoke(writer);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(value + " is not written", e);
      }
      checkSame(value, read(written), method);
    }
  }

  /** A method that reads the whole of an account, an event or an instruction's data. */
  record FromBytes(Method method) implements GeneratedReader {
    @Override
    public Class<?> type() {
      return method.getDeclaringClass();
    }

    @Override
    public Object read(byte[] bytes) {
      return call(method, null, (Object) bytes);
    }

    @Override
    public void checkWrittenAndReadAgain(Object value) {
      for (Method writes : value.getClass().getMethods()) {
        if (writes.getName().equals("toAccountData")
            || writes.getName().equals("toInstructionData")) {
          checkSame(value, read((byte[]) call(writes, value)), method);
        }
      }
    }
  }

  /** A method that finds events in the lines of a log. */
  record FromLogs(Method method) implements GeneratedReader {
    @Override
    public Class<?> type() {
      return method.getDeclaringClass();
    }

    @Override
    public Object read(byte[] bytes) {
      return call(method, null, new String(bytes, StandardCharsets.UTF_8).lines().toList());
    }

    @Override
    public void checkWrittenAndReadAgain(Object value) {}
  }

  /** A view, of which every field is looked at. */
  record View(Class<?> type, Method wrap, int size, List<Method> fields)
      implements GeneratedReader {
    static View of(Class<?> type) {
      try {
        int size = type.getField("SIZE").getInt(null);
        boolean account =
            Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals("wrapAccount"));
        List<Method> fields =
            Arrays.stream(type.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        return account
            ? new View(type, type.getMethod("wrapAccount", byte[].class), size, fields)
            : new View(type, type.getMethod("wrap", byte[].class, int.class), size, fields);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Object read(byte[] bytes) {
      Object view;
      try {
        view = type.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
      if (wrap.getParameterCount() == 2) {
        if (bytes.length < size) {
          return null;
        }
        call(wrap, view, bytes, bytes.length - size);
      } else if (call(wrap, view, (Object) bytes) == null) {
        return null;
      }
      fields.forEach(field -> call(field, view));
      return null;
    }

    @Override
    public void checkWrittenAndReadAgain(Object value) {}
  }

  private static void checkSame(Object value, Object again, Method method) {
    if (!value.equals(again)) {
      throw new AssertionError(
          method + " reads " + value + ", and what that is written as is " + again);
    }
  }
}
