package org.podprotocol.anchor.codegen.idl;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows every reference to a type, also inside generic types that nothing uses. */
final class ReferenceCheck {
  private final Map<String, IdlTypeDef> types;
  private Set<String> typeParameters = Set.of();
  private Set<String> constParameters = Set.of();

  ReferenceCheck(Map<String, IdlTypeDef> types) {
    this.types = types;
  }

  void typeDef(IdlTypeDef def) {
    typeParameters = new HashSet<>();
    constParameters = new HashSet<>();
    for (int i = 0; i < def.generics().size(); i++) {
      IdlTypeDef.Parameter parameter = def.generics().get(i);
      if (typeParameters.contains(parameter.name()) || constParameters.contains(parameter.name())) {
        throw new IdlException(
            def.path() + ".generics[" + i + "].name", "is there twice: " + parameter.name());
      }
      (parameter.isConst() ? constParameters : typeParameters).add(parameter.name());
    }
    String path = def.path() + ".type";
    if (def.body() instanceof IdlTypeDef.Struct struct) {
      fieldsOf(path + ".fields", struct.fields());
    } else if (def.body() instanceof IdlTypeDef.Enum variants) {
      variants(path + ".variants", variants.variants());
    } else if (def.body() instanceof IdlTypeDef.Alias alias) {
      type(path + ".alias", alias.target());
    }
    typeParameters = Set.of();
    constParameters = Set.of();
  }

  private void variants(String path, List<IdlTypeDef.Variant> variants) {
    if (variants.isEmpty()) {
      throw new IdlException(path, "is empty: such an enum has no value");
    }
    if (variants.size() > 256) {
      throw new IdlException(path, "has more variants than a byte can tell apart");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variants.size(); i++) {
      if (!names.add(variants.get(i).name())) {
        throw new IdlException(
            path + "[" + i + "].name", "is there twice: " + variants.get(i).name());
      }
      fieldsOf(path + "[" + i + "].fields", variants.get(i).fields());
    }
  }

  private void fieldsOf(String path, IdlTypeDef.Fields fields) {
    if (fields instanceof IdlTypeDef.Named named) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < named.fields().size(); i++) {
        if (!names.add(named.fields().get(i).name())) {
          throw new IdlException(
              path + "[" + i + "].name", "is there twice: " + named.fields().get(i).name());
        }
      }
      fields(path, named.fields());
    } else if (fields instanceof IdlTypeDef.Tuple tuple) {
      for (int i = 0; i < tuple.types().size(); i++) {
        type(path + "[" + i + "]", tuple.types().get(i));
      }
    }
  }

  void fields(String path, List<IdlField> fields) {
    for (int i = 0; i < fields.size(); i++) {
      type(path + "[" + i + "].type", fields.get(i).type());
    }
  }

  void type(String path, IdlType type) {
    if (type instanceof IdlType.OptionOf option) {
      type(path + ".option", option.value());
    } else if (type instanceof IdlType.COptionOf option) {
      type(path + ".coption", option.value());
    } else if (type instanceof IdlType.VecOf vec) {
      type(path + ".vec", vec.element());
    } else if (type instanceof IdlType.SetOf set) {
      type(path, set.element());
    } else if (type instanceof IdlType.MapOf map) {
      type(path, map.key());
      type(path, map.value());
    } else if (type instanceof IdlType.TupleOf tuple) {
      for (int i = 0; i < tuple.elements().size(); i++) {
        type(path + ".tuple[" + i + "]", tuple.elements().get(i));
      }
    } else if (type instanceof IdlType.ArrayOf array) {
      type(path + ".array[0]", array.element());
      if (array.length() instanceof IdlType.ParameterLength length
          && !constParameters.contains(length.name())) {
        throw new IdlException(path + ".array[1]", "is no const parameter: " + length.name());
      }
    } else if (type instanceof IdlType.Generic generic) {
      if (!typeParameters.contains(generic.name())) {
        throw new IdlException(path + ".generic", "is no type parameter: " + generic.name());
      }
    } else if (type instanceof IdlType.Defined defined) {
      defined(path + ".defined", defined);
    }
  }

  private void defined(String path, IdlType.Defined defined) {
    IdlTypeDef def = types.get(defined.name());
    if (def == null) {
      throw new IdlException(path, "is not defined in the IDL: " + defined.name());
    }
    if (def.generics().size() != defined.generics().size()) {
      throw new IdlException(
          path,
          defined.name()
              + " has "
              + def.generics().size()
              + " generic parameters, "
              + defined.generics().size()
              + " are given");
    }
    for (int i = 0; i < defined.generics().size(); i++) {
      String at = path + ".generics[" + i + "]";
      boolean wantsConst = def.generics().get(i).isConst();
      if (defined.generics().get(i) instanceof IdlType.TypeArgument argument) {
        // Anchor writes a const parameter that is passed on as if it were a type.
        boolean isConst =
            argument.type() instanceof IdlType.Generic generic
                && constParameters.contains(generic.name());
        if (wantsConst != isConst) {
          throw new IdlException(at, wantsConst ? "must be a constant" : "must be a type");
        }
        if (!isConst) {
          type(at + ".type", argument.type());
        }
      } else if (!wantsConst) {
        throw new IdlException(at, "must be a type");
      }
    }
  }
}
