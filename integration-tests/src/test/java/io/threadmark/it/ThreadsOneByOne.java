package io.threadmark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Threads as the query for each of them tells it. From that follows what lists must say, of which
 * it is worked out here without any index.
 */
final class ThreadsOneByOne {
  /** Lists of threads, by their parameters, and which threads are on them. */
  private static final Map<String, Predicate<JsonNode>> THREADS = new LinkedHashMap<>();

  /** The same of traces; a trace comes with what its thread has about it. */
  private static final Map<String, Predicate<Trace>> TRACES = new LinkedHashMap<>();

  private static final Map<String, Function<JsonNode, Stream<String>>> FACETS =
      Map.of(
          "polarity", thread -> texts(thread.get("feedback"), "polarity"),
          "feedback_name", thread -> texts(thread.get("feedback"), "name"),
          "model", thread -> texts(thread.get("traces"), "model"),
          "intent", thread -> strings(thread.get("intents")));

  static {
    THREADS.put("", thread -> true);
    THREADS.put("has_feedback=true", thread -> !thread.get("feedback").isEmpty());
    THREADS.put("has_feedback=false", thread -> thread.get("feedback").isEmpty());
    THREADS.put("polarity=NEGATIVE", thread -> any(thread, "feedback", is("polarity", "NEGATIVE")));
    THREADS.put(
        "feedback_name=stars&feedback_value=" + encoded(">=3"),
        thread ->
            any(thread, "feedback", is("name", "stars").and(of -> of.get("value").asInt() >= 3)));
    THREADS.put(
        "feedback_name=stars&polarity=POSITIVE&source_id=u1",
        thread ->
            any(
                thread,
                "feedback",
                is("name", "stars")
                    .and(is("polarity", "POSITIVE"))
                    .and(of -> of.at("/source/id").asText().equals("u1"))));
    THREADS.put("not_feedback_name=stars", thread -> !any(thread, "feedback", is("name", "stars")));
    THREADS.put(
        "intent_ids=refund", thread -> strings(thread.get("intents")).anyMatch("refund"::equals));
    THREADS.put("model=m1", thread -> any(thread, "traces", is("model", "m1")));
    THREADS.put("role=tool", thread -> any(thread, "messages", is("role", "tool")));
    THREADS.put(
        "tags=env:prod",
        thread ->
            Stream.concat(Stream.of(thread), items(thread, "traces"))
                .anyMatch(of -> of.at("/tags/env").asText().equals("prod")));
    THREADS.put(
        "search=apple",
        thread ->
            Stream.concat(
                    Stream.of(thread),
                    Stream.of("messages", "traces", "feedback")
                        .flatMap(kind -> items(thread, kind)))
                .anyMatch(ThreadsOneByOne::saysApple));

    TRACES.put("", trace -> true);
    TRACES.put("has_feedback=false", trace -> trace.feedback().isEmpty());
    TRACES.put("polarity=NEGATIVE", trace -> trace.hasFeedback(is("polarity", "NEGATIVE")));
    TRACES.put(
        "feedback_name=stars&source_id=u1",
        trace ->
            trace.hasFeedback(
                is("name", "stars").and(of -> of.at("/source/id").asText().equals("u1"))));
    TRACES.put("model=m1&tags=env:prod", trace -> trace.has("/model", "m1", "/tags/env", "prod"));
    TRACES.put("thread_id=th1", trace -> trace.threadId().equals("th1"));
  }

  /** By id; those alone that there are. */
  private final Map<String, JsonNode> threads = new TreeMap<>();

  /** A trace in its thread, and what is said of it there. */
  private record Trace(String threadId, JsonNode view, List<JsonNode> feedback) {
    boolean hasFeedback(Predicate<JsonNode> that) {
      return feedback.stream().anyMatch(that);
    }

    boolean has(String... values) {
      return view.at(values[0]).asText().equals(values[1])
          && view.at(values[2]).asText().equals(values[3]);
    }

    String id() {
      return view.get("trace_id").asText();
    }
  }

  /** Asks for each of some threads; those that nobody knows are left out. */
  static ThreadsOneByOne read(Api api, Collection<String> ids) {
    ThreadsOneByOne read = new ThreadsOneByOne();
    for (String id : ids) {
      Api.Answer answer = api.get("/api/v1/threads/" + encoded(id) + "?page_size=500");
      assertThat(answer.status()).as(answer.text()).isIn(200, 404);
      if (answer.status() == 200) {
        assertThat(answer.json().has("next_cursor")).as("a page has all of it").isFalse();
        read.threads.put(id, answer.json());
      }
    }
    return read;
  }

  int count() {
    return threads.size();
  }

  /** The ids that are left by a condition. */
  List<String> ids(Predicate<String> that) {
    return threads.keySet().stream().filter(that).toList();
  }

  /** Those whose ids are wanted, in the order of a list. */
  List<String> ordered(String sort, Predicate<JsonNode> wanted) {
    String field = sort.endsWith("created") ? "created_at" : "updated_at";
    Comparator<JsonNode> byTime = Comparator.comparing(of -> Instant.parse(of.get(field).asText()));
    return threads.values().stream()
        .filter(wanted)
        .sorted(
            (sort.startsWith("-") ? byTime.reversed() : byTime)
                .thenComparing(
                    (one, other) ->
                        Arrays.compareUnsigned(
                            one.get("thread_id").asText().getBytes(UTF_8),
                            other.get("thread_id").asText().getBytes(UTF_8))))
        .map(thread -> thread.get("thread_id").asText())
        .toList();
  }

