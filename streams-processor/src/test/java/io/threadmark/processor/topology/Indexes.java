package io.threadmark.processor.topology;

import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.PartitionCut;
import io.threadmark.processor.index.PartitionIndex;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.lucene.util.IOUtils;

/** The indexes of all partitions. */
final class Indexes implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("threadmark-lists");
  private final List<PartitionIndex> partitions = new ArrayList<>();
  private final List<Map<byte[], byte[]>> followed = new ArrayList<>();
  private long looks;

  Indexes() throws IOException {
    for (int partition = 0; partition < ListsTest.PARTITIONS; partition++) {
      partitions.add(PartitionIndex.open(folder.resolve(Integer.toString(partition)), 1024 * 1024));
      followed.add(new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  /** Takes what changed since the last time, as a changelog tells it. */
  void follow(SimulatedCluster cluster, boolean refresh) throws IOException {
    for (StageTask task : cluster.tasks()) {
      MemoryStore store = task.stores().get(StateStores.THREADS);
      if (store != null) {
        Map<byte[], byte[]> now = new TreeMap<>(Arrays::compareUnsigned);
        store.rows().forEach((key, value) -> now.put(key.get(), value));
        follow(task.partition(), now, refresh);
      }
    }
  }

  private void follow(int partition, Map<byte[], byte[]> now, boolean refresh) throws IOException {
    PartitionIndex index = partitions.get(partition);
    Map<byte[], byte[]> before = followed.get(partition);
    for (byte[] key : before.keySet()) {
      if (!now.containsKey(key)) {
        index.take(key, null);
      }
    }
    for (Map.Entry<byte[], byte[]> row : now.entrySet()) {
      if (!Arrays.equals(before.get(row.getKey()), row.getValue())) {
        index.take(row.getKey(), row.getValue());
      }
    }
    before.clear();
    before.putAll(now);
    if (refresh) {
      index.refresh(++looks);
    }
  }

  /** The rows of a partition as they were followed last. */
  NavigableMap<byte[], byte[]> rowsOf(int partition) {
    NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    rows.putAll(followed.get(partition));
    return rows;
  }

  /** Holds on to the threads that are meant, by partition. */
  List<PartitionCut> cut(Selection selection) throws IOException {
    List<PartitionCut> cuts = new ArrayList<>();
    for (PartitionIndex index : partitions) {
      cuts.add(index.cut(selection, Holding.UNCOUNTED, () -> {}));
    }
    return cuts;
  }

  Map<byte[], byte[]> rows() {
    Map<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned);
    followed.forEach(all::putAll);
    return all;
  }

  Found find(Question question) {
    List<Found> parts = new ArrayList<>();
    for (int partition = 0; partition < ListsTest.PARTITIONS; partition++) {
      try {
        parts.add(partitions.get(partition).find(partition, question, Holding.UNCOUNTED, () -> {}));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Found.together(parts, question.size());
  }

  @Override
  public void close() throws IOException {
    for (PartitionIndex index : partitions) {
      index.close();
    }
    IOUtils.rm(folder);
  }
}
