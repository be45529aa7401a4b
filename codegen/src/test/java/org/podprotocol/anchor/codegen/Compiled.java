package org.podprotocol.anchor.codegen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.Amendments;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/** Bindings that were generated and compiled in memory, for release 17 and with every warning. */
public final class Compiled {
  private final ClassLoader loader;
  private final Map<String, String> sources;

  private Compiled(ClassLoader loader, Map<String, String> sources) {
    this.loader = loader;
    this.sources = sources;
  }

  /** Generates into package {@code test} and compiles; fails with the compiler's words. */
  public static Compiled of(String json) {
    return of(json, GeneratorOptions.forPackage("test"));
  }

  /** Generates with options and compiles; fails with the compiler's words. */
  public static Compiled of(String json, GeneratorOptions options) {
    return compile(
        Generator.generate(IdlParser.parse(json.getBytes(StandardCharsets.UTF_8)), options));
  }

  /** Generates, compiles, and runs statements that use the bindings; they may assert. */
  public static void run(String json, String statements) {
    run(json, GeneratorOptions.forPackage("test"), statements);
  }

  /** Generates with options, compiles, and runs statements that use the bindings. */
  public static void run(String json, GeneratorOptions options, String statements) {
    run(
        Generator.generate(IdlParser.parse(json.getBytes(StandardCharsets.UTF_8)), options),
        statements);
  }

  /** Generates from an IDL that is amended, compiles, and runs statements. */
  public static void run(String json, Amendments amendments, String statements) {
    run(
        Generator.generate(
            IdlParser.parse(json.getBytes(StandardCharsets.UTF_8), amendments),
            GeneratorOptions.forPackage("test")),
        statements);
  }

  /** Compiles sources and runs statements that use them. */
  public static void run(Map<String, String> bindings, String statements) {
    Map<String, String> sources = new java.util.TreeMap<>(bindings);
    sources.put("use/Use.java", use(sources, statements));
    try {
      compile(sources).type("use.Use").getMethod("run").invoke(null);
    } catch (java.lang.reflect.InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError("the statements failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Says how the compiler refuses statements that misuse the bindings. */
  public static String refusal(String json, String statements) {
    Map<String, String> sources =
        new java.util.TreeMap<>(
            Generator.generate(
                IdlParser.parse(json.getBytes(StandardCharsets.UTF_8)),
                GeneratorOptions.forPackage("test")));
    sources.put("use/Use.java", use(sources, statements));
    try {
      compile(sources);
    } catch (AssertionError e) {
      return e.getMessage();
    }
    throw new AssertionError("the compiler accepts: " + statements);
  }

  private static String use(Map<String, String> sources, String statements) {
    StringBuilder imports = new StringBuilder();
    sources.keySet().stream()
        .filter(path -> !path.endsWith("package-info.java"))
        .map(path -> path.substring(0, path.lastIndexOf('/')).replace('/', '.'))
        .distinct()
        .forEach(name -> imports.append("import ").append(name).append(".*;\n"));
    return "package use;\n"
        + "import static org.junit.jupiter.api.Assertions.*;\n"
        + "import java.math.BigInteger;\n"
        + "import java.util.*;\n"
        + "import org.p2p.solanaj.core.*;\n"
        + imports
        + "public final class Use {\n"
        + "  private Use() {}\n"
        + "  static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(\" \", \"\")); }\n"
        + "  static String hex(byte[] bytes) { return HexFormat.of().formatHex(bytes); }\n"
        + "  static PublicKey key(int n) { byte[] b = new byte[32]; b[31] = (byte) n; return new PublicKey(b); }\n"
        + "  public static void run() throws Exception {\n"
        + statements
        + "\n  }\n}\n";
  }

  /** Compiles sources along with others that use them. */
  public static Compiled compile(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((path, text) -> units.add(new Source(path, text)));
    try (Memory memory =
        new Memory(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
      boolean ok =
          compiler
              .getTask(
                  null,
                  memory,
                  diagnostics,
                  List.of(
                      "--release",
                      "17",
                      "-Xlint:all",
                      "-Werror",
                      "-proc:none",
                      "-encoding",
                      "US-ASCII",
                      "-Xmaxerrs",
                      "20"),
                  null,
                  units)
              .call();
      if (!ok) {
        StringBuilder text = new StringBuilder("does not compile:");
        diagnostics.getDiagnostics().stream().limit(20).forEach(d -> text.append('\n').append(d));
        throw new AssertionError(text.toString());
      }
      return new Compiled(new Loader(memory.classes()), sources);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The sources by path. */
  public Map<String, String> sources() {
    return sources;
  }

  /** A class of the bindings. */
  public Class<?> type(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("not generated: " + name + "; there is " + sources.keySet(), e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("mem:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    Memory(JavaFileManager standard) {
      super(standard);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      outputs.put(className, bytes);
      return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(Compiled.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