  /** All kinds of lists say what follows from the threads; paged through by some size. */
  void assertListed(Api api, int pageSize) {
    THREADS.forEach(
        (parameters, wanted) -> {
          for (String sort : List.of("-updated", "created")) {
            List<String> expected = ordered(sort, wanted);
            String path = "/api/v1/threads?sort=" + sort + "&" + parameters;
            assertThat(pages(api, path, "thread_id", pageSize)).as(path).isEqualTo(expected);
          }
          assertCount(api, "/api/v1/threads/count?" + parameters, ordered("created", wanted));
        });
    List<Trace> traces = traces();
    TRACES.forEach(
        (parameters, wanted) -> {
          List<String> expected = traces.stream().filter(wanted).map(Trace::id).toList();
          assertThat(pages(api, "/api/v1/traces?" + parameters, "trace_id", pageSize))
              .as("traces " + parameters)
              .containsExactlyInAnyOrderElementsOf(expected);
          assertCount(api, "/api/v1/traces/count?" + parameters, expected);
        });
    assertFacets(api);
    assertRows(api);
  }

  private static void assertCount(Api api, String path, List<String> expected) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("count").asInt()).as(path).isEqualTo(expected.size());
    assertThat(answer.json().get("count_exact").asBoolean()).as(path).isTrue();
  }

  private void assertFacets(Api api) {
    Api.Answer answer =
        api.get("/api/v1/threads?page_size=1&facets=" + String.join(",", FACETS.keySet()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    FACETS.forEach(
        (name, values) -> {
          Map<String, Integer> expected = new TreeMap<>();
          threads
              .values()
              .forEach(
                  thread ->
                      values
                          .apply(thread)
                          .distinct()
                          .forEach(value -> expected.merge(value, 1, Integer::sum)));
          Map<String, Integer> told = new TreeMap<>();
          answer
              .json()
              .at("/facets/" + name)
              .properties()
              .forEach(value -> told.put(value.getKey(), value.getValue().asInt()));
          assertThat(told).as("facet " + name).isEqualTo(expected);
        });
  }

  /** What a row tells is what the query for its thread tells. */
  private void assertRows(Api api) {
    Api.Answer answer = api.get("/api/v1/threads?page_size=500&include_feedback=true");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    for (JsonNode row : answer.json().get("rows")) {
      JsonNode thread = threads.get(row.get("thread_id").asText());
      Map<String, Integer> polarity = new TreeMap<>();
      texts(thread.get("feedback"), "polarity").forEach(of -> polarity.merge(of, 1, Integer::sum));
      assertThat(row.get("polarity").toString())
          .as("%s of %s", row, thread)
          .isEqualTo(Api.JSON.valueToTree(polarity).toString());
      for (String field :
          List.of("created_at", "updated_at", "message_count", "trace_count", "feedback_count")) {
        assertThat(row.get(field)).as(field).isEqualTo(thread.get(field));
      }
      assertThat(ids(row.get("feedback"), "feedback_id"))
          .containsExactlyInAnyOrderElementsOf(ids(thread.get("feedback"), "feedback_id"));
    }
  }

  private List<Trace> traces() {
    List<Trace> traces = new ArrayList<>();
    threads.forEach(
        (id, thread) ->
            items(thread, "traces")
                .forEach(
                    trace ->
                        traces.add(
                            new Trace(
                                id,
                                trace,
                                items(thread, "feedback")
                                    .filter(is("trace_id", trace.get("trace_id").asText()))
                                    .toList()))));
    return traces;
  }

  /** The ids on all pages of a list, page by page. */
  static List<String> pages(Api api, String path, String id, int pageSize) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Api.Answer page =
          api.get(
              "%s&page_size=%d%s"
                  .formatted(path, pageSize, cursor.isEmpty() ? "" : "&cursor=" + cursor));
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      ids.addAll(ids(page.json().get("rows"), id));
      cursor = page.json().path("next_cursor").asText(null);
    }
    return ids;
  }

  static List<String> ids(JsonNode rows, String id) {
    return texts(rows, id).toList();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static boolean saysApple(JsonNode item) {
    return Stream.of("title", "content", "input", "output", "rationale", "value")
        .anyMatch(field -> List.of(item.path(field).asText().split(" ")).contains("apple"));
  }

  private static boolean any(JsonNode thread, String kind, Predicate<JsonNode> that) {
    return items(thread, kind).anyMatch(that);
  }

  private static Stream<JsonNode> items(JsonNode thread, String kind) {
    return StreamSupport.stream(thread.get(kind).spliterator(), false);
  }

  private static Predicate<JsonNode> is(String field, String value) {
    return item -> item.path(field).asText().equals(value);
  }

  private static Stream<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.hasNonNull(field))
        .map(item -> item.get(field).asText());
  }

  private static Stream<String> strings(JsonNode texts) {
    return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText);
  }
}
