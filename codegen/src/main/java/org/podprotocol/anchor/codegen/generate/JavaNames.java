package org.podprotocol.anchor.codegen.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.podprotocol.anchor.codegen.idl.SnakeCase;

/** Java names of IDL names, whatever the case and the characters of those are. */
final class JavaNames {
  // Names of java.lang hide nothing if no generated type bears them.
  private static final Set<String> JAVA_LANG =
      Set.of(
          "Appendable",
          "AutoCloseable",
          "Boolean",
          "Byte",
          "CharSequence",
          "Character",
          "Class",
          "ClassLoader",
          "ClassValue",
          "Cloneable",
          "Comparable",
          "Compiler",
          "Deprecated",
          "Double",
          "Enum",
          "Error",
          "Exception",
          "Float",
          "FunctionalInterface",
          "IllegalArgumentException",
          "IllegalStateException",
          "IndexOutOfBoundsException",
          "Integer",
          "Iterable",
          "Long",
          "Math",
          "Module",
          "ModuleLayer",
          "NullPointerException",
          "Number",
          "Object",
          "Override",
          "Package",
          "Process",
          "ProcessBuilder",
          "ProcessHandle",
          "Readable",
          "Record",
          "Runnable",
          "Runtime",
          "RuntimeException",
          "RuntimePermission",
          "SafeVarargs",
          "SecurityManager",
          "Short",
          "StackTraceElement",
          "StackWalker",
          "StrictMath",
          "String",
          "StringBuffer",
          "StringBuilder",
          "SuppressWarnings",
          "System",
          "Thread",
          "ThreadGroup",
          "ThreadLocal",
          "Throwable",
          "Void",
          // Contextual keywords, which can't name types either.
          "record",
          "sealed",
          "permits",
          "var",
          "yield");
  // Methods without parameters of Object and of generated records.
  private static final Set<String> METHODS =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "toBytes",
          "toAccountData",
          "toInstructionData",
          "discriminator",
          "discriminatorFilter",
          "values",
          "ordinal");

  private JavaNames() {}

  /** {@code swap_v2}, {@code swapV2} and {@code a::b::SwapV2} become {@code SwapV2}. */
  static String type(String idlName) {
    String name = identifier(pascal(lastSegment(idlName)));
    return JAVA_LANG.contains(name) ? name + "_" : name;
  }

  /** A type's name with the modules it is in. */
  static String qualifiedType(String idlName) {
    String name = identifier(pascal(idlName));
    return JAVA_LANG.contains(name) ? name + "_" : name;
  }

  /** {@code swap_v2} becomes {@code swapV2}, {@code class} becomes {@code class_}. */
  static String member(String idlName) {
    String pascal = pascal(idlName);
    String name =
        identifier(
            pascal.isEmpty()
                ? pascal
                : pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1));
    return METHODS.contains(name) ? name + "_" : name;
  }

  /** {@code swapV2} becomes {@code SWAP_V2}. */
  static String constant(String idlName) {
    return identifier(ascii(SnakeCase.of(idlName)).toUpperCase(Locale.ROOT));
  }

  /** {@code Foo<u64, 4>} becomes {@code FooU644}: words joined, each with a capital. */
  private static String pascal(String name) {
    return words(name).stream()
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static List<String> words(String name) {
    return Arrays.stream(SnakeCase.of(ascii(name)).split("_"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Source files are ASCII, so that they compile under any encoding. */
  private static String ascii(String name) {
    StringBuilder out = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                out.append("_u").append(Integer.toHexString(c)).append('_');
              }
            });
    return out.toString();
  }

  private static String lastSegment(String name) {
    int generics = name.indexOf('<');
    String path = generics < 0 ? name : name.substring(0, generics);
    int colons = path.lastIndexOf("::");
    return colons < 0 ? name : name.substring(colons + 2);
  }

  private static String identifier(String name) {
    if (name.isEmpty()) {
      return "unnamed";
    }
    String started = Character.isDigit(name.charAt(0)) ? "_" + name : name;
    return SourceVersion.isKeyword(started, SourceVersion.RELEASE_17) ? started + "_" : started;
  }
}
