package io.threadmark.gateway.event;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Trace;
import org.apache.avro.specific.SpecificRecord;

/** Says of an event what no body can say, for doors that know more than their client says. */
public final class Restated {
  private static final String NO_POLARITY = "NONE";

  private Restated() {}

  /** Facts of a trace that give way to others of a greater precedence. */
  public static Event withPrecedence(Event event, long precedence) {
    Trace trace = (Trace) event.value();
    trace.setPrecedence(precedence);
    trace.setStamp(restamped(trace.getStamp(), trace));
    return restated(event, trace, trace.getStamp());
  }

  /** Feedback that is no judgement, and so neither positive nor negative, whatever its value. */
  public static Event withoutPolarity(Event event) {
    Feedback feedback = (Feedback) event.value();
    feedback.setPolarity(NO_POLARITY);
    feedback.setStamp(restamped(feedback.getStamp(), feedback));
    return restated(event, feedback, feedback.getStamp());
  }

  private static Stamp restamped(Stamp stamp, SpecificRecord record) {
    return new Stamp(stamp.getEventTime(), stamp.getRevision(), ContentHash.of(record));
  }

  private static Event restated(Event event, SpecificRecord record, Stamp stamp) {
    Statement said = event.statement();
    return new Event(
        event.index(),
        event.type(),
        event.key(),
        record,
        new Statement(said.subject(), said.id(), said.messageId(), stamp));
  }
}
