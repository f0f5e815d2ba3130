package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Content;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Message;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other producers write keeps the rules of the gateway, or changes nothing. */
class ValidityTest {
  private static final List<String> BAD_JSON =
      List.of("", "x", "[1", "NaN", "1e-99999999999", "0e99999999999", "{\"a\":[1e2147483647]}");

  private static final List<String> BAD_IDS =
      List.of(
          "", ".", "..", "a\u0000", "a\u0085", "a".repeat(Limits.ID_BYTES + 1), "é".repeat(129));

  /** Every field that carries JSON. */
  static Stream<Function<String, SpecificRecord>> fieldsOfJson() {
    return Stream.of(
        json -> trace(trace -> trace.setInput(new Content(null, json))),
        json -> trace(trace -> trace.setOutput(new Content(null, json))),
        json -> trace(trace -> trace.setMetadata(entry("a", json))),
        json -> message(message -> message.setContent(new Content(null, json))),
        json -> message(message -> message.setMetadata(entry("a", json))),
        json -> thread(thread -> thread.setMetadata(entry("a", json))),
        json -> feedback(feedback -> feedback.setValueJson(json)),
        json -> feedback(feedback -> feedback.setMetadata(entry("a", json))));
  }

  /** Every field that is an id. */
  static Stream<Function<String, SpecificRecord>> fieldsOfIds() {
    return Stream.of(
        id -> trace(trace -> trace.setProjectId(id)),
        id -> trace(trace -> trace.setTraceId(id)),
        id -> trace(trace -> trace.setClientRequestId(id)),
        id -> trace(trace -> trace.setThreadId(id)),
        id -> trace(trace -> trace.setUser(new User(id, null, null, Map.of()))),
        id -> message(message -> message.setThreadId(id)),
        id -> message(message -> message.setMessageId(id)),
        id -> message(message -> message.setTraceId(id)),
        id -> thread(thread -> thread.setThreadId(id)),
        id -> feedback(feedback -> feedback.setFeedbackId(id)),
        id -> feedback(feedback -> feedback.setOverrides(id)),
        id -> feedback(feedback -> feedback.setTarget(new Target(id, null, null, null, null))),
        id -> feedback(feedback -> feedback.setTarget(new Target(null, id, null, null, null))),
        id -> feedback(feedback -> feedback.setTarget(new Target(null, null, id, null, null))));
  }

  @ParameterizedTest
  @MethodSource("fieldsOfJson")
  void noFieldCarriesJsonThatLaterStagesCannotHold(Function<String, SpecificRecord> field) {
    assertThat(problem(field.apply("{\"a\":[1.50,null,\"b\"]}"))).isNull();
    BAD_JSON.forEach(json -> assertThat(problem(field.apply(json))).as(json).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("fieldsOfIds")
  void noIdIsOneThatTheGatewayWouldRefuse(Function<String, SpecificRecord> field) {
    assertThat(problem(field.apply("a"))).isNull();
    assertThat(problem(field.apply("a".repeat(Limits.ID_BYTES)))).isNull();
    BAD_IDS.forEach(id -> assertThat(problem(field.apply(id))).as(id).isNotNull());
  }

  private static String problem(SpecificRecord event) {
    return Validity.problem(event, Events.START.plusSeconds(60).toEpochMilli());
  }

  private static Map<String, String> entry(String key, String json) {
    Map<String, String> entry = new HashMap<>();
    entry.put(key, json);
    return entry;
  }

  private static Trace trace(Consumer<Trace> change) {
    Trace trace = Events.trace("t", 1, more -> {});
    change.accept(trace);
    return trace;
  }

  private static Message message(Consumer<Message> change) {
    Message message = Events.message("h", "m", 1, "text");
    change.accept(message);
    return message;
  }

  private static ThreadFacts thread(Consumer<ThreadFacts> change) {
    ThreadFacts thread = Events.thread("h", 1, more -> {});
    change.accept(thread);
    return thread;
  }

  private static Feedback feedback(Consumer<Feedback> change) {
    Feedback feedback = Events.feedback("f", 1, Events.onTrace("t"), "true");
    change.accept(feedback);
    return feedback;
  }
}
