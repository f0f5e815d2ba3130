package io.threadmark.processor.resolve;

import io.threadmark.processor.erasure.Erasing;
import io.threadmark.processor.erasure.ErasureStep;
import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.erasure.rows.UserNamings;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Portion;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Trace;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.SpansHop;
import io.threadmark.schema.state.ThreadHop;
import java.util.ArrayList;
import java.util.List;

/**
 * Erases traces, and with a trace the client request ids that it ever claimed; feedback on either
 * goes with them, and messages that name the trace, and its spans. A trace whose user was erased
 * takes every thread along that it ever named.
 */
final class RefErasing extends Erasing {
  private final Stage stage;
  private final Rows.Mutable traces;
  private final Rows feedback;
  private final FeedbackPlacing placing;

  RefErasing(Stage stage, FeedbackPlacing placing, SubjectHash hashes, int rowsAtOnce) {
    super(stage, StateStores.ERASED_REFS, hashes, rowsAtOnce);
    this.stage = stage;
    this.traces = stage.rows(StateStores.TRACES);
    this.feedback = stage.rows(StateStores.FEEDBACK);
    this.placing = placing;
  }

  /** Takes in what is said of a trace that was erased: what it names goes, too. */
  void refuse(byte[] key, Trace event) {
    String project = event.getProjectId();
    Subject trace = Subject.of(key);
    ErasedUser user =
        users()
            .erasedUser(
                user(project, event.getUser() == null ? null : event.getUser().getId()),
                Micros.of(event.getStamp().getEventTime()));
    if (user != null) {
      erased().mark(trace, true, user);
    }
    // Who keeps spans may not know yet: it came later than the first erasures.
    stage.send(key, new SpansHop(ErasureStep.unasked(null, false, null)));
    if (event.getClientRequestId() != null) {
      refuse(Subject.of(Key.clientRequest(project, event.getClientRequestId())), key);
    }
    if (event.getThreadId() != null && erased().isErasedWithThreads(trace)) {
      refuse(Subject.of(Key.thread(project, event.getThreadId())), key);
    }
  }

  /** Feedback names a ref that was erased: it goes. */
  void refuse(byte[] ref, String feedbackId) {
    refuse(Subject.of(Key.feedback(Key.parse(ref).project(), feedbackId)), ref);
  }

  /** A message names a trace, or is no longer there. */
  void mention(byte[] ref, MentionHop hop) {
    Key thread = Key.thread(Key.parse(ref).project(), hop.getThreadId());
    Subject message = Subject.message(thread.bytes(), hop.getMessageId());
    if (!isErased(ref)) {
      mentions().setNamedBy(ref, message, !hop.getGone());
    } else if (!hop.getGone()) {
      refuse(message, ref);
    }
  }

  /**
   * Keeps what a statement about a trace names.
   *
   * @return the erased user whom it ever named, so that the trace goes; null where there is none
   */
  ErasedUser names(byte[] key, Facts was, Trace event, Facts is) {
    Subject trace = Subject.of(key);
    String project = event.getProjectId();
    Key thread = thread(project, event.getThreadId());
    boolean inVain =
        mentions()
            .keep(
                trace,
                was == null ? null : namedThread(project, was),
                thread,
                namedThread(project, is));
    if (inVain) {
      sendRemoval(thread, event.getTraceId(), key, false);
    }
    mentions()
        .keep(
            trace,
            was == null ? null : request(project, TraceRows.clientRequestId(was)),
            request(project, event.getClientRequestId()),
            request(project, TraceRows.clientRequestId(is)));
    return users()
        .keep(
            trace,
            UserNamings.Change.of(
                project,
                was == null ? null : TraceRows.userId(was),
                event.getUser() == null ? null : event.getUser().getId(),
                TraceRows.userId(is)),
            was == null ? Long.MAX_VALUE : was.createdAt(),
            is.createdAt());
  }

  /** Forgets what a trace named: it is not there any more. */
  void forget(byte[] key, Facts facts) {
    Subject trace = Subject.of(key);
    Key ref = Key.parse(key);
    for (Key named : mentions().former(trace)) {
      if (named.kind() == Key.Kind.THREAD) {
        sendRemoval(named, ref.id(), key, true);
      }
    }
    users().forget(trace, user(ref.project(), TraceRows.userId(facts)));
    mentions().forget(trace);
  }

  @Override
  protected void begin(Subject subject, EraseHop hop, ErasureStep step) {
    byte[] key = subject.keyBytes();
    Key ref = Key.parse(key);
    if (ref.kind() == Key.Kind.TRACE) {
      // Spans of a trace may have come, and it not.
      stage.send(ref, new SpansHop(step.next(null, false)));
    }
    FactsRow row = TraceRows.get(traces, key);
    if (row == null) {
      return;
    }
    step.erasedTrace();
    Facts facts = Facts.of(row);
    Key in = Key.thread(ref.project(), TraceRows.threadOf(ref.id(), facts));
    List<Key> named = mentions().former(subject);
    ErasedUser user =
        users()
            .erasedUserOf(subject, user(ref.project(), TraceRows.userId(facts)), facts.createdAt());
    if (user != null) {
      erased().mark(subject, true, user);
    }
    boolean withThreads = hop.getWithThreads() || user != null;
    Key request = request(ref.project(), TraceRows.clientRequestId(facts));
    if (request != null) {
      named.add(request);
      stage.send(request, new ClaimHop(ref.id(), null));
    }
    if (TraceRows.namesThread(facts)) {
      named.add(in);
    }
    sendRemoval(in, ref.id(), key, true);
    forget(key, facts);
    TraceRows.delete(traces, key);
    for (Key thing : named) {
      if (thing.kind() == Key.Kind.CLIENT_REQUEST
          || (thing.kind() == Key.Kind.THREAD && withThreads)) {
        tell(thing, false, step);
      }
    }
  }

  @Override
  protected boolean drain(Subject subject, int rows, ErasureStep step) {
    byte[] ref = subject.keyBytes();
    String project = Key.parse(ref).project();
    List<String> ids = new ArrayList<>();
    Portion portion = new Portion(rows);
    FeedbackRows.scan(portion.of(feedback), ref, null, (id, row) -> ids.add(id));
    for (String id : ids) {
      placing.remove(ref, id);
      tell(Key.feedback(project, id), false, step);
    }
    int left = portion.rowsLeft();
    List<Subject> named = mentions().namedBy(ref, left);
    for (Subject thing : named) {
      mentions().setNamedBy(ref, thing, false);
      tell(thing, step);
    }
    return named.size() < left;
  }

  @Override
  protected List<Rows> held() {
    return List.of(traces, feedback);
  }

  private void sendRemoval(Key thread, String traceId, byte[] key, boolean gone) {
    String writer = Subject.of(key).key();
    stage.send(thread, new ThreadHop(traceId, writer, false, null, null, gone));
  }

  private static Key namedThread(String project, Facts facts) {
    return TraceRows.namesThread(facts) ? Key.thread(project, TraceRows.threadOf("", facts)) : null;
  }

  private static Key thread(String project, String id) {
    return id == null ? null : Key.thread(project, id);
  }

  private static Key request(String project, String id) {
    return id == null ? null : Key.clientRequest(project, id);
  }

  private static Key user(String project, String id) {
    return id == null ? null : Key.user(project, id);
  }
}
