package org.podprotocol.anchor.codegen.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Repr;
import org.podprotocol.anchor.codegen.idl.IdlTypeDef.Serialization;

/**
 * Sizes, alignments and offsets.
 *
 * <p>Types that {@code bytemuck} has checked have no padding, whatever the alignment of their
 * fields: the derive macro refuses it, and Anchor 2's Pod wrappers have alignment 1 although the
 * IDL shows plain integers. Where nothing was checked ({@code bytemuckunsafe}) the rules of C
 * apply, with u128 aligned to 8 as on the chain's target.
 */
public final class Layouts {
  /** Larger than any account (10 MiB) or transaction: such a type is refused. */
  private static final long MAX_SIZE = 16L * 1024 * 1024;

  private static final long INFINITE = Long.MAX_VALUE;

  /**
   * Where a struct's fields lie.
   *
   * @param padding bytes of padding before each field, and after the last
   * @param offsets of each field from the start, as long as all before it have fixed sizes
   */
  public record StructLayout(List<Integer> padding, List<OptionalInt> offsets) {}

  private record Memory(long size, int align) {}

  private final Map<DataType, Long> minSizes = new IdentityHashMap<>();
  private final Map<DataType, Memory> memories = new IdentityHashMap<>();
  private final Map<DataType, OptionalInt> fixedSizes = new IdentityHashMap<>();
  private final Map<DataType, StructLayout> structs = new IdentityHashMap<>();
  private final Set<DataType> recursive = new HashSet<>();

  Layouts(List<DataType> types) {
    computeMinSizes(types);
    for (DataType type : types) {
      if (reaches(type, type)) {
        recursive.add(type);
      }
    }
    for (DataType type : types) {
      if (type.isMemory()) {
        memory(type);
      }
      fixedSize(new Shape.Ref(type));
    }
  }

