package io.threadmark.processor.index;

import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.util.IOUtils;

/** The index of the rows of some partitions, as they are at one moment. */
public final class RowsIndex implements ThreadIndex, AutoCloseable {
  private static final long MEMORY = 1024 * 1024;

  private final Path folder;
  private final List<PartitionIndex> partitions = new ArrayList<>();

  /**
   * @param rows of each partition
   */
  public RowsIndex(List<Rows> rows) {
    try {
      folder = Files.createTempDirectory("threadmark-index");
      for (Rows of : rows) {
        PartitionIndex index =
            PartitionIndex.open(folder.resolve(Integer.toString(partitions.size())), MEMORY);
        partitions.add(index);
        of.scan(
            new byte[] {0},
            new byte[] {(byte) 0xFF},
            Rows.Direction.FORWARD,
            (key, value) -> {
              take(index, key, value);
              return true;
            });
        index.refresh();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      return partitions.get(partition).find(partition, question, holding, check);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<RowSnippet> snippets(
      int partition, Selection selection, String id, Rows rows, int most) {
    try {
      return partitions.get(partition).snippets(selection, id, rows, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String threadOf(int partition, String project, String traceId) {
    try {
      return partitions.get(partition).threadOf(project, traceId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, ProjectCounts> projects(int partition, Runnable check) {
    try {
      return partitions.get(partition).projects(check);
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
      for (PartitionIndex index : partitions) {
        index.close();
      }
      IOUtils.rm(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
