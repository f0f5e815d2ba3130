package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.span.Spans;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import io.threadmark.schema.rule.JsonRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What exporters send is cut to what an event may have, and never refused for its size. */
class SpanSizesTest {
  /** What the processor takes of one record. */
  private static final int MOST_BYTES = 1_088 * 1024;

  @Test
  void aLongNameIsCut() {
    Span span = SpanDerivation.span(Spans.root().named("ä".repeat(1_000)));
    assertThat(Utf8.length(span.getName())).isLessThanOrEqualTo(256).isGreaterThan(250);
    assertThat(span.getName()).startsWith("ää").endsWith("ä…");
    Trace trace = SpanDerivation.trace(Spans.root().named("ä".repeat(1_000)));
    assertThat(trace.getName()).isEqualTo(span.getName());
  }

  @Test
  void aCutTextTellsHowLongItWas() {
    assertThat(Cut.text("x".repeat(1_000), 100))
        .hasSizeLessThan(101)
        .endsWith("x… [cut, of 1000 bytes]");
    assertThat(Cut.text("x".repeat(100), 100)).isEqualTo("x".repeat(100));
  }

  @Property(tries = 60)
  void everyRecordFits(
      @ForAll @IntRange(min = 0, max = 3_000) int attributes,
      @ForAll @IntRange(min = 0, max = 3_000_000) int bytes,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    Map<String, Json> all = new LinkedHashMap<>();
    String text = (kind == 0 ? "\n" : kind == 1 ? "ä" : "x").repeat(bytes / (attributes + 1) + 1);
    for (int i = 0; i < attributes; i++) {
      all.put("attribute." + i, kind == 3 ? list(text) : new JsonText(text));
    }
    all.put("session.id", new JsonText("h"));
    all.put("input.value", new JsonText(text));
    all.put("output.value", kind == 3 ? list(text) : new JsonText(text));
    all.put("metadata", new JsonObject(Map.of("k", new JsonText(text))));
    for (Event event : SpanDerivation.of(Spans.root().with(new JsonObject(all)))) {
      assertThat(bytes(event)).as("%s", event.type()).isLessThan(MOST_BYTES);
    }
  }

  private static Json list(String text) {
    List<Json> words = new ArrayList<>();
    for (int i = 0; i < text.length(); i += 1_000) {
      words.add(new JsonText(text.substring(i, Math.min(text.length(), i + 1_000))));
    }
    return new JsonList(words);
  }

  private static int bytes(Event event) {
    if (event.value() instanceof Span span) {
      assertThat(JsonRule.of(span.getAttributes())).isNull();
    }
    if (event.value() instanceof Trace trace) {
      assertThat(trace.getMetadata().values())
          .allSatisfy(json -> assertThat(Utf8.length(json)).isLessThanOrEqualTo(16 * 1024));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(event.value().getSchema())
          .write(event.value(), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
