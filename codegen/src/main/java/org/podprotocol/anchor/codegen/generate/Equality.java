package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import javax.lang.model.element.Modifier;

/** The methods of Object for records that hold arrays. */
final class Equality {
  private Equality() {}

  static MethodSpec equals(RecordSpec spec) {
    CodeBlock.Builder same = CodeBlock.builder();
    for (int i = 0; i < spec.components.size(); i++) {
      same.add(i == 0 ? "" : "\n&& ");
      same.add(same(spec, i));
    }
    return MethodSpec.methodBuilder("equals")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addParameter(Object.class, "other")
        .returns(boolean.class)
        .beginControlFlow("if (!(other instanceof $T))", spec.className)
        .addStatement("return false")
        .endControlFlow()
        .addStatement("$1T that = ($1T) other", spec.className)
        .addStatement("return $L", same.build())
        .build();
  }

  private static CodeBlock same(RecordSpec spec, int index) {
    String name = spec.components.get(index);
    TypeName type = spec.context.types.type(spec.fields.get(index).shape());
    if (type.equals(TypeName.FLOAT) || type.equals(TypeName.DOUBLE)) {
      return CodeBlock.of("$1T.compare(this.$2N, that.$2N) == 0", type.box(), name);
    }
    return type.isPrimitive()
        ? CodeBlock.of("this.$1N == that.$1N", name)
        : CodeBlock.of("$1T.equal(this.$2N, that.$2N)", spec.context.runtime.contents, name);
  }

  static MethodSpec hash(RecordSpec spec) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("hashCode")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(int.class)
            .addStatement("int hash = 1");
    for (String component : spec.components) {
      method.addStatement(
          "hash = 31 * hash + $T.hash(this.$N)", spec.context.runtime.contents, component);
    }
    return method.addStatement("return hash").build();
  }

  static MethodSpec text(RecordSpec spec) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("toString")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(String.class)
            .addStatement(
                "$1T text = new $1T($2S)", StringBuilder.class, spec.className.simpleName() + "[");
    for (int i = 0; i < spec.components.size(); i++) {
      method.addStatement(
          "text.append($S).append($T.text(this.$N))",
          (i == 0 ? "" : ", ") + spec.components.get(i) + "=",
          spec.context.runtime.contents,
          spec.components.get(i));
    }
    return method.addStatement("return text.append(']').toString()").build();
  }
}
