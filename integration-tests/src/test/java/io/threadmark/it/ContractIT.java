package io.threadmark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.it.Contract.Operation;
import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import io.threadmark.processor.query.QueryServer;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The OpenAPI document is complete and true: every operation is asked for every outcome that it
 * lists, and each request and answer is held against it.
 */
@ExtendWith(SharedThreadmark.class)
class ContractIT {
  private static final String PROJECT = "contract-" + UUID.randomUUID();
  private static final byte[] NOTHING = new byte[0];

  /** Addresses that take events, and an event that each takes. */
  private static final Map<String, String> INGEST =
      Map.of(
          "/api/v1/events",
          "{\"type\":\"feedback\",\"feedback_id\":\"f1\",\"client_request_id\":\"r1\",\"value\":true,\"rationale\":\"good\",\"source\":{\"type\":\"HUMAN\",\"id\":\"u1\"},\"signal\":\"EXPLICIT\",\"timestamp\":\"2026-01-01T00:00:05Z\"}",
          "/api/v1/traces",
          "{\"trace_id\":\"t1\",\"client_request_id\":\"r1\",\"thread_id\":\"h1\",\"name\":\"chat\",\"status\":\"OK\",\"error\":{\"code\":\"c\",\"message\":\"m\"},\"start_time\":\"2026-01-01T00:00:00Z\",\"end_time\":1767225601500,\"input\":{\"q\":1},\"output\":\"a\",\"model\":\"m\",\"usage\":{\"input_tokens\":1},\"user\":{\"id\":\"u1\",\"name\":\"n\",\"email\":\"e\",\"segments\":{\"plan\":\"pro\",\"gone\":null}},\"tags\":{\"env\":\"prod\",\"n\":1,\"b\":true,\"gone\":null},\"metadata\":{\"a\":[1]}}",
          "/api/v1/messages",
          "{\"thread_id\":\"h1\",\"message_id\":\"m1\",\"role\":\"tool\",\"name\":\"lookup\",\"content_json\":{\"rows\":3},\"trace_id\":\"t1\",\"user\":{\"id\":\"u1\"},\"tags\":{\"a\":\"b\"},\"metadata\":{\"a\":1},\"revision\":2}",
          "/api/v1/spans",
          "{\"trace_id\":\"t1\",\"span_id\":\"s\",\"parent_span_id\":\"r\",\"name\":\"call\",\"kind\":\"CLIENT\",\"span_type\":\"LLM\",\"status\":\"ERROR\",\"status_message\":\"m\",\"error\":{\"code\":\"c\"},\"start_time\":\"2026-01-01T00:00:00Z\",\"end_time_unix_nano\":\"1767225601500000000\",\"attributes\":{\"a\":[1]},\"resource\":{\"service.name\":\"s\"},\"scope\":{\"name\":\"n\",\"version\":\"1\"},\"events\":[{\"name\":\"e\",\"time\":1767225600000,\"attributes\":{}}],\"links\":[{\"trace_id\":\"t0\",\"span_id\":\"s0\",\"attributes\":{}}],\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]},\"output\":\"a\",\"model\":\"m\",\"usage\":{\"input_tokens\":1},\"thread_id\":\"h1\",\"user\":{\"id\":\"u1\"},\"client_request_id\":\"r1\",\"tags\":{\"env\":\"prod\"},\"metadata\":{\"a\":[1]}}",
          "/api/v1/feedback",
          "{\"type\":\"rating\",\"feedback_id\":\"f2\",\"trace_id\":\"t1\",\"span_id\":\"s\",\"value\":4,\"scale\":{\"min\":1,\"max\":5},\"error\":{\"code\":\"x\"},\"metadata\":{\"a\":1},\"overrides\":\"f0\"}",
          "/api/v1/threads",
          "{\"thread_id\":\"h1\",\"title\":\"Refund\",\"intents\":[\"refund\"],\"issues\":[\"slow\"],\"remove_issues\":[\"rude\"],\"user\":{\"id\":\"u1\"},\"tags\":{\"a\":\"b\"},\"metadata\":{\"a\":1}}");

