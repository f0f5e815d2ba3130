package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import org.apache.avro.specific.SpecificRecord;

/**
 * Something that is named, or that names something.
 *
 * @param kind {@code t} a trace, {@code c} a client request id, {@code h} a thread, {@code m} a
 *     message, {@code f} feedback, {@code u} a user
 * @param id its id; of a message its thread's
 * @param messageId a message's own id, else empty
 */
public record Thing(String project, char kind, String id, String messageId) {

  /** What an event is about. */
  static Thing of(SpecificRecord event) {
    if (event instanceof Trace trace) {
      return new Thing(trace.getProjectId(), 't', trace.getTraceId(), "");
    }
    if (event instanceof Message message) {
      return new Thing(message.getProjectId(), 'm', message.getThreadId(), message.getMessageId());
    }
    if (event instanceof ThreadFacts facts) {
      return new Thing(facts.getProjectId(), 'h', facts.getThreadId(), "");
    }
    if (event instanceof Span span) {
      return new Thing(span.getProjectId(), 't', span.getTraceId(), ""); // a part of it
    }
    Feedback feedback = (Feedback) event;
    return new Thing(feedback.getProjectId(), 'f', feedback.getFeedbackId(), "");
  }

  static Thing of(Ref ref) {
    return new Thing(ref.project(), ref.kind(), ref.id(), "");
  }
}
