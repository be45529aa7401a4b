package org.podprotocol.anchor.codegen.generate;

import org.podprotocol.anchor.codegen.resolve.DataType;

/** Records and enums for the types that are neither accounts nor events. */
final class StructRule implements Rule {
  @Override
  public void run(Context context) {
    for (DataType type : context.program.types()) {
      if (type.kind() == DataType.Kind.FOREIGN) {
        continue;
      }
      if (type.kind() == DataType.Kind.ENUM) {
        context.add(context.className(type).packageName(), EnumSpec.of(context, type).build());
        continue;
      }
      RecordSpec spec = RecordSpec.of(context, type);
      spec.addComponents(type.docs(), Docs.code(type.idlName()) + ".");
      spec.addSize();
      spec.addOffsets(0, "the start of the value");
      spec.addRead(context.layouts().isRecursive(type));
      spec.addWrite(false);
      spec.addToBytes(false);
      spec.addEquality();
      context.add(spec.className.packageName(), spec.builder.build());
    }
  }
}
