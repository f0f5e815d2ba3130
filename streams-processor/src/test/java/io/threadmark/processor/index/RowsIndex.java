package io.threadmark.processor.index;

import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.util.IOUtils;

/** The index of the rows of some partitions, as they are at one moment. */
public final class RowsIndex implements ThreadIndex, AutoCloseable {
  private static final long MEMORY = 1024 * 1024;

  private final Path folder;
  private final Map<Integer, PartitionIndex> partitions = new TreeMap<>();

  /**
   * @param rows of each partition that is here
   */
  public RowsIndex(Map<Integer, Rows> rows) {
    try {
      folder = Files.createTempDirectory("threadmark-index");
      for (Map.Entry<Integer, Rows> of : rows.entrySet()) {
        PartitionIndex index = PartitionIndex.open(folder.resolve(of.getKey().toString()), MEMORY);
        partitions.put(of.getKey(), index);
        of.getValue()
            .scan(
                new byte[] {0},
                new byte[] {(byte) 0xFF},
                Rows.Direction.FORWARD,
                (key, value) -> {
                  take(index, key, value);
                  return true;
                });
        index.refresh(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PartitionIndex here(int partition) {
    PartitionIndex index = partitions.get(partition);
    if (index == null) {
      throw new IndexNotReadyException("partition " + partition + " is not here");
    }
    return index;
  }

  private static void take(PartitionIndex index, byte[] key, byte[] value) {
    try {
      index.take(key, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Found find(int partition, Question question, Holding holding, Runnable check) {
    try {
      return here(partition).find(partition, question, holding, check);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<RowSnippet> snippets(
      int partition, Selection selection, String id, Rows rows, int most) {
    try {
      return here(partition).snippets(selection, id, rows, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String threadOf(int partition, String project, String traceId) {
    try {
      return here(partition).threadOf(project, traceId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, ProjectCounts> projects(int partition, Runnable check) {
    try {
      return here(partition).projects(check);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PartitionCut cut(int partition, Selection selection, Holding holding, Runnable check) {
    try {
      return here(partition).cut(selection, holding, check);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<Integer, Long> ends(Set<Integer> partitions, Runnable check) {
    return partitions.stream().collect(Collectors.toMap(partition -> partition, end -> 0L));
  }

  @Override
  public boolean sees(int partition, long offset) {
    return true;
  }

  @Override
  public void close() {
    try {
      for (PartitionIndex index : partitions.values()) {
        index.close();
      }
      IOUtils.rm(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
