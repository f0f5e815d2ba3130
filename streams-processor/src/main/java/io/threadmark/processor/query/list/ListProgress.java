package io.threadmark.processor.query.list;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.list.ListPart.Seen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.HostInfo;

/** How far lists are behind what the stores show. */
public final class ListProgress {
  /** Where other instances are asked how far they are. */
  public static final String PATH = "/internal/v1/list/seen";

  /** Asks where the changelog of a partition ends. */
  private static final long UNKNOWN = -1;

  private final ThreadIndex index;
  private final StoreAccess stores;
  private final Scatter scatter;
  private final RequestDeadline deadline;

  ListProgress(ThreadIndex index, StoreAccess stores, Scatter scatter, RequestDeadline deadline) {
    this.index = index;
    this.stores = stores;
    this.scatter = scatter;
    this.deadline = deadline;
  }

  /**
   * Where the changelogs end that have all that the stores show now.
   *
   * @return offsets by partition
   * @throws NotAvailableException where a partition cannot tell
   */
  Map<Integer, Long> ends() {
    Map<Integer, Long> unknown = new TreeMap<>();
    IntStream.range(0, stores.partitions()).forEach(partition -> unknown.put(partition, UNKNOWN));
    return unseen(unknown);
  }

  /**
   * Of some offsets, those before which lists do not tell all yet.
   *
   * @throws NotAvailableException where a partition cannot tell
   */
  Map<Integer, Long> unseen(Map<Integer, Long> ends) {
    Map<HostInfo, Seen> questions = new LinkedHashMap<>();
    scatter
        .byOwner(ends.keySet(), partition -> partition)
        .forEach(
            (owner, partitions) -> {
              Map<Integer, Long> of = new TreeMap<>(ends);
              of.keySet().retainAll(partitions);
              questions.put(owner, new Seen(of));
            });
    Map<Integer, Long> unseen = new TreeMap<>();
    scatter.ask(
        PATH, questions, this::local, Seen.class, (asked, seen) -> unseen.putAll(seen.ends()));
    return unseen;
  }

  /** The same of partitions of this instance. */
  public byte[] local(byte[] question) {
    return ListPart.write(local(ListPart.readQuestion(question, Seen.class)));
  }

  private Seen local(Seen asked) {
    try {
      Map<Integer, Long> unseen = new TreeMap<>(asked.ends());
      unseen.values().removeIf(end -> end != UNKNOWN);
      if (!unseen.isEmpty()) {
        unseen.putAll(index.ends(unseen.keySet(), deadline::check));
      }
      asked
          .ends()
          .forEach(
              (partition, end) -> {
                if (end != UNKNOWN && !index.sees(partition, end)) {
                  unseen.put(partition, end);
                }
              });
      return new Seen(unseen);
    } catch (IndexNotReadyException e) {
      throw new NotAvailableException(e.getMessage(), e);
    }
  }
}
