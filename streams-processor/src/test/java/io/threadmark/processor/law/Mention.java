package io.threadmark.processor.law;

import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** What events name. */
final class Mention {
  private Mention() {}

  /** All that any event about a thing names. */
  static Set<Thing> allOf(Thing thing, Collection<? extends SpecificRecord> events) {
    Set<Thing> named = new HashSet<>();
    for (SpecificRecord event : events) {
      boolean names = !(event instanceof Erasure) && !(event instanceof Span);
      if (names && Thing.of(event).equals(thing)) {
        add(event, named);
      }
    }
    return named;
  }

  /** When an event was said. */
  static Instant saidAt(SpecificRecord event) {
    if (event instanceof Trace trace) {
      return trace.getStamp().getEventTime();
    }
    if (event instanceof Message message) {
      return message.getStamp().getEventTime();
    }
    return event instanceof ThreadFacts facts
        ? facts.getStamp().getEventTime()
        : ((Feedback) event).getStamp().getEventTime();
  }

  private static void add(SpecificRecord event, Set<Thing> named) {
    if (event instanceof Trace trace) {
      add(trace.getProjectId(), 'h', trace.getThreadId(), named);
      add(trace.getProjectId(), 'c', trace.getClientRequestId(), named);
      add(trace.getProjectId(), trace.getUser(), named);
    } else if (event instanceof Message message) {
      String trace = message.getTraceId();
      add(message.getProjectId(), 't', trace == null ? null : Ref.oneSpelling(trace), named);
      add(message.getProjectId(), message.getUser(), named);
    } else if (event instanceof ThreadFacts facts) {
      add(facts.getProjectId(), facts.getUser(), named);
    } else {
      Feedback feedback = (Feedback) event;
      if (feedback.getTarget() != null) {
        named.add(Thing.of(Ref.of(feedback)));
      }
      add(feedback.getProjectId(), 'f', feedback.getOverrides(), named);
      String source = feedback.getSource() == null ? null : feedback.getSource().getId();
      add(feedback.getProjectId(), 'u', source, named);
    }
  }

  private static void add(String project, User user, Set<Thing> named) {
    add(project, 'u', user == null ? null : user.getId(), named);
  }

  private static void add(String project, char kind, String id, Set<Thing> named) {
    if (id != null) {
      named.add(new Thing(project, kind, id, ""));
    }
  }
}
