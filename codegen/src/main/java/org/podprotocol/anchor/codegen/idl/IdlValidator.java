package org.podprotocol.anchor.codegen.idl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks what a reader of single values can't see: names that occur twice, discriminators that hide
 * one another, and references that lead nowhere.
 */
final class IdlValidator {
  private final Idl idl;
  private final Map<String, IdlTypeDef> types = new HashMap<>();

  private IdlValidator(Idl idl) {
    this.idl = idl;
  }

  static void validate(Idl idl) {
    new IdlValidator(idl).run();
  }

  private void run() {
    idl.address().ifPresent(address -> checkAddress("$.address", address));
    for (IdlTypeDef def : idl.types()) {
      if (types.put(def.name(), def) != null) {
        throw new IdlException(def.path() + ".name", "is defined twice: " + def.name());
      }
    }
    unique("$.instructions", idl.instructions(), IdlInstruction::name);
    unique("$.accounts", idl.accounts(), IdlAccount::name);
    unique("$.events", idl.events(), IdlEvent::name);
    unique("$.errors", idl.errors(), IdlError::name);
    unique("$.constants", idl.constants(), IdlConstant::name);
    errorCodes();
    prefixFree(
        "$.instructions", idl.instructions().stream().map(IdlInstruction::discriminator).toList());
    prefixFree("$.events", idl.events().stream().map(IdlEvent::discriminator).toList());
    accounts();
    events();
    references();
  }

  private static void checkAddress(String path, String address) {
    if (Base58.decodeAddress(address).isEmpty()) {
      throw new IdlException(path, "is not an address: " + address);
    }
  }

  private static <T> void unique(String path, List<T> items, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String itemName = name.apply(items.get(i));
      if (!seen.add(itemName)) {
        throw new IdlException(path + "[" + i + "].name", "is there twice: " + itemName);
      }
    }
  }

  private void errorCodes() {
    Set<Long> codes = new HashSet<>();
    for (int i = 0; i < idl.errors().size(); i++) {
      if (!codes.add(idl.errors().get(i).code())) {
        throw new IdlException(
            "$.errors[" + i + "].code", "is there twice: " + idl.errors().get(i).code());
      }
    }
  }

  private static void prefixFree(String path, List<Discriminator> discriminators) {
    for (int i = 0; i < discriminators.size(); i++) {
      if (discriminators.get(i).length() == 0 && discriminators.size() > 1) {
        throw new IdlException(path + "[" + i + "].discriminator", "is empty");
      }
      for (int j = 0; j < i; j++) {
        if (discriminators.get(i).isPrefixOf(discriminators.get(j))
            || discriminators.get(j).isPrefixOf(discriminators.get(i))) {
          throw new IdlException(
              path + "[" + i + "].discriminator",
              "can't be told from that of " + path + "[" + j + "]: " + discriminators.get(i));
        }
      }
    }
  }

  private void accounts() {
    Map<Discriminator, Integer> seen = new HashMap<>();
    for (int i = 0; i < idl.accounts().size(); i++) {
      IdlAccount account = idl.accounts().get(i);
      String path = "$.accounts[" + i + "]";
      needType(path, account.typeName());
      if (account.discriminator().length() > 0) {
        Integer other = seen.putIfAbsent(account.discriminator(), i);
        if (other != null) {
          throw new IdlException(
              path + ".discriminator", "is also that of $.accounts[" + other + "]");
        }
      }
    }
  }

  private void events() {
    for (int i = 0; i < idl.events().size(); i++) {
      needType("$.events[" + i + "]", idl.events().get(i).typeName());
    }
  }

  private void needType(String path, String name) {
    IdlTypeDef def = types.get(name);
    if (def == null) {
      throw new IdlException(path + ".name", "has no type of that name in $.types: " + name);
    }
    if (!def.generics().isEmpty()) {
      throw new IdlException(path + ".name", "is a generic type: " + name);
    }
  }

  private void references() {
    ReferenceCheck check = new ReferenceCheck(types);
    for (IdlTypeDef def : idl.types()) {
      check.typeDef(def);
    }
    for (int i = 0; i < idl.instructions().size(); i++) {
      String path = "$.instructions[" + i + "]";
      IdlInstruction instruction = idl.instructions().get(i);
      unique(path + ".args", instruction.args(), IdlField::name);
      uniqueAccounts(path + ".accounts", instruction.accounts());
      check.fields(path + ".args", instruction.args());
      instruction.returns().ifPresent(type -> check.type(path + ".returns", type));
    }
    for (int i = 0; i < idl.constants().size(); i++) {
      check.type("$.constants[" + i + "].type", idl.constants().get(i).type());
    }
  }

  private static void uniqueAccounts(String path, List<IdlInstruction.AccountItem> items) {
    unique(path, items, IdlInstruction.AccountItem::name);
    for (int i = 0; i < items.size(); i++) {
      String itemPath = path + "[" + i + "]";
      if (items.get(i) instanceof IdlInstruction.Group group) {
        uniqueAccounts(itemPath + ".accounts", group.accounts());
      } else if (items.get(i) instanceof IdlInstruction.Account account) {
        account.address().ifPresent(address -> checkAddress(itemPath + ".address", address));
      }
    }
  }
}
