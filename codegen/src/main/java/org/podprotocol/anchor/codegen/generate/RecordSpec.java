package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.generate.FieldRuns.Run;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Layouts;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** A record being made of a struct, a variant of an enum, or the arguments of an instruction. */
final class RecordSpec {
  // 255 slots, one of which is the constructor's own.
  private static final int MAX_SLOTS = 254;

  final Context context;
  final ClassName className;
  final String idlName;
  final List<DataType.Field> fields;
  final List<String> components;
  final List<String> constantNames = new ArrayList<>();
  final Layouts.StructLayout layout;
  final OptionalInt fixedSize;
  final int minSize;
  final TypeSpec.Builder builder;

  RecordSpec(
      Context context,
      ClassName className,
      String idlName,
      String path,
      List<DataType.Field> fields,
      Layouts.StructLayout layout) {
    this.context = context;
    this.className = className;
    this.idlName = idlName;
    this.fields = fields;
    this.layout = layout;
    this.builder = TypeSpec.recordBuilder(className.simpleName()).addModifiers(Modifier.PUBLIC);
    this.components = Context.componentNames(fields);
    NameScope constants =
        NameScope.members("SIZE", "MIN_SIZE", "ACCOUNT_SIZE", "MIN_ACCOUNT_SIZE", "DISCRIMINATOR");
    int slots = 0;
    for (DataType.Field field : fields) {
      constantNames.add(constants.allocate(JavaNames.constant(field.name()) + "_OFFSET"));
      slots += context.types.slots(field.shape());
    }
    if (slots > MAX_SLOTS) {
      throw new IdlException(path, "has more fields than a Java record can have");
    }
    boolean fixed = true;
    int size = 0;
    for (int i = 0; i < fields.size(); i++) {
      fixed &= context.layouts().fixedSize(fields.get(i).shape()).isPresent();
      size += layout.padding().get(i) + context.layouts().minSize(fields.get(i).shape());
    }
    this.minSize = size + layout.padding().get(fields.size());
    this.fixedSize = fixed ? OptionalInt.of(minSize) : OptionalInt.empty();
  }

  static RecordSpec of(Context context, DataType type) {
    return new RecordSpec(
        context,
        context.className(type),
        type.idlName(),
        type.path(),
        type.fields(),
        context.layouts().struct(type));
  }

  /** Components, with their documentation, and a constructor that checks them. */
  void addComponents(List<String> docs, String otherwise) {
    CodeBlock.Builder javadoc = CodeBlock.builder().add(Docs.of(docs, otherwise));
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    MethodSpec.Builder checks =
        MethodSpec.compactConstructorBuilder()
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Checks that nothing is null and copies collections.\n");
    boolean needed = false;
    for (int i = 0; i < fields.size(); i++) {
      TypeName type = context.types.type(fields.get(i).shape());
      String name = this.components.get(i);
      components.addParameter(type, name);
      String text = String.join(" ", fields.get(i).docs()).strip();
      javadoc.add(
          "$L\n",
          (i == 0 ? "\n" : "")
              + "@param "
              + name
              + " "
              + (text.isEmpty() ? FieldText.of(fields.get(i).shape()) : Docs.escapeLine(text)));
      needed |= ComponentCheck.add(checks, type, name);
    }
    builder.recordConstructor(components.build()).addJavadoc(javadoc.build());
    if (needed) {
      builder.addMethod(checks.build());
    }
  }

  /** SIZE, or MIN_SIZE where values differ in size. */
  void addSize() {
    builder.addField(
        intConstant(
            fixedSize.isPresent() ? "SIZE" : "MIN_SIZE",
            minSize,
            fixedSize.isPresent()
                ? "Bytes that every value takes."
                : "The least number of bytes that a value takes."));
  }

  /** Where the fields start that do so at the same place in every value. */
  void addOffsets(int base, String from) {
    for (int i = 0; i < fields.size(); i++) {
      if (layout.offsets().get(i).isPresent()) {
        builder.addField(
            intConstant(
                constantNames.get(i),
                base + layout.offsets().get(i).getAsInt(),
                "Where " + Docs.code(components.get(i)) + " starts, counted from " + from + "."));
      }
    }
  }

