package io.threadmark.dataset.format;

import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Provenance;
import java.util.List;

/** One form that labeled threads are given away in. */
public interface DatasetFormat {

  /** The word in addresses and commands. */
  String name();

  /** One sentence for the dataset's card. */
  String summary();

  /** What each row has, in the order of the file. */
  List<Column> columns();

  /** The words that the Hugging Face hub has for what it is good for. */
  List<String> tasks();

  /** Begins one dataset. */
  RowMaker begin();

  /** Whether a row tells where it comes from; else a file beside the rows does. */
  default boolean tellsProvenance() {
    return columns().contains(Provenance.COLUMN)
        || columns().stream().anyMatch(column -> column.name().equals("thread_id"));
  }

  /** Whether its rows are all of one split, whatever was asked for. */
  default boolean isForTrainingOnly() {
    return false;
  }
}
