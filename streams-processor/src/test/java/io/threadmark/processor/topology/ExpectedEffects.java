package io.threadmark.processor.topology;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.MergedFacts;
import io.threadmark.processor.law.Named;
import io.threadmark.processor.law.Piece;
import io.threadmark.processor.law.SpansAtRest;
import io.threadmark.processor.law.Thing;
import io.threadmark.processor.law.ThreadAtRest;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import org.apache.avro.specific.SpecificRecord;

/** What must have become of a statement, as the plain fold has it: no stage is asked. */
final class ExpectedEffects {
  private ExpectedEffects() {}

  /** {@code applied}, {@code superseded} or {@code erased}. */
  static String of(AtRest atRest, SpecificRecord event) {
    if (event instanceof Feedback feedback) {
      Named id = new Named(feedback.getProjectId(), feedback.getFeedbackId());
      Piece piece = atRest.pieces().get(id);
      return piece == null ? "erased" : stands(piece, feedback.getStamp());
    }
    if (event instanceof Trace trace) {
      Named id = new Named(trace.getProjectId(), trace.getTraceId());
      return stands(atRest.traces().get(id), trace.getStamp());
    }
    if (event instanceof Message message) {
      Thing thing =
          new Thing(message.getProjectId(), 'm', message.getThreadId(), message.getMessageId());
      if (!atRest.named().containsKey(thing)) {
        return "erased";
      }
      ThreadAtRest thread = thread(atRest, message.getProjectId(), message.getThreadId());
      return thread
          .messages()
          .filter(item -> item.id().equals(message.getMessageId()))
          .map(
              item ->
                  thread.hidden().contains(item)
                      ? "superseded"
                      : stands(item.facts(), message.getStamp()))
          .findFirst()
          .orElseThrow();
    }
    if (event instanceof Span span) {
      SpansAtRest spans = atRest.spans().get(new Named(span.getProjectId(), span.getTraceId()));
      if (spans == null) {
        return "erased";
      }
      Span shown = spans.shown(span.getSpanId());
      boolean shows = shown != null && shown.getStamp().equals(span.getStamp());
      return shows ? "applied" : "superseded";
    }
    ThreadFacts facts = (ThreadFacts) event;
    ThreadAtRest thread = thread(atRest, facts.getProjectId(), facts.getThreadId());
    return stands(thread == null ? null : thread.facts(), facts.getStamp());
  }

  private static ThreadAtRest thread(AtRest atRest, String project, String threadId) {
    return atRest.threads().get(new Named(project, threadId));
  }

  private static String stands(Piece piece, Stamp stamp) {
    boolean wins = piece.winner().getStamp().getContentHash().equals(stamp.getContentHash());
    boolean overridden = piece.isLive() && piece.supersededBy() != null;
    return wins && !overridden ? "applied" : "superseded";
  }

  private static String stands(MergedFacts facts, Stamp stamp) {
    if (facts == null) {
      return "erased";
    }
    boolean newest = facts.remembered().get(0).stamp().equals(stamp);
    boolean stands =
        facts.registers().entrySet().stream()
            .anyMatch(
                register ->
                    register.getValue().weight().stamp().equals(stamp)
                        && !isCleared(facts, register.getKey()));
    return newest || stands ? "applied" : "superseded";
  }

  private static boolean isCleared(MergedFacts facts, String register) {
    int slash = register.indexOf('/');
    MergedFacts.Said cleared =
        slash < 0 ? null : facts.registers().get(register.substring(0, slash));
    return cleared != null
        && cleared.weight().compareTo(facts.registers().get(register).weight()) >= 0;
  }
}
