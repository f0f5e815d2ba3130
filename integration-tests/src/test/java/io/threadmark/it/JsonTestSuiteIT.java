package io.threadmark.it;

import static io.threadmark.it.WrongRequest.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The JSON test suite of Nicolas Seriot: every file as a whole body, as a line, and as a value
 * inside an event, byte for byte.
 */
@ExtendWith(SharedThreadmark.class)
class JsonTestSuiteIT {
  private static final String ACCEPTED = "accepted";
  private static final String NOT_JSON = "invalid_json";

  /**
   * It is JSON, but not of this API: half a surrogate is no text, 100 levels are enough, and so is
   * an exponent of 1,000.
   */
  private static final String NOT_OURS = "invalid_field";

  /** What JSON leaves open, and what becomes of it here. */
  private static final Map<String, String> OPEN =
      Map.ofEntries(
          entry("i_number_double_huge_neg_exp.json", ACCEPTED),
          entry("i_number_huge_exp.json", NOT_OURS),
          entry("i_number_neg_int_huge_exp.json", NOT_OURS),
          entry("i_number_pos_double_huge_exp.json", NOT_OURS),
          entry("i_number_real_neg_overflow.json", NOT_OURS),
          entry("i_number_real_pos_overflow.json", NOT_OURS),
          entry("i_number_real_underflow.json", NOT_OURS),
          entry("i_number_too_big_neg_int.json", ACCEPTED),
          entry("i_number_too_big_pos_int.json", ACCEPTED),
          entry("i_number_very_big_negative_int.json", ACCEPTED),
          entry("i_object_key_lone_2nd_surrogate.json", NOT_OURS),
          entry("i_string_1st_surrogate_but_2nd_missing.json", NOT_OURS),
          entry("i_string_1st_valid_surrogate_2nd_invalid.json", NOT_OURS),
          entry("i_string_UTF-16LE_with_BOM.json", NOT_JSON),
          entry("i_string_UTF-8_invalid_sequence.json", NOT_JSON),
          entry("i_string_UTF8_surrogate_U+D800.json", NOT_JSON),
          entry("i_string_incomplete_surrogate_and_escape_valid.json", NOT_OURS),
          entry("i_string_incomplete_surrogate_pair.json", NOT_OURS),
          entry("i_string_incomplete_surrogates_escape_valid.json", NOT_OURS),
          entry("i_string_invalid_lonely_surrogate.json", NOT_OURS),
          entry("i_string_invalid_surrogate.json", NOT_OURS),
          entry("i_string_invalid_utf-8.json", NOT_JSON),
          entry("i_string_inverted_surrogates_U+1D11E.json", NOT_OURS),
          entry("i_string_iso_latin_1.json", NOT_JSON),
          entry("i_string_lone_second_surrogate.json", NOT_OURS),
          entry("i_string_lone_utf8_continuation_byte.json", NOT_JSON),
          entry("i_string_not_in_unicode_range.json", NOT_JSON),
          entry("i_string_overlong_sequence_2_bytes.json", NOT_JSON),
          entry("i_string_overlong_sequence_6_bytes.json", NOT_JSON),
          entry("i_string_overlong_sequence_6_bytes_null.json", NOT_JSON),
          entry("i_string_truncated-utf-8.json", NOT_JSON),
          entry("i_string_utf16BE_no_BOM.json", NOT_JSON),
          entry("i_string_utf16LE_no_BOM.json", NOT_JSON),
          entry("i_structure_500_nested_arrays.json", NOT_OURS),
          entry("i_structure_UTF-8_BOM_empty_object.json", NOT_JSON));

  /** What Python and others write as numbers: no JSON, but the fault of its item alone. */
  private static final Set<String> NO_NUMBERS =
      Set.of("n_number_NaN.json", "n_number_infinity.json", "n_number_minus_infinity.json");

  /** As a value, null is none. */
  private static final String NULL = "y_structure_lonely_null.json";

  /** Sound JSON that this API refuses, as a name may be there once only. */
  private static final Set<String> TWICE =
      Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final String project = "suite-" + UUID.randomUUID();
  private String base;

  @BeforeEach
  void findTheGateway() {
    base = SharedThreadmark.threadmark().gatewayUrl();
  }

  @Test
  void whatIsNoJsonIsRefused() {
    Map<String, byte[]> files = files("n_");
    assertThat(files).hasSizeGreaterThan(180);
    SoftAssertions softly = new SoftAssertions();
    files.forEach(
        (name, content) -> {
          boolean noNumber = NO_NUMBERS.contains(name);
          Answer whole = post(EVENTS, content);
          softly.assertThat(whole.status).as(name).isEqualTo(noNumber ? 422 : 400);
          softly.assertThat(whole.code()).as(name).isIn(NOT_JSON, noNumber ? NOT_OURS : "empty");
          Answer lines = lines(content);
          softly.assertThat(lines.status).as(name + " " + lines).isIn(400, 422);
          for (Answer inside : List.of(insideMetadata(name, content), insideValue(name, content))) {
            softly
                .assertThat(inside.status)
                .as(name + " " + inside)
                .isEqualTo(noNumber ? 422 : 400);
            softly.assertThat(inside.code()).as(name).isEqualTo(noNumber ? NOT_OURS : NOT_JSON);
          }
        });
    softly.assertAll();
  }

