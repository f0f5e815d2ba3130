package io.threadmark.dataset.row;

import java.util.List;

/** The type of a column, as far as all file types have it. */
public sealed interface Shape {

  /** Types without parts. */
  enum Scalar implements Shape {
    TEXT,
    BOOLEAN,
    LONG,
    DOUBLE,
    /** RFC 3339 in UTC with microseconds; a timestamp where the file type has one. */
    TIME,
    /** Any JSON: as it is in JSON lines, as JSON text in other files. */
    JSON
  }

  /** A list of items of one type. */
  record ListOf(Shape item) implements Shape {}

  /** An object with these fields. */
  record Struct(List<Column> fields) implements Shape {}

  static Shape list(Shape item) {
    return new ListOf(item);
  }

  static Shape struct(Column... fields) {
    return new Struct(List.of(fields));
  }

  /** Whether a cell of a table holds it. */
  default boolean isFlat() {
    return this instanceof Scalar && this != Scalar.JSON;
  }
}