  private static final String DOCUMENT =
      "{\"title\":\"Refund\",\"messages\":[{\"message_id\":\"m2\",\"role\":\"user\",\"content\":\"Hi\"}]}";

  /** Queries of things that are there. */
  private static final List<String> QUERIES =
      List.of(
          "/api/v1/traces?client_request_id=r1",
          "/api/v1/traces?client_request_id=r1&status=OK&has_error=true&name=chat&model=m"
              + "&thread_id=h1&user_ids=u1&user_segment_ids=plan:pro&tags=env:prod&metadata=a:%5B1%5D"
              + "&latency_ms=%3E=1500&feedback_name=rating&feedback_value=%3E3&polarity=POSITIVE"
              + "&signal=EXPLICIT&source_type=HUMAN&has_feedback=true&search=a*&user_search=n"
              + "&after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z"
              + "&ended_after=2025-01-01T00:00:00Z&ended_before=2029-01-01T00:00:00Z"
              + "&sort=-latency&page_size=10&page_index=0&include_content=true&include_feedback=true"
              + "&facets=app_version,feedback_name,feedback_value,model,name,polarity,segment,signal,"
              + "source_type,status,user,tag:env&partial=true",
          "/api/v1/traces/count?ids=t1,t2&not_feedback_name=tone&app_version=1.0&has_error=false",
          "/api/v1/traces/t1",
          "/api/v1/traces/t1?include_spans=true",
          "/api/v1/threads?intent_ids=refund,return&issue_ids=slow&user_ids=u1&model=m&tags=a:b"
              + "&role=tool&feedback_name=rating&feedback_value=4&polarity=POSITIVE&signal=EXPLICIT"
              + "&source_type=HUMAN&has_feedback=true&search=refund&user_search=u1&sort=relevance"
              + "&after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z&page_size=10&page_index=0"
              + "&include_messages=true&include_traces=true&include_feedback=true"
              + "&include_intents=true&include_issues=true"
              + "&facets=app_version,feedback_name,feedback_value,intent,issue,model,polarity,"
              + "segment,signal,source_type,user,tag:a",
          "/api/v1/threads/count?external_ids=h1&app_version=1.0&source_id=u1&user_segment_ids=plan:pro",
          "/api/v1/threads/h1",
          "/api/v1/feedback/f1",
          "/api/v1/feedback/f1?explain=true",
          "/api/v1/projects",
          "/api/v1/feedback?state=PENDING,MATCHED&name=user_feedback&source_id=u1"
              + "&after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z&page_size=10",
          "/api/v1/datasets/threads?feedback_name=rating&rules=%7B%7D",
          "/api/v1/metrics/summary?after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z"
              + "&feedback_name=user_feedback&model=gpt-x&segment=plan:pro&signal=EXPLICIT&top=5",
          "/api/v1/metrics?granularity=day&group_by=name&after=2025-01-01T00:00:00Z"
              + "&before=2029-01-01T00:00:00Z&feedback_name=user_feedback&model=gpt-x"
              + "&segment=plan:pro&signal=EXPLICIT&top=5",
          "/api/v1/metrics/agreement?feedback_name=user_feedback&level=nominal&source_type=HUMAN"
              + "&after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z",
          "/api/v1/metrics/ranking?feedback_name=user_feedback&source_type=HUMAN"
              + "&after=2025-01-01T00:00:00Z&before=2029-01-01T00:00:00Z");

  /** Whose addresses may be long. */
  private static final List<String> LISTS =
      List.of(
          "/api/v1/datasets/kto",
          "/api/v1/threads",
          "/api/v1/threads/count",
          "/api/v1/traces",
          "/api/v1/traces/count");

  /** Addresses that erase. */
  private static final List<String> ERASURES =
      List.of("/api/v1/threads/erased", "/api/v1/traces/erased", "/api/v1/users/erased");

  private static final String STREAM = "/api/v1/labeled-threads/stream";
  private static final String EXPORTS = "/api/v1/exports";
  private static final String SETTINGS_PATH = "/api/v1/project";

