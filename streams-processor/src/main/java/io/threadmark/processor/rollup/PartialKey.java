package io.threadmark.processor.rollup;

import io.threadmark.processor.model.RowKey;
import io.threadmark.schema.Key;

/**
 * Names the totals of one window, one dimension and one of its values: of traces, or of one series
 * of feedback. In the order of keys all windows of a value stand together, in time, so a range of
 * time is one scan.
 *
 * @param project the project
 * @param window the start of the window, microseconds since 1970-01-01T00:00:00Z
 * @param dimension the dimension; see {@link Dimensions}
 * @param value its value; empty for all
 * @param series the series of feedback; null for traces
 */
public record PartialKey(
    String project,
    Granularity granularity,
    String dimension,
    String value,
    long window,
    Series series) {
  private static final char TOTALS = 'r';
  private static final char TRACES = 't';
  private static final char FEEDBACK = 'f';
  private static final char CATEGORY = 'c';

  byte[] bytes() {
    RowKey key = ofValue(project, granularity, dimension, value).time(window);
    if (series == null) {
      return key.section(TRACES).bytes();
    }
    key.section(FEEDBACK).text(series.name()).text(series.signal()).text(series.sourceType());
    return series.category() == null
        ? key.bytes()
        : key.section(CATEGORY).text(series.category()).bytes();
  }

  static PartialKey read(byte[] key) {
    RowKey.Reader reader = new RowKey.Reader(key);
    String project = Key.parse(reader.text() + "/p/settings").project();
    reader.section();
    Granularity granularity = Granularity.of(reader.section());
    String dimension = reader.text();
    String value = reader.text();
    long window = reader.time();
    if (reader.section() == TRACES) {
      return new PartialKey(project, granularity, dimension, value, window, null);
    }
    String name = reader.text();
    String signal = reader.text();
    String sourceType = reader.text();
    String category = null;
    if (!reader.isAtEnd()) {
      reader.section();
      category = reader.text();
    }
    return new PartialKey(
        project,
        granularity,
        dimension,
        value,
        window,
        new Series(name, signal, sourceType, category));
  }

  /** All totals of a project. */
  static RowKey ofProject(String project) {
    return RowKey.ofProject(Key.settings(project)).section(TOTALS);
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
