package io.threadmark.processor.query.list;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.index.Snippet;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.MeteredRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.Budget;
import io.threadmark.processor.thread.rows.LabeledItems;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.processor.thread.rows.ThreadSnapshot;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of lists, as the stores of this instance have them at the moment. */
final class ListRows {
  private static final int MOST_SNIPPETS = 3;
  private static final int PREVIEW = 200;

  private static final int MIB = 1024 * 1024;

  /** Messages that are looked at for the first one of a user. */
  private static final int FIRST_MESSAGES = 20;

  /** Items of one row, of each kind, and bytes of them. */
  private static final int INCLUDED = 100;

  private static final int INCLUDED_BYTES = MIB / 2;

  /** Pieces of feedback whose polarities are counted, the newest. */
  private static final int COUNTED = 1_000;

  private static final int COUNTED_BYTES = 4 * MIB;

  private final ThreadIndex index;
  private final StoreAccess stores;
  private final Selection selection;
  private final Set<String> includes;
  private final Holding holding;

  ListRows(
      ThreadIndex index,
      StoreAccess stores,
      Selection selection,
      Set<String> includes,
      Holding holding) {
    this.index = index;
    this.stores = stores;
    this.selection = selection;
    this.includes = includes;
    this.holding = holding;
  }

  /** The row at a place; null where it is gone. */
  ObjectNode of(Place place) {
    long[] read = {0};
    Rows rows =
        new MeteredRows(
            stores.localRows(StateStores.THREADS, place.partition()), bytes -> read[0] += bytes);
    ObjectNode row = selection.unit() == Unit.THREADS ? thread(rows, place) : trace(rows, place);
    if (row != null && selection.search() != null) {
      snippets(row, rows, place);
    }
    holding.add(Holding.PARSED * read[0]);
    return row;
  }

  private ObjectNode thread(Rows rows, Place place) {
    Key key = Key.thread(selection.project(), place.id());
    ThreadReader reader = new ThreadReader(rows, key.bytes());
    HeadRow head = reader.head();
    if (head == null) {
      return null;
    }
    LabeledThread thread = ThreadSnapshot.fill(head, key);
    ObjectNode row = Views.head(thread);
    String first = firstOfUser(reader);
    Views.text(row, "first_user_message", first);
    List<LabeledFeedback> feedback =
        head.getFeedbackCount() == 0
            ? List.of()
            : reader.newestFeedback(new Budget(COUNTED, COUNTED_BYTES)).items();
    polarities(row, feedback);
    if (includes.contains("messages")) {
      row.set("messages", Views.array(reader.newestMessages(included()).items(), Views::of));
    }
    if (includes.contains("traces")) {
      row.set("traces", Views.array(reader.newestTraces(included()).items(), Views::of));
    }
    if (includes.contains("feedback")) {
      feedback(row, feedback);
    }
    return row;
  }

  private static Budget included() {
    return new Budget(INCLUDED, INCLUDED_BYTES);
  }

  private static String firstOfUser(ThreadReader reader) {
    for (LabeledMessage message :
        reader.messagesFrom(null, new Budget(FIRST_MESSAGES, MIB)).items()) {
      boolean text = message.getContent() != null && message.getContent().getText() != null;
      if ("user".equals(message.getRole()) && text) {
        return preview(message.getContent().getText());
      }
    }
    return null;
  }

  private static String preview(String text) {
    int characters = text.codePointCount(0, text.length());
    return characters <= PREVIEW ? text : text.substring(0, text.offsetByCodePoints(0, PREVIEW));
  }

  private static void polarities(ObjectNode row, List<LabeledFeedback> feedback) {
    Map<String, Integer> counts = new TreeMap<>();
    feedback.forEach(one -> counts.merge(one.getPolarity(), 1, Integer::sum));
    ObjectNode view = row.putObject("polarity");
    counts.forEach(view::put);
  }

  private static void feedback(ObjectNode row, List<LabeledFeedback> feedback) {
    int from = Math.max(0, feedback.size() - INCLUDED);
    row.set("feedback", Views.array(feedback.subList(from, feedback.size()), Views::of));
  }

  private ObjectNode trace(Rows rows, Place place) {
    String threadId = threadOf(place);
    if (threadId == null) {
      return null;
    }
    Key thread = Key.thread(selection.project(), threadId);
    ThreadReader reader = new ThreadReader(rows, thread.bytes());
    FactsRow facts = reader.trace(place.id());
    HeadRow head = reader.head();
    if (facts == null || head == null) {
      return null;
    }
    LabeledTrace trace = LabeledItems.trace(place.id(), facts);
    ObjectNode row = Views.of(trace);
    row.put("thread_id", threadId);
    latency(row, trace);
    if (!includes.contains("content")) {
      shorten(row, "input");
      shorten(row, "output");
    }
    List<LabeledFeedback> feedback =
        head.getFeedbackCount() == 0
            ? List.of()
            : reader.newestFeedback(new Budget(COUNTED, COUNTED_BYTES)).items().stream()
                .filter(one -> place.id().equals(one.getTraceId()))
                .toList();
    row.put("feedback_count", feedback.size());
    polarities(row, feedback);
    if (includes.contains("feedback")) {
      feedback(row, feedback);
    }
    return row;
  }

  private String threadOf(Place place) {
    try {
      return index.threadOf(place.partition(), selection.project(), place.id());
    } catch (IndexNotReadyException e) {
      throw new NotAvailableException(e.getMessage(), e);
    }
  }

  private static void latency(ObjectNode row, LabeledTrace trace) {
    if (trace.getStartTime() != null && trace.getEndTime() != null) {
      Duration took = Duration.between(trace.getStartTime(), trace.getEndTime());
      if (!took.isNegative()) {
        row.put("latency_ms", took.toNanos() / 1e6);
      }
    }
  }

  private static void shorten(ObjectNode row, String field) {
    if (row.has(field)) {
      String text =
          row.get(field).isTextual() ? row.get(field).textValue() : row.get(field).toString();
      row.put(field + "_preview", preview(text));
      row.remove(field);
    }
  }

  private void snippets(ObjectNode row, Rows rows, Place place) {
    ArrayNode view = row.putArray("snippets");
    try {
      for (ThreadIndex.RowSnippet found :
          index.snippets(place.partition(), selection, place.id(), rows, MOST_SNIPPETS)) {
        snippet(view.addObject(), found.row(), found.snippet());
      }
    } catch (IndexNotReadyException e) {
      throw new NotAvailableException(e.getMessage(), e);
    }
  }

  private static void snippet(ObjectNode view, ThreadRow row, Snippet snippet) {
    view.put("field", snippet.field());
    switch (row.kind()) {
      case MESSAGE -> view.put("message_id", row.id());
      case TRACE -> view.put("trace_id", row.id());
      case FEEDBACK -> view.put("feedback_id", row.id());
      case HEAD -> {
        // the thread itself, whose row this is
      }
    }
    view.put("text", snippet.text());
    ArrayNode hits = view.putArray("hits");
    snippet.hits().forEach(hit -> hits.addArray().add(hit.start()).add(hit.end()));
  }
}
