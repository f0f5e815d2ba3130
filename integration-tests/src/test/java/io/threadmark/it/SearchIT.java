package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of threads and traces, found in the search indexes of two processors. */
@ExtendWith(SharedThreadmark.class)
class SearchIT {
  private static final int CASES = 6;
  private static final int BATCHES = 3;

  /** What a busy machine may add to the second or two that it takes. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int PAGED = 40;
  private static final String ALL = "/api/v1/threads?page_size=500&sort=created";

  private final String project = "search-" + UUID.randomUUID();
  private final Api api = SharedThreadmark.threadmark().api().in(project);

  @Test
  void whatWasAcknowledgedIsInListsThatWaitForIt() {
    for (int seed = 0; seed < CASES; seed++) {
      Api own = SharedThreadmark.threadmark().api().in(project + "-" + seed);
      Random random = new Random(seed);
      RandomConversations conversations = new RandomConversations(random, 4);
      for (int batch = 0; batch < BATCHES; batch++) {
        String receipt = post(own, conversations.events(4 + random.nextInt(16)));
        assertListedAtOnce(own, conversations, receipt);
      }
      String erased = conversations.anyThread();
      assertThat(
              ThreadsOneByOne.ids(
                  waitingFor(own, ALL, erase(own, "threads/" + erased)).get("rows"), "thread_id"))
          .doesNotContain(erased);
      awaitListed(own, conversations);
    }
  }

  /** What ever named an erased thread goes with it, and leaves other threads shortly after. */
  private static void awaitListed(Api own, RandomConversations conversations) {
    Await.until(
        "lists say what threads say",
        () -> {
          try {
            assertListed(own, conversations);
            return true;
          } catch (AssertionError e) {
            return false;
          }
        },
        () -> assertListed(own, conversations));
  }

  private static void assertListed(Api own, RandomConversations conversations) {
    ThreadsOneByOne.read(own, conversations.threadIds()).assertListed(own, 3);
  }

  /** The first list waits; all others are asked once it has answered. */
  private static void assertListedAtOnce(
      Api own, RandomConversations conversations, String receipt) {
    JsonNode first = waitingFor(own, ALL, receipt);
    ThreadsOneByOne threads = ThreadsOneByOne.read(own, conversations.threadIds());
    assertThat(ThreadsOneByOne.ids(first.get("rows"), "thread_id"))
        .isEqualTo(threads.ordered("created", thread -> true));
    threads.assertListed(own, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/threads?search=zebra&facets=intent,polarity",
        "/api/v1/threads?search=zebra&include_messages=true&include_feedback=true",
        "/api/v1/threads/count?search=zebra",
        "/api/v1/traces?search=zebra&facets=model",
        "/api/v1/traces/count?search=zebra"
      })
  void everyKindOfListWaits(String path) {
    for (int round = 1; round <= 3; round++) {
      String receipt =
          post(
              api,
              """
              {"type":"message","thread_id":"th%1$d","message_id":"m","role":"user","content":"a zebra"}
              {"type":"trace","trace_id":"t%1$d","thread_id":"th%1$d","output":"zebra"}
              {"type":"feedback","feedback_id":"f%1$d","trace_id":"t%1$d","value":true}
              """
                  .formatted(round));
      assertThat(waitingFor(api, path, receipt).get("count").asInt()).isEqualTo(round);
    }
  }

  @Test
  void whatWasAcknowledgedIsSoonFoundByWhoDoesNotWait() {
    for (int round = 0; round < 5; round++) {
      String id = "th" + round;
      post(
          api,
          "{\"type\":\"message\",\"thread_id\":\"%s\",\"message_id\":\"m\",\"role\":\"user\",\"content\":\"okapi\"}"
              .formatted(id));
      Instant start = Instant.now();
      Await.until("it is found", () -> found("search=okapi").contains(id));
      assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
    }
  }

