package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.IdlType.Primitive;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Shape;

/** The accessors of a view. */
final class ViewFields {
  private final Context context;
  private final TypeSpec.Builder builder;
  private final NameScope names = NameScope.members(ViewRule.reserved().toArray(new String[0]));

  ViewFields(Context context, TypeSpec.Builder builder) {
    this.context = context;
    this.builder = builder;
  }

  void add(DataType type) {
    NameScope constants = NameScope.members("SIZE", "DISCRIMINATOR");
    var offsets = context.layouts().struct(type).offsets();
    for (int i = 0; i < type.fields().size(); i++) {
      DataType.Field field = type.fields().get(i);
      String name = names.allocate(JavaNames.member(field.name()));
      int offset = offsets.get(i).getAsInt();
      value(field, name, offset);
      if (field.shape() instanceof Shape.ArrayOf array) {
        element(field, name, array, offset);
      }
      if (isPubkey(field.shape())) {
        isAddress(field, name, offset);
      }
      if (isPubkey(field.shape()) || isByteArray(field.shape())) {
        copy(field, name, offset, context.layouts().minSize(field.shape()));
      }
      structView(field.shape())
          .ifPresent(view -> into(field, name, view, CodeBlock.of("$L", offset), null));
    }
  }

  private static boolean isPubkey(Shape shape) {
    return shape instanceof Shape.Scalar scalar && scalar.type() == Primitive.PUBKEY;
  }

  private static boolean isByteArray(Shape shape) {
    return shape instanceof Shape.ArrayOf array
        && array.element() instanceof Shape.Scalar scalar
        && (scalar.type() == Primitive.U8 || scalar.type() == Primitive.I8);
  }

  private Optional<ClassName> structView(Shape shape) {
    return shape instanceof Shape.Ref ref && context.hasView(ref.type())
        ? Optional.of(context.viewName(ref.type()))
        : Optional.empty();
  }

  private MethodSpec.Builder getter(String name, TypeName type, DataType.Field field) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .returns(type)
        .addJavadoc(Docs.of(field.docs(), Docs.code(field.name()) + "."));
  }

  private void value(DataType.Field field, String name, int offset) {
    MethodSpec.Builder method = getter(name, context.types.type(field.shape()), field);
    body(method, field.shape(), CodeBlock.of("$L", offset));
    builder.addMethod(method.build());
  }

  private void body(MethodSpec.Builder method, Shape shape, CodeBlock offset) {
    Optional<CodeBlock> inPlace = ViewRule.inPlace(context, shape, offset);
    int size = context.layouts().minSize(shape);
    if (inPlace.isPresent()) {
      method.addStatement("return $L", inPlace.get());
    } else if (isByteArray(shape)) {
      method.addStatement("return bytesAt($L, $L)", offset, size);
    } else {
      method
          .addStatement("$T in = readerAt($L, $L)", context.runtime.reader, offset, size)
          .addStatement("return $L", context.types.read(shape, "in"));
    }
  }

  private CodeBlock elementOffset(Shape.ArrayOf array, int offset) {
    int stride = context.layouts().minSize(array.element());
    return CodeBlock.of(
        "$L + $L * $T.checkIndex(index, $L)", offset, stride, Objects.class, array.length());
  }

  private void element(DataType.Field field, String name, Shape.ArrayOf array, int offset) {
    CodeBlock at = elementOffset(array, offset);
    boolean unsignedByte =
        array.element() instanceof Shape.Scalar scalar && scalar.type() == Primitive.U8;
    MethodSpec.Builder method =
        getter(name, unsignedByte ? TypeName.INT : context.types.type(array.element()), field)
            .addParameter(int.class, "index")
            .addJavadoc("\n@param index of the element, below $L\n", array.length());
    body(method, array.element(), at);
    builder.addMethod(method.build());
    structView(array.element()).ifPresent(view -> into(field, name, view, at, array));
    if (isByteArray(array.element()) || isPubkey(array.element())) {
      builder.addMethod(
          copyMethod(field, name, at, context.layouts().minSize(array.element()), true).build());
    }
  }

  private void into(
      DataType.Field field, String name, ClassName view, CodeBlock at, Shape.ArrayOf array) {
    MethodSpec.Builder method = getter(name, view, field);
    if (array != null) {
      method.addParameter(int.class, "index");
    }
    builder.addMethod(
        method
            .addParameter(view, "into")
            .addJavadoc("\n@param into the view to point there; it is also what is returned\n")
            .addStatement("return into.wrap(this, $L)", at)
            .build());
  }

  private void isAddress(DataType.Field field, String name, int offset) {
    builder.addMethod(
        MethodSpec.methodBuilder(name + "Is")
            .addModifiers(Modifier.PUBLIC)
            .returns(boolean.class)
            .addParameter(byte[].class, "address")
            .addJavadoc("Whether $L holds this address of 32 bytes.\n", Docs.code(field.name()))
            .addStatement("return address.length == 32 && bytesAre($L, address)", offset)
            .build());
  }

  private void copy(DataType.Field field, String name, int offset, int size) {
    builder.addMethod(copyMethod(field, name, CodeBlock.of("$L", offset), size, false).build());
  }

  private static MethodSpec.Builder copyMethod(
      DataType.Field field, String name, CodeBlock offset, int size, boolean indexed) {
    MethodSpec.Builder method = MethodSpec.methodBuilder(name + "To").addModifiers(Modifier.PUBLIC);
    if (indexed) {
      method.addParameter(int.class, "index");
    }
    return method
        .addParameter(byte[].class, "target")
        .addParameter(int.class, "at")
        .addJavadoc(
            "Copies the $L bytes of $L to a place in an array.\n", size, Docs.code(field.name()))
        .addStatement("copyAt($L, $L, target, at)", offset, size);
  }
}