  /** Settings of a project, as much of them as there is. */
  private static final String SETTINGS =
      """
      {"project_id":"%s","updated_at":null,"rollup_ttl_days":{"minute":1,"hour":2,"day":3},
       "retention_days":36500,"tag_keys":["env"],"accept_unknown_names":true,
       "feedback":{
         "rating":{"kind":"NUMERIC","scale":{"min":1,"max":5},"allowed_values":[1,2,3,4,5],
           "description":"d","polarity":{"positive_from":4,"negative_to":2}},
         "said":{"kind":"CATEGORICAL","scale":null,"allowed_values":["a",{"b":[true]}],
           "polarity":{"always":null,"values":{"a":"NEGATIVE"},"positive_from":null}},
         "always":{"kind":null,"description":null,"polarity":{"always":"NEUTRAL"}},
         "free":{"polarity":null}}}
      """
          .formatted(PROJECT);

  /** What the ids in addresses are called. */
  private static final Map<String, String> IDS =
      Map.of(
          "traces", "trace_id",
          "threads", "thread_id",
          "feedback", "feedback_id",
          "erasures", "erasure_id",
          "receipts", "receipt",
          "exports", "export_id",
          "datasets", "format");

  private static Contract contract;
  private static String gateway;

  private final Set<String> driven = new TreeSet<>();

  @BeforeAll
  static void read() {
    gateway = SharedThreadmark.threadmark().gatewayUrl();
    contract = new Contract(Request.get("/openapi.yaml").to(gateway).text());
  }

  @Test
  void theGatewayServesTheDocumentOfTheProject() throws IOException {
    assertThat(Request.get("/openapi.yaml").to(gateway).text())
        .isEqualTo(Files.readString(Distribution.root().resolve("docs/openapi.yaml")));
  }

  @Test
  void everyOutcomeIsAsTheDocumentSays() throws Exception {
    ingest();
    queries();
    retractions();
    erasures();
    settings();
    twoProjects();
    health();
    slowBodies();
    nobodyBehind();
    driven.add("GET /metrics 503"); // of very many at once, which GatewayScrapeTest asks
    assertThat(driven).containsExactlyInAnyOrderElementsOf(contract.outcomes());
  }

  @Test
  void everyQueryOfTheProcessorIsInTheDocument() throws Exception {
    Set<String> documented =
        contract.operations().stream().map(Operation::toString).collect(Collectors.toSet());
    try (QueryServer server = QueryServer.listen("127.0.0.1", 0, InternalSecret.NONE)) {
      Method routes = QueryServer.class.getDeclaredMethod("routes");
      routes.setAccessible(true);
      Set<String> found = new TreeSet<>();
      for (Route route : ((Router) routes.invoke(server)).getRoutes()) {
        if (route.getPath() != null && !route.getPath().startsWith("/internal/")) {
          String path = route.getPath().replace(":id", "{" + idOf(route.getPath()) + "}");
          route.methods().stream()
              .filter(method -> !method.equals(HttpMethod.HEAD)) // wherever there is a GET
              .forEach(method -> found.add(method.name() + " " + path));
        }
      }
      assertThat(documented).containsAll(found);
      assertThat(found)
          .containsAll(
              documented.stream()
                  .filter(o -> o.startsWith("GET /api/"))
                  .filter(o -> !o.equals("GET " + SETTINGS_PATH)) // the gateway's own
                  .toList());
    }
  }

  @Test
  void otherMethodsOfEveryAddressAreToldWhichThereAre() {
    Set<String> paths =
        contract.operations().stream().map(Operation::path).collect(Collectors.toSet());
    paths.forEach(
        path -> {
          Set<String> allowed = contract.methods(path);
          if (allowed.contains("GET")) {
            allowed.add("HEAD");
          }
          Request patch = new Request("PATCH", path.replaceAll("\\{\\w+}", "x"), NOTHING);
          Answer answer = patch.to(gateway);
          assertThat(answer.status).as(path).isEqualTo(405);
          assertThat(answer.headers.firstValue("Allow"))
              .as(path)
              .hasValue(String.join(", ", allowed));
        });
  }