  static FieldSpec intConstant(String name, int value, String doc) {
    return FieldSpec.builder(TypeName.INT, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", doc)
        .initializer("$L", value)
        .build();
  }

  /** The arguments of the constructor, each read in its turn. */
  CodeBlock constructorCall(String in) {
    CodeBlock.Builder arguments = CodeBlock.builder();
    for (int i = 0; i < fields.size(); i++) {
      arguments.add(i == 0 ? "\n" : ",\n");
      arguments.add("$L", context.types.read(fields.get(i).shape(), in));
    }
    return CodeBlock.of("new $T($>$>$L$<$<)", className, arguments.build());
  }

  /** The static method read. */
  void addRead(boolean recursive) {
    MethodSpec.Builder read =
        MethodSpec.methodBuilder("read")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(context.runtime.reader, "in")
            .returns(className)
            .addJavadoc(
                "Reads a value and leaves the position behind it.\n\n@throws $T if the bytes are"
                    + " none\n",
                context.runtime.decodingException);
    addReadStatements(read, recursive);
    builder.addMethod(read.build());
  }

  /** The statements that read a value from {@code in} and return it. */
  void addReadStatements(MethodSpec.Builder read, boolean recursive) {
    if (recursive) {
      read.addStatement("in.enter()");
    }
    List<Run> runs = FieldRuns.of(context.types, context.layouts(), this);
    CodeBlock value = inOneExpression(runs) ? leading(read, runs) : inLocals(read, runs);
    if (recursive) {
      read.addStatement("$T value = $L", className, value);
      read.addStatement("in.exit()").addStatement("return value");
    } else {
      read.addStatement("return $L", value);
    }
  }

  /** Arguments are evaluated in their order, so that a run may only come first. */
  private static boolean inOneExpression(List<Run> runs) {
    for (int i = 0; i < runs.size(); i++) {
      if (i > 0 && (runs.get(i).isFixed() || runs.get(i).size() > 0)) {
        return false;
      }
    }
    return runs.isEmpty() || runs.get(0).isFixed() || runs.get(0).size() == 0;
  }

  private CodeBlock leading(MethodSpec.Builder read, List<Run> runs) {
    if (runs.isEmpty() || !runs.get(0).isFixed()) {
      return constructorCall("in");
    }
    read.addStatement("int at = in.take($L)", runs.get(0).size());
    CodeBlock.Builder arguments = CodeBlock.builder();
    for (Run run : runs) {
      for (int i = run.first(); i < run.end(); i++) {
        arguments.add(i == 0 ? "\n$L" : ",\n$L", value(run, i, "at"));
      }
    }
    return CodeBlock.of("new $T($>$>$L$<$<)", className, arguments.build());
  }

  private CodeBlock inLocals(MethodSpec.Builder read, List<Run> runs) {
    NameScope locals = NameScope.members("in", "value", "data");
    CodeBlock.Builder arguments = CodeBlock.builder();
    for (Run run : runs) {
      String at = begin(read, "in", run, locals);
      for (int i = run.first(); i < run.end(); i++) {
        String local = locals.allocate(components.get(i));
        read.addStatement(
            "$T $N = $L", context.types.type(fields.get(i).shape()), local, value(run, i, at));
        arguments.add(i == 0 ? "$N" : ", $N", local);
      }
    }
    end(read, "in", runs);
    return CodeBlock.of("new $T($L)", className, arguments.build());
  }

  private CodeBlock value(Run run, int field, String at) {
    Shape shape = fields.get(field).shape();
    return run.isFixed()
        ? context.types.readAt(shape, "in", index(run, field, at))
        : context.types.read(shape, "in");
  }

  private static CodeBlock index(Run run, int field, String at) {
    int offset = run.offsets().get(field - run.first());
    return offset == 0 ? CodeBlock.of("$N", at) : CodeBlock.of("$N + $L", at, offset);
  }

  /** Takes the bytes of a run, or passes over a single field's padding. */
  private static String begin(MethodSpec.Builder method, String source, Run run, NameScope locals) {
    if (run.isFixed()) {
      String at = locals.allocate("at");
      method.addStatement("int $N = $N.take($L)", at, source, run.size());
      return at;
    }
    if (run.size() > 0) {
      method.addStatement("$N.take($L)", source, run.size());
    }
    return "";
  }

  private void end(MethodSpec.Builder method, String source, List<Run> runs) {
    int padding = layout.padding().get(fields.size());
    if (padding > 0 && (runs.isEmpty() || !runs.get(runs.size() - 1).isFixed())) {
      method.addStatement("$N.take($L)", source, padding);
    }
  }

  /** The method write. */
  void addWrite(boolean overrides) {
    MethodSpec.Builder write =
        MethodSpec.methodBuilder("write")
            .addModifiers(Modifier.PUBLIC)
            .addParameter(context.runtime.writer, "out");
    if (overrides) {
      write.addAnnotation(Override.class);
    } else {
      write.addJavadoc(
          "Writes the value.\n\n@throws IllegalArgumentException if a number is out of its type's"
              + " range\n");
    }
    writeFields(write);
    builder.addMethod(write.build());
  }

  /** The statements that write the fields. */
  void writeFields(MethodSpec.Builder write) {
    List<Run> runs = FieldRuns.of(context.types, context.layouts(), this);
    NameScope locals = NameScope.members("out");
    for (Run run : runs) {
      String at = begin(write, "out", run, locals);
      for (int i = run.first(); i < run.end(); i++) {
        Shape shape = fields.get(i).shape();
        CodeBlock value = CodeBlock.of("this.$N", components.get(i));
        write.addStatement(
            "$L",
            run.isFixed()
                ? context.types.writeAt(shape, value, "out", index(run, i, at))
                : context.types.write(shape, value, "out"));
      }
    }
    end(write, "out", runs);
  }

  /** An expression for the bytes that a value takes, or nearly: it saves copies, not more. */
  CodeBlock encodedSize(int before) {
    CodeBlock.Builder size = CodeBlock.builder().add("$L", before + minSize);
    for (int i = 0; i < fields.size(); i++) {
      context
          .types
          .bytesBeyondMin(fields.get(i).shape(), CodeBlock.of("this.$N", components.get(i)))
          .ifPresent(more -> size.add(" + $L", more));
    }
    return size.build();
  }

  /** The method toBytes. */
  void addToBytes(boolean overrides) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("toBytes")
            .addModifiers(Modifier.PUBLIC)
            .returns(byte[].class)
            .addStatement("$1T out = new $1T($2L)", context.runtime.writer, encodedSize(0))
            .addStatement("write(out)")
            .addStatement("return out.toByteArray()");
    if (overrides) {
      method.addAnnotation(Override.class);
    } else {
      method.addJavadoc("The value's bytes.\n");
    }
    builder.addMethod(method.build());
  }

  /** Equality by content, where a record would compare arrays by identity. */
  void addEquality() {
    if (fields.stream().noneMatch(field -> context.types.holdsArrays(field.shape()))) {
      return;
    }
    builder.addMethod(Equality.equals(this)).addMethod(Equality.hash(this));
    builder.addMethod(Equality.text(this));
  }
}
