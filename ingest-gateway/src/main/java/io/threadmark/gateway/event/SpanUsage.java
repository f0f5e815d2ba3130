package io.threadmark.gateway.event;

import static java.util.Map.entry;

import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Meaning;
import io.threadmark.gateway.span.SpanSort;
import io.threadmark.schema.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The tokens that a span used. Those that repeat what spans within them used have none. */
final class SpanUsage {
  private static final Map<Meaning, String> NAMES =
      Map.ofEntries(
          entry(Meaning.INPUT_TOKENS, "input_tokens"),
          entry(Meaning.OUTPUT_TOKENS, "output_tokens"),
          entry(Meaning.TOTAL_TOKENS, "total_tokens"),
          entry(Meaning.CACHED_TOKENS, "input_tokens_details.cached_tokens"),
          entry(Meaning.CACHE_WRITTEN_TOKENS, "input_tokens_details.cache_creation_tokens"),
          entry(Meaning.REASONING_TOKENS, "output_tokens_details.reasoning_tokens"));

  private static final Pattern COUNT = Pattern.compile("\\d{1,13}");

  private SpanUsage() {}

  static Map<String, Long> of(Attributes attributes, SpanSort sort) {
    if (!sort.countsTokens(attributes.span())) {
      return Map.of();
    }
    Map<String, Long> counts = new HashMap<>();
    if (attributes.value(Meaning.USAGE) instanceof JsonObject object) {
      counts.putAll(Usage.counted(object));
    }
    NAMES.forEach(
        (meaning, name) -> {
          Long count = count(attributes.text(meaning));
          if (count != null) {
            counts.put(name, count);
          }
        });
    return counts;
  }

  /** Some write counts as texts. */
  private static Long count(String text) {
    if (text == null || !COUNT.matcher(text).matches()) {
      return null;
    }
    long count = Long.parseLong(text);
    return count <= Limits.USAGE_COUNT ? count : null;
  }
}