  private void ingest() {
    INGEST.forEach(
        (path, event) -> {
          assertStored(Request.post(path, event), 202);
          assertStored(
              Request.post(path + "?wait_ms=10000", "[" + event + "," + event + "]")
                  .with("Idempotency-Key", "k of " + path),
              202);
          assertStored(Request.lines(path, event + "\n" + event), 202);
          drive(Request.post(path, "[" + event + ",{\"colour\":1}]"), 207);
          refusals(Request.post(path, event));
        });
    Request put = put(DOCUMENT);
    assertStored(put, 202);
    drive(put(DOCUMENT.replace("}]", "},{\"role\":5}]")), 207);
    refusals(put);
    String packed = INGEST.get("/api/v1/traces");
    assertStored(
        Request.post("/api/v1/traces", Packed.gzip(packed.getBytes(UTF_8)))
            .with("Content-Encoding", "gzip"),
        202);
  }

  private void refusals(Request sound) {
    Request same = new Request(sound.method, sound.path, "{\"a\":".getBytes(UTF_8));
    drive(same.with("Content-Type", "application/json"), 400);
    drive(with(sound, "?project_id=other"), 403);
    drive(new Request(sound.method, sound.path, "x".repeat(11 * 1024 * 1024).getBytes(UTF_8)), 413);
    drive(
        new Request(
            sound.method,
            sound.path,
            ("{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}").getBytes(UTF_8)),
        413);
    drive(
        new Request(sound.method, sound.path, sound.body).with("Content-Type", "text/plain"), 415);
    drive(with(sound, "?wait_ms=x"), 422);
    drive(new Request(sound.method, sound.path, "{\"colour\":1}".getBytes(UTF_8)), 422);
  }

  private void queries() throws Exception {
    for (String feedback : List.of("f1", "f2")) {
      Await.until(
          "it is matched",
          () -> {
            Answer found = Request.get("/api/v1/feedback/" + feedback).in(PROJECT).to(gateway);
            return found.text().contains("MATCHED");
          });
    }
    String receipt = neverVisible();
    for (String query : QUERIES) {
      String and = query + (query.contains("?") ? "&" : "?");
      assertSound(Request.get(and + "wait_ms=100&project_id=" + PROJECT));
      drive(Request.get(query), 200);
      drive(Request.get(and + "project_id=other"), 403);
      Request behind = Request.get(and + "wait_ms=0&wait_for=" + receipt);
      assertSound(behind);
      drive(behind, 412);
      drive(Request.get(and + "wait_ms=x"), 422);
    }
    for (String none : List.of("traces", "threads", "feedback")) {
      drive(Request.get("/api/v1/" + none + "/none"), 404);
    }
    drive(Request.get("/api/v1/threads/h1?page_size=1"), 200);
    everyKindOfFeedback();
    lists();
    stream();
    exports(receipt);
  }

  private void exports(String neverVisible) {
    String request =
        """
        {"format":"sft","file":"parquet","name":"n","filters":{"feedback_name":["user_feedback"],"has_feedback":true},
         "rules":{"policy":{"rename":{"a":"n"}},"names":["n"],"source_types":["HUMAN"],"exclude_raters":["r"],
           "thresholds":{"n":{"positive_from":4,"negative_to":2}},"implicit":true,"min_raters":1,"max_per_rater":0,
           "agreement_at_least":0.5,"ranking_pairs":"adjacent","few_shot":{"per_intent":1,"token_budget":1}},
         "split":{"train":0.5,"validation":0.25,"test":0.25,"salt":"s"},
         "near_duplicates":{"similarity":0.9,"shingle_characters":8,"hashes":128,"bands":16}}
        """;
    Request post = Request.post(EXPORTS, request).with("Idempotency-Key", "k");
    assertSound(post.in(PROJECT));
    String id = drive(post, 202).json().get("export_id").asText();
    String path = EXPORTS + "/" + id;
    Await.until(
        "the export is done",
        () -> Request.get(path).in(PROJECT).to(gateway).text().contains("\"DONE\""));
    drive(Request.get(path), 200);
    drive(Request.get(EXPORTS + "?page_size=500"), 200);
    drive(Request.get(path + "/file"), 200);
    drive(Request.get(path + "/file").with("Range", "bytes=0-9"), 206);
    drive(Request.get(path + "/file").with("Range", "bytes=99999999-"), 416);
    drive(Request.post(path + "/retry", ""), 422);
    drive(delete(path), 200);
    drive(Request.post(path + "/retry", ""), 202);
    drive(Request.post(EXPORTS, "{\"format\":"), 400);
    drive(Request.post(EXPORTS, "{\"format\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}"), 413);
    drive(Request.post(EXPORTS, "{\"format\":\"x\"}"), 422);
    drive(Request.post(EXPORTS + "?wait_ms=0&wait_for=" + neverVisible, request), 412);
    for (Request sound : exportRequests()) {
      drive(with(sound, "?project_id=other"), 403);
      drive(with(sound, "?colour=1"), 422);
      if (!sound.path.equals(EXPORTS)) {
        drive(sound, 404);
      }
    }
  }

