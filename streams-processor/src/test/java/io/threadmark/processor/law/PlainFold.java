package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.UnmatchedFeedback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The law of order, read off the set of all events in one go: no order, no state, no stages. It is
 * as plain as can be and shares nothing with what it judges.
 */
public final class PlainFold {
  private final Collection<? extends SpecificRecord> events;
  private final Instant now;
  private final Duration wait;
  private final Map<Named, Versions> versions;
  private final Map<Named, MergedFacts> traces;
  private final Map<Named, List<Claimant>> claims;

  private PlainFold(Collection<? extends SpecificRecord> events, Instant now, Duration wait) {
    this.events = Erased.withoutErased(events);
    this.now = now;
    this.wait = wait;
    this.versions =
        all(Feedback.class)
            .collect(
                Collectors.groupingBy(
                    event -> new Named(event.getProjectId(), event.getFeedbackId()),
                    Collectors.collectingAndThen(Collectors.toList(), Versions::new)));
    this.traces =
        merged(
            Trace.class,
            event -> new Named(event.getProjectId(), event.getTraceId()),
            Statement::of);
    this.claims = claims();
  }

  /**
   * Folds a history.
   *
   * @param events all that came, in any order, some of it perhaps more than once
   * @param now the clock, which says whose wait is over
   * @param wait how long feedback waits for its trace
   */
  public static AtRest of(Collection<? extends SpecificRecord> events, Instant now, Duration wait) {
    return new PlainFold(events, now, wait).fold();
  }

  private AtRest fold() {
    Map<Named, Piece> pieces = new HashMap<>();
    versions.keySet().forEach(id -> pieces.put(id, piece(id)));
    Map<Named, ThreadAtRest> threads = threads(pieces);
    Map<Named, LabeledThread> labeled = new HashMap<>();
    threads.forEach(
        (id, thread) -> {
          if (thread.isLabeled()) {
            labeled.put(id, new LabeledView(thread).whole());
          }
        });
    Map<Named, UnmatchedFeedback> unmatched = new HashMap<>();
    pieces.forEach(
        (id, piece) -> {
          if (piece.state() == Piece.State.UNMATCHED) {
            unmatched.put(id, unmatched(piece));
          }
        });
    return new AtRest(pieces, traces, claims, threads, labeled, unmatched, named(), spans());
  }

  private Map<Thing, Set<Thing>> named() {
    Map<Thing, Set<Thing>> named = new HashMap<>();
    for (SpecificRecord event : events) {
      if (!(event instanceof Span)) {
        named.put(Thing.of(event), Mention.allOf(Thing.of(event), events));
      }
    }
    return named;
  }

  private Map<Named, SpansAtRest> spans() {
    Map<Named, SpansAtRest> spans = new HashMap<>();
    all(Span.class)
        .collect(Collectors.groupingBy(span -> new Named(span.getProjectId(), span.getTraceId())))
        .forEach((trace, said) -> spans.put(trace, SpansAtRest.of(said)));
    return spans;
  }

  private Piece piece(Named id) {
    Versions said = versions.get(id);
    Ref ref = said.isLive() ? Ref.of(said.winner()) : null;
    String traceId = ref == null ? null : traceOf(ref);
    String threadId = ref == null ? null : threadOf(ref, traceId);
    return new Piece(
        said.history(),
        said.createdAt(),
        said.firstReceivedAt(),
        supersededBy(id),
        ref,
        said.isLive() ? state(threadId, said.waitsSince()) : Piece.State.RETRACTED,
        traceId,
        threadId,
        traceId == null
            ? null
            : later(said.firstReceivedAt(), trace(ref, traceId).firstReceivedAt()),
        said.waitsSince());
  }

  private Piece.State state(String threadId, Instant waitsSince) {
    if (threadId != null) {
      return Piece.State.MATCHED;
    }
    return waitsSince.plus(wait).isBefore(now) ? Piece.State.UNMATCHED : Piece.State.PENDING;
  }