  @Test
  void whatIsTakenBackOrMovesIsFoundWhereItIsNow() {
    post(
        api,
        """
        {"type":"trace","trace_id":"t","thread_id":"one","model":"m1","output":"giraffe","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"feedback","feedback_id":"f","trace_id":"t","value":false,"name":"thumb","rationale":"too tall","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"message","thread_id":"one","message_id":"m","role":"user","content":"stays","timestamp":"2026-01-01T00:00:00Z"}
        """);
    String moved =
        post(
            api,
            """
            {"type":"trace","trace_id":"t","thread_id":"other","model":"m1","output":"giraffe","timestamp":"2026-01-01T00:00:01Z"}
            """);
    assertThat(foundOnceSeen(moved, "search=giraffe")).containsExactly("other");
    for (String what : List.of("model=m1", "polarity=NEGATIVE", "search=tall")) {
      assertThat(found(what)).as(what).containsExactly("other");
    }
    assertThat(found("has_feedback=false")).containsExactly("one");
    assertThat(api.get("/api/v1/traces?thread_id=one").json().get("count").asInt()).isZero();

    Api.Answer retracted = api.delete("/api/v1/feedback/f?timestamp=2026-01-01T00:00:02Z");
    assertThat(foundOnceSeen(receipt(retracted), "polarity=NEGATIVE")).isEmpty();
    assertThat(found("search=tall")).isEmpty();
    assertThat(found("has_feedback=false")).containsExactlyInAnyOrder("one", "other");
    assertThat(facets("polarity,feedback_name"))
        .isEqualTo("{\"feedback_name\":{},\"polarity\":{}}");
  }

  @Test
  void whatIsErasedIsGoneFromRowsSnippetsFacetsAndCounts() {
    String events =
        """
        {"type":"message","thread_id":"gone","message_id":"m1","role":"user","content":"the secret word"}
        {"type":"trace","trace_id":"t-gone","thread_id":"gone","model":"secret-model","output":"secret"}
        {"type":"feedback","feedback_id":"f-gone","trace_id":"t-gone","name":"secret-name","value":true,"rationale":"secret"}
        {"type":"thread","thread_id":"gone","title":"secret","intents":["secret-intent"],"user":{"id":"secret-user"}}
        {"type":"message","thread_id":"kept","message_id":"m2","role":"user","content":"no secret here"}
        {"type":"trace","trace_id":"t-kept","thread_id":"kept","model":"m1"}
        """;
    String all = "/api/v1/threads?search=secret&facets=model,intent,feedback_name,user";
    String receipt = post(api, events);
    JsonNode before = waitingFor(api, all, receipt);
    assertThat(before.get("count").asInt()).isEqualTo(2);
    assertThat(before.get("facets").toString())
        .contains("secret-model", "secret-intent", "secret-name", "secret-user");
    assertHitsSay(before, "secret");

    JsonNode after = waitingFor(api, all, erase(api, "threads/gone"));
    assertThat(after.get("count").asInt()).isEqualTo(1);
    assertThat(ThreadsOneByOne.ids(after.get("rows"), "thread_id")).containsExactly("kept");
    assertThat(after.toString())
        .doesNotContain("secret-", "gone")
        .contains("\"model\":{\"m1\":1}", "\"intent\":{}");
    for (String path :
        List.of("threads?model=secret-model", "threads?user_search=secret", "traces?name=x")) {
      assertThat(api.get("/api/v1/" + path).json().get("count").asInt()).as(path).isZero();
    }
    assertThat(api.get("/api/v1/traces/count").json().get("count").asInt()).isEqualTo(1);

    String again = post(api, events);
    assertThat(waitingFor(api, all, again).toString())
        .as("it does not come back")
        .doesNotContain("secret-", "gone");
  }

  @Test
  void whatAnErasedUserSaidIsGone() {
    String receipt =
        post(
            api,
            """
            {"type":"message","thread_id":"th","message_id":"m","role":"user","content":"stays"}
            {"type":"feedback","feedback_id":"f1","thread_id":"th","name":"private","value":true,"source":{"id":"someone"}}
            {"type":"feedback","feedback_id":"f2","thread_id":"th","name":"public","value":true,"source":{"id":"other"}}
            """);
    assertThat(foundOnceSeen(receipt, "source_id=someone")).containsExactly("th");

    assertThat(foundOnceSeen(erase(api, "users/someone"), "source_id=someone")).isEmpty();
    assertThat(facets("feedback_name")).isEqualTo("{\"feedback_name\":{\"public\":1}}");
  }

