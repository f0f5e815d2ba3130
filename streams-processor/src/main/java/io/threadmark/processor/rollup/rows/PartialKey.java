package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.Key;

/**
 * Names the totals of one window, one dimension and one of its values. In the order of keys all
 * windows of a value stand together, in time, so a range of time is one scan.
 *
 * @param project the project
 * @param window the start of the window, microseconds since 1970-01-01T00:00:00Z
 * @param dimension the dimension; see {@link Dimensions}
 * @param value its value; empty for all
 * @param part what is added up
 */
public record PartialKey(
    String project,
    Granularity granularity,
    String dimension,
    String value,
    long window,
    Part part) {
  private static final char TOTALS = 'r';
  private static final char TRACES = 't';
  private static final char FEEDBACK = 'f';
  private static final char JUDGED = 'j';
  private static final char CATEGORY = 'c';

  // Written out, since all that is counted is added up by them: what a record has by itself is slow
  // until the last stage of compilation.
  @Override
  public int hashCode() {
    int hash = 31 * (31 * project.hashCode() + granularity.ordinal()) + dimension.hashCode();
    return 31 * (31 * (31 * hash + value.hashCode()) + Long.hashCode(window)) + part.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartialKey that
        && window == that.window
        && granularity == that.granularity
        && value.equals(that.value)
        && dimension.equals(that.dimension)
        && part.equals(that.part)
        && project.equals(that.project);
  }

  byte[] bytes() {
    RowKey key = ofValue(project, granularity, dimension, value).time(window);
    if (part instanceof Part.Judged judged) {
      key.section(JUDGED).text(judged.name());
    } else if (part instanceof Part.Series series) {
      key.section(FEEDBACK).text(series.name()).text(series.signal()).text(series.sourceType());
      if (series.category() != null) {
        key.section(CATEGORY).text(series.category());
      }
    } else {
      key.section(TRACES);
    }
    return key.bytes();
  }

  public static PartialKey read(byte[] key) {
    RowKey.Reader reader = new RowKey.Reader(key);
    String project = Key.parse(reader.text() + "/p/settings").project();
    reader.section();
    Granularity granularity = Granularity.of(reader.section());
    String dimension = reader.text();
    String value = reader.text();
    long window = reader.time();
    return new PartialKey(project, granularity, dimension, value, window, part(reader));
  }

  /** Reads the part of a key, where it begins at a position. */
  static Part part(byte[] key, int position) {
    return part(new RowKey.Reader(key, position));
  }

  private static Part part(RowKey.Reader reader) {
    return switch (reader.section()) {
      case TRACES -> Part.TRACES;
      case JUDGED -> new Part.Judged(reader.text());
      case FEEDBACK ->
          new Part.Series(reader.text(), reader.text(), reader.text(), category(reader));
      default -> throw new IllegalStateException("unknown totals");
    };
  }

  private static String category(RowKey.Reader reader) {
    if (reader.isAtEnd()) {
      return null;
    }
    reader.section();
    return reader.text();
  }

  /** All totals of a project. */
  static RowKey ofProject(String project) {
    return RowKey.ofProject(project).section(TOTALS);
  }

  /** All totals of a dimension. */
  static RowKey ofDimension(String project, Granularity granularity, String dimension) {
    return ofProject(project).section(granularity.letter()).text(dimension);
  }

  /** All totals of a value of a dimension. */
  static RowKey ofValue(String project, Granularity granularity, String dimension, String value) {
    return ofDimension(project, granularity, dimension).text(value);
  }
}
