package io.threadmark.processor.topology;

import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.avro.specific.SpecificRecord;

/** Histories of a small world: few ids and few times, so that what can meet does meet. */
final class Histories {
  /** All events are said, and come in, within this many seconds of the start. */
  static final int SECONDS = 12;

  /** A trace id that has two spellings. */
  static final String HEX_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private Histories() {}

  /** Of every kind of event a few, or much about one thing. */
  static Arbitrary<List<SpecificRecord>> any() {
    Arbitrary<SpecificRecord> mixed =
        Arbitraries.frequencyOf(
            Tuple.of(4, FeedbackContents.of(Arbitraries.of("f1", "f2", "f3", "f4"))),
            Tuple.of(4, TraceContents.of(Arbitraries.of("t1", "t2", HEX_TRACE))),
            Tuple.of(2, SpanContents.of(Arbitraries.of("t1", "t2", HEX_TRACE))),
            Tuple.of(2, ThreadContents.messages()),
            Tuple.of(2, ThreadContents.facts()));
    Arbitrary<SpecificRecord> oneTrace = TraceContents.of(Arbitraries.of("t1"));
    Arbitrary<SpecificRecord> onePiece = FeedbackContents.of(Arbitraries.of("f1"));
    Arbitrary<SpecificRecord> oneConversation =
        Arbitraries.frequencyOf(
                Tuple.of(9, ThreadContents.messages()),
                Tuple.of(1, FeedbackContents.of(Arbitraries.of("f1"))))
            .map(Histories::inThreadA);
    Arbitrary<SpecificRecord> spansOfOneTrace =
        Arbitraries.frequencyOf(
            Tuple.of(9, SpanContents.of(Arbitraries.of("t1"))), Tuple.of(1, oneTrace));
    Arbitrary<SpecificRecord> oneThread =
        Arbitraries.oneOf(
                FeedbackContents.of(Arbitraries.of("f1", "f2", "f3", "f4")),
                oneTrace,
                ThreadContents.facts())
            .map(Histories::inOneThread);
    Arbitrary<SpecificRecord> manyWords =
        Arbitraries.frequencyOf(
            Tuple.of(3, ThreadContents.manyWords()),
            Tuple.of(2, oneThread),
            Tuple.of(1, TraceContents.manySegments()));
    return Arbitraries.frequencyOf(
        Tuple.of(20, history(mixed, 16)),
        Tuple.of(2, history(oneThread, 16)),
        Tuple.of(2, history(onePiece, 30)),
        Tuple.of(2, history(oneTrace, 30)),
        Tuple.of(2, history(spansOfOneTrace, 16)),
        Tuple.of(4, history(oneConversation, 16)),
        Tuple.of(1, history(ThreadContents.manyKeys(), 6)),
        Tuple.of(1, history(manyWords, 8)));
  }

  /** The same, where messages are said in one thread. */
  private static SpecificRecord inThreadA(SpecificRecord event) {
    return event instanceof Message message
        ? Message.newBuilder(message).setProjectId(Events.PROJECT).setThreadId("A").build()
        : event;
  }

  /** The same, said of one trace in one thread. */
  private static SpecificRecord inOneThread(SpecificRecord event) {
    if (event instanceof Trace trace) {
      boolean leaves = trace.getClear().contains("thread_id");
      return Trace.newBuilder(trace)
          .setProjectId(Events.PROJECT)
          .setThreadId(leaves ? null : "A")
          .build();
    }
    if (event instanceof Feedback feedback) {
      return Feedback.newBuilder(feedback)
          .setProjectId(Events.PROJECT)
          .setTarget(feedback.getTarget() == null ? null : Events.onTrace("t1"))
          .build();
    }
    ThreadFacts facts = (ThreadFacts) event;
    return ThreadFacts.newBuilder(facts).setProjectId(Events.PROJECT).setThreadId("A").build();
  }

  /**
   * Some of it erased: threads and traces, or one user. The order of such commands among each other
   * counts, where one takes away what another would have followed.
   */
  static Arbitrary<List<SpecificRecord>> withErasures() {
    Arbitrary<SpecificRecord> things =
        Arbitraries.oneOf(
            Arbitraries.of("A", "B").map(id -> command("thread", id, 0)),
            Arbitraries.of("t1", "t2", HEX_TRACE).map(id -> command("trace", id, 0)));
    Arbitrary<SpecificRecord> user =
        Combinators.combine(Arbitraries.of("u1", "u2"), Arbitraries.integers().between(0, SECONDS))
            .as((id, second) -> command("user", id, second));
    Arbitrary<List<SpecificRecord>> commands =
        Arbitraries.oneOf(
            things.list().ofMinSize(1).ofMaxSize(2), user.list().ofMinSize(1).ofMaxSize(1));
    return Combinators.combine(any(), commands)
        .as((events, erasures) -> Stream.concat(events.stream(), erasures.stream()).toList());
  }

  /** A command to erase as it is once it was carried out; other events as they are. */
  static SpecificRecord asDone(SpecificRecord event) {
    if (!(event instanceof Erasure erasure)) {
      return event;
    }
    String hash = ExpectedMentions.hashOf(erasure);
    return Erasure.newBuilder(erasure)
        .setSubjectId("")
        .setSubjectHash(ByteBuffer.wrap(hash.getBytes(StandardCharsets.US_ASCII)))
        .build();
  }

  private static SpecificRecord command(String kind, String id, int second) {
    return Erasure.newBuilder(Events.erasure(kind, id, second))
        .setErasureId(kind + "-" + id + "-" + second)
        .build();
  }

  private static Arbitrary<List<SpecificRecord>> history(Arbitrary<SpecificRecord> what, int most) {
    return Combinators.combine(what, sayings())
        .as(Histories::said)
        .list()
        .ofMaxSize(most)
        .map(parts -> parts.stream().flatMap(List::stream).toList());
  }

  private static List<SpecificRecord> said(SpecificRecord content, List<Saying> sayings) {
    return sayings.stream().map(saying -> saying.of(content)).toList();
  }

  /** Mostly one; more where the client says it again, or it comes in again. */
  private static Arbitrary<List<Saying>> sayings() {
    return Combinators.combine(saying(), saying(), Arbitraries.integers().between(0, 9))
        .as(
            (first, again, retry) ->
                switch (retry) {
                  case 1 ->
                      List.of(
                          first,
                          new Saying(
                              first.second(), first.revision(), again.delay(), again.door()));
                  case 2 -> List.of(first, again);
                  default -> List.of(first);
                });
  }

  private static Arbitrary<Saying> saying() {
    return Combinators.combine(
            Arbitraries.integers().between(0, SECONDS),
            Arbitraries.of(0, 0, 0, 0, 1),
            Arbitraries.integers().between(-1, 4),
            Arbitraries.of("http", "http", "http", "otlp"))
        .as(Saying::new);
  }
}
