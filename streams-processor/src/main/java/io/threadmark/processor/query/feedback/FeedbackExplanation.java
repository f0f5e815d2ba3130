package io.threadmark.processor.query.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.time.Instant;
import java.util.List;

/** Why a piece of feedback is where it is, in words. */
public final class FeedbackExplanation {
  private static final int MOST_CLAIMS = 10;

  private final StoreAccess stores;
  private final Alike alike;

  /** Finds traces whose trace id or client request id is nearly a given one. */
  public interface Alike {
    /**
     * A few of them, each with {@code trace_id}, {@code client_request_id} and {@code thread_id}.
     *
     * @throws NotAvailableException where that is not known at the moment
     */
    List<JsonNode> to(String project, String id);
  }

  public FeedbackExplanation(StoreAccess stores, Alike alike) {
    this.stores = stores;
    this.alike = alike;
  }

  /** Adds to a view of feedback what explains it. */
  public void explain(ObjectNode view, String project, String feedbackId) {
    Key key = Key.feedback(project, feedbackId);
    Rows identities = stores.rows(StateStores.IDENTITIES, key);
    FeedbackRow row = IdentityRows.versions(identities, key.bytes());
    if (row == null) {
      return;
    }
    ObjectNode explanation = view.putObject("explanation");
    ArrayNode said = explanation.putArray("steps");
    said.add(arrival(row));
    LiveFeedback live =
        FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key.bytes()));
    if (live == null) {
      said.add(
          "It was taken back at %s; a later statement would bring it back."
              .formatted(FeedbackVersions.winner(row).getStamp().getEventTime()));
      return;
    }
    if (live.getSupersededBy() != null) {
      said.add(
          "The feedback %s overrides it, so it counts nowhere.".formatted(live.getSupersededBy()));
    }
    Key ref = Refs.of(live.getFeedback());
    switch (ref.kind()) {
      case THREAD -> said.add("It names the thread %s, and needs no trace.".formatted(ref.id()));
      case TRACE -> ofTrace(explanation, said, ref, live);
      default -> ofRequest(explanation, said, ref, live);
    }
  }

  private static String arrival(FeedbackRow row) {
    List<Feedback> versions = row.getVersions();
    Feedback winner = FeedbackVersions.winner(row);
    String known =
        versions.size() == 1
            ? "it was said once"
            : "%d versions are known, of which the one said at %s counts"
                .formatted(versions.size(), winner.getStamp().getEventTime());
    return "It came first at %s; %s.".formatted(Micros.toInstant(row.getFirstIngestedAt()), known);
  }

  private void ofTrace(ObjectNode explanation, ArrayNode said, Key ref, LiveFeedback live) {
    said.add("It is about the trace %s.".formatted(ref.id()));
    FactsRow trace = TraceRows.get(stores.rows(StateStores.TRACES, ref), ref.bytes());
    if (trace == null) {
      said.add("No trace of that id has come.");
      mismatches(explanation, said, ref);
    } else {
      said.add(traceCame(ref.id(), trace));
      placed(said, ref, live);
    }
  }

  private static String traceCame(String traceId, FactsRow trace) {
    return "The trace %s came first at %s."
        .formatted(traceId, Micros.toInstant(trace.getFirstIngestedAt()));
  }

  private void ofRequest(ObjectNode explanation, ArrayNode said, Key ref, LiveFeedback live) {
    said.add("It is about the client request id %s.".formatted(ref.id()));
    List<Claim> claims =
        ClaimRows.smallest(stores.rows(StateStores.CLAIMS, ref), ref.bytes(), MOST_CLAIMS);
    ArrayNode view = explanation.putArray("claims");
    claims.forEach(
        claim ->
            view.addObject()
                .put("trace_id", claim.getTraceId())
                .put("thread_id", claim.getThreadId())
                .put("said_at", saidAt(claim).toString()));
    if (claims.isEmpty()) {
      said.add("No trace has said that this client request id is its own.");
      mismatches(explanation, said, ref);
      return;
    }
    Claim winner = claims.get(0);
    said.add(
        "The trace %s says that this client request id is its own, since %s."
            .formatted(winner.getTraceId(), saidAt(winner)));
    if (claims.size() > 1) {
      said.add(
          "So do %s%d other traces; the one that said so first has it."
              .formatted(claims.size() == MOST_CLAIMS ? "at least " : "", claims.size() - 1));
    }
    placed(said, ref, live);
  }

  private static Instant saidAt(Claim claim) {
    return Micros.toInstant(claim.getRank().getEventTime());
  }

  private void placed(ArrayNode said, Key ref, LiveFeedback live) {
    PlacedFeedback placed =
        FeedbackRows.get(
            stores.rows(StateStores.FEEDBACK, ref),
            ref.bytes(),
            live.getFeedback().getFeedbackId());
    if (placed == null || placed.getThreadId() == null) {
      said.add("The two are being joined at this moment.");
    } else {
      said.add(
          "It is matched to the trace %s in the thread %s, since %s, when both had come."
              .formatted(
                  placed.getTraceId(),
                  placed.getThreadId(),
                  placed.getMatchedAt() == null
                      ? "the start"
                      : Micros.toInstant(placed.getMatchedAt())));
    }
  }

  /** Ids that are nearly the one that is waited for are likely to be meant. */
  private void mismatches(ObjectNode explanation, ArrayNode said, Key ref) {
    List<JsonNode> near;
    try {
      near = alike.to(ref.project(), ref.id());
    } catch (NotAvailableException e) {
      said.add("Whether there are traces with nearly that id is not known now: " + e.getMessage());
      return;
    }
    ArrayNode view = explanation.putArray("likely_mismatches");
    for (JsonNode trace : near) {
      ObjectNode candidate = view.addObject();
      for (String field : List.of("trace_id", "client_request_id", "thread_id")) {
        Views.text(candidate, field, trace.path(field).textValue());
      }
      said.add(mismatch(ref, trace));
    }
    if (near.isEmpty()) {
      said.add("There is no trace with nearly that id either.");
    }
  }

  private static String mismatch(Key ref, JsonNode trace) {
    String traceId = trace.path("trace_id").textValue();
    String requestId = trace.path("client_request_id").textValue();
    if (ref.kind() == Key.Kind.TRACE && ref.id().equals(requestId)) {
      return "%s is the client request id of the trace %s: send it as client_request_id."
          .formatted(ref.id(), traceId);
    }
    if (ref.kind() == Key.Kind.CLIENT_REQUEST && ref.id().equals(traceId)) {
      return "%s is the id of a trace: send it as trace_id.".formatted(ref.id());
    }
    return "There is the trace %s%s, which is nearly that id."
        .formatted(traceId, requestId == null ? "" : " with the client request id " + requestId);
  }
}
