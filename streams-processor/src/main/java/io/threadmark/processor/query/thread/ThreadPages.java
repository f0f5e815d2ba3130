package io.threadmark.processor.query.thread;

import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Pages of threads as JSON. A thread has many rows, so its owner answers, not whoever was asked.
 */
public final class ThreadPages {
  /** Where other instances are asked for a page. */
  public static final String PATH = "/internal/v1/thread";

  private final StoreAccess stores;
  private final PeerClient peers;

  public ThreadPages(StoreAccess stores, PeerClient peers) {
    this.stores = stores;
    this.peers = peers;
  }

  /**
   * A page of a thread, wherever it is; null where there is no such thread.
   *
   * @throws IllegalArgumentException where the cursor is not one of the thread's
   */
  public byte[] find(Key thread, int pageSize, String cursor) {
    HostInfo owner = stores.owner(StateStores.THREADS, thread);
    return stores.isHere(owner)
        ? local(thread, pageSize, cursor)
        : remote(owner, thread, pageSize, cursor);
  }

  /**
   * A page of a thread that is here; null where there is no such thread.
   *
   * @throws IllegalArgumentException where the cursor is not one of the thread's
   */
  public byte[] local(Key thread, int pageSize, String cursor) {
    return Views.json(
        new ThreadQuery()
            .find(stores.localRows(StateStores.THREADS, thread), thread, pageSize, cursor));
  }

  private byte[] remote(HostInfo owner, Key thread, int pageSize, String cursor) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("key", thread.toString());
    parameters.put("page_size", Integer.toString(pageSize));
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    Answer answer = peers.askBriefly(owner, Question.get(PATH, parameters, null));
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 404 -> null;
      case 422 -> throw new IllegalArgumentException("must be the next_cursor of the page before");
      default -> throw PeerClient.unexpected(owner, answer.status());
    };
  }
}
