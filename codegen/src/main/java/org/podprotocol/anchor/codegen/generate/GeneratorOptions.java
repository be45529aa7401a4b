package org.podprotocol.anchor.codegen.generate;

import java.util.Optional;
import javax.lang.model.SourceVersion;

/**
 * What a user can choose.
 *
 * @param packageName of the bindings; parts lie in packages below it
 * @param name first word of the program-wide classes; the IDL's own name if absent
 * @param programId address in base58, where the IDL has none or another is meant
 * @param u64 how unsigned 64-bit integers appear
 */
public record GeneratorOptions(
    String packageName, Optional<String> name, Optional<String> programId, U64 u64) {

  /** How unsigned 64-bit integers appear. */
  public enum U64 {
    /** As long, to be used with {@code Long.compareUnsigned} and its like. */
    LONG,
    /** As BigInteger. */
    BIG_INTEGER
  }

  /** Checks the package's name. */
  public GeneratorOptions {
    if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
      throw new IllegalArgumentException("not a package name: " + packageName);
    }
  }

  /** The defaults. */
  public static GeneratorOptions forPackage(String packageName) {
    return new GeneratorOptions(packageName, Optional.empty(), Optional.empty(), U64.LONG);
  }
}
