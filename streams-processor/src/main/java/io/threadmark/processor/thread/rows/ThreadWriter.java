package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.processor.facts.Statements;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes one thread's rows: an item, its places in the orders of time, and the head. The work does
 * not depend on the length of the thread.
 */
public final class ThreadWriter {
  /** Bytes of items that are held in memory while they are removed; one item may have more. */
  private static final long MOST_BYTES_REMOVED = 4 * 1024 * 1024;

  private static final byte[] NOTHING = {};

  private final Rows.Mutable rows;
  private final ThreadKeys keys;
  private final ThreadReader reader;
  private final Twins twins;
  private final byte[] threadKey;
  private final ThreadWatcher watcher;

  /**
   * @param watcher hears what changes
   */
  public ThreadWriter(Rows.Mutable rows, byte[] threadKey, ThreadWatcher watcher) {
    this.rows = rows;
    this.threadKey = threadKey;
    this.watcher = watcher;
    this.keys = new ThreadKeys(threadKey);
    this.reader = new ThreadReader(rows, threadKey);
    this.twins = new Twins(rows, keys);
  }

  /**
   * What an event changed.
   *
   * @param changed whether it changed anything
   * @param before what was named before it
   * @param now what is named now
   */
  public record Merged(boolean changed, Named before, Named now) {}

  /** Takes in what a message event says. */
  public Merged merge(Message message) {
    String id = message.getMessageId();
    boolean hidden = reader.isHidden(id);
    byte[] held = rows.get(keys.item(hidden ? Item.hidden(id) : Item.message(id)));
    FactsRow old = TraceRows.CODEC.read(held);
    Facts facts = Facts.of(old);
    Named before = Named.of(facts);
    FactsRow merged = facts.merge(Statements.of(message)).toRow();
    byte[] bytes = TraceRows.CODEC.write(merged);
    boolean changed = !Arrays.equals(held, bytes);
    if (changed) {
      if (hidden) {
        show(id);
      }
      put(Item.message(id), held, bytes, ItemSummary.of(old), ItemSummary.of(merged));
      settle(id, old, merged);
    }
    return new Merged(changed, before, Named.of(facts));
  }

  /** Hides and shows derived messages, as one that says the same came, changed or leaves. */
  private void settle(String messageId, FactsRow was, FactsRow is) {
    for (String said : twins.put(messageId, was, is)) {
      twins
          .derived(said)
          .forEach(
              (id, hidden) -> {
                if (hidden) {
                  hide(id);
                } else {
                  show(id);
                }
              });
    }
  }

  private void hide(String messageId) {
    byte[] held = rows.get(keys.item(Item.message(messageId)));
    if (held != null) {
      rows.put(keys.item(Item.hidden(messageId)), held);
      countHidden(1);
      put(Item.message(messageId), held, null, summary(held), null);
    }
  }

  private void show(String messageId) {
    byte[] held = rows.get(keys.item(Item.hidden(messageId)));
    if (held != null) {
      put(Item.message(messageId), null, held, null, summary(held));
      removeHidden(messageId);
    }
  }

  private void removeHidden(String messageId) {
    rows.delete(keys.item(Item.hidden(messageId)));
    countHidden(-1);
  }

  /** What is hidden counts as an item alone, so that it leaves with the thread. */
  private void countHidden(int more) {
    HeadRow head = reader.head();
    head.setItemCount(head.getItemCount() + more);
    reader.putHead(rows, head);
  }

  private static ItemSummary summary(byte[] message) {
    return ItemSummary.of(TraceRows.CODEC.read(message));
  }

  /** Takes in what a thread event says. */
  public Merged merge(ThreadFacts event) {
    byte[] held = rows.get(keys.facts());
    Facts facts = Facts.of(TraceRows.CODEC.read(held));
    Named before = Named.of(facts);
    FactsRow merged = facts.merge(Statements.of(event)).toRow();
    return new Merged(put(merged, held), before, Named.of(facts));
  }

  private boolean put(FactsRow merged, byte[] held) {
    byte[] bytes = TraceRows.CODEC.write(merged);
    if (Arrays.equals(held, bytes)) {
      return false;
    }
    rows.put(keys.facts(), bytes);
    HeadRow head = headOrNew();
    ThreadContext was = contextOf(head);
    Facts facts = Facts.of(merged);
    head.setTitle(facts.get(Registers.TITLE));
    head.setIntents(facts.map(Registers.INTENTS).keySet().stream().toList());
    head.setIssues(facts.map(Registers.ISSUES).keySet().stream().toList());
    head.setTags(facts.map(Registers.TAGS));
    head.setCreatedAt(Math.min(head.getCreatedAt(), facts.createdAt()));
    head.setUser(reader.user(head.getCreatedAt()));
    head.setUpdatedAt(Math.max(head.getUpdatedAt(), facts.updatedAt()));
    reader.putHead(rows, head);
    watcher.head(threadKey, was, contextOf(head));
    return true;
  }

