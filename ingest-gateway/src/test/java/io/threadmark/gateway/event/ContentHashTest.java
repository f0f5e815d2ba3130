package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Equal content has an equal hash and other content another, however it is written. */
class ContentHashTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> ALIASES =
      Map.of("trace_id", "data_id", "name", "type", "rationale", "comment", "value", "score");

  @Property(tries = 300)
  void neither_the_order_of_fields_nor_aliases_are_content(
      @ForAll("feedback") Map<String, Object> feedback, @ForAll Random random) {
    Map<String, Object> other = shuffled(feedback, random);
    ALIASES.forEach(
        (field, alias) -> {
          if (random.nextBoolean() && other.containsKey(field)) {
            other.put(alias, other.remove(field));
          }
        });

    assertThat(hash(other)).isEqualTo(hash(feedback));
  }

  @Property(tries = 300)
  void other_content_has_another_hash(
      @ForAll("feedback") Map<String, Object> one, @ForAll("feedback") Map<String, Object> other) {
    Assume.that(!one.equals(other));

    assertThat(hash(other)).isNotEqualTo(hash(one));
  }

  @Property(tries = 300)
  void a_field_more_is_other_content(
      @ForAll("feedback") Map<String, Object> feedback, @ForAll Random random) {
    List<String> optional = new ArrayList<>(feedback.keySet());
    optional.removeAll(List.of("trace_id", "value", "feedback_id"));
    Assume.that(!optional.isEmpty());
    String left = optional.get(random.nextInt(optional.size()));
    Map<String, Object> other = new LinkedHashMap<>(feedback);
    other.remove(left);

    assertThat(hash(other)).isNotEqualTo(hash(feedback));
  }

  @Example
  void times_are_not_content() {
    assertThat(hash("{\"trace_id\":\"t\",\"value\":1,\"feedback_id\":\"f\"}"))
        .isEqualTo(
            hash(
                """
                {"feedback_id":"f","trace_id":"t","value":1,"revision":7,
                 "timestamp":"2026-01-01T00:00:00Z"}
                """));
  }

  @Example
  void space_and_order_inside_json_are_not_content_but_digits_are() {
    assertThat(hash("{\"feedback_id\":\"f\",\"trace_id\":\"t\",\"value\":{\"a\":1,\"b\":[2, 3]}}"))
        .isEqualTo(
            hash("{\"feedback_id\":\"f\",\"trace_id\":\"t\",\"value\":{\"b\":[2,3] ,\"a\":1}}"))
        .isNotEqualTo(
            hash("{\"feedback_id\":\"f\",\"trace_id\":\"t\",\"value\":{\"b\":[3,2],\"a\":1}}"))
        .isNotEqualTo(
            hash("{\"feedback_id\":\"f\",\"trace_id\":\"t\",\"value\":{\"b\":[2,3],\"a\":1.0}}"));
  }

  @Example
  void an_empty_text_is_content_and_what_is_absent_is_not() {
    ByteBuffer absent = traceHash("{\"trace_id\":\"t\"}");

    assertThat(traceHash("{\"trace_id\":\"t\",\"name\":null,\"tags\":{},\"user\":{}}"))
        .isEqualTo(absent);
    assertThat(traceHash("{\"trace_id\":\"t\",\"name\":\"\"}")).isNotEqualTo(absent);
    assertThat(traceHash("{\"trace_id\":\"t\",\"tags\":{\"a\":null}}")).isNotEqualTo(absent);
    assertThat(traceHash("{\"trace_id\":\"t\",\"name\":\"x\"}"))
        .isNotEqualTo(traceHash("{\"trace_id\":\"t\",\"model\":\"x\"}"));
    assertThat(traceHash("{\"trace_id\":\"t\",\"tags\":{\"a\":\"b\"}}"))
        .isNotEqualTo(traceHash("{\"trace_id\":\"t\",\"metadata\":{\"a\":\"b\"}}"));
  }

  @Example
  void a_large_event_has_a_hash_too() {
    String large = "x".repeat(500_000);

    assertThat(traceHash("{\"trace_id\":\"t\",\"input\":\"" + large + "\"}").remaining())
        .isEqualTo(ContentHash.BYTES);
  }

  @Example
  void the_form_does_not_change_between_versions() {
    // Records outlive the gateway that wrote them: another form would make retries look like edits.
    assertThat(
            HexFormat.of()
                .formatHex(
                    hash("""
                            {"feedback_id":"f","trace_id":"t","value":{"a":1},"scale":null,
                             "metadata":{"k":"v"}}
                            """)
                        .array()))
        .isEqualTo("1670d80edb7eb0f949196cc55082b86a");
  }

  @Provide
  Arbitrary<Map<String, Object>> feedback() {
    Arbitrary<String> text = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5);
    Arbitrary<Map<String, String>> metadata =
        Arbitraries.maps(text, text).ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(
            text,
            text,
            Arbitraries.integers().between(0, 5),
            text.injectNull(0.5),
            text.injectNull(0.5),
            metadata.injectNull(0.5),
            text.injectNull(0.5))
        .as(
            (id, trace, value, name, rationale, map, span) -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("feedback_id", id);
              fields.put("trace_id", trace);
              fields.put("value", value);
              putIfGiven(fields, "name", name == null ? null : "n" + name);
              putIfGiven(fields, "rationale", rationale);
              putIfGiven(fields, "metadata", map);
              putIfGiven(fields, "span_id", span);
              return fields;
            });
  }

  private static void putIfGiven(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static Map<String, Object> shuffled(Map<String, Object> fields, Random random) {
    List<String> names = new ArrayList<>(fields.keySet());
    Collections.shuffle(names, random);
    Map<String, Object> other = new LinkedHashMap<>();
    names.forEach(name -> other.put(name, fields.get(name)));
    return other;
  }

  private static ByteBuffer hash(Map<String, Object> feedback) {
    try {
      return hash(JSON.writeValueAsString(feedback));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer hash(String feedback) {
    return SingleEvents.feedback(feedback).getStamp().getContentHash();
  }

  private static ByteBuffer traceHash(String trace) {
    return SingleEvents.trace(trace).getStamp().getContentHash();
  }
}
