package org.podprotocol.anchor.codegen.runtime;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compares values by what they contain, where arrays by themselves compare by identity. */
public final class Contents {
  private Contents() {}

  /** Whether both contain the same, arrays inside lists and options included. */
  public static boolean equal(Object a, Object b) {
    if (a instanceof List && b instanceof List) {
      return equalLists((List<?>) a, (List<?>) b);
    }
    if (a instanceof Optional && b instanceof Optional) {
      Optional<?> left = (Optional<?>) a;
      Optional<?> right = (Optional<?>) b;
      return left.isPresent() == right.isPresent()
          && (left.isEmpty() || equal(left.get(), right.get()));
    }
    return Objects.deepEquals(a, b);
  }

  private static boolean equalLists(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> right = b.iterator();
    for (Object left : a) {
      if (!equal(left, right.next())) {
        return false;
      }
    }
    return true;
  }

  /** A hash that agrees with {@link #equal}. */
  public static int hash(Object value) {
    if (value instanceof List) {
      int hash = 1;
      for (Object element : (List<?>) value) {
        hash = 31 * hash + hash(element);
      }
      return hash;
    }
    if (value instanceof Optional) {
      return ((Optional<?>) value).map(Contents::hash).orElse(0);
    }
    return Arrays.deepHashCode(new Object[] {value});
  }

  /** The value as text, arrays spelled out. */
  public static String text(Object value) {
    if (value instanceof List) {
      StringBuilder text = new StringBuilder("[");
      for (Object element : (List<?>) value) {
        text.append(text.length() > 1 ? ", " : "").append(text(element));
      }
      return text.append(']').toString();
    }
    if (value instanceof Optional) {
      return ((Optional<?>) value).map(v -> "Optional[" + text(v) + "]").orElse("Optional.empty");
    }
    String wrapped = Arrays.deepToString(new Object[] {value});
    return wrapped.substring(1, wrapped.length() - 1);
  }
}