  private String supersededBy(Named id) {
    return versions.entrySet().stream()
        .filter(other -> other.getKey().project().equals(id.project()))
        .filter(other -> other.getValue().isLive())
        .filter(other -> id.id().equals(other.getValue().winner().getOverrides()))
        .map(other -> other.getKey().id())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The trace that a ref stands for; null where none has come, and of a thread. */
  private String traceOf(Ref ref) {
    if (ref.kind() == 't') {
      return traces.containsKey(ref.named()) ? ref.id() : null;
    }
    return ref.kind() == 'c' && claims.containsKey(ref.named())
        ? claims.get(ref.named()).get(0).traceId()
        : null;
  }

  private MergedFacts trace(Ref ref, String traceId) {
    return traces.get(new Named(ref.project(), traceId));
  }

  /** The thread that a ref stands for; null where its trace has not come. */
  private String threadOf(Ref ref, String traceId) {
    if (ref.kind() == 'h') {
      return ref.id();
    }
    return traceId == null ? null : threadOf(traceId, trace(ref, traceId));
  }

  private static String threadOf(String traceId, MergedFacts trace) {
    String stated = trace.text("thread_id");
    return stated == null ? "trace:" + traceId : stated;
  }

  private Map<Named, List<Claimant>> claims() {
    Map<Named, List<Claimant>> byRequest = new HashMap<>();
    traces.forEach(
        (id, trace) -> {
          String stated = trace.text("client_request_id");
          if (stated != null) {
            byRequest
                .computeIfAbsent(new Named(id.project(), stated), none -> new ArrayList<>())
                .add(
                    new Claimant(
                        id.id(),
                        threadOf(id.id(), trace),
                        trace.registers().get("client_request_id").weight(),
                        trace.firstReceivedAt()));
          }
        });
    byRequest
        .values()
        .forEach(
            claimants ->
                claimants.sort(
                    Comparator.comparing(Claimant::weight).thenComparing(Claimant::traceId)));
    return byRequest;
  }

  private Map<Named, ThreadAtRest> threads(Map<Named, Piece> pieces) {
    Map<Named, MergedFacts> facts =
        merged(
            ThreadFacts.class,
            event -> new Named(event.getProjectId(), event.getThreadId()),
            Statement::of);
    Map<Named, List<ThreadItem>> items = new HashMap<>();
    facts.keySet().forEach(thread -> items.put(thread, new ArrayList<>()));
    traces.forEach(
        (id, trace) ->
            add(
                items,
                new Named(id.project(), threadOf(id.id(), trace)),
                new ThreadItem('t', id.id(), new Ref(id.project(), 't', id.id()), trace, null)));
    pieces.forEach(
        (id, piece) -> {
          if (piece.state() == Piece.State.MATCHED) {
            Ref writer = piece.ref().kind() == 'h' ? null : piece.ref();
            add(
                items,
                new Named(id.project(), piece.threadId()),
                new ThreadItem('f', id.id(), writer, null, piece));
          }
        });
    Map<Named, List<ThreadItem>> hidden = new HashMap<>();
    messages()
        .forEach(
            (thread, found) -> {
              hidden.put(thread, PlainTurns.hidden(found));
              found.removeAll(hidden.get(thread));
              found.forEach(item -> add(items, thread, item));
            });
    Map<Named, ThreadAtRest> threads = new HashMap<>();
    items.forEach(
        (id, found) ->
            threads.put(
                id,
                new ThreadAtRest(id, facts.get(id), found, hidden.getOrDefault(id, List.of()))));
    threads
        .values()
        .forEach(
            thread ->
                thread
                    .items()
                    .sort(
                        Comparator.comparing(ThreadItem::createdAt)
                            .thenComparing(ThreadItem::position)
                            .thenComparing(ThreadItem::id)));
    return threads;
  }

  private Map<Named, List<ThreadItem>> messages() {
    Map<Named, List<ThreadItem>> messages = new HashMap<>();
    all(Message.class)
        .collect(
            Collectors.groupingBy(
                event -> List.of(event.getProjectId(), event.getThreadId(), event.getMessageId())))
        .forEach(
            (name, events) ->
                add(
                    messages,
                    new Named(name.get(0), name.get(1)),
                    new ThreadItem(
                        'm',
                        name.get(2),
                        null,
                        MergedFacts.of(events.stream().map(Statement::of).toList()),
                        null)));
    return messages;
  }

  private static void add(Map<Named, List<ThreadItem>> items, Named thread, ThreadItem item) {
    items.computeIfAbsent(thread, none -> new ArrayList<>()).add(item);
  }

  private UnmatchedFeedback unmatched(Piece piece) {
    return new UnmatchedFeedback(
        piece.winner(),
        piece.ref().kind() == 't' ? "trace_not_seen" : "client_request_id_not_seen",
        piece.waitsSince().plus(wait));
  }

  private <T extends SpecificRecord> Map<Named, MergedFacts> merged(
      Class<T> type, Function<T, Named> name, Function<T, Statement> statement) {
    Map<Named, MergedFacts> merged = new HashMap<>();
    all(type)
        .collect(Collectors.groupingBy(name))
        .forEach(
            (id, said) -> merged.put(id, MergedFacts.of(said.stream().map(statement).toList())));
    return merged;
  }

  private <T extends SpecificRecord> Stream<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