  private static List<Request> exportRequests() {
    return List.of(
        Request.post(EXPORTS, "{\"format\":\"sft\"}"),
        Request.get(EXPORTS),
        Request.get(EXPORTS + "/none"),
        delete(EXPORTS + "/none"),
        Request.post(EXPORTS + "/none/retry", ""),
        Request.get(EXPORTS + "/none/file"));
  }

  /** It has no end, so its answer is looked at while it goes on. */
  private void stream() {
    Request sound = Request.get(STREAM + "?polarity=POSITIVE&search=wanted&replay=true");
    assertSound(sound.in(PROJECT));
    try (EventSource listening = EventSource.connect(gateway + sound.path, PROJECT, null)) {
      listening.await("ready", ready -> true);
      listening.await("thread", thread -> thread.get("thread_id").asText().equals("l1"));
      driven.add("GET " + STREAM + " 200");
    }
    drive(Request.get(STREAM + "?project_id=other"), 403);
    drive(Request.get(STREAM + "?search=" + "x".repeat(65 * 1024)), 414);
    drive(Request.get(STREAM + "?colour=1"), 422);
  }

  /** With everything that a row can show, and what is found in each kind of text. */
  private void lists() {
    String toFind =
        """
        [{"type":"thread","thread_id":"l1","title":"Wanted title","intents":["refund"],"issues":["slow"],"tags":{"a":"b"}},
         {"type":"message","thread_id":"l1","message_id":"m1","role":"user","content":"Wanted by a user"},
         {"type":"trace","thread_id":"l1","trace_id":"lt1","input":{"q":"wanted"},"output":"wanted","start_time":1767225600000,"end_time":1767225601500},
         {"type":"feedback","trace_id":"lt1","name":"rating","value":true,"rationale":"wanted"},
         {"type":"thread","thread_id":"l2","title":"Wanted too"}]
        """;
    String receipt =
        assertStored(Request.post("/api/v1/events", toFind), 202).json().get("receipt").asText();
    String wanted = "?search=wanted&sort=relevance&wait_ms=10000&wait_for=" + receipt;
    Answer threads =
        drive(
            Request.get(
                "/api/v1/threads"
                    + wanted
                    + "&page_size=1&facets=polarity,intent&include_messages=true"
                    + "&include_traces=true&include_feedback=true"),
            200);
    assertThat(threads.json().get("count").asInt()).isEqualTo(2);
    assertThat(threads.json().at("/rows/0/snippets")).isNotEmpty();
    assertThat(threads.json().has("next_cursor")).isTrue();
    String cursor = threads.json().get("next_cursor").asText();
    Request next =
        Request.get("/api/v1/threads?search=wanted&sort=relevance&cursor=" + cursor).in(PROJECT);
    assertSound(next);
    assertThat(drive(next, 200).json().get("rows")).hasSize(1);
    for (String include : List.of("", "&include_content=true&include_feedback=true")) {
      Answer traces = drive(Request.get("/api/v1/traces" + wanted + include), 200);
      assertThat(traces.json().at("/rows/0/latency_ms").asInt()).isEqualTo(1500);
    }
    for (String path : LISTS) {
      drive(Request.get(path + "?search=" + "x".repeat(65 * 1024)), 414);
    }
    Answer counted = drive(Request.get("/api/v1/threads/count?ids=l1,l2"), 200);
    assertThat(counted.json().get("count").asInt()).isEqualTo(2);
  }

