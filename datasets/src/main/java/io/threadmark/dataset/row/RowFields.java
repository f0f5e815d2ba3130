package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds rows to their columns: what is in a row and in no column would be lost without a word. */
final class RowFields {
  private final List<Column> columns;
  private final Set<String> names = new HashSet<>();

  RowFields(List<Column> columns) {
    this.columns = columns;
    columns.forEach(column -> names.add(column.name()));
  }

  void check(ObjectNode row) {
    row.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw new IllegalStateException("a row has a field and no column " + name);
              }
            });
    for (Column column : columns) {
      if (column.required() && !row.hasNonNull(column.name())) {
        throw new IllegalStateException("a row has no " + column.name());
      }
    }
  }
}
