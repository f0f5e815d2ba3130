package io.threadmark.processor.topology;

import io.threadmark.schema.Content;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.specific.SpecificRecord;

/** What may be said in a thread, and about it. */
final class ThreadContents {
  private static final List<String> CLEARED_OF_MESSAGES =
      List.of("content_json", "name", "trace_id", "user.segments", "tags");

  private static final List<String> CLEARED_OF_THREADS =
      List.of("title", "user", "user.id", "intents", "issues", "tags", "metadata");

  private ThreadContents() {}

  static Arbitrary<SpecificRecord> messages() {
    Arbitrary<Consumer<Message.Builder>> what =
        Arbitraries.oneOf(
            Contents.words().map(word -> message -> message.setContent(new Content(word, null))),
            Contents.words().map(word -> message -> message.setContent(new Content(word, null))),
            Contents.words().map(word -> message -> message.setToolCalls('"' + word + '"')),
            Arbitraries.just(message -> message.setSpanId(null).setPrecedence(0)),
            Contents.words().map(word -> message -> message.setName(word)),
            Arbitraries.of(1L, 2L).map(place -> message -> message.setPosition(place)),
            Contents.words().map(word -> message -> message.setToolCallId(word)),
            Arbitraries.of("t1", "t2", "tr-" + Histories.HEX_TRACE.toUpperCase(Locale.ROOT))
                .map(id -> message -> message.setTraceId(id)),
            Contents.users().map(user -> message -> message.setUser(user)),
            Contents.tags().map(tags -> message -> message.setTags(tags)),
            Contents.clears(CLEARED_OF_MESSAGES)
                .map(fields -> message -> message.setClear(fields)));
    return Combinators.combine(
            Contents.projects(),
            Arbitraries.of("A", "B"),
            Arbitraries.of("m1", "m2", "d1", "d2"),
            Arbitraries.of(-1L, -7L),
            what.list().ofMaxSize(3))
        .as(
            (project, thread, id, precedence, parts) -> {
              Message.Builder message =
                  Message.newBuilder()
                      .setProjectId(project)
                      .setThreadId(thread)
                      .setMessageId(id)
                      .setRole("user")
                      .setStamp(Saying.NONE)
                      .setIngest(Saying.NOT_YET);
              if (id.startsWith("d")) { // a span tells of it; or the application, under its id
                message.setSpanId("s1").setPrecedence(precedence);
              }
              parts.forEach(part -> part.accept(message));
              return Contents.setsOrClears(message.build());
            });
  }

  static Arbitrary<SpecificRecord> facts() {
    Arbitrary<List<String>> topics = Arbitraries.of("x", "y").list().uniqueElements().ofMaxSize(2);
    Arbitrary<Consumer<ThreadFacts.Builder>> what =
        Arbitraries.oneOf(
            topics.map(names -> facts -> facts.setIntents(names)),
            topics.map(names -> facts -> facts.setRemoveIntents(names)),
            topics.map(names -> facts -> facts.setIssues(names)),
            topics.map(names -> facts -> facts.setRemoveIssues(names)),
            Contents.words().map(word -> facts -> facts.setTitle(word)),
            Contents.users().map(user -> facts -> facts.setUser(user)),
            Contents.tags().map(tags -> facts -> facts.setMetadata(tags)),
            Contents.tags().map(tags -> facts -> facts.setTags(tags)),
            Contents.clears(CLEARED_OF_THREADS).map(fields -> facts -> facts.setClear(fields)));
    return Combinators.combine(
            Contents.projects(), Arbitraries.of("A", "B"), what.list().ofMaxSize(4))
        .as(
            (project, thread, parts) -> {
              ThreadFacts.Builder facts = thread(project, thread);
              parts.forEach(part -> part.accept(facts));
              return Contents.setsOrClears(facts.build());
            });
  }

  private static ThreadFacts.Builder thread(String project, String thread) {
    return ThreadFacts.newBuilder()
        .setProjectId(project)
        .setThreadId(thread)
        .setStamp(Saying.NONE)
        .setIngest(Saying.NOT_YET);
  }

  /** More keys of a map field than are kept. */
  static Arbitrary<SpecificRecord> manyKeys() {
    return Combinators.combine(Arbitraries.integers().between(0, 150), Contents.words())
        .as(
            (from, value) -> {
              Map<String, String> tags = new HashMap<>();
              IntStream.range(from, from + 70).forEach(i -> tags.put("key" + i, value));
              return thread(Events.PROJECT, "A").setTags(tags).build();
            });
  }

  /** More intents, issues and segments than a thing counts under, or just as many. */
  static Arbitrary<SpecificRecord> manyWords() {
    Arbitrary<List<String>> words =
        Combinators.combine(Arbitraries.integers().between(0, 6), Arbitraries.of(14, 16, 17, 20))
            .as(
                (from, count) ->
                    IntStream.range(from, from + count).mapToObj(i -> "w" + i).toList());
    return Combinators.combine(words, Arbitraries.integers().between(0, 4))
        .as(
            (some, what) -> {
              ThreadFacts.Builder facts = thread(Events.PROJECT, "A");
              switch (what) {
                case 0 -> facts.setIntents(some);
                case 1 -> facts.setRemoveIntents(some);
                case 2 -> facts.setIssues(some);
                case 3 -> facts.setRemoveIssues(some);
                default -> facts.setUser(Contents.userOf(some));
              }
              return facts.build();
            });
  }
}