  @Test
  void whatJsonLeavesOpenIsDecided() {
    Map<String, byte[]> files = files("i_");
    assertThat(files.keySet()).isEqualTo(OPEN.keySet());
    SoftAssertions softly = new SoftAssertions();
    files.forEach(
        (name, content) -> {
          for (Answer inside : List.of(insideMetadata(name, content), insideValue(name, content))) {
            String outcome = inside.status == 202 ? ACCEPTED : inside.code();
            softly.assertThat(outcome).as(name + " " + inside).isEqualTo(OPEN.get(name));
          }
        });
    softly.assertAll();
  }

  @Test
  void whatIsJsonIsAcceptedAndReadBack() throws IOException {
    Map<String, byte[]> files = files("y_");
    assertThat(files).hasSizeGreaterThan(90);
    files.putAll(files("i_"));
    files.keySet().removeIf(name -> name.startsWith("i_") && !OPEN.get(name).equals(ACCEPTED));
    SoftAssertions softly = new SoftAssertions();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    List<String> sent = new ArrayList<>();
    files.forEach(
        (name, content) -> {
          // No file is an event, but all but these are JSON.
          Answer whole = post(EVENTS, content);
          softly.assertThat(whole.status).as(name + " " + whole).isIn(400, 422);
          softly.assertThat(whole.code()).as(name).isNotEqualTo(NOT_JSON);
          if (TWICE.contains(name)) {
            softly.assertThat(insideValue(name, content).code()).isEqualTo("duplicate_field");
          } else {
            softly
                .assertThat(insideValue(name, content).status)
                .as(name)
                .isEqualTo(name.equals(NULL) ? 422 : 202);
            batch.writeBytes(bytes(sent.isEmpty() ? "[" : ","));
            batch.writeBytes(
                event(name, "\"value\":{\"x\":", content, "},\"metadata\":{\"x\":", content, "}"));
            sent.add(name);
          }
        });
    batch.write(']');
    Answer stored = post(EVENTS + "?wait_ms=10000", batch.toByteArray());
    softly.assertThat(stored.status).as(stored.toString()).isEqualTo(202);
    softly.assertThat(stored.json().path("visible").asBoolean()).isTrue();
    for (String name : sent) {
      Answer found =
          Request.get("/api/v1/feedback/" + URLEncoder.encode(name, UTF_8)).in(project).to(base);
      softly.assertThat(found.status).as(name).isEqualTo(200);
      if (name.startsWith("i_")) {
        // Numbers beyond what parsers read as numbers: they keep their characters.
        String number = new String(files.get(name), UTF_8).strip();
        softly.assertThat(found.text()).as(name).contains("\"x\":" + number);
        continue;
      }
      JsonNode json = EXACT.readTree(found.body);
      JsonNode wanted = EXACT.readTree(files.get(name));
      softly.assertThat(json.at("/value/x")).as(name).isEqualTo(wanted);
      softly.assertThat(json.at("/metadata/x")).as(name).isEqualTo(nullIsNothing(wanted));
    }
    softly.assertAll();
  }

  /** Metadata that is null is not there. */
  private static JsonNode nullIsNothing(JsonNode wanted) {
    return wanted.isNull() ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : wanted;
  }

  private Answer insideMetadata(String name, byte[] content) {
    return post(EVENTS, event(name, "\"value\":true,\"metadata\":{\"x\":", content, "}"));
  }

  private Answer insideValue(String name, byte[] content) {
    return post(EVENTS, event(name, "\"kind\":\"CATEGORICAL\",\"value\":", content, ""));
  }

  private Answer post(String path, byte[] body) {
    return Request.post(path, body).in(project).to(base);
  }

  private Answer lines(byte[] body) {
    return Request.post(EVENTS, body)
        .with("Content-Type", "application/x-ndjson")
        .in(project)
        .to(base);
  }

  /** Feedback with the bytes of files in it. */
  private static byte[] event(String name, Object... parts) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(
        bytes("{\"type\":\"feedback\",\"feedback_id\":\"" + name + "\",\"trace_id\":\"t\","));
    for (Object part : parts) {
      event.writeBytes(part instanceof byte[] content ? content : bytes((String) part));
    }
    event.write('}');
    return event.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Map<String, byte[]> files(String prefix) {
    Path folder = SharedData.folder("json-test-suite/test_parsing");
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(prefix)) {
          contents.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return contents;
  }
}