  /** Pending, retracted, superseded, on a message: each shows other fields. */
  private void everyKindOfFeedback() {
    String more =
        """
        [{"type":"feedback","feedback_id":"p","trace_id":"nowhere","value":null,"rationale":"waits"},
         {"type":"feedback","feedback_id":"m","thread_id":"h1","message_id":"m1","name":"correction","value":"x"},
         {"type":"feedback","feedback_id":"o","thread_id":"h1","value":{"candidates":["a",{"id":"b","content":1}],"ranking":[["a","b"]]},"overrides":"m"},
         {"type":"feedback","feedback_id":"r","thread_id":"h1","value":1,"timestamp":"2026-01-01T00:00:00Z"},
         {"type":"feedback","feedback_id":"r","retracted":true},
         {"type":"feedback","feedback_id":"n","retracted":true},
         {"type":"trace","trace_id":"lone"},
         {"type":"feedback","feedback_id":"l","trace_id":"lone","value":"fine","source":{"type":"LLM_JUDGE","id":"j"}}]
        """;
    assertStored(Request.post("/api/v1/events?wait_ms=10000", more), 202);
    for (String id : List.of("p", "m", "o", "r", "n", "l")) {
      drive(Request.get("/api/v1/feedback/" + id), 200);
    }
    receipts(assertStored(Request.post("/api/v1/events?wait_ms=10000", more), 202));
    drive(Request.get("/api/v1/threads/h1"), 200);
    drive(Request.get("/api/v1/feedback"), 200);
    drive(Request.get("/api/v1/feedback?page_size=2"), 200);
    drive(Request.get("/api/v1/threads/trace:lone"), 200);
    drive(Request.get("/api/v1/traces/lone"), 200);
    statistics();
  }

  private void receipts(Answer stored) {
    String path = "/api/v1/receipts/" + stored.json().get("receipt").asText();
    assertSound(Request.get(path + "?wait_ms=10000").in(PROJECT));
    drive(Request.get(path + "?wait_ms=10000"), 200);
    drive(Request.get(path + "?project_id=other"), 403);
    drive(Request.get(path + "?nothing=1"), 422);
    drive(Request.get("/api/v1/receipts/none"), 422);
  }

  /** Rows with an estimate and rows without one, which have a reason. */
  private void statistics() {
    String judgements =
        """
        [{"type":"feedback","thread_id":"h1","name":"grade","value":1,"source":{"id":"u1"}},
         {"type":"feedback","thread_id":"h1","name":"grade","value":2,"source":{"id":"u2"}},
         {"type":"feedback","thread_id":"h1","name":"same","value":"x","source":{"id":"u1"}},
         {"type":"feedback","thread_id":"h1","name":"same","value":"x","source":{"id":"u2"}},
         {"type":"feedback","thread_id":"h1","name":"pick","value":{"candidates":["a","b","c"],"ranking":["a",["b","c"]]}}]
        """;
    assertStored(Request.post("/api/v1/events?wait_ms=10000", judgements), 202);
    for (String level : List.of("", "?level=nominal", "?level=ordinal", "?level=interval")) {
      drive(Request.get("/api/v1/metrics/agreement" + level), 200);
    }
    drive(Request.get("/api/v1/metrics/agreement?feedback_name=same&level=interval"), 422);
    drive(Request.get("/api/v1/metrics/ranking?feedback_name=pick"), 200);
    drive(Request.get("/api/v1/metrics/summary"), 200);
    for (String group : List.of("", "?group_by=model", "?group_by=name&granularity=minute")) {
      drive(Request.get("/api/v1/metrics" + group), 200);
    }
    drive(Request.get("/api/v1/metrics?group_by=colour"), 422);
  }

  private void retractions() {
    Request delete = delete("/api/v1/feedback/f9?timestamp=2026-01-01T00:00:00Z&revision=1");
    assertStored(delete, 202);
    drive(with(delete, "&project_id=other"), 403);
    drive(with(delete, "&revision=x"), 422); // it is there twice
    drive(delete("/api/v1/feedback/f9?timestamp=x"), 422);
  }

