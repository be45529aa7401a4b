package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a constructor does with a component before it is kept. */
final class ComponentCheck {
  private static final ClassName LIST = ClassName.get(List.class);
  private static final ClassName SET = ClassName.get(Set.class);
  private static final ClassName MAP = ClassName.get(Map.class);

  private ComponentCheck() {}

  /** Adds the check, if the type needs one. */
  static boolean add(MethodSpec.Builder constructor, TypeName type, String name) {
    if (type.isPrimitive()) {
      return false;
    }
    ClassName container = type instanceof ParameterizedTypeName generic ? generic.rawType() : null;
    if (LIST.equals(container)) {
      constructor.addStatement("$1N = $2T.copyOf($1N)", name, LIST);
    } else if (SET.equals(container)) {
      constructor.addStatement(
          "$1N = $2T.unmodifiableSet(new $3T<>($1N))",
          name,
          java.util.Collections.class,
          LinkedHashSet.class);
    } else if (MAP.equals(container)) {
      constructor.addStatement(
          "$1N = $2T.unmodifiableMap(new $3T<>($1N))",
          name,
          java.util.Collections.class,
          LinkedHashMap.class);
    } else {
      constructor.addStatement("$T.requireNonNull($N, $S)", Objects.class, name, name);
    }
    return true;
  }
}
