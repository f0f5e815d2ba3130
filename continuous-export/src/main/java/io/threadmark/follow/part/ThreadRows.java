package io.threadmark.follow.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.RaterQuota;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape.Scalar;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rows of a continuous export: where the record stood, what it does, and the columns of the
 * format {@code threads}. A row that takes a thread away has no more than the thread's ids.
 */
public final class ThreadRows {
  public static final String PARTITION = "topic_partition";
  public static final String OFFSET = "topic_offset";
  public static final String PUBLISHED_AT = "published_at";
  public static final String OPERATION = "operation";
  public static final String PROJECT = "project_id";
  public static final String THREAD = "thread_id";

  /** The operation of a row that has the thread as it is from then on. */
  public static final String UPSERT = "upsert";

  /** The operation of a row that takes the thread away. */
  public static final String REMOVE = "remove";

  /** The columns that tell which rows count. */
  public static final List<Column> KEY_COLUMNS =
      List.of(
          Column.of(OFFSET, Scalar.LONG, "The offset of the record."),
          Column.text(OPERATION, "upsert, or remove where the thread is taken away."),
          Column.text(PROJECT, "The project."),
          Column.text(THREAD, "The thread."));

  private static final DatasetFormat THREADS = DatasetFormats.named("threads");
  private static final Set<String> IN_EVERY_ROW = Set.of(PROJECT, THREAD);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** All columns, in their order. */
  public static final List<Column> COLUMNS = columns();

  private ThreadRows() {}

  /** The row of a change. */
  public static ObjectNode of(ThreadChange change) {
    ObjectNode row = Json.object();
    row.put(PARTITION, (long) change.partition());
    row.put(OFFSET, change.offset());
    row.put(PUBLISHED_AT, time(change.publishedAt()));
    row.put(OPERATION, change.isRemoval() ? REMOVE : UPSERT);
    row.put(PROJECT, change.projectId());
    row.put(THREAD, change.threadId());
    if (!change.isRemoval()) {
      Labels labels = new Labels(change.thread(), Rules.STANDARD, new RaterQuota(0), new Drops());
      THREADS.begin().rows(labels, example -> row.setAll(example.row()));
    }
    return row;
  }

  /** Whether a row takes its thread away. */
  public static boolean isRemoval(ObjectNode row) {
    return row.path(OPERATION).asText().equals(REMOVE);
  }

  private static String time(Instant time) {
    return MICROS.format(time);
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of(PARTITION, Scalar.LONG, "The partition of the topic."));
    columns.add(KEY_COLUMNS.get(0));
    columns.add(Column.of(PUBLISHED_AT, Scalar.TIME, "When the record came to the topic."));
    columns.add(KEY_COLUMNS.get(1));
    for (Column column : THREADS.columns()) {
      columns.add(
          IN_EVERY_ROW.contains(column.name())
              ? column
              : Column.optional(column.name(), column.shape(), column.doc()));
    }
    return List.copyOf(columns);
  }
}
