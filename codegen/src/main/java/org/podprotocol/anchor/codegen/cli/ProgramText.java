package org.podprotocol.anchor.codegen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Layouts;
import org.podprotocol.anchor.codegen.resolve.Program;
import org.podprotocol.anchor.codegen.resolve.Shape;
import org.podprotocol.anchor.codegen.resolve.ShapeText;

/** A program as text for people. */
final class ProgramText {
  private final PrintWriter out;

  ProgramText(PrintWriter out) {
    this.out = out;
  }

  void print(Program program) {
    out.println(
        program.idl().metadata().name()
            + " "
            + program.idl().metadata().version()
            + "  "
            + program.idl().address().orElse("(no address)"));
    for (Program.Instruction instruction : program.instructions()) {
      out.println();
      out.println("instruction " + instruction.name() + "  " + instruction.discriminator());
      for (Program.Account account : instruction.accounts()) {
        out.println("  account " + String.join(".", account.names()) + facts(account));
      }
      for (DataType.Field field : instruction.args().fields()) {
        out.println("  arg " + field.name() + ": " + ShapeText.of(field.shape()));
      }
      instruction.returns().ifPresent(shape -> out.println("  returns " + ShapeText.of(shape)));
    }
    for (Program.Tagged account : program.accounts()) {
      out.println();
      type(program, "account " + account.name() + "  " + account.discriminator(), account.type());
    }
    for (Program.Tagged event : program.events()) {
      out.println();
      type(program, "event " + event.name() + "  " + event.discriminator(), event.type());
    }
    for (DataType type : program.types()) {
      out.println();
      type(program, "type " + type.idlName(), type);
    }
    if (!program.idl().errors().isEmpty()) {
      out.println();
    }
    program
        .idl()
        .errors()
        .forEach(
            e ->
                out.println(
                    "error "
                        + e.code()
                        + " "
                        + e.name()
                        + e.message().map(m -> ": " + m).orElse("")));
    out.flush();
  }

  private static String facts(Program.Account account) {
    List<String> facts = new ArrayList<>();
    if (account.signer()) {
      facts.add("signer");
    }
    if (account.writable()) {
      facts.add("writable");
    }
    if (account.optional()) {
      facts.add("optional");
    }
    account.address().ifPresent(facts::add);
    if (account.derivation().isPresent()) {
      facts.add("derived");
    }
    return facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")";
  }

  private void type(Program program, String title, DataType type) {
    OptionalInt size = program.layouts().fixedSize(new Shape.Ref(type));
    out.println(
        title
            + "  "
            + (size.isPresent()
                ? size.getAsInt() + " bytes"
                : "at least " + program.layouts().minSize(new Shape.Ref(type)) + " bytes"));
    if (type.kind() == DataType.Kind.STRUCT) {
      Layouts.StructLayout layout = program.layouts().struct(type);
      for (int i = 0; i < type.fields().size(); i++) {
        OptionalInt offset = layout.offsets().get(i);
        out.printf(
            "  %6s %s: %s%n",
            offset.isPresent() ? offset.getAsInt() : "-",
            type.fields().get(i).name(),
            ShapeText.of(type.fields().get(i).shape()));
      }
      return;
    }
    for (int tag = 0; tag < type.variants().size(); tag++) {
      DataType.Variant variant = type.variants().get(tag);
      List<String> fields = new ArrayList<>();
      variant.fields().forEach(f -> fields.add(f.name() + ": " + ShapeText.of(f.shape())));
      out.println(
          "  "
              + tag
              + " "
              + variant.name()
              + (fields.isEmpty() ? "" : " { " + String.join(", ", fields) + " }"));
    }
  }
}