  /** Puts a trace as its writer has it, or removes it where it is null. */
  public boolean put(String traceId, String writer, FactsRow trace) {
    Item item = new Item(Item.Kind.TRACE, traceId, writer);
    byte[] held = rows.get(keys.item(item));
    boolean changed =
        put(
            item,
            held,
            trace == null ? null : TraceRows.CODEC.write(trace),
            ItemSummary.of(TraceRows.CODEC.read(held)),
            ItemSummary.of(trace));
    if (changed) {
      watcher.trace(threadKey, traceId, trace, ThreadContext.of(reader.head()));
    }
    return changed;
  }

  /** Puts feedback as its writer has it, or removes it where it is null. */
  public boolean put(String feedbackId, String writer, PlacedFeedback feedback) {
    Item item = new Item(Item.Kind.FEEDBACK, feedbackId, writer);
    byte[] held = rows.get(keys.item(item));
    PlacedFeedback old = FeedbackRows.CODEC.read(held);
    boolean changed =
        put(
            item,
            held,
            feedback == null ? null : FeedbackRows.CODEC.write(feedback),
            ItemSummary.of(old),
            ItemSummary.of(feedback));
    if (changed) {
      watcher.feedback(threadKey, feedbackId, writer, old, feedback);
    }
    return changed;
  }

  /** Removes a message. Returns what it named; null where it is not there. */
  public Named removeMessage(String messageId) {
    FactsRow old = reader.message(messageId);
    if (old == null) {
      return null;
    }
    settle(messageId, old, null); // first: what shows in its place keeps the thread
    Item item = Item.message(messageId);
    byte[] held = rows.get(keys.item(item));
    if (held == null) {
      removeHidden(messageId);
    } else {
      put(item, held, null, ItemSummary.of(old), null);
    }
    return Named.of(Facts.of(old));
  }

  /** Takes the items that leave a thread. */
  public interface Leaving {
    /** A trace, or feedback, and the ref that wrote it. */
    void leaves(String feedbackId, String writer);

    /** A message, and what it names. */
    void messageLeaves(String messageId, Named named);

    /** The statements about the thread itself, and what they name. */
    void factsLeave(Named named);
  }

  /**
   * Removes some items, and with the last of them the thread. What is left is whole after each
   * call, so whatever comes meanwhile finds a thread as any other.
   *
   * @param most how many items to remove
   * @return how many were removed; there are more as long as the thread has a head
   */
  public int removeSome(int most, Leaving leaving) {
    Map<Item, byte[]> removed = new LinkedHashMap<>();
    long[] bytes = {0};
    byte[] items = keys.items().bytes();
    rows.scan(
        items,
        RowKey.behind(items),
        Rows.Direction.FORWARD,
        (key, value) -> {
          removed.put(keys.itemOf(key), value);
          bytes[0] += value.length;
          return removed.size() < most && bytes[0] < MOST_BYTES_REMOVED;
        });
    HeadRow head = headOrNew();
    ThreadContext was = contextOf(head);
    removed.forEach((item, held) -> remove(head, item, held, leaving));
    if (head.getItemCount() == 0) {
      FactsRow facts = reader.facts();
      if (facts != null) {
        leaving.factsLeave(Named.of(Facts.of(facts)));
        rows.delete(keys.facts());
      }
      rows.delete(keys.head());
      watcher.head(threadKey, was, null);
    } else {
      head.setCreatedAt(reader.earliest(head.getCreatedAt()));
      head.setUpdatedAt(reader.latest());
      head.setUser(reader.user(head.getCreatedAt()));
      reader.putHead(rows, head);
      watcher.head(threadKey, was, contextOf(head));
    }
    return removed.size();
  }

