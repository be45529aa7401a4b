package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.Locale;
import javax.lang.model.element.Modifier;
import org.podprotocol.anchor.codegen.idl.Base58;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlException;

/** The program itself: address, name, version. */
final class ProgramRule implements Rule {
  @Override
  public void run(Context context) {
    Idl.Metadata metadata = context.program.idl().metadata();
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(context.programClass)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc(
                Docs.of(
                    context.program.idl().docs(),
                    metadata
                        .description()
                        .map(Docs::escapeLine)
                        .orElse("The program " + Docs.code(metadata.name()) + ".")))
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
            .addField(address("PROGRAM_ID", context.programId, "The program's address."))
            .addField(text("NAME", metadata.name(), "The program's name."))
            .addField(text("VERSION", metadata.version(), "The version that the IDL is of."));
    for (int i = 0; i < metadata.deployments().size(); i++) {
      Idl.Deployment deployment = metadata.deployments().get(i);
      if (Base58.decodeAddress(deployment.address()).isEmpty()) {
        throw new IdlException(
            "$.metadata.deployments." + deployment.cluster(),
            "is not an address: " + deployment.address());
      }
      builder.addField(
          address(
              deployment.cluster().toUpperCase(Locale.ROOT) + "_PROGRAM_ID",
              deployment.address(),
              "The program's address on " + deployment.cluster() + "."));
    }
    context.add(context.programClass.packageName(), builder.build());
  }

  static FieldSpec address(String name, String base58, String doc) {
    return FieldSpec.builder(
            RuntimeNames.PUBLIC_KEY, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", doc)
        .initializer("new $T($S)", RuntimeNames.PUBLIC_KEY, base58)
        .build();
  }

  private static FieldSpec text(String name, String value, String doc) {
    return FieldSpec.builder(String.class, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", doc)
        .initializer("$L", JavaText.literal(value))
        .build();
  }
}
