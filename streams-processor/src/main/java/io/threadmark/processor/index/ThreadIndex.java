package io.threadmark.processor.index;

import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadRow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds threads and traces, in one partition at a time. */
public interface ThreadIndex {

  /** A snippet, and the row that it is from. */
  record RowSnippet(ThreadRow row, Snippet snippet) {}

  /**
   * Finds what is asked for in a partition.
   *
   * @param holding is told of the memory that it takes
   * @param check throws once it takes too long
   * @throws IndexNotReadyException while the partition is not here, or its index not whole
   * @throws IllegalArgumentException where a search text is none
   */
  Found find(int partition, Question question, Holding holding, Runnable check);

  /**
   * Where what was searched for stands in a thread or in what is about a trace: at most so many
   * places, each in a row of its own.
   *
   * @param rows what there is of the partition; a row that is not there any more is left out
   * @throws IndexNotReadyException as {@link #find}
   */
  List<RowSnippet> snippets(int partition, Selection selection, String id, Rows rows, int most);

  /**
   * The thread that a trace is in, as the application names it; null where there is no such trace
   * in the partition.
   *
   * @throws IndexNotReadyException as {@link #find}
   */
  String threadOf(int partition, String project, String traceId);

  /**
   * What there is of each project in a partition.
   *
   * @throws IndexNotReadyException as {@link #find}
   */
  Map<String, ProjectCounts> projects(int partition, Runnable check);

  /**
   * Holds on to the threads of a partition that are meant, as they are now.
   *
   * @throws IndexNotReadyException as {@link #find}
   * @throws IllegalArgumentException where a search text is none
   */
  PartitionCut cut(int partition, Selection selection, Holding holding, Runnable check);

  /**
   * Where the changelog ends that has all that the stores of this instance show at the moment.
   *
   * @param partitions that are here
   * @param check throws once it takes too long
   * @return the offset behind, by partition
   */
  Map<Integer, Long> ends(Set<Integer> partitions, Runnable check);

  /**
   * Whether whoever asks sees all records of a partition before an offset. Where not, it is seen to
   * that it soon is.
   *
   * @throws IndexNotReadyException as {@link #find}
   */
  boolean sees(int partition, long offset);
}
