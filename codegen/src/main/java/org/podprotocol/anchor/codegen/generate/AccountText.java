package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.anchor.codegen.resolve.Program;

/** What is said of an account: the IDL's words, its flags and its relations. */
final class AccountText {
  private AccountText() {}

  static CodeBlock of(Program.Account account) {
    List<String> facts = new ArrayList<>();
    if (account.signer()) {
      facts.add("signer");
    }
    if (account.writable()) {
      facts.add("writable");
    }
    CodeBlock.Builder text =
        CodeBlock.builder()
            .add(Docs.of(account.docs(), "The account " + Docs.code(account.name()) + "."));
    if (!facts.isEmpty()) {
      text.add("\n<p>$L.\n", String.join(", ", facts));
    }
    for (String relation : account.relations()) {
      text.add(
          "\n<p>The program checks that the field $L of the account $L holds this address.\n",
          Docs.code(account.name()),
          Docs.code(relation));
    }
    return text.build();
  }
}
