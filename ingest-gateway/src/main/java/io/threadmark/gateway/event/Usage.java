package io.threadmark.gateway.event;

import static java.util.Map.entry;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;
import java.util.HashMap;
import java.util.Map;

/**
 * Token counts by name. The names that providers give the same counts are one; counts that stand
 * within others, such as OpenAI's {@code prompt_tokens_details}, get the path to them as a name.
 */
final class Usage {
  private static final String INPUT = "input_tokens";
  private static final String OUTPUT = "output_tokens";
  private static final String TOTAL = "total_tokens";

  /** As OpenAI, Google, Langfuse and clients in camelCase spell them. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("prompt_tokens", INPUT),
          entry("promptTokens", INPUT),
          entry("inputTokens", INPUT),
          entry("prompt_token_count", INPUT),
          entry("promptTokenCount", INPUT),
          entry("input", INPUT),
          entry("completion_tokens", OUTPUT),
          entry("completionTokens", OUTPUT),
          entry("outputTokens", OUTPUT),
          entry("candidates_token_count", OUTPUT),
          entry("candidatesTokenCount", OUTPUT),
          entry("output", OUTPUT),
          entry("totalTokens", TOTAL),
          entry("total_token_count", TOTAL),
          entry("totalTokenCount", TOTAL),
          entry("total", TOTAL),
          entry("prompt_tokens_details", INPUT + "_details"),
          entry("completion_tokens_details", OUTPUT + "_details"));

  private final Map<String, Long> counts = new HashMap<>();

  private Usage() {}

  static Map<String, Long> read(Fields fields) throws InvalidEvent {
    Usage usage = new Usage();
    String path = fields.at("usage");
    for (Map.Entry<String, Json> entry : fields.entries("usage", Limits.USAGE).entrySet()) {
      String name = ALIASES.getOrDefault(entry.getKey(), entry.getKey());
      usage.add(name, entry.getValue(), path + "." + entry.getKey());
    }
    if (usage.counts.size() > Limits.USAGE) {
      throw InvalidEvent.field(path, "has more than " + Limits.USAGE + " counts");
    }
    return usage.counts;
  }

  private void add(String name, Json value, String path) throws InvalidEvent {
    if (value == JsonNull.NULL) {
      return;
    }
    if (value instanceof JsonObject object) {
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        String within = path + "." + member.getKey();
        add(
            Texts.label(name + "." + member.getKey(), Limits.NAME_BYTES, within),
            member.getValue(),
            within);
      }
      return;
    }
    long count = Numbers.count(value, Limits.USAGE_COUNT, path);
    Long other = counts.put(name, count);
    if (other != null && other != count) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, path, "says something else than another name of " + name);
    }
  }
}
