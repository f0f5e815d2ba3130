package io.threadmark.processor.export;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.PartitionCut;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ContentRows;
import io.threadmark.processor.thread.rows.ThreadSnapshot;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cuts that this instance holds for exports, its own and those of other instances. One that
 * nobody has asked for anything for a while is let go, for whoever wanted it is gone.
 */
public final class HeldCuts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldCuts.class);

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Held> cuts = new ConcurrentHashMap<>();

  /**
   * How many there may be, and for how long.
   *
   * @param most at a time: each keeps files of the index on disk that would be gone otherwise
   * @param idle after so long without a question one is let go
   */
  public record Limits(int most, Duration idle) {
    public static final Limits DEFAULT = new Limits(32, Duration.ofMinutes(2));
  }

  /**
   * A cut of some partitions.
   *
   * @param positions the offset behind the newest record of each
   * @param threads how many there are
   */
  record Opened(String id, SortedMap<Integer, Long> positions, long threads) {}

  /**
   * Some threads of a partition, in the order of their keys.
   *
   * @param last the key of the last that was looked at, to go on behind; null at the end
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Page(List<LabeledThread> threads, byte[] last) {}

  private static final class Held {
    private final SortedMap<Integer, PartitionCut> partitions;
    private volatile long usedAt;

    Held(SortedMap<Integer, PartitionCut> partitions, long now) {
      this.partitions = partitions;
      usedAt = now;
    }
  }

  public HeldCuts(Limits limits) {
    this(limits, System::nanoTime);
  }

  HeldCuts(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a cut of partitions that are here.
   *
   * @throws NotAvailableException where one cannot be asked, or too many are held
   * @throws IllegalArgumentException where a search text is none
   */
  Opened open(
      ThreadIndex index, Selection selection, List<Integer> partitions, RequestDeadline deadline) {
    letGoOfIdle();
    if (cuts.size() >= limits.most) {
      throw new NotAvailableException(
          "there are %d exports under way already, and no room for more".formatted(cuts.size()));
    }
    SortedMap<Integer, PartitionCut> taken = new TreeMap<>();
    try {
      for (Integer partition : partitions) {
        taken.put(partition, index.cut(partition, selection, Holding.UNCOUNTED, deadline::check));
      }
    } catch (IndexNotReadyException e) {
      close(taken);
      throw new NotAvailableException(e.getMessage(), e);
    } catch (RuntimeException e) {
      close(taken);
      throw e;
    }
    String id = UUID.randomUUID().toString();
    cuts.put(id, new Held(taken, nanoTime.getAsLong()));
    SortedMap<Integer, Long> positions = new TreeMap<>();
    taken.forEach((partition, cut) -> positions.put(partition, cut.position()));
    return new Opened(
        id, positions, taken.values().stream().mapToLong(PartitionCut::threads).sum());
  }

  /**
   * The next threads of a partition. What has gone from the store since, because it was erased or
   * taken back, is left out.
   *
   * @param after the key of the thread to go on behind; null for the first
   * @param mostBytes about; of one thread at least
   * @throws NotAvailableException where the cut was let go, or the partition has moved
   */
  Page read(String id, int partition, byte[] after, long mostBytes, StoreAccess stores) {
    Held held = held(id);
    PartitionCut cut = held.partitions.get(partition);
    if (cut == null) {
      throw gone();
    }
    Rows now = stores.localRows(StateStores.THREADS, partition);
    List<LabeledThread> threads = new ArrayList<>();
    byte[][] last = {null};
    long[] bytes = {0};
    synchronized (held) {
      try {
        cut.visit(
            after,
            (thread, rows) -> {
              LabeledThread read = read(thread, (ContentRows) rows, now, bytes);
              if (read != null) {
                threads.add(read);
              }
              boolean isFull = bytes[0] >= mostBytes;
              last[0] = isFull ? thread : null;
              return !isFull;
            });
      } catch (AlreadyClosedException e) {
        throw gone();
      } catch (IOException e) {
        throw new NotAvailableException("the search index cannot be read", e);
      } finally {
        held.usedAt = nanoTime.getAsLong();
      }
    }
    return new Page(threads, last[0]);
  }

  private static LabeledThread read(byte[] thread, ContentRows rows, Rows now, long[] bytes) {
    byte[] headKey = ContentRows.headOf(thread);
    byte[] head = now.get(headKey);
    if (head == null) {
      return null;
    }
    if (!Arrays.equals(head, rows.get(headKey))) {
      for (byte[] item : rows.items()) {
        if (now.get(item) == null) {
          rows.remove(item);
        }
      }
    }
    ThreadSnapshot snapshot = ThreadSnapshot.whole(rows, Key.parse(thread));
    bytes[0] += snapshot.bytes();
    return snapshot.thread();
  }

  /** Says that somebody still wants it. */
  void touch(String id) {
    held(id).usedAt = nanoTime.getAsLong();
  }

  /** Lets go of it, where it is still held. */
  void close(String id) {
    Held held = cuts.remove(id);
    if (held != null) {
      close(held);
    }
  }

  /** How many are held. */
  public int size() {
    return cuts.size();
  }

  /** Lets go of what nobody has asked for anything for long. */
  public void letGoOfIdle() {
    long now = nanoTime.getAsLong();
    cuts.forEach(
        (id, held) -> {
          if (now - held.usedAt > limits.idle.toNanos() && cuts.remove(id, held)) {
            LOG.warn("an export has not been asked for in {}; its threads are let go", limits.idle);
            close(held);
          }
        });
  }

  @Override
  public void close() {
    List.copyOf(cuts.keySet()).forEach(this::close);
  }

  private Held held(String id) {
    Held held = cuts.get(id);
    if (held == null) {
      throw gone();
    }
    held.usedAt = nanoTime.getAsLong();
    return held;
  }

  private static NotAvailableException gone() {
    return new NotAvailableException("the threads of this export are not held any more");
  }

  private static void close(Held held) {
    synchronized (held) { // not while somebody reads
      close(held.partitions);
    }
  }

  private static void close(SortedMap<Integer, PartitionCut> partitions) {
    partitions.forEach(
        (partition, cut) -> {
          try {
            cut.close();
          } catch (IOException e) {
            LOG.warn("the threads of partition {} could not be let go", partition, e);
          }
        });
  }
}
