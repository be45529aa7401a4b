package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Layouts;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** What the rules share: the program, the names given to its parts, and the files made so far. */
final class Context {
  final Program program;
  final GeneratorOptions options;
  final RuntimeNames runtime;
  final JavaTypes types;

  /** First word of the program-wide classes. */
  final String prefix;

  final String programId;
  final ClassName programClass;
  final ClassName pdasClass;
  final ClassName eventInterface;
  final ClassName instructionInterface;
  final PdaCatalog pdas;

  private final Map<DataType, ClassName> classNames = new IdentityHashMap<>();
  private final Map<Program.Instruction, ClassName> instructionNames = new IdentityHashMap<>();
  private final List<JavaFile> files = new ArrayList<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final String header;

  Context(Program program, GeneratorOptions options) {
    this.program = program;
    this.options = options;
    this.runtime = new RuntimeNames(options.packageName() + ".runtime");
    this.types = new JavaTypes(this);
    this.prefix = options.name().orElseGet(() -> JavaNames.type(program.idl().metadata().name()));
    this.programId =
        options
            .programId()
            .or(() -> program.idl().address())
            .orElseThrow(
                () -> new IdlException("$.address", "is missing: give the program's address"));
    String base = options.packageName();
    this.programClass = ClassName.get(base, prefix + "Program");
    this.pdasClass = ClassName.get(base, prefix + "Pdas");
    this.eventInterface = ClassName.get(base + ".events", prefix + "Event");
    this.instructionInterface = ClassName.get(base + ".instructions", prefix + "Instruction");
    this.header = Header.of(program.idl());
    NameScope typeScope = NameScope.types();
    program.types().forEach(type -> nameType(base + ".types", type, type.idlName(), typeScope));
    NameScope accountScope = NameScope.types();
    program.accounts().forEach(a -> nameType(base + ".accounts", a.type(), a.name(), accountScope));
    NameScope eventScope = NameScope.types(eventInterface.simpleName(), prefix + "Events");
    program.events().forEach(e -> nameType(base + ".events", e.type(), e.name(), eventScope));
    NameScope scope =
        NameScope.types(
            instructionInterface.simpleName(),
            prefix + "Instructions",
            // What every instruction's class has nested in it.
            "Args",
            "Accounts",
            "Builder");
    for (Program.Instruction instruction : program.instructions()) {
      ClassName name =
          ClassName.get(base + ".instructions", scope.allocate(JavaNames.type(instruction.name())));
      instructionNames.put(instruction, name);
      classNames.put(instruction.args(), name.nestedClass("Args"));
    }
    this.pdas = new PdaCatalog(program);
  }

  private void nameType(String packageName, DataType type, String idlName, NameScope scope) {
    if (type.className().isPresent()) {
      classNames.put(type, ClassName.bestGuess(type.className().get()));
      return;
    }
    String simple = JavaNames.type(idlName);
    if (!free(scope, simple)) {
      simple = JavaNames.qualifiedType(idlName);
    }
    String name = simple;
    for (int i = 2; !free(scope, name); i++) {
      name = simple + "_" + i;
    }
    scope.allocate(name);
    scope.allocate(name + "View");
    classNames.put(type, ClassName.get(packageName, name));
  }

  private static boolean free(NameScope scope, String name) {
    return scope.isFree(name) && scope.isFree(name + "View");
  }

  /** The names of a record's components, in order. */
  static List<String> componentNames(List<DataType.Field> fields) {
    NameScope names = NameScope.members();
    return fields.stream().map(f -> names.allocate(JavaNames.member(f.name()))).toList();
  }

  Layouts layouts() {
    return program.layouts();
  }

  ClassName className(DataType type) {
    return classNames.get(type);
  }

  ClassName viewName(DataType type) {
    ClassName name = className(type);
    return name.peerClass(name.simpleName() + "View");
  }

  ClassName instructionName(Program.Instruction instruction) {
    return instructionNames.get(instruction);
  }

  /** Whether a struct has a fixed layout, so that a view can read it in place. */
  boolean hasView(DataType type) {
    return type.kind() == DataType.Kind.STRUCT
        && layouts().fixedSize(new Shape.Ref(type)).isPresent();
  }

  void add(String packageName, TypeSpec type) {
    files.add(
        JavaFile.builder(packageName, type)
            .skipJavaLangImports(true)
            .indent("  ")
            .addFileComment("$L", header)
            .build());
  }

  void addText(String path, String text) {
    texts.put(path, text);
  }

  Map<String, String> texts() {
    return texts;
  }

  List<JavaFile> files() {
    return files;
  }
}