  private void erasures() {
    String toErase =
        """
        [{"type":"trace","trace_id":"erased"},
         {"type":"feedback","trace_id":"erased","value":true},
         {"type":"message","thread_id":"erased","role":"user","content":"Hi"},
         {"type":"feedback","thread_id":"kept","value":1,"source":{"id":"erased"}}]
        """;
    assertStored(Request.post("/api/v1/events?wait_ms=10000", toErase), 202);
    String trace = assertErased("/api/v1/traces/erased?timestamp=2026-01-01T00:00:00Z", "trace");
    String thread = assertErased("/api/v1/threads/erased?timestamp=1767225600000", "thread");
    String user = assertErased("/api/v1/users/erased", "user");
    assertThat(assertErased("/api/v1/threads/trace:erased", "trace")).isEqualTo(trace);
    for (String id : List.of(trace, thread, user)) {
      String query = "/api/v1/erasures/" + id;
      assertSound(Request.get(query + "?project_id=" + PROJECT));
      Await.until(
          "the erasure is done",
          () -> {
            Answer found = Request.get(query).in(PROJECT).to(gateway);
            return found.status == 200 && found.text().contains("\"DONE\"");
          });
      drive(Request.get(query), 200);
      drive(Request.get(query + "?project_id=other"), 403);
      drive(Request.get(query + "?nothing=1"), 422);
    }
    drive(Request.get("/api/v1/erasures/none"), 404);
    for (String path : ERASURES) {
      drive(delete(path + "?project_id=other"), 403);
      drive(delete(path + "?timestamp=x"), 422);
      drive(delete(path + "?wait_ms=1"), 422);
    }
  }

  /** Returns the id of the erasure, which is the same for the same subject. */
  private String assertErased(String path, String subjectKind) {
    Request delete = delete(path).with("Idempotency-Key", "k");
    assertSound(delete.in(PROJECT));
    Answer answer = drive(delete, 202);
    assertThat(answer.json().get("subject_kind").asText()).isEqualTo(subjectKind);
    return answer.json().get("erasure_id").asText();
  }

  private void settings() {
    drive(Request.get(SETTINGS_PATH), 200);
    drive(Request.get(SETTINGS_PATH + "?project_id=other"), 403);
    driveAt(gateway, Request.get(SETTINGS_PATH).with("X-Threadmark-Project", ".."), 422);
    assertStored(settings(SETTINGS), 200);
    Answer told = drive(Request.get(SETTINGS_PATH), 200);
    assertStored(settings(told.text()), 200);
    drive(settings("{\"project_id\":"), 400);
    drive(settings("{\"project_id\":\"other\"}"), 403);
    drive(settings("x".repeat(11 * 1024 * 1024)), 413);
    drive(settings("{" + " ".repeat(2 * 1024 * 1024) + "}"), 413);
    drive(new Request("PUT", SETTINGS_PATH, "{}".getBytes(UTF_8)).with("Content-Type", "x/y"), 415);
    drive(settings("{\"feedback\":{\"n\":{\"scale\":{\"min\":2,\"max\":1}}}}"), 422);
    assertStored(settings("{}"), 200);
  }

  private static Request settings(String json) {
    return new Request("PUT", SETTINGS_PATH, json.getBytes(UTF_8))
        .with("Content-Type", "application/json");
  }

  /** A header of one value that is given twice is refused before anything else is looked at. */
  private void twoProjects() {
    for (Operation operation : contract.operations()) {
      if (operation.path().startsWith("/api/")) {
        String path = operation.path().replaceAll("\\{\\w+}", "x");
        Request request = new Request(operation.method(), path, NOTHING).in(PROJECT);
        drive(request.beside("X-Threadmark-Project", "other"), 400);
      }
    }
  }

  private void health() {
    for (String path : List.of("/livez", "/readyz", "/metrics", "/openapi.yaml", "/")) {
      drive(Request.get(path), 200);
      Answer head = new Request("HEAD", path, NOTHING).to(gateway);
      assertThat(head.status).isEqualTo(200);
      assertThat(head.body).isEmpty();
    }
  }