  private void remove(HeadRow head, Item item, byte[] held, Leaving leaving) {
    ItemSummary old = summary(item, held);
    rows.delete(keys.item(item));
    if (item.kind() != Item.Kind.HIDDEN) {
      reorder(item, old, null);
    }
    count(head, item, old, null);
    switch (item.kind()) {
      case MESSAGE, HIDDEN -> {
        FactsRow message = TraceRows.CODEC.read(held);
        twins.put(item.id(), message, null); // all of them leave
        leaving.messageLeaves(item.id(), Named.of(Facts.of(message)));
      }
      case TRACE -> {
        leaving.leaves(null, item.writer());
        watcher.trace(threadKey, item.id(), null, null);
      }
      case FEEDBACK -> {
        leaving.leaves(item.id(), item.writer());
        PlacedFeedback was = FeedbackRows.CODEC.read(held);
        watcher.feedback(threadKey, item.id(), item.writer(), was, null);
      }
    }
  }

  private static ItemSummary summary(Item item, byte[] held) {
    return item.kind() == Item.Kind.FEEDBACK
        ? ItemSummary.of(FeedbackRows.CODEC.read(held))
        : ItemSummary.of(TraceRows.CODEC.read(held));
  }

  private boolean put(Item item, byte[] held, byte[] bytes, ItemSummary old, ItemSummary now) {
    if (Arrays.equals(held, bytes)) {
      return false;
    }
    if (bytes == null) {
      rows.delete(keys.item(item));
    } else {
      rows.put(keys.item(item), bytes);
    }
    reorder(item, old, now);
    updateHead(item, old, now);
    return true;
  }

  private void reorder(Item item, ItemSummary old, ItemSummary now) {
    if (old != null && (now == null || !now.isAtPlaceOf(old))) {
      rows.delete(keys.created(item, old.createdAt(), old.position()));
    }
    if (old != null && (now == null || now.updatedAt() != old.updatedAt())) {
      rows.delete(keys.updated(item, old.updatedAt()));
    }
    if (old != null && old.user() != null) {
      rows.delete(keys.user(item, old.createdAt()));
    }
    if (now != null) {
      rows.put(keys.created(item, now.createdAt(), now.position()), NOTHING);
      rows.put(keys.updated(item, now.updatedAt()), NOTHING);
      if (now.user() != null) {
        rows.put(keys.user(item, now.createdAt()), ThreadReader.USER.write(now.user()));
      }
    }
  }

  private void updateHead(Item item, ItemSummary old, ItemSummary now) {
    HeadRow head = headOrNew();
    ThreadContext was = contextOf(head);
    count(head, item, old, now);
    if (head.getItemCount() == 0 && rows.get(keys.facts()) == null) {
      rows.delete(keys.head());
      watcher.head(threadKey, was, null);
      return;
    }
    if (now != null) {
      head.setCreatedAt(Math.min(head.getCreatedAt(), now.createdAt()));
      head.setUpdatedAt(Math.max(head.getUpdatedAt(), now.updatedAt()));
    }
    // Only where the item that held an end of the thread gave it up is the new end looked for: a
    // search passes whatever was deleted where it begins.
    if (old != null
        && (now == null || now.createdAt() > old.createdAt())
        && old.createdAt() == head.getCreatedAt()
        && !reader.hasCompanion(item, old)) {
      head.setCreatedAt(reader.earliest(old.createdAt()));
    }
    if (old != null
        && (now == null || now.updatedAt() < old.updatedAt())
        && old.updatedAt() == head.getUpdatedAt()) {
      head.setUpdatedAt(reader.latest());
    }
    if ((old != null && old.user() != null) || (now != null && now.user() != null)) {
      head.setUser(reader.user(head.getCreatedAt()));
    }
    reader.putHead(rows, head);
    watcher.head(threadKey, was, contextOf(head));
  }

  private static void count(HeadRow head, Item item, ItemSummary old, ItemSummary now) {
    head.setItemCount(head.getItemCount() + (now == null ? 0L : 1L) - (old == null ? 0L : 1L));
    long counted =
        (now != null && now.counted() ? 1L : 0L) - (old != null && old.counted() ? 1L : 0L);
    switch (item.kind()) {
      case MESSAGE -> head.setMessageCount(head.getMessageCount() + counted);
      case TRACE -> head.setTraceCount(head.getTraceCount() + counted);
      case FEEDBACK -> head.setFeedbackCount(head.getFeedbackCount() + counted);
      case HIDDEN -> {}
    }
  }

  /** Null of a head that is new. */
  private static ThreadContext contextOf(HeadRow head) {
    return head.getCreatedAt() == Long.MAX_VALUE ? null : ThreadContext.of(head);
  }

  private HeadRow headOrNew() {
    HeadRow head = reader.head();
    if (head == null) {
      head = HeadRow.newBuilder().setCreatedAt(Long.MAX_VALUE).setUpdatedAt(Long.MIN_VALUE).build();
    }
    return head;
  }
}
