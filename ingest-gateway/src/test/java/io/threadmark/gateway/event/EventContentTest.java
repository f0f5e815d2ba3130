package io.threadmark.gateway.event;

import static io.threadmark.gateway.event.SingleEvents.feedback;
import static io.threadmark.gateway.event.SingleEvents.message;
import static io.threadmark.gateway.event.SingleEvents.thread;
import static io.threadmark.gateway.event.SingleEvents.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventContentTest {
  private static final String OTEL = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void a_trace_keeps_every_field() {
    Trace trace =
        trace(
            """
            {"trace_id":"tr-1","client_request_id":"req-1","thread_id":"th-1","name":"chat",
             "status":"ERROR","error":{"code":"E1","message":"broke"},
             "start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01.5Z",
             "input":"in","output":{"b":1,"a":[true,null]},"model":"gpt-x",
             "usage":{"input_tokens":10},
             "user":{"id":"u1","name":"U","email":"u@x","segments":{"plan":"pro","old":null}},
             "tags":{"env":"prod"},"metadata":{"k":{"x":1.0}},"clear":["client_request_id"],
             "revision":3}
            """
                .replace("\"client_request_id\":\"req-1\",", ""));

    assertThat(trace.getProjectId()).isEqualTo("p");
    assertThat(trace.getTraceId()).isEqualTo("tr-1");
    assertThat(trace.getThreadId()).isEqualTo("th-1");
    assertThat(trace.getName()).isEqualTo("chat");
    assertThat(trace.getStatus()).isEqualTo("ERROR");
    assertThat(trace.getError()).isEqualTo(new ErrorDetail("E1", "broke"));
    assertThat(trace.getStartTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(trace.getEndTime()).isEqualTo("2026-01-01T00:00:01.5Z");
    assertThat(trace.getInput()).isEqualTo(new Content("in", null));
    assertThat(trace.getOutput()).isEqualTo(new Content(null, "{\"a\":[true,null],\"b\":1}"));
    assertThat(trace.getModel()).isEqualTo("gpt-x");
    assertThat(trace.getUsage()).isEqualTo(Map.of("input_tokens", 10L));
    Map<String, String> segments = new HashMap<>(Map.of("plan", "pro"));
    segments.put("old", null);
    assertThat(trace.getUser()).isEqualTo(new User("u1", "U", "u@x", segments));
    assertThat(trace.getTags()).isEqualTo(Map.of("env", "prod"));
    assertThat(trace.getMetadata()).isEqualTo(Map.of("k", "{\"x\":1.0}"));
    assertThat(trace.getClear()).containsExactly("client_request_id");
    assertThat(trace.getStamp().getRevision()).isEqualTo(3);
    assertThat(trace.getIngest().getDoor()).isEqualTo("http");
    assertThat(trace.getIngest().getReceivedAt()).isEqualTo(EventReadingTest.NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {OTEL, "tr-" + OTEL, "TR", "0AF7651916CD43DD8448EB211C80319C"})
  void a_trace_id_is_canonical_wherever_it_stands(String given) {
    String canonical = given.equals("TR") ? "TR" : OTEL;

    assertThat(trace("{\"trace_id\":\"" + given + "\"}").getTraceId()).isEqualTo(canonical);
    assertThat(
            message("{\"thread_id\":\"h\",\"role\":\"r\",\"trace_id\":\"" + given + "\"}")
                .getTraceId())
        .isEqualTo(canonical);
    for (String field : List.of("trace_id", "data_id")) {
      assertThat(feedback("{\"" + field + "\":\"" + given + "\",\"value\":1}").getTarget())
          .isEqualTo(new Target(canonical, null, null, null, null));
    }
    assertThat(feedback("{\"thread_id\":\"trace:" + given + "\",\"value\":1}").getTarget())
        .isEqualTo(new Target(canonical, null, null, null, null));
  }

  @Test
  void the_two_spellings_of_a_trace_id_agree_as_alias_and_field() {
    Feedback feedback =
        feedback("{\"trace_id\":\"" + OTEL + "\",\"data_id\":\"tr-" + OTEL + "\",\"value\":1}");

    assertThat(feedback.getTarget().getTraceId()).isEqualTo(OTEL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "2026-01-01T00:00:00Z"                | 2026-01-01T00:00:00Z
          "2026-01-01T02:00:00.5+02:00"         | 2026-01-01T00:00:00.500Z
          "2025-12-31T19:00:00-05:00"           | 2026-01-01T00:00:00Z
          "2026-01-01T00:00:00.123456789Z"      | 2026-01-01T00:00:00.123456Z
          "2024-02-29T00:00:00Z"                | 2024-02-29T00:00:00Z
          1767225600000                         | 2026-01-01T00:00:00Z
          1767225600000.0019                    | 2026-01-01T00:00:00.000001Z
          17672256e5                            | 2026-01-01T00:00:00Z
          """)
  void a_time_is_utc_in_microseconds(String json, Instant time) {
    assertThat(trace("{\"timestamp\":" + json + "}").getStamp().getEventTime()).isEqualTo(time);
  }

  @Test
  void a_statement_is_dated_by_its_timestamp_or_by_its_arrival_and_not_by_what_it_states() {
    String start = "\"start_time\":\"2026-01-01T00:00:01Z\"";
    String end = "\"end_time\":\"2026-01-01T00:00:02Z\"";
    String own = "\"timestamp\":\"2026-01-01T00:00:03Z\"";

    assertThat(stampOf("{" + start + "," + end + "," + own + "}"))
        .isEqualTo("2026-01-01T00:00:03Z");
    assertThat(stampOf("{" + start + "," + end + "}")).isEqualTo(EventReadingTest.NOW.toString());
    assertThat(stampOf("{" + start + "}")).isEqualTo(EventReadingTest.NOW.toString());
    assertThat(stampOf("{}")).isEqualTo(EventReadingTest.NOW.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "value":true                                             | BOOLEAN     | true
          "value":4                                                | NUMERIC     | 4
          "value":4.50                                             | NUMERIC     | 4.50
          "value":123456789012345678901234567890.10                | NUMERIC     | 123456789012345678901234567890.10
          "score":1E+2                                             | NUMERIC     | 1E+2
          "value":"good"                                           | CATEGORICAL | "good"
          "value":""                                               | CATEGORICAL | ""
          "value":"two\\nlines"                                    | TEXT        | "two\\nlines"
          "value":"good","name":"comment"                          | TEXT        | "good"
          "value":"good","name":"Notes"                            | TEXT        | "good"
          "value":"0123456789012345678901234567890123456789012345678901234567890123"  | CATEGORICAL | "0123456789012345678901234567890123456789012345678901234567890123"
          "value":"01234567890123456789012345678901234567890123456789012345678901234" | TEXT        | "01234567890123456789012345678901234567890123456789012345678901234"
          "value":"x","name":"correction"                          | CORRECTION  | "x"
          "value":{"text":"x"},"name":"correction"                 | CORRECTION  | {"text":"x"}
          "value":{"text":"x"}                                     | CATEGORICAL | {"text":"x"}
          "value":{"ranking":["b","a"],"candidates":["a","b"]}     | PREFERENCE  | {"candidates":["a","b"],"ranking":["b","a"]}
          "value":["a","b"]                                        | CATEGORICAL | ["a","b"]
          "rationale":"so"                                         | TEXT        |
          "comment":"so","value":null                              | TEXT        |
          "value":null,"kind":"NUMERIC","error":{"code":"x"}       | NUMERIC     |
          "value":5,"kind":"CATEGORICAL"                           | CATEGORICAL | 5
          """)
  void a_kind_is_inferred_where_it_is_not_given(String fields, String kind, String json) {
    Feedback feedback = feedback("{\"trace_id\":\"t\"," + fields + "}");

    assertThat(feedback.getKind()).isEqualTo(kind);
    assertThat(feedback.getValueJson()).isEqualTo(json);
  }

  @Test
  void feedback_has_defaults() {
    Feedback feedback = feedback("{\"client_request_id\":\"r\",\"value\":true}");

    assertThat(feedback.getFeedbackId()).isEqualTo("made-0");
    assertThat(feedback.getName()).isEqualTo("user_feedback");
    assertThat(feedback.getSource()).isEqualTo(new Source("HUMAN", null));
    assertThat(feedback.getSignal()).isEqualTo("EXPLICIT");
    assertThat(feedback.getRetracted()).isFalse();
    assertThat(feedback.getScale()).isNull();
    assertThat(feedback.getStamp().getRevision()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copied",
        "saved",
        "dismissed",
        "regenerated",
        "accepted",
        "inserted",
        "shared",
        "retried"
      })
  void what_users_do_unasked_is_implicit_unless_said_otherwise(String name) {
    String start = "{\"trace_id\":\"t\",\"value\":true,\"name\":\"" + name + "\"";

    assertThat(feedback(start + "}").getSignal()).isEqualTo("IMPLICIT");
    assertThat(feedback(start + ",\"signal\":\"EXPLICIT\"}").getSignal()).isEqualTo("EXPLICIT");
  }

  @Test
  void feedback_takes_the_words_of_the_field() {
    Feedback feedback =
        feedback(
            """
            {"data_id":"t","type":"rating","user":"u1","comment":"fine","score":4,
             "scale":{"min":-0.0,"max":5},"metadata":{"a":1,"b":null}}
            """);

    assertThat(feedback.getTarget().getTraceId()).isEqualTo("t");
    assertThat(feedback.getName()).isEqualTo("rating");
    assertThat(feedback.getSource()).isEqualTo(new Source("HUMAN", "u1"));
    assertThat(feedback.getRationale()).isEqualTo("fine");
    assertThat(feedback.getValueJson()).isEqualTo("4");
    assertThat(feedback.getScale()).isEqualTo(new Scale(0.0, 5.0));
    assertThat(feedback.getMetadata()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void tags_take_numbers_and_booleans_as_text() {
    assertThat(trace("{\"tags\":{\"n\":1.50,\"b\":false}}").getTags())
        .isEqualTo(Map.of("n", "1.50", "b", "false"));
  }

  @Test
  void intents_and_issues_are_sets() {
    assertThat(thread("{\"thread_id\":\"h\",\"intents\":[\"b\",\"a\",\"b\"]}").getIntents())
        .containsExactly("a", "b");
  }

  @Test
  void what_says_nothing_is_absent() {
    Trace trace = trace("{\"user\":{},\"error\":{\"code\":null},\"tags\":{},\"input\":null}");

    assertThat(trace.getUser()).isNull();
    assertThat(trace.getError()).isNull();
    assertThat(trace.getTags()).isEmpty();
    assertThat(trace.getInput()).isNull();
  }

  @Test
  void json_keeps_numbers_and_strings_exactly() {
    String json = "{\"a\":[1.10,-0,1e5,\"\\u0000\\u001f\\\"\\\\/\u00e9\ud83d\ude00\u2028\"]}";

    assertThat(message("{\"thread_id\":\"h\",\"role\":\"r\",\"content_json\":" + json + "}"))
        .extracting(message -> message.getContent().getJson())
        .isEqualTo("{\"a\":[1.10,-0,1e5,\"\\u0000\\u001f\\\"\\\\/\u00e9\ud83d\ude00\u2028\"]}");
  }

  @Test
  void a_message_of_text_keeps_it_as_it_is() {
    assertThat(
            message("{\"thread_id\":\"h\",\"role\":\"r\",\"content\":\"a\\u0000\\tb\"}")
                .getContent())
        .isEqualTo(new Content("a\u0000\tb", null));
  }

  private static String stampOf(String json) {
    return trace(json).getStamp().getEventTime().toString();
  }
}
