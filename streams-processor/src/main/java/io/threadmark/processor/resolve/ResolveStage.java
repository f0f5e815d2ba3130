package io.threadmark.processor.resolve;

import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Statements;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.Placement;
import io.threadmark.processor.resolve.rows.Placements;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Trace;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.ThreadHop;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * Joins feedback to traces, in whatever order they come. At a trace id it owns the merged trace and
 * knows the thread that it is in; at a client request id it holds the claims of traces. At both it
 * holds the feedback that names them, and sends it to the thread of the moment.
 */
public final class ResolveStage extends Stage {
  private final Timing timing;
  private final SubjectHash hashes;
  private final FlowMetrics flow;
  private final int rowsAtOnce;
  private Rows.Mutable traces;
  private Rows.Mutable claims;
  private Placements placements;
  private FeedbackPlacing placing;
  private RefErasing erasing;
  private RefRetention retention;

  public ResolveStage(
      Letters letters, Timers timers, Timing timing, SubjectHash hashes, FlowMetrics flow) {
    this(letters, timers, timing, hashes, flow, ROWS_AT_ONCE);
  }

  /** One that takes smaller steps, for tests. */
  public ResolveStage(
      Letters letters,
      Timers timers,
      Timing timing,
      SubjectHash hashes,
      FlowMetrics flow,
      int rowsAtOnce) {
    super(letters, timers);
    this.flow = flow;
    this.timing = timing;
    this.hashes = hashes;
    this.rowsAtOnce = rowsAtOnce;
  }

  @Override
  protected void begin() {
    traces = rows(StateStores.TRACES);
    claims = rows(StateStores.CLAIMS);
    placements = new Placements(traces, claims);
    placing = new FeedbackPlacing(this, placements, flow, timing.matchWithin(), rowsAtOnce);
    erasing = new RefErasing(this, placing, hashes, rowsAtOnce);
    keepDeadIn(StateStores.ERASED_REFS);
    retention = new RefRetention(this, placing, erasing, timing.retention());
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    if (value instanceof Trace trace) {
      trace(key, trace);
    } else if (value instanceof FeedbackHop hop) {
      feedback(key, hop);
    } else if (value instanceof ForgetHop hop) {
      retention.forget(key, hop);
    } else if (value instanceof MentionHop hop) {
      erasing.mention(key, hop);
    } else if (value instanceof EraseHop hop) {
      erasing.receive(key, hop);
    } else if (value instanceof ClaimHop hop) {
      Placement before = placements.of(key);
      ClaimRows.set(claims, key, hop.getTraceId(), hop.getClaim());
      if (!Objects.equals(before, placements.of(key))) {
        placing.placeAnew(key);
      }
    } else {
      throw new IllegalArgumentException("not for resolve: " + value);
    }
  }

  private void feedback(byte[] ref, FeedbackHop hop) {
    if (erasing.isErased(ref)) {
      if (!hop.getGone()) {
        erasing.refuse(ref, hop.getFeedbackId());
      }
      return;
    }
    placing.feedback(ref, hop);
    Key feedback = Key.feedback(Key.parse(ref).project(), hop.getFeedbackId());
    boolean namedElsewhere = hop.getLive() == null && !hop.getGone();
    erasing.mentions().setNamedBy(ref, Subject.of(feedback), namedElsewhere);
  }

  private void trace(byte[] key, Trace event) {
    if (erasing.isErased(key)) {
      erasing.refuse(key, event);
      return;
    }
    FactsRow old = TraceRows.get(traces, key);
    Facts was = old == null ? null : Facts.of(old);
    Facts is = Facts.of(old).merge(Statements.of(event));
    FactsRow now = is.toRow();
    if (!now.equals(old)) {
      TraceRows.put(traces, key, now);
      change(key, was, is, now);
    }
    // What a statement names counts, even where other statements win.
    ErasedUser user = erasing.names(key, was, event, is);
    if (user != null) {
      erasing.erase(Subject.of(key), true, user);
    }
  }

  private void change(byte[] key, Facts was, Facts is, FactsRow now) {
    Key ref = Key.parse(key);
    String traceId = ref.id();
    Placement from = was == null ? null : Placement.of(traceId, was);
    Placement to = Placement.of(traceId, is);
    if (from != null && !from.threadId().equals(to.threadId())) {
      // Nothing but the trace itself names its own thread.
      sendTrace(ref, from.threadId(), null, !TraceRows.namesThread(was));
    }
    // Feedback goes ahead of its trace: who sees the trace in its thread sees its feedback too.
    if (!to.equals(from)) {
      placing.placeAnew(key);
    }
    sendTrace(ref, to.threadId(), now, false);
    sendClaim(ref, was, is);
  }

  private void sendTrace(Key ref, String threadId, FactsRow trace, boolean gone) {
    send(
        Key.thread(ref.project(), threadId),
        new ThreadHop(ref.id(), ref.toString(), false, trace, null, gone));
  }

  private void sendClaim(Key ref, Facts was, Facts is) {
    String before = was == null ? null : TraceRows.clientRequestId(was);
    String after = TraceRows.clientRequestId(is);
    if (before != null && !before.equals(after)) {
      send(Key.clientRequest(ref.project(), before), new ClaimHop(ref.id(), null));
    }
    if (after == null) {
      return;
    }
    Claim claim = TraceRows.claim(ref.id(), is);
    Claim earlier = before == null ? null : TraceRows.claim(ref.id(), was);
    if (!after.equals(before) || !Objects.equals(claim, earlier)) {
      send(Key.clientRequest(ref.project(), after), new ClaimHop(ref.id(), claim));
    }
  }
}