  @Test
  void anEmptyProjectHasEmptyLists() {
    for (String unit : List.of("threads", "traces")) {
      JsonNode empty = api.get("/api/v1/" + unit + "?facets=polarity&search=word").json();
      assertThat(empty.toString())
          .isEqualTo("{\"count\":0,\"count_exact\":true,\"rows\":[],\"facets\":{\"polarity\":{}}}");
      assertThat(api.get("/api/v1/" + unit + "/count").text())
          .isEqualTo("{\"count\":0,\"count_exact\":true}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threads?feedback_nam=x                  | feedback_nam | did you mean feedback_name
          threads?intent_id=x                     | intent_id    | did you mean intent_ids
          threads?hasFeedbak=true                 | has_feedbak  | did you mean has_feedback
          threads?latency_ms=>2                   | latency_ms   | is not a parameter of this query
          traces?metdata=a:b                      | metdata      | did you mean metadata
          threads/count?page_size=3               | page_size    | is not a parameter of this query
          threads?sort=newest                     | sort         | must be one of
          threads?sort=relevance                  | sort         | needs a search
          threads?cursor=x                        | cursor       | must be the next_cursor of the page before
          threads?cursor=x&page_index=0           | cursor       | must not be given together with page_index
          threads?page_index=200                  | page_index   | beyond the first 10000 rows
          threads?page_index=20&page_size=500     | page_index   | beyond the first 10000 rows
          threads?page_size=501                   | page_size    | from 1 to 500
          threads?page_size=0                     | page_size    | from 1 to 500
          threads?after=yesterday                 | after        | after
          threads?after=2026-01-02T00:00:00Z&before=2026-01-01T00:00:00Z | before | must be later than after
          threads?after=2026-01-01T00:00:00Z&before=2026-01-01T00:00:00Z | before | must be later than after
          traces?ended_after=2026-01-02T00:00:00Z&ended_before=2026-01-01T00:00:00Z | ended_before | must be later than ended_after
          threads?has_feedback=yes                | has_feedback | must be true or false
          threads?has_feedback=true&hasFeedback=true | has_feedback | must be given once
          threads?polarity=GOOD                   | polarity     | must be of [POSITIVE, NEGATIVE, NEUTRAL, NONE]
          threads?feedback_value=%3E%3Dfour       | feedback_value | must compare with a number
          threads?tags=prod                       | tags         | must be key:value
          threads?intent_ids=a,,b                 | intent_ids   | must not have an empty value
          traces?latency_ms=2000                  | latency_ms   | must be a comparison
          threads?facets=polarty                  | facets       | did you mean polarity
          threads?search=-                        | search       | must have a word
          threads?ids=a&external_ids=b            | external_ids | is another name of ids
          """)
  void whatIsWrongIsNamed(String path, String field, String message) {
    Api.Answer answer = api.get("/api/v1/" + path.replace(">", "%3E"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    JsonNode error = answer.json().get("error");
    assertThat(error.get("code").asText()).isEqualTo("invalid_field");
    assertThat(error.get("message").asText()).contains(message);
    assertThat(error.at("/details/0/path").asText()).isEqualTo(field);
  }

  @Test
  void aCursorIsOfOneOrderAlone() {
    String receipt = post(api, messages(List.of("a", "b", "c"), 0));
    String cursor =
        waitingFor(api, "/api/v1/threads?page_size=1&sort=created", receipt)
            .get("next_cursor")
            .asText();
    for (String sort : List.of("-created", "-updated", "updated")) {
      Api.Answer answer = api.get("/api/v1/threads?cursor=" + cursor + "&sort=" + sort);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().at("/error/message").asText())
          .isEqualTo("cursor is of a list in another order than " + sort);
    }
    assertThat(found("page_size=1&sort=created&cursor=" + cursor)).containsExactly("b");
  }

  @Test
  void namesMayBeInCamelCase() {
    String receipt =
        post(
            api,
            """
            {"type":"message","thread_id":"th1","message_id":"m","role":"user","content":"words"}
            {"type":"feedback","feedback_id":"f","thread_id":"th1","name":"stars","value":4,"source":{"id":"u1"}}
            {"type":"thread","thread_id":"th1","intents":["refund"],"issues":["slow"],"user":{"id":"u9","segments":{"plan":"pro"}}}
            {"type":"message","thread_id":"th2","message_id":"m","role":"user","content":"words"}
            """);
    assertThat(foundOnceSeen(receipt, "search=words")).hasSize(2);
    for (String filter :
        List.of(
            "hasFeedback=true",
            "feedbackName=stars&feedbackValue=%3E%3D4&sourceId=u1",
            "intentIds=refund",
            "issueIds=slow",
            "userIds=u9",
            "userSegmentIds=plan:pro",
            "userSearch=u9",
            "externalIds=th1",
            "hasFeedback=true&pageSize=1&pageIndex=0&includeMessages=true")) {
      assertThat(found(filter)).as(filter).containsExactly("th1");
    }
    assertThat(found("notFeedbackName=stars")).containsExactly("th2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "-created", "updated", "-updated"})
  void pagesByCursorNeitherRepeatNorSkipWhileDataArrive(String sort) {
    List<String> before = IntStream.range(0, PAGED).mapToObj(i -> "th" + i).toList();
    String receipt = post(api, messages(before, 1_000));
    List<String> seen = new ArrayList<>();
    String cursor = null;
    Random random = new Random(5);
    Set<String> changed = new LinkedHashSet<>();
    for (int page = 0; page == 0 || cursor != null; page++) {
      JsonNode answer =
          waitingFor(
              api,
              "/api/v1/threads?page_size=7&sort="
                  + sort
                  + (cursor == null ? "" : "&cursor=" + cursor),
              receipt);
      seen.addAll(ThreadsOneByOne.ids(answer.get("rows"), "thread_id"));
      cursor = answer.path("next_cursor").asText(null);
      if (page < PAGED / 7) {
        String touched = "th" + random.nextInt(PAGED);
        changed.add(touched);
        receipt = post(api, arriving(page, touched, random));
      }
    }
    if (sort.endsWith("created")) {
      assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    } else {
      List<String> kept = before.stream().filter(id -> !changed.contains(id)).toList();
      assertThat(seen.stream().filter(kept::contains))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  /** Threads before and behind all others and among them, and one that was there goes on. */
  private static String arriving(int page, String touched, Random random) {
    List<String> lines = new ArrayList<>();
    for (int second : List.of(page, 500 + random.nextInt(1_000), 5_000 + page)) {
      lines.add(message("new" + page + "-" + second, "m", second));
    }
    lines.add(message(touched, "later" + page, 3_000 + page));
    return String.join("\n", lines);
  }

  @Test
  void pagesByNumberAreThoseByCursor() {
    String receipt =
        post(api, messages(IntStream.range(0, 20).mapToObj(i -> "th" + i).toList(), 0));
    List<String> whole = foundOnceSeen(receipt, "page_size=500&sort=created");
    assertThat(whole).hasSize(20);
    assertThat(ThreadsOneByOne.pages(api, "/api/v1/threads?sort=created", "thread_id", 6))
        .isEqualTo(whole);
    List<String> byNumber = new ArrayList<>();
    for (int page = 0; page < 4; page++) {
      byNumber.addAll(found("sort=created&page_size=6&page_index=" + page));
    }
    assertThat(byNumber).isEqualTo(whole);
    assertThat(found("sort=created&page_size=6&page_index=4")).isEmpty();
    assertThat(found("page_size=500&page_index=19")).as("the last of 10,000 rows").isEmpty();
  }

  private static String messages(List<String> threads, int firstSecond) {
    return IntStream.range(0, threads.size())
        .mapToObj(i -> message(threads.get(i), "m", firstSecond + i))
        .collect(Collectors.joining("\n"));
  }

  private static String message(String thread, String id, int second) {
    return "{\"type\":\"message\",\"thread_id\":\"%s\",\"message_id\":\"%s\",\"role\":\"user\",\"content\":\"hello\",\"timestamp\":\"%s\"}"
        .formatted(thread, id, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second));
  }

  /** Where a snippet says that a word stands, it does. */
  private static void assertHitsSay(JsonNode list, String word) {
    for (JsonNode row : list.get("rows")) {
      assertThat(row.get("snippets")).isNotEmpty();
      for (JsonNode snippet : row.get("snippets")) {
        String text = snippet.get("text").asText();
        JsonNode hit = snippet.at("/hits/0");
        assertThat(text.substring(hit.get(0).asInt(), hit.get(1).asInt())).isEqualTo(word);
      }
    }
  }

  /** Erases, and returns a receipt once that is done; lists wait for whatever is done by then. */
  private static String erase(Api own, String what) {
    Api.Answer accepted = own.delete("/api/v1/" + what);
    String receipt = receipt(accepted);
    String erasure = "/api/v1/erasures/" + accepted.json().get("erasure_id").asText();
    Await.until(
        what + " is erased",
        () -> {
          Api.Answer far = own.get(erasure);
          return far.status() == 200 && far.json().get("state").asText().equals("DONE");
        });
    return receipt;
  }

  private List<String> found(String parameters) {
    Api.Answer answer = api.get("/api/v1/threads?" + parameters);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return ThreadsOneByOne.ids(answer.json().get("rows"), "thread_id");
  }

  private List<String> foundOnceSeen(String receipt, String parameters) {
    return ThreadsOneByOne.ids(
        waitingFor(api, "/api/v1/threads?" + parameters, receipt).get("rows"), "thread_id");
  }

  private String facets(String names) {
    return api.get("/api/v1/threads?facets=" + names).json().get("facets").toString();
  }

  private static JsonNode waitingFor(Api own, String path, String receipt) {
    Api.Answer answer =
        own.get(path + (path.contains("?") ? "&" : "?") + "wait_ms=10000&wait_for=" + receipt);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String post(Api own, String events) {
    return receipt(own.post("/api/v1/events", "application/x-ndjson", events));
  }

  private static String receipt(Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().get("receipt").asText();
  }
}
