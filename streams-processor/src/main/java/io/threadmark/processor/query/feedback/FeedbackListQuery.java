package io.threadmark.processor.query.feedback;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.feedback.rows.FeedbackListing;
import io.threadmark.processor.feedback.rows.FeedbackListing.Entry;
import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.query.feedback.FeedbackPage.Position;
import io.threadmark.processor.query.feedback.FeedbackPage.Row;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.MeteredRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Lists a project's feedback by the state of its join, the newest first. Every partition of
 * Identify and of Resolve has a part of the list; none of them looks at another project's rows.
 */
public final class FeedbackListQuery {
  /** Where other instances are asked for a part. */
  public static final String PATH = "/internal/v1/feedback";

  private static final List<String> STORES = List.of(StateStores.IDENTITIES, StateStores.FEEDBACK);

  /** Entries that one state of one partition looks at for a page, taken or not. */
  private static final int MOST_LOOKED_AT = 5_000;

  /** Bytes of rows that one state of one partition has on a page; one row is always taken. */
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final StoreAccess stores;
  private final PeerClient peers;
  private final FeedbackViews views;
  private final Holding holding;

  /**
   * @param holding is told of the rows of the page
   */
  public FeedbackListQuery(
      StoreAccess stores, PeerClient peers, FeedbackViews views, Holding holding) {
    this.stores = stores;
    this.peers = peers;
    this.views = views;
    this.holding = holding;
  }

  /**
   * A page over all partitions. It may hold fewer rows than asked for, and still not be the last.
   *
   * @throws NotAvailableException where one of them cannot be reached: a list has no silent gap
   */
  public FeedbackPage find(FeedbackFilter filter, int size) {
    List<FeedbackPage> parts = new ArrayList<>();
    for (int partition = 0; partition < stores.partitions(); partition++) {
      for (String store : STORES) {
        HostInfo owner = stores.owner(store, partition);
        parts.add(
            stores.isHere(owner)
                ? local(store, partition, filter, size)
                : remote(owner, store, partition, filter, size));
      }
    }
    return FeedbackPage.merge(parts, size);
  }

  private FeedbackPage remote(
      HostInfo owner, String store, int partition, FeedbackFilter filter, int size) {
    Map<String, String> parameters = filter.parameters();
    parameters.put("store", store);
    parameters.put("partition", Integer.toString(partition));
    parameters.put("page_size", Integer.toString(size));
    Answer answer = peers.askBriefly(owner, Question.get(PATH, parameters, filter.project()));
    if (answer.status() != 200) {
      throw PeerClient.unexpected(owner, answer.status());
    }
    holding.add(Holding.PARSED * (long) answer.body().length);
    return FeedbackPage.read(Views.read(answer.body()));
  }

  /** The part of a page that a partition of this instance has. */
  public FeedbackPage local(String store, int partition, FeedbackFilter filter, int size) {
    if (!STORES.contains(store)) {
      throw RequestProblem.invalid("store", "has no feedback");
    }
    Rows rows = stores.localRows(store, partition);
    boolean identities = store.equals(StateStores.IDENTITIES);
    return FeedbackPage.merge(
        filter.states().stream()
            .map(state -> ofState(rows, identities, state, filter, size))
            .toList(),
        size);
  }

  private FeedbackPage ofState(
      Rows store, boolean identities, State state, FeedbackFilter filter, int size) {
    long[] read = {0};
    long[] taken = {0};
    Rows rows = new MeteredRows(store, bytes -> read[0] += bytes);
    List<Row> found = new ArrayList<>();
    Position[] reached = {null};
    int[] looked = {0};
    Position behind = filter.behind();
    boolean continues = behind != null && behind.createdAt() < filter.before();
    FeedbackListing.scan(
        store,
        filter.ofProject(),
        state,
        filter.from(),
        continues ? behind.createdAt() : filter.before(),
        continues ? behind.id() : null,
        entry -> {
          read[0] = 0;
          Row row = identities ? identity(rows, filter, entry) : placed(rows, filter, entry);
          if (row != null) {
            found.add(row);
            taken[0] += read[0];
            holding.add(Holding.PARSED * read[0]);
          }
          boolean goOn =
              found.size() < size && taken[0] < MOST_BYTES && ++looked[0] < MOST_LOOKED_AT;
          reached[0] = goOn ? null : Position.of(entry);
          return goOn;
        });
    return new FeedbackPage(found, reached[0]);
  }

  private Row identity(Rows rows, FeedbackFilter filter, Entry entry) {
    byte[] key = Key.feedback(filter.project(), entry.feedbackId()).bytes();
    FeedbackRow row = IdentityRows.versions(rows, key);
    if (row == null || !filter.takes(told(row))) {
      return null; // it changed since the entry was read, or is not asked for
    }
    if (told(row).getTarget() == null) {
      return null; // taken back before it came, if it ever does
    }
    LiveFeedback live = FeedbackVersions.live(row, IdentityRows.supersededBy(rows, key));
    if (live == null) {
      return new Row(Position.of(entry), FeedbackViews.retracted(filter.project(), row));
    }
    Key ref = Refs.of(live.getFeedback());
    return new Row(
        Position.of(entry), views.live(ref, FeedbackRows.onThread(live, ref.id()), null));
  }

  /** What a retraction takes back, where it does not repeat it. */
  private static Feedback told(FeedbackRow row) {
    return row.getVersions().stream()
        .filter(version -> !version.getRetracted())
        .findFirst()
        .orElse(FeedbackVersions.winner(row));
  }

  private Row placed(Rows rows, FeedbackFilter filter, Entry entry) {
    Key ref = Key.parse(entry.ref());
    PlacedFeedback placed = FeedbackRows.get(rows, ref.bytes(), entry.feedbackId());
    return placed == null || !filter.takes(placed.getLive().getFeedback())
        ? null
        : new Row(Position.of(entry), views.live(ref, placed, null));
  }
}
