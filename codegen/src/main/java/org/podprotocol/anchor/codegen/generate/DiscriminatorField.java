package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.Discriminator;

/** The constant that holds a discriminator. */
final class DiscriminatorField {
  private DiscriminatorField() {}

  static FieldSpec of(Discriminator discriminator) {
    return FieldSpec.builder(
            byte[].class, "DISCRIMINATOR", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer("$L", bytes(discriminator.bytes()))
        .build();
  }

  /** An array literal of few bytes. */
  static CodeBlock bytes(byte[] bytes) {
    CodeBlock.Builder literal = CodeBlock.builder().add("new byte[] {");
    for (int i = 0; i < bytes.length; i++) {
      literal.add(i == 0 ? "$L" : ", $L", bytes[i]);
    }
    return literal.add("}").build();
  }
}
