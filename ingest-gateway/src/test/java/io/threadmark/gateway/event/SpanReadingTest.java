package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Content;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans of the native API: one line an input, and the code and path that it gets. */
class SpanReadingTest {
  private static final String BASE =
      "\"trace_id\":\"t\",\"span_id\":\"s\",\"start_time\":\"2026-01-01T00:00:00Z\"";

  private static EventBatch read(EventType only, String json) {
    try {
      return EventBodies.readJson(
          json.getBytes(StandardCharsets.UTF_8), only, EventReadingTest.ARRIVAL);
    } catch (RequestRefused e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static List<Event> events(String fields) {
    EventBatch batch = read(EventType.SPAN, "{" + BASE + fields + "}");
    assertThat(batch.rejections()).isEmpty();
    return batch.events();
  }

  @ParameterizedTest(name = "{0} gets {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"trace_id":"t","span_id":"s","start_time":1767225600000}                        | ok              |
          {"trace_id":"t","start_time":1767225600000}                                      | ok              |
          {"span_id":"s","start_time":1767225600000}                                       | missing_field   | trace_id
          {"trace_id":"t","span_id":"s"}                                                   | missing_field   | start_time
          {"trace_id":"t","start_time_unix_nano":1767225600000000000}                      | ok              |
          {"trace_id":"t","start_time_unix_nano":"1767225600000000000"}                    | ok              |
          {"trace_id":"t","start_time_unix_nano":"1767225600"}                             | invalid_field   | start_time
          {"trace_id":"t","start_time_unix_nano":-1}                                       | invalid_field   | start_time_unix_nano
          {"trace_id":"t","start_time_unix_nano":1.5}                                      | invalid_field   | start_time_unix_nano
          {"trace_id":"t","start_time":1767225600000,"start_time_unix_nano":1}             | conflict        | start_time_unix_nano
          {"trace_id":"t","start_time":"2026-01-03T00:00:00Z"}                             | invalid_field   | start_time
          {"trace_id":"t","start_time":1767225600000,"span_id":""}                         | invalid_field   | span_id
          {"trace_id":"t","start_time":1767225600000,"kind":"client"}                      | invalid_field   | kind
          {"trace_id":"t","start_time":1767225600000,"status":"FINE"}                      | invalid_field   | status
          {"trace_id":"t","start_time":1767225600000,"attributes":[]}                      | invalid_field   | attributes
          {"trace_id":"t","start_time":1767225600000,"attributes":null}                    | ok              |
          {"trace_id":"t","start_time":1767225600000,"scope":{"nam":"x"}}                  | unknown_field   | scope.nam
          {"trace_id":"t","start_time":1767225600000,"events":[{"name":"x"}]}              | missing_field   | events[0].time
          {"trace_id":"t","start_time":1767225600000,"events":[7]}                         | invalid_field   | events[0]
          {"trace_id":"t","start_time":1767225600000,"links":[{"trace_id":"u"}]}           | missing_field   | links[0].span_id
          {"trace_id":"t","start_time":1767225600000,"thread_id":"trace:x"}                | invalid_field   | thread_id
          {"trace_id":"t","start_time":1767225600000,"usage":{"input_tokens":-1}}          | invalid_field   | usage.input_tokens
          {"trace_id":"t","start_time":1767225600000,"model":"m","attributes":{"threadmark.model":"n"}} | conflict | attributes.threadmark.model
          {"trace_id":"t","start_time":1767225600000,"model":"m","attributes":{"threadmark.model":"m"}} | ok |
          {"trace_id":"t","start_time":1767225600000,"atributes":{}}                       | unknown_field   | atributes
          {"trace_id":"t","start_time":1767225600000,"type":"trace"}                       | invalid_field   | type
          {"trace_id":"t","start_time":1767225600000,"type":"span"}                        | ok              |
          """)
  void aSpanIsCheckedFieldByField(String json, String code, String path) {
    EventBatch batch = read(EventType.SPAN, json);
    assertThat(batch.size()).isEqualTo(1);
    if (code.equals("ok")) {
      assertThat(batch.rejections()).isEmpty();
      assertThat(batch.events().get(0).type()).isEqualTo(EventType.SPAN);
    } else {
      assertThat(batch.events()).as("all or none").isEmpty();
      assertThat(batch.rejections().get(0).code().word()).isEqualTo(code);
      assertThat(batch.rejections().get(0).path()).isEqualTo(path);
    }
  }

  @Test
  void itsOwnFieldsAreAttributesAndSayWhatTheySay() {
    List<Event> events =
        events(
            """
            ,"name":"answer","kind":"SERVER","span_type":"CHAIN","input":"hi","output":{"a":1},
            "model":"m","usage":{"prompt_tokens":3},"thread_id":"h","user":{"id":"u"},
            "client_request_id":"r","tags":{"env":"prod"},"metadata":{"k":[1]},"error":"broken",
            "end_time":"2026-01-01T00:00:01Z","attributes":{"x":1},"resource":{"service.name":"s"}
            """);
    Span span = (Span) events.get(0).value();
    assertThat(span.getType()).isEqualTo("CHAIN");
    assertThat(span.getInputAttribute()).isEqualTo("threadmark.input");
    assertThat(span.getAttributes()).contains("\"threadmark.input\":\"hi\"").contains("\"x\":1");
    assertThat(span.getStatusMessage()).isEqualTo("broken");
    Trace trace = SpanDerivation.values(events, Trace.class).get(0);
    assertThat(trace.getName()).isEqualTo("answer");
    assertThat(trace.getStatus()).isEqualTo("ERROR");
    assertThat(trace.getInput()).isEqualTo(new Content("hi", null));
    assertThat(trace.getOutput()).isEqualTo(new Content(null, "{\"a\":1}"));
    assertThat(trace.getThreadId()).isEqualTo("h");
    assertThat(trace.getUser().getId()).isEqualTo("u");
    assertThat(trace.getClientRequestId()).isEqualTo("r");
    assertThat(trace.getTags()).isEqualTo(Map.of("env", "prod", "service.name", "s"));
    assertThat(trace.getMetadata()).isEqualTo(Map.of("k", "[1]"));
    assertThat(SpanDerivation.values(events, Message.class))
        .extracting(Message::getRole)
        .containsExactly("user");
  }

  @Test
  void manyItemsKeepTheirPlaces() {
    EventBatch batch =
        read(
            null,
            "[{\"type\":\"span\","
                + BASE
                + "},{\"type\":\"span\"},"
                + "{\"type\":\"message\",\"thread_id\":\"h\",\"message_id\":\"m\",\"role\":\"user\"}]");
    assertThat(batch.items()).extracting(item -> item.get(0).index()).containsExactly(0, 2);
    assertThat(batch.rejections().get(0).index()).isEqualTo(1);
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.items().get(0).get(0).id()).isEqualTo("s");
  }

  @Test
  void nothingOfANativeSpanIsCut() {
    String large = "x".repeat(1024 * 1024 - 4 * BASE.length());
    Span span = (Span) events(",\"attributes\":{\"a\":\"" + large + "\"}").get(0).value();
    assertThat(span.getAttributes().equals("{\"a\":\"" + large + "\"}")).isTrue();
    Trace trace = SpanDerivation.values(events(",\"input\":\"" + large + "\""), Trace.class).get(0);
    assertThat(trace.getInput().getText()).hasSize(large.length());
  }
}
