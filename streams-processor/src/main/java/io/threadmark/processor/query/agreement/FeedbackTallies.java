package io.threadmark.processor.query.agreement;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.feedback.rows.FeedbackListing.Entry;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Takes the live, matched feedback of a project into a tally, all of it, each partition where it is
 * owned. Feedback on threads is at Identify, all else at Resolve. Superseded feedback is not live.
 */
public final class FeedbackTallies {
  private static final List<String> STORES = List.of(StateStores.IDENTITIES, StateStores.FEEDBACK);

  private final StoreAccess stores;
  private final PeerClient peers;
  private final Holding holding;

  /**
   * @param holding is told of what tallies keep
   */
  public FeedbackTallies(StoreAccess stores, PeerClient peers, Holding holding) {
    this.stores = stores;
    this.peers = peers;
    this.holding = holding;
  }

  /**
   * Over all partitions.
   *
   * @param path where other instances are asked for a part
   * @param tally is filled and returned
   * @throws NotAvailableException where a partition cannot be reached: there is no silent gap
   * @throws RequestProblem where it has more than a statistic takes
   */
  <T extends FeedbackTally> T fill(FeedbackRange range, String path, T tally) {
    for (int partition = 0; partition < stores.partitions(); partition++) {
      for (String store : STORES) {
        HostInfo owner = stores.owner(store, partition);
        if (stores.isHere(owner)) {
          take(store, partition, range, tally);
        } else {
          byte[] part = remote(owner, path, store, partition, range);
          keeping(tally, () -> tally.add(part));
        }
      }
    }
    return tally;
  }

  private byte[] remote(
      HostInfo owner, String path, String store, int partition, FeedbackRange range) {
    Map<String, String> parameters = range.parameters();
    parameters.put("store", store);
    parameters.put("partition", Integer.toString(partition));
    Answer answer = peers.ask(owner, Question.get(path, parameters, range.project()));
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 422 ->
          throw RequestProblem.tooMuch(Views.read(answer.body()).at("/error/message").asText());
      default -> throw PeerClient.unexpected(owner, answer.status());
    };
  }

  /** The part of a tally that a partition of this instance has. */
  byte[] part(String store, int partition, FeedbackRange range, FeedbackTally empty) {
    if (!STORES.contains(store)) {
      throw RequestProblem.invalid("store", "has no feedback");
    }
    take(store, partition, range, empty);
    return empty.part();
  }

  private void take(String store, int partition, FeedbackRange range, FeedbackTally tally) {
    Rows rows = stores.localRows(store, partition);
    boolean identities = store.equals(StateStores.IDENTITIES);
    range.scan(
        rows,
        entry -> {
          PlacedFeedback found =
              identities ? onThread(rows, range.project(), entry) : placed(rows, entry);
          if (found != null
              && found.getLive().getSupersededBy() == null
              && range.takes(found.getLive().getFeedback())) {
            keeping(tally, () -> tally.take(found));
          }
          return true;
        });
  }

  private void keeping(FeedbackTally tally, Runnable change) {
    long before = tally.heldBytes();
    change.run();
    holding.add(tally.heldBytes() - before);
  }

  /** Null where it changed since the entry was read. */
  private static PlacedFeedback onThread(Rows rows, String project, Entry entry) {
    byte[] key = Key.feedback(project, entry.feedbackId()).bytes();
    FeedbackRow row = IdentityRows.versions(rows, key);
    LiveFeedback live = FeedbackVersions.live(row, IdentityRows.supersededBy(rows, key));
    Key ref = live == null ? null : Refs.of(live.getFeedback());
    return ref == null || ref.kind() != Key.Kind.THREAD
        ? null
        : FeedbackRows.onThread(live, ref.id());
  }

  /** Null where it changed since the entry was read. */
  private static PlacedFeedback placed(Rows rows, Entry entry) {
    PlacedFeedback placed =
        FeedbackRows.get(rows, Key.parse(entry.ref()).bytes(), entry.feedbackId());
    return placed == null || placed.getThreadId() == null ? null : placed;
  }
}
