package org.podprotocol.anchor.codegen.generate;

import java.util.ArrayList;
import java.util.List;
import org.podprotocol.anchor.codegen.resolve.DataType;
import org.podprotocol.anchor.codegen.resolve.Layouts;

/**
 * The fields of a struct in runs of fixed size, whose bounds are checked once, and single fields
 * between them.
 */
final class FieldRuns {
  /**
   * Fields that follow each other.
   *
   * @param offsets of the fields from the run's start
   * @param size in bytes, padding included; of a single field its padding before it only
   */
  record Run(int first, List<Integer> offsets, int size, boolean isFixed) {
    int end() {
      return first + offsets.size();
    }
  }

  private FieldRuns() {}

  static List<Run> of(JavaTypes types, Layouts layouts, RecordSpec record) {
    List<DataType.Field> fields = record.fields;
    List<Integer> padding = record.layout.padding();
    List<Run> runs = new ArrayList<>();
    int i = 0;
    while (i < fields.size()) {
      int first = i;
      int at = 0;
      List<Integer> offsets = new ArrayList<>();
      while (i < fields.size() && types.isPlain(fields.get(i).shape())) {
        at += padding.get(i);
        offsets.add(at);
        at += layouts.minSize(fields.get(i).shape());
        i++;
      }
      boolean toTheEnd = i == fields.size() && padding.get(i) > 0;
      if (offsets.size() > 1 || (offsets.size() == 1 && (padding.get(first) > 0 || toTheEnd))) {
        runs.add(new Run(first, offsets, at + (toTheEnd ? padding.get(i) : 0), true));
      } else {
        i = Math.max(i, first + 1);
        runs.add(new Run(first, List.of(0), padding.get(first), false));
      }
    }
    return runs;
  }
}
