package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.resolve.Program;

/** The program's constants. */
final class ConstantRule implements Rule {
  @Override
  public void run(Context context) {
    if (context.program.constants().isEmpty()) {
      return;
    }
    ClassName name = ClassName.get(context.options.packageName(), context.prefix + "Constants");
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc("Constants of the program.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    NameScope names = NameScope.members();
    for (Program.Constant constant : context.program.constants()) {
      String constantName = names.allocate(JavaNames.constant(constant.idl().name()));
      CodeBlock value = new ConstantValue(context, constant).code();
      builder.addField(
          FieldSpec.builder(
                  context.types.type(constant.shape()),
                  constantName,
                  Modifier.PUBLIC,
                  Modifier.STATIC,
                  Modifier.FINAL)
              .addJavadoc(Docs.of(constant.idl().docs(), Docs.code(constant.idl().name()) + "."))
              .initializer(value)
              .build());
    }
    context.add(name.packageName(), builder.build());
  }
}
