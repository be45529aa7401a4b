package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.JavaFile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.ProgramResolver;

/** Makes Java sources of an IDL: the same input always gives the same bytes. */
public final class Generator {
  private static final List<Rule> RULES =
      List.of(
          new ProgramRule(),
          new ConstantRule(),
          new StructRule(),
          new AccountRule(),
          new ViewRule(),
          new PdaRule(),
          new InstructionRule(),
          new EventRule(),
          new ErrorRule(),
          new PackageRule());

  private Generator() {}

  /**
   * Generates the bindings.
   *
   * @return the texts of the files by their paths, which are relative and use slashes; in order
   * @throws org.podprotocol.anchor.codegen.idl.IdlException if the IDL can't be used, naming the
   *     place
   */
  public static Map<String, String> generate(Idl idl, GeneratorOptions options) {
    Program program = ProgramResolver.resolve(idl);
    Context context = new Context(program, options);
    for (Rule rule : RULES) {
      rule.run(context);
    }
    Map<String, String> files = new TreeMap<>();
    // Turning the files into text is most of the work, and they don't depend on each other.
    List<String> texts = context.files().parallelStream().map(JavaFile::toString).toList();
    for (int i = 0; i < texts.size(); i++) {
      JavaFile file = context.files().get(i);
      put(files, file.packageName(), file.typeSpec().name() + ".java", texts.get(i));
    }
    context.texts().forEach((path, text) -> files.put(path, text));
    String runtime = options.packageName() + ".runtime";
    RuntimeSources.inPackage(runtime).forEach((name, text) -> put(files, runtime, name, text));
    return Collections.unmodifiableMap(files);
  }

  private static void put(Map<String, String> files, String packageName, String name, String text) {
    String path = packageName.replace('.', '/') + "/" + name;
    if (files.put(path, text) != null) {
      throw new IllegalStateException("two files of one name: " + path);
    }
  }
}