  private void computeMinSizes(List<DataType> types) {
    types.forEach(type -> minSizes.put(type, INFINITE));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (DataType type : types) {
        long size = minSizeOf(type);
        if (size != minSizes.get(type)) {
          minSizes.put(type, size);
          changed = true;
        }
      }
    }
    for (DataType type : types) {
      if (minSizes.get(type) == INFINITE) {
        throw new IdlException(type.path(), "contains itself without an end: " + type.idlName());
      }
    }
  }

  private long minSizeOf(DataType type) {
    if (type.kind() == DataType.Kind.FOREIGN) {
      return 0;
    }
    if (type.kind() == DataType.Kind.STRUCT) {
      return sum(type.fields());
    }
    long least = INFINITE;
    for (DataType.Variant variant : type.variants()) {
      least = Math.min(least, sum(variant.fields()));
    }
    return least == INFINITE ? INFINITE : least + enumTagSize(type);
  }

  private long sum(List<DataType.Field> fields) {
    long sum = 0;
    for (DataType.Field field : fields) {
      long size = minSizeOrInfinite(field.shape());
      if (size == INFINITE) {
        return INFINITE;
      }
      sum += size;
      if (sum > MAX_SIZE) {
        throw new IdlException(field.path(), "makes a type larger than 16 MiB");
      }
    }
    return sum;
  }

  private long minSizeOrInfinite(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return switch (scalar.type()) {
        case BYTES, STRING -> 4;
        default -> scalarSize(scalar);
      };
    }
    if (shape instanceof Shape.OptionOf) {
      return 1;
    }
    if (shape instanceof Shape.COptionOf option) {
      long size = minSizeOrInfinite(option.value());
      return size == INFINITE ? INFINITE : 4 + size;
    }
    if (shape instanceof Shape.ArrayOf array) {
      long size = array.length() == 0 ? 0 : minSizeOrInfinite(array.element());
      return size == INFINITE ? INFINITE : saturated(size, array.length());
    }
    if (shape instanceof Shape.Ref ref) {
      return minSizes.getOrDefault(ref.type(), INFINITE);
    }
    return 4;
  }

  // Sizes past the limit need not be exact: whatever holds them is refused.
  private static long saturated(long size, int count) {
    return Math.min(size * count, MAX_SIZE + 1);
  }

  private static boolean reaches(DataType from, DataType wanted) {
    Set<DataType> seen = new HashSet<>();
    List<DataType> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      for (DataType next : references(open.remove(open.size() - 1))) {
        if (next == wanted) {
          return true;
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  private static List<DataType> references(DataType type) {
    List<DataType> found = new ArrayList<>();
    type.fields().forEach(field -> references(field.shape(), found));
    type.variants().forEach(v -> v.fields().forEach(field -> references(field.shape(), found)));
    return found;
  }

  private static void references(Shape shape, List<DataType> found) {
    if (shape instanceof Shape.OptionOf option) {
      references(option.value(), found);
    } else if (shape instanceof Shape.COptionOf option) {
      references(option.value(), found);
    } else if (shape instanceof Shape.VecOf vec) {
      references(vec.element(), found);
    } else if (shape instanceof Shape.SetOf set) {
      references(set.element(), found);
    } else if (shape instanceof Shape.MapOf map) {
      references(map.key(), found);
      references(map.value(), found);
    } else if (shape instanceof Shape.ArrayOf array) {
      references(array.element(), found);
    } else if (shape instanceof Shape.Ref ref) {
      found.add(ref.type());
    }
  }

  /** Whether values of the type can hold other values of it. */
  public boolean isRecursive(DataType type) {
    return recursive.contains(type);
  }

  /** The least number of bytes that a value takes. */
  public int minSize(Shape shape) {
    return (int) fixedSize(shape).orElseGet(() -> (int) minSizeOrInfinite(shape));
  }

  /** The number of bytes of every value, if they all take as many. */
  public OptionalInt fixedSize(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return switch (scalar.type()) {
        case BYTES, STRING -> OptionalInt.empty();
        default -> OptionalInt.of(scalarSize(scalar));
      };
    }
    if (shape instanceof Shape.COptionOf option) {
      OptionalInt size = fixedSize(option.value());
      return size.isPresent() ? OptionalInt.of(4 + size.getAsInt()) : size;
    }
    if (shape instanceof Shape.ArrayOf array) {
      OptionalInt size = fixedSize(array.element());
      return size.isPresent()
          ? OptionalInt.of((int) saturated(size.getAsInt(), array.length()))
          : size;
    }
    if (shape instanceof Shape.Ref ref) {
      OptionalInt known = fixedSizes.get(ref.type());
      if (known == null) {
        // What contains itself has no fixed size; the entry ends the recursion.
        fixedSizes.put(ref.type(), OptionalInt.empty());
        known = fixedSizeOf(ref.type());
        fixedSizes.put(ref.type(), known);
      }
      return known;
    }
    return OptionalInt.empty();
  }

  private OptionalInt fixedSizeOf(DataType type) {
    if (type.isMemory()) {
      return OptionalInt.of((int) memory(type).size());
    }
    if (type.kind() != DataType.Kind.STRUCT) {
      return type.isFieldless() ? OptionalInt.of(1) : OptionalInt.empty();
    }
    int size = 0;
    for (DataType.Field field : type.fields()) {
      OptionalInt fieldSize = fixedSize(field.shape());
      if (fieldSize.isEmpty()) {
        return fieldSize;
      }
      size += fieldSize.getAsInt();
    }
    return OptionalInt.of(size);
  }

  /** Bytes that tell an enum's variants apart. */
  public int enumTagSize(DataType type) {
    return type.isMemory()
            && type.repr().isPresent()
            && type.repr().get().kind() == Repr.Kind.C
            && !type.repr().get().packed()
        ? 4
        : 1;
  }

  /** Where a struct's fields lie. */
  public StructLayout struct(DataType type) {
    StructLayout known = structs.get(type);
    if (known == null) {
      known = type.isMemory() ? memoryLayout(type, rules(type)) : borshLayout(type.fields());
      structs.put(type, known);
    }
    return known;
  }

  /** Where the fields lie that Borsh writes one after the other. */
  public StructLayout borshLayout(List<DataType.Field> fields) {
    List<Integer> padding = new ArrayList<>();
    List<OptionalInt> offsets = new ArrayList<>();
    OptionalInt offset = OptionalInt.of(0);
    for (DataType.Field field : fields) {
      padding.add(0);
      offsets.add(offset);
      OptionalInt size = fixedSize(field.shape());
      offset =
          offset.isPresent() && size.isPresent()
              ? OptionalInt.of(offset.getAsInt() + size.getAsInt())
              : OptionalInt.empty();
    }
    padding.add(0);
    return new StructLayout(padding, offsets);
  }

  /** How fields are laid out in memory. */
  private record Rules(int maxFieldAlign, int minAlign) {}

  private Rules rules(DataType type) {
    Repr repr = type.repr().orElse(null);
    int minAlign = repr != null && repr.align().isPresent() ? repr.align().getAsInt() : 1;
    if (type.serialization() == Serialization.BYTEMUCK || (repr != null && repr.packed())) {
      return new Rules(1, minAlign);
    }
    return new Rules(Integer.MAX_VALUE, minAlign);
  }

  private Memory memory(DataType type) {
    Memory known = memories.get(type);
    if (known == null) {
      if (recursive.contains(type)) {
        throw new IdlException(type.path(), "is memory that contains itself");
      }
      known = computeMemory(type);
      memories.put(type, known);
    }
    return known;
  }

  private Memory computeMemory(DataType type) {
    if (type.kind() == DataType.Kind.ENUM) {
      if (!type.isFieldless()) {
        throw new IdlException(
            type.path(), "is an enum with fields in memory, whose layout the IDL does not say");
      }
      return new Memory(enumTagSize(type), enumTagSize(type));
    }
    Rules rules = rules(type);
    Memory memory = measure(type, rules);
    boolean stated =
        type.serialization() == Serialization.BYTEMUCK
            || rules.maxFieldAlign() == 1
            || type.repr().map(r -> r.kind() != Repr.Kind.RUST).orElse(false);
    if (!stated && memory.size() != measure(type, new Rules(1, 1)).size()) {
      throw new IdlException(
          type.path(), "has padding, but no repr that says where: " + type.idlName());
    }
    return memory;
  }

  private Memory measure(DataType type, Rules rules) {
    long offset = 0;
    int align = rules.minAlign();
    for (DataType.Field field : type.fields()) {
      Memory memory = memory(field.shape(), field.path());
      int fieldAlign = Math.min(memory.align(), rules.maxFieldAlign());
      align = Math.max(align, fieldAlign);
      offset = roundUp(offset, fieldAlign) + memory.size();
    }
    return checked(type.path(), roundUp(offset, align), align);
  }

  private static Memory checked(String path, long size, int align) {
    if (size > MAX_SIZE) {
      throw new IdlException(path, "is larger than 16 MiB");
    }
    return new Memory(size, align);
  }

  private StructLayout memoryLayout(DataType type, Rules rules) {
    List<Integer> padding = new ArrayList<>();
    List<OptionalInt> offsets = new ArrayList<>();
    long end = 0;
    for (DataType.Field field : type.fields()) {
      Memory memory = memory(field.shape(), field.path());
      long offset = roundUp(end, Math.min(memory.align(), rules.maxFieldAlign()));
      padding.add((int) (offset - end));
      offsets.add(OptionalInt.of((int) offset));
      end = offset + memory.size();
    }
    padding.add((int) (memory(type).size() - end));
    return new StructLayout(padding, offsets);
  }

  private static long roundUp(long offset, int align) {
    return (offset + align - 1) / align * align;
  }

  private Memory memory(Shape shape, String path) {
    if (shape instanceof Shape.Scalar scalar) {
      return switch (scalar.type()) {
        case BYTES, STRING -> throw noMemory(path, shape);
        default -> new Memory(scalarSize(scalar), scalarAlign(scalar));
      };
    }
    if (shape instanceof Shape.ArrayOf array) {
      Memory element = memory(array.element(), path);
      return checked(path, element.size() * array.length(), element.align());
    }
    if (shape instanceof Shape.COptionOf option) {
      Memory value = memory(option.value(), path);
      if (value.align() > 4) {
        throw new IdlException(path, "is a coption whose padding the IDL does not say");
      }
      return new Memory(4 + value.size(), 4);
    }
    if (shape instanceof Shape.Ref ref) {
      return ref.type().isMemory() ? memory(ref.type()) : unannotated(ref.type(), path);
    }
    throw noMemory(path, shape);
  }

  /**
   * A type in memory that the IDL says nothing about: the natural layout, and only if there is no
   * padding in it, so that it is also what its own reader expects.
   */
  private Memory unannotated(DataType type, String path) {
    OptionalInt contiguous = fixedSize(new Shape.Ref(type));
    if (contiguous.isEmpty() || (type.kind() == DataType.Kind.ENUM && !type.isFieldless())) {
      throw noMemory(path, new Shape.Ref(type));
    }
    if (type.kind() == DataType.Kind.ENUM) {
      return new Memory(1, 1);
    }
    Memory natural = measure(type, new Rules(Integer.MAX_VALUE, 1));
    if (natural.size() != contiguous.getAsInt()) {
      throw new IdlException(
          path, type.idlName() + " has padding in memory, but no repr that says where");
    }
    return natural;
  }

  private static IdlException noMemory(String path, Shape shape) {
    return new IdlException(
        path, "can't be part of a bytemuck type: " + ShapeText.of(shape) + " has no fixed layout");
  }

  private static int scalarSize(Shape.Scalar scalar) {
    return switch (scalar.type()) {
      case BOOL, U8, I8 -> 1;
      case U16, I16 -> 2;
      case U32, I32, F32 -> 4;
      case U64, I64, F64 -> 8;
      case U128, I128 -> 16;
      case U256, I256, PUBKEY -> 32;
      case BYTES, STRING -> throw new IllegalArgumentException("no fixed size: " + scalar);
    };
  }

  private static int scalarAlign(Shape.Scalar scalar) {
    if (scalar.unaligned()) {
      return 1;
    }
    return switch (scalar.type()) {
      case U16, I16 -> 2;
      case U32, I32, F32 -> 4;
      case U64, I64, F64, U128, I128, U256, I256 -> 8;
      default -> 1;
    };
  }
}
