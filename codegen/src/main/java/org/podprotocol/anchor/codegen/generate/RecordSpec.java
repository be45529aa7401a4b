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
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Layouts;

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

  private boolean isPadded() {
    return layout.padding().stream().anyMatch(bytes -> bytes > 0);
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
    if (recursive) {
      read.addStatement("in.enter()");
    }
    if (isPadded()) {
      readWithPadding(read);
    } else if (recursive) {
      read.addStatement("$T value = $L", className, constructorCall("in"));
      read.addStatement("in.exit()").addStatement("return value");
    } else {
      read.addStatement("return $L", constructorCall("in"));
    }
    builder.addMethod(read.build());
  }

  private void readWithPadding(MethodSpec.Builder read) {
    NameScope locals = NameScope.members("in");
    CodeBlock.Builder arguments = CodeBlock.builder();
    for (int i = 0; i < fields.size(); i++) {
      skip(read, i);
      String local = locals.allocate(components.get(i));
      read.addStatement(
          "$T $N = $L",
          context.types.type(fields.get(i).shape()),
          local,
          context.types.read(fields.get(i).shape(), "in"));
      arguments.add(i == 0 ? "$N" : ", $N", local);
    }
    skip(read, fields.size());
    read.addStatement("return new $T($L)", className, arguments.build());
  }

  private void skip(MethodSpec.Builder read, int index) {
    if (layout.padding().get(index) > 0) {
      read.addStatement("in.skip($L)", layout.padding().get(index));
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
    for (int i = 0; i < fields.size(); i++) {
      zeros(write, i);
      write.addStatement(
          "$L",
          context.types.write(
              fields.get(i).shape(), CodeBlock.of("this.$N", components.get(i)), "out"));
    }
    zeros(write, fields.size());
  }

  private void zeros(MethodSpec.Builder write, int index) {
    if (layout.padding().get(index) > 0) {
      write.addStatement("out.zeros($L)", layout.padding().get(index));
    }
  }

  /** The method toBytes. */
  void addToBytes(boolean overrides) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("toBytes")
            .addModifiers(Modifier.PUBLIC)
            .returns(byte[].class)
            .addStatement("$1T out = new $1T($2L)", context.runtime.writer, minSize)
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
