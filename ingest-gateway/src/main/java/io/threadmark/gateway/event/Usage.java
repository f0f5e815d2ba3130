package io.threadmark.gateway.event;

import static java.util.Map.entry;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
          entry("completion_tokens_details", OUTPUT + "_details"),
          entry("promptTokensDetails", INPUT + "_details"),
          entry("candidatesTokensDetails", OUTPUT + "_details"),
          entry("candidates_tokens_details", OUTPUT + "_details"));

  /** What providers put among their counts and is none: in which tier, for how much money. */
  private static final Set<String> NO_COUNTS =
      Set.of(
          "service_tier", // Anthropic, OpenAI
          "inference_geo", // Anthropic
          "trafficType", // Google
          "traffic_type",
          "unit", // Langfuse
          "inputCost",
          "outputCost",
          "totalCost");

  /** How Google names what a count of a list is of, and the count. */
  private static final String MODALITY = "modality";

  private static final List<String> COUNTS_OF_MODALITY = List.of("tokenCount", "token_count");

  private final Map<String, Long> counts = new HashMap<>();

  private Usage() {}

  static Map<String, Long> read(Fields fields) throws InvalidEvent {
    Usage usage = new Usage();
    String path = fields.at("usage");
    for (Map.Entry<String, Json> entry : fields.entries("usage", Limits.USAGE).entrySet()) {
      if (!NO_COUNTS.contains(entry.getKey())) {
        String name = ALIASES.getOrDefault(entry.getKey(), entry.getKey());
        usage.add(name, entry.getValue(), path + "." + entry.getKey());
      }
    }
    if (usage.counts.size() > Limits.USAGE) {
      throw InvalidEvent.field(path, "has more than " + Limits.USAGE + " counts");
    }
    return usage.counts;
  }

  /** The counts of an object that somebody else wrote; what is no count is passed over. */
  static Map<String, Long> counted(JsonObject object) {
    Usage usage = new Usage();
    for (Map.Entry<String, Json> entry : object.members().entrySet()) {
      boolean hasRoom = usage.counts.size() < Limits.USAGE;
      if (hasRoom && !NO_COUNTS.contains(entry.getKey())) {
        try {
          String name = Texts.label(entry.getKey(), Limits.NAME_BYTES, "");
          usage.add(ALIASES.getOrDefault(name, name), entry.getValue(), "");
        } catch (InvalidEvent e) {
          // no count, as a cost is none
        }
      }
    }
    List<String> beyond = usage.counts.keySet().stream().sorted().skip(Limits.USAGE).toList();
    beyond.forEach(usage.counts::remove);
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
    if (value instanceof JsonList list) {
      addModalities(name, list, path);
      return;
    }
    long count = Numbers.count(value, Limits.USAGE_COUNT, path);
    Long other = counts.put(name, count);
    if (other != null && other != count) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, path, "says something else than another name of " + name);
    }
  }

  private void addModalities(String name, JsonList list, String path) throws InvalidEvent {
    for (int i = 0; i < list.items().size(); i++) {
      String within = path + "[" + i + "]";
      if (!(list.items().get(i) instanceof JsonObject item)
          || !(item.members().get(MODALITY) instanceof JsonText modality)) {
        throw InvalidEvent.field(within, "must be a count with its modality");
      }
      for (Map.Entry<String, Json> member : item.members().entrySet()) {
        if (COUNTS_OF_MODALITY.contains(member.getKey())) {
          String of = name + "." + modality.value().toLowerCase(Locale.ROOT);
          add(Texts.label(of, Limits.NAME_BYTES, within), member.getValue(), within);
        } else if (!member.getKey().equals(MODALITY)) {
          throw new InvalidEvent(
              ErrorCode.UNKNOWN_FIELD, within + "." + member.getKey(), "is not a known field");
        }
      }
    }
  }
}
