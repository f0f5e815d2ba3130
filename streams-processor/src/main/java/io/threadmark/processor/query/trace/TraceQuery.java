package io.threadmark.processor.query.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.span.rows.SpanReader;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.MeteredRows;
import io.threadmark.processor.thread.rows.LabeledItems;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Span;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.SpansRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Traces with their feedback, and with their spans. */
public final class TraceQuery {
  private static final int MOST_FEEDBACK = 500;
  private static final int MOST_CLAIMS = 100;

  /** Bytes of feedback that an answer has; behind it, it ends. */
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  private static final SpansRow NO_SPANS = SpansRow.newBuilder().setUpdatedAt(0).build();

  private final StoreAccess stores;

  /** Bytes of feedback that this answer has so far. */
  private long read;

  private boolean truncated;

  public TraceQuery(StoreAccess stores) {
    this.stores = stores;
  }

  /** The trace of an id with its spans; null where neither has come. */
  public ObjectNode findWithSpans(String project, String givenId) {
    Key key = Key.trace(project, TraceId.canonical(givenId));
    SpanReader reader = new SpanReader(stores.rows(StateStores.SPANS, key), key.bytes());
    SpansRow head = reader.head();
    ObjectNode view = find(project, givenId);
    if (head == null) {
      return view == null ? null : withSpans(view, List.of(), NO_SPANS);
    }
    List<Span> spans = reader.shown();
    return withSpans(view == null ? ofSpansAlone(key, spans, head) : view, spans, head);
  }

  private static ObjectNode withSpans(ObjectNode view, List<Span> spans, SpansRow head) {
    int dropped = head.getCounted() - head.getKept();
    view.set("spans", Views.array(spans, SpanViews::of));
    view.put("span_count", spans.size() + dropped);
    view.put("spans_dropped", dropped);
    view.put("span_count_exact", !head.getUncounted());
    return view;
  }

  /** A trace of which nothing has come but spans: it is in no thread yet. */
  private static ObjectNode ofSpansAlone(Key trace, List<Span> spans, SpansRow head) {
    ObjectNode view = Views.object().put("trace_id", trace.id()).put("project_id", trace.project());
    view.put("thread_id", TraceId.ownThread(trace.id()));
    long updatedAt = head.getUpdatedAt();
    long createdAt =
        spans.stream()
            .mapToLong(span -> Micros.of(span.getStamp().getEventTime()))
            .min()
            .orElse(updatedAt);
    view.put("created_at", Micros.toInstant(createdAt).toString());
    view.put("updated_at", Micros.toInstant(updatedAt).toString());
    view.putArray("feedback");
    return view;
  }

  /** The trace of an id; null where it has not come. */
  public ObjectNode find(String project, String givenId) {
    String traceId = TraceId.canonical(givenId);
    Key key = Key.trace(project, traceId);
    FactsRow row = TraceRows.get(stores.rows(StateStores.TRACES, key), key.bytes());
    if (row == null) {
      return null;
    }
    Facts facts = Facts.of(row);
    ObjectNode view = Views.of(LabeledItems.trace(traceId, row));
    view.put("project_id", project);
    view.put("thread_id", TraceRows.threadOf(traceId, facts));
    List<LabeledFeedback> feedback = new ArrayList<>(feedbackAt(key));
    String requestId = TraceRows.clientRequestId(facts);
    if (requestId != null) {
      Key request = Key.clientRequest(project, requestId);
      List<Claim> claims = claims(request, 2);
      view.put("ambiguous", claims.size() > 1);
      if (!claims.isEmpty() && claims.get(0).getTraceId().equals(traceId)) {
        feedback.addAll(feedbackAt(request));
      }
    }
    feedback.sort(
        Comparator.comparing(LabeledFeedback::getCreatedAt)
            .thenComparing(LabeledFeedback::getFeedbackId));
    view.set("feedback", Views.array(feedback, Views::of));
    if (truncated) {
      view.put("truncated", true);
    }
    return view;
  }

  /** All traces that claim a client request id, the one that its feedback goes to first. */
  public ObjectNode byClientRequest(String project, String requestId) {
    ObjectNode view = Views.object();
    ArrayNode found = view.putArray("rows");
    for (Claim claim : claims(Key.clientRequest(project, requestId), MOST_CLAIMS)) {
      ObjectNode trace = find(project, claim.getTraceId());
      if (trace != null) {
        found.add(trace);
      }
    }
    return view;
  }

  private List<Claim> claims(Key request, int limit) {
    return ClaimRows.smallest(stores.rows(StateStores.CLAIMS, request), request.bytes(), limit);
  }

  private List<LabeledFeedback> feedbackAt(Key ref) {
    List<LabeledFeedback> feedback = new ArrayList<>();
    FeedbackRows.scan(
        new MeteredRows(stores.rows(StateStores.FEEDBACK, ref), bytes -> read += bytes),
        ref.bytes(),
        null,
        (id, row) -> {
          if (row.getLive().getSupersededBy() == null && row.getTraceId() != null) {
            feedback.add(LabeledItems.feedback(row, null));
          }
          truncated = feedback.size() >= MOST_FEEDBACK || read >= MOST_BYTES;
          return !truncated;
        });
    return feedback;
  }
}
