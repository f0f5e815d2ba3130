package io.threadmark.processor.law;

import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the commands of a history erase, with all that goes with it: found by looking again and
 * again until nothing more is found.
 */
final class Erased {
  private final Collection<? extends SpecificRecord> events;
  private final Set<Thing> erased = new HashSet<>();
  private final Map<Thing, Instant> users = new HashMap<>();
  private final Map<Thing, Instant> made = new HashMap<>();

  private Erased(Collection<? extends SpecificRecord> all) {
    events = all.stream().filter(event -> !(event instanceof Span)).toList(); // they name nothing
    for (SpecificRecord event : events) {
      if (event instanceof Erasure erasure) {
        command(erasure);
      } else {
        made.merge(Thing.of(event), Mention.saidAt(event), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
  }

  /** The events that count: none that commands, and none about what is erased. */
  static List<SpecificRecord> withoutErased(Collection<? extends SpecificRecord> events) {
    Erased found = new Erased(events);
    int before;
    do {
      before = found.erased.size();
      found.events.forEach(found::look);
    } while (found.erased.size() > before);
    List<SpecificRecord> left = new ArrayList<>();
    for (SpecificRecord event : events) {
      if (!(event instanceof Erasure) && !found.isErased(event)) {
        left.add(event);
      }
    }
    return left;
  }

  private void command(Erasure erasure) {
    String project = erasure.getProjectId();
    String id = erasure.getSubjectId();
    switch (erasure.getSubjectKind()) {
      case "thread" -> erased.add(new Thing(project, 'h', id, ""));
      case "trace" -> erased.add(new Thing(project, 't', id, ""));
      default ->
          users.merge(
              new Thing(project, 'u', id, ""),
              erasure.getStamp().getEventTime(),
              (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  private boolean isErased(SpecificRecord event) {
    Thing thing = Thing.of(event);
    return erased.contains(thing)
        || (thing.kind() == 'm'
            && erased.contains(new Thing(thing.project(), 'h', thing.id(), "")));
  }

  private void look(SpecificRecord event) {
    if (event instanceof Erasure) {
      return;
    }
    Thing thing = Thing.of(event);
    for (Thing named : Mention.allOf(thing, events)) {
      // A trace is not erased because another trace with its request id is; feedback on it is.
      // Nor does feedback go with what it overrides.
      boolean follows = named.kind() != 'f' && (named.kind() != 'c' || event instanceof Feedback);
      if (follows && erased.contains(named)) {
        erased.add(thing);
      }
      if (named.kind() == 'u' && isOfErasedUser(thing, named)) {
        userGoes(event, thing);
      }
    }
    if (event instanceof Trace && erased.contains(thing)) {
      // Whoever claims an id is found by it.
      Mention.allOf(thing, events).stream()
          .filter(named -> named.kind() == 'c')
          .forEach(erased::add);
    }
  }

  private boolean isOfErasedUser(Thing thing, Thing user) {
    Instant upTo = users.get(user);
    return upTo != null && !made.get(thing).isAfter(upTo);
  }

  private void userGoes(SpecificRecord event, Thing thing) {
    if (event instanceof Message || event instanceof ThreadFacts) {
      erased.add(new Thing(thing.project(), 'h', thing.id(), ""));
      return;
    }
    erased.add(thing);
    if (event instanceof Trace) {
      Mention.allOf(thing, events).stream()
          .filter(named -> named.kind() == 'h')
          .forEach(erased::add);
    }
  }
}
