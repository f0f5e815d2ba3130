package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.User;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one thread's rows. */
public final class ThreadReader {
  static final RowCodec<User> USER = new RowCodec<>(User.class);
  static final RowCodec<HeadRow> HEAD = new RowCodec<>(HeadRow.class);

  /**
   * Some items of one kind, in the order of creation.
   *
   * @param complete whether there are no more of them in that direction
   * @param last where to go on reading; null where there is nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Slice<T>(List<T> items, boolean complete, byte[] last) {}

  private final Rows rows;
  private final ThreadKeys keys;

  public ThreadReader(Rows rows, byte[] threadKey) {
    this.rows = rows;
    this.keys = new ThreadKeys(threadKey);
  }

  /** The head; null where there is no such thread. */
  public HeadRow head() {
    return HEAD.read(rows.get(keys.head()));
  }

  /** Bytes of what the thread says of itself, as they are stored. */
  long ownBytes() {
    return bytes(keys.head()) + bytes(keys.facts());
  }

  private long bytes(byte[] key) {
    byte[] row = rows.get(key);
    return row == null ? 0 : row.length;
  }

  /**
   * The key of the first thread at or behind a place in the order of keys; null where there is
   * none.
   */
  public static byte[] nextThread(Rows rows, byte[] place) {
    byte[][] found = {null};
    rows.scan(
        place,
        new byte[] {(byte) 0xFF},
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = RowKey.textAt(key, 0).getBytes(StandardCharsets.UTF_8);
          return false;
        });
    return found[0];
  }

  /** The first place behind all rows of a thread. */
  public static byte[] behind(byte[] threadKey) {
    return RowKey.behind(RowKey.of(threadKey).bytes());
  }

  /** Whether the thread has something for those who want labels. */
  public static boolean isLabeled(HeadRow head) {
    return head != null
        && (head.getFeedbackCount() > 0
            || !head.getIntents().isEmpty()
            || !head.getIssues().isEmpty());
  }

  /** The metadata of the thread, key to JSON text. */
  public Map<String, String> metadata() {
    FactsRow facts = facts();
    return facts == null ? new TreeMap<>() : Facts.of(facts).map(Registers.METADATA);
  }

  /** The statements about the thread itself, merged; null where there were none. */
  public FactsRow facts() {
    return TraceRows.CODEC.read(rows.get(keys.facts()));
  }

  /** A message's merged statements, also where it does not show; null where it has not come. */
  public FactsRow message(String messageId) {
    byte[] shown = first(Item.Kind.MESSAGE, messageId);
    return TraceRows.CODEC.read(shown == null ? first(Item.Kind.HIDDEN, messageId) : shown);
  }

  /** Whether a message does not show, as the application itself tells the same. */
  public boolean isHidden(String messageId) {
    return first(Item.Kind.HIDDEN, messageId) != null;
  }

  /** A trace of the thread as its ref wrote it; null where it is not there. */
  public FactsRow trace(String traceId) {
    return TraceRows.CODEC.read(first(Item.Kind.TRACE, traceId));
  }

  /** Feedback as a ref wrote it; null where it is not there. */
  public PlacedFeedback feedback(String feedbackId, String writer) {
    return FeedbackRows.CODEC.read(
        rows.get(keys.item(new Item(Item.Kind.FEEDBACK, feedbackId, writer))));
  }

  /**
   * The oldest messages behind a place, within a budget; null for the first. A budget has room for
   * one of the largest at least.
   */
  public Slice<LabeledMessage> messagesFrom(byte[] after, Budget budget) {
    return read(
        Item.Kind.MESSAGE,
        Rows.Direction.FORWARD,
        after,
        budget,
        (id, bytes) -> LabeledItems.message(id, TraceRows.CODEC.read(bytes)));
  }

  /** Whether the part of a place behind the thread's key is one that {@link #messagesFrom} gave. */
  public static boolean isMessagePlace(byte[] rest) {
    byte[] begin = new ThreadKeys(new byte[0]).createdOf(Item.Kind.MESSAGE).bytes();
    return rest.length > begin.length + 2 * Long.BYTES
        && Arrays.mismatch(rest, begin) == begin.length
        && rest[rest.length - 1] == 0;
  }

  /** The newest messages within a budget, the oldest of them first. */
  public Slice<LabeledMessage> newestMessages(Budget budget) {
    return oldestFirst(
        read(
            Item.Kind.MESSAGE,
            Rows.Direction.BACKWARD,
            null,
            budget,
            (id, bytes) -> LabeledItems.message(id, TraceRows.CODEC.read(bytes))));
  }

  /** The newest traces within a budget, the oldest of them first. */
  public Slice<LabeledTrace> newestTraces(Budget budget) {
    return oldestFirst(
        read(
            Item.Kind.TRACE,
            Rows.Direction.BACKWARD,
            null,
            budget,
            (id, bytes) -> LabeledItems.trace(id, TraceRows.CODEC.read(bytes))));
  }

  /** The newest live feedback within a budget, the oldest of it first. */
  public Slice<LabeledFeedback> newestFeedback(Budget budget) {
    return oldestFirst(
        read(
            Item.Kind.FEEDBACK,
            Rows.Direction.BACKWARD,
            null,
            budget,
            (id, bytes) -> {
              PlacedFeedback row = FeedbackRows.CODEC.read(bytes);
              return row.getLive().getSupersededBy() == null
                  ? LabeledItems.feedback(row, messageFound(row))
                  : null;
            }));
  }

  void putHead(Rows.Mutable into, HeadRow head) {
    into.put(keys.head(), HEAD.write(head));
  }

  /**
   * The earliest event time of all items and of the facts.
   *
   * @param notBefore a time that none is before; what left the thread from before it is not passed
   *     again in the search
   */
  long earliest(long notBefore) {
    FactsRow facts = facts();
    long[] earliest = {facts == null ? Long.MAX_VALUE : facts.getCreatedAt()};
    for (Item.Kind kind : Item.Kind.values()) {
      RowKey order = keys.createdOf(kind);
      byte[] prefix = order.bytes();
      rows.scan(
          order.time(notBefore).bytes(),
          RowKey.behind(prefix),
          Rows.Direction.FORWARD,
          (key, value) -> {
            earliest[0] = Math.min(earliest[0], RowKey.timeAt(key, prefix.length));
            return false;
          });
    }
    return earliest[0];
  }

  /** Whether an item of the same kind and time of creation stands behind one in their order. */
  boolean hasCompanion(Item item, ItemSummary place) {
    boolean[] found = {false};
    rows.scan(
        RowKey.after(keys.created(item, place.createdAt(), place.position())),
        RowKey.behind(keys.createdOf(item.kind()).time(place.createdAt()).bytes()),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = true;
          return false;
        });
    return found[0];
  }

  /** The event time of the newest statement about the thread or any item. */
  long latest() {
    FactsRow facts = facts();
    long[] latest = {facts == null ? Long.MIN_VALUE : Facts.updatedAt(facts)};
    byte[] prefix = keys.updatedOfAll().bytes();
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.BACKWARD,
        (key, value) -> {
          latest[0] = Math.max(latest[0], RowKey.timeAt(key, prefix.length));
          return false;
        });
    return latest[0];
  }

  /**
   * The user: what the thread's own facts say, and where they do not name one, the user of the
   * earliest item that does.
   *
   * @param notBefore a time that no item is before
   */
  User user(long notBefore) {
    FactsRow facts = facts();
    User own = facts == null ? null : LabeledItems.user(Facts.of(facts));
    if (own != null && own.getId() != null) {
      return own;
    }
    User[] first = new User[1];
    byte[] prefix = keys.userOfAll().bytes();
    rows.scan(
        keys.userOfAll().time(notBefore).bytes(),
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          first[0] = USER.read(value);
          return false;
        });
    return first[0] == null ? own : overlaid(first[0], own);
  }

  private static User overlaid(User item, User own) {
    if (own == null) {
      return item;
    }
    Map<String, String> segments = new TreeMap<>(item.getSegments());
    segments.putAll(own.getSegments());
    return new User(
        item.getId(),
        own.getName() == null ? item.getName() : own.getName(),
        own.getEmail() == null ? item.getEmail() : own.getEmail(),
        segments);
  }

  private Boolean messageFound(PlacedFeedback row) {
    String messageId = row.getLive().getFeedback().getTarget().getMessageId();
    return messageId == null ? null : message(messageId) != null;
  }

  /** An item by its id; of several writers' the first. */
  private byte[] first(Item.Kind kind, String id) {
    byte[] prefix = keys.itemsNamed(kind, id).bytes();
    byte[][] found = new byte[1][];
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = value;
          return false;
        });
    return found[0];
  }

  /** Reads an item's row; null leaves it out. */
  private interface View<T> {
    T of(String id, byte[] bytes);
  }

  private <T> Slice<T> read(
      Item.Kind kind, Rows.Direction direction, byte[] after, Budget budget, View<T> view) {
    RowKey order = keys.createdOf(kind);
    byte[] prefix = order.bytes();
    byte[] from = after == null ? prefix : RowKey.after(after);
    List<T> items = new ArrayList<>();
    byte[][] last = new byte[1][];
    boolean[] complete = {true};
    rows.scan(
        from,
        RowKey.behind(prefix),
        direction,
        (key, nothing) -> {
          Item item = ThreadKeys.itemOfCreated(key, order, kind);
          byte[] bytes = rows.get(keys.item(item));
          T seen = bytes == null ? null : view.of(item.id(), bytes);
          if (seen == null) {
            return true;
          }
          if (!budget.take(bytes.length)) {
            complete[0] = false;
            return false;
          }
          items.add(seen);
          last[0] = key;
          return true;
        });
    return new Slice<>(items, complete[0], last[0]);
  }

  private static <T> Slice<T> oldestFirst(Slice<T> newestFirst) {
    Collections.reverse(newestFirst.items());
    return newestFirst;
  }
}