  private void slowBodies() {
    try (Gateway impatient =
        SharedThreadmark.threadmark().anotherGateway(Map.of("gateway.body.timeout.ms", "100"))) {
      String base = "http://127.0.0.1:" + impatient.port();
      Await.until("it is ready", () -> Request.get("/readyz").to(base).status == 200);
      for (Operation operation : contract.operations()) {
        if (contract.outcomes().contains(operation + " 408")) {
          String path = operation.path().replaceAll("\\{\\w+}", "x");
          String answer =
              Wire.raw(
                  base,
                  operation.method()
                      + " "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");
          assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"request_timeout\"");
          driven.add(operation + " 408");
        }
      }
    }
  }

  /** A gateway that reaches neither Kafka nor a processor. */
  private void nobodyBehind() {
    String nobody = "127.0.0.1:" + FreePort.any();
    try (Gateway lonely =
        SharedThreadmark.threadmark()
            .anotherGateway(
                Map.of("kafka.bootstrap.servers", nobody, "processor.url", "http://" + nobody))) {
      String base = "http://127.0.0.1:" + lonely.port();
      INGEST.forEach((path, event) -> driveAt(base, Request.post(path, event), 503));
      driveAt(base, put(DOCUMENT), 503);
      driveAt(base, delete("/api/v1/feedback/f"), 503);
      ERASURES.forEach(path -> driveAt(base, delete(path), 503));
      QUERIES.forEach(query -> driveAt(base, Request.get(query), 503));
      driveAt(base, Request.get("/api/v1/erasures/e"), 503);
      driveAt(base, Request.get("/api/v1/receipts/r"), 503);
      driveAt(base, Request.get(STREAM), 503);
      exportRequests().forEach(export -> driveAt(base, export, 503));
      driveAt(base, Request.get(SETTINGS_PATH), 503);
      driveAt(base, settings("{}"), 503);
      driveAt(base, Request.get("/readyz"), 503);
    }
  }

  private Answer assertStored(Request request, int status) {
    assertSound(request.in(PROJECT));
    return drive(request, status);
  }

  private static void assertSound(Request request) {
    Operation operation = contract.operation(request.method, request.path);
    assertThat(contract.faults(operation, request))
        .as(operation + " " + new String(request.body, UTF_8))
        .isEmpty();
  }

  private Answer drive(Request request, int status) {
    return driveAt(gateway, request.in(PROJECT), status);
  }

  private Answer driveAt(String base, Request request, int status) {
    if (request.body.length > 0 && request.header("Content-Type") == null) {
      request.with("Content-Type", "application/json");
    }
    Operation operation = contract.operation(request.method, request.path);
    Answer answer = request.to(base);
    assertThat(answer.status).as(operation + " " + request.path + " " + answer).isEqualTo(status);
    assertThat(contract.faults(operation, answer))
        .as(operation + " " + request.path + " " + answer)
        .isEmpty();
    driven.add(operation + " " + status);
    return answer;
  }

  private static Request put(String document) {
    return new Request("PUT", "/api/v1/threads/h1", document.getBytes(UTF_8))
        .with("Content-Type", "application/json");
  }

  private static Request delete(String path) {
    return new Request("DELETE", path, NOTHING);
  }

  private static Request with(Request request, String query) {
    return new Request(request.method, request.path + query, request.body);
  }

  private static String idOf(String path) {
    return IDS.get(path.replaceAll("/api/v1/(\\w+)/.*", "$1"));
  }

  /** A receipt as the gateway signs them, of what never comes. */
  private static String neverVisible() throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", SharedThreadmark.threadmark().bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      String cluster = admin.describeCluster().clusterId().get();
      Stamp stamp = new Stamp(Instant.now(), 0L, ByteBuffer.allocate(16));
      Receipt.Statement never = new Receipt.Statement(Receipt.Subject.THREAD, "never", null, stamp);
      return new Receipt(PROJECT, List.of(never)).sign(cluster.getBytes(UTF_8));
    }
  }
}
