package io.threadmark.processor.query.thread;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.Budget;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadSnapshot;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.state.HeadRow;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One thread, its messages in pages. */
final class ThreadQuery {
  private static final int MOST_ITEMS = 500;
  private static final int MOST_LOOKED_AT = 5_000;

  /** Bytes of the items of each kind that are looked at; what is beyond is on another page. */
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  /**
   * A page of a thread; null where there is no such thread.
   *
   * @param cursor where to go on, from the page before; null for the first page
   * @throws IllegalArgumentException where the cursor is not one of this thread's
   */
  ObjectNode find(Rows rows, Key key, int pageSize, String cursor) {
    ThreadReader reader = new ThreadReader(rows, key.bytes());
    HeadRow head = reader.head();
    if (head == null) {
      return null;
    }
    ThreadReader.Slice<LabeledMessage> page =
        reader.messagesFrom(
            cursor == null ? null : place(key, cursor), new Budget(pageSize, MOST_BYTES));
    LabeledThread thread = ThreadSnapshot.fill(head, key);
    thread.setMetadata(reader.metadata());
    thread.setMessages(page.items());
    thread.setTraces(traces(reader, page.items()));
    thread.setFeedback(feedback(reader, page.items()));
    thread.setTruncated(
        head.getTraceCount() > thread.getTraces().size()
            || head.getFeedbackCount() > thread.getFeedback().size());
    ObjectNode view = Views.of(thread);
    if (!page.complete()) {
      byte[] place = page.last();
      int prefix = key.bytes().length;
      view.put(
          "next_cursor",
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(java.util.Arrays.copyOfRange(place, prefix, place.length)));
    }
    return view;
  }

  /** The newest traces of the thread; those of the page's messages first where not all fit. */
  private static List<LabeledTrace> traces(ThreadReader reader, List<LabeledMessage> page) {
    Set<String> ofPage = traceIds(page);
    return first(
        reader.newestTraces(new Budget(MOST_LOOKED_AT, MOST_BYTES)).items(),
        trace -> ofPage.contains(trace.getTraceId()));
  }

  /** The newest feedback; that on the page's messages and their traces first. */
  private static List<LabeledFeedback> feedback(ThreadReader reader, List<LabeledMessage> page) {
    Set<String> ofPage = traceIds(page);
    Set<String> messages =
        page.stream().map(LabeledMessage::getMessageId).collect(Collectors.toSet());
    return first(
        reader.newestFeedback(new Budget(MOST_LOOKED_AT, MOST_BYTES)).items(),
        feedback ->
            messages.contains(feedback.getTarget().getMessageId())
                || ofPage.contains(feedback.getTraceId()));
  }

  private static Set<String> traceIds(List<LabeledMessage> page) {
    return page.stream()
        .map(LabeledMessage::getTraceId)
        .filter(Objects::nonNull)
        .map(io.threadmark.schema.TraceId::canonical)
        .collect(Collectors.toSet());
  }

  /** So many as an answer holds, in the order that they have: the preferred, then the newest. */
  private static <T> List<T> first(List<T> oldestFirst, java.util.function.Predicate<T> preferred) {
    if (oldestFirst.size() <= MOST_ITEMS) {
      return oldestFirst;
    }
    List<T> chosen = new ArrayList<>(oldestFirst.stream().filter(preferred).toList());
    while (chosen.size() > MOST_ITEMS) {
      chosen.remove(0);
    }
    for (int i = oldestFirst.size() - 1; i >= 0 && chosen.size() < MOST_ITEMS; i--) {
      if (!preferred.test(oldestFirst.get(i))) {
        chosen.add(oldestFirst.get(i));
      }
    }
    Set<T> kept = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    kept.addAll(chosen);
    return oldestFirst.stream().filter(kept::contains).toList();
  }

  private static byte[] place(Key thread, String cursor) {
    byte[] prefix = thread.bytes();
    byte[] rest;
    try {
      rest = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the next_cursor of the page before", e);
    }
    if (!ThreadReader.isMessagePlace(rest)) {
      throw new IllegalArgumentException("must be the next_cursor of the page before");
    }
    byte[] place = java.util.Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, place, prefix.length, rest.length);
    return place;
  }
}
