package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options that say which threads are meant, under the names that the API has for them. What
 * they may be, the gateway says.
 */
final class FilterOptions {
  @Option(names = "--feedback-name", paramLabel = "NAMES", description = "Feedback of a name.")
  private List<String> feedbackName;

  @Option(
      names = "--not-feedback-name",
      paramLabel = "NAMES",
      description = "No feedback of a name.")
  private List<String> notFeedbackName;

  @Option(
      names = "--feedback-value",
      paramLabel = "VALUES",
      description = "Feedback of a value, such as true, good or '>=4'.")
  private List<String> feedbackValue;

  @Option(
      names = "--polarity",
      paramLabel = "WORDS",
      description = "Feedback that is positive, negative, neutral or none.")
  private List<String> polarity;

  @Option(
      names = "--signal",
      paramLabel = "WORDS",
      description = "Feedback that is explicit or implicit.")
  private List<String> signal;

  @Option(
      names = "--source-type",
      paramLabel = "WORDS",
      description = "Feedback of human, llm_judge, code or unspecified.")
  private List<String> sourceType;

  @Option(names = "--source-id", paramLabel = "IDS", description = "Feedback of a judge.")
  private List<String> sourceId;

  @Option(names = "--ids", paramLabel = "IDS", description = "Threads by their ids.")
  private List<String> ids;

  @Option(names = "--intent-ids", paramLabel = "INTENTS", description = "Threads with an intent.")
  private List<String> intentIds;

  @Option(names = "--issue-ids", paramLabel = "ISSUES", description = "Threads with an issue.")
  private List<String> issueIds;

  @Option(names = "--user-ids", paramLabel = "IDS", description = "Threads of a user.")
  private List<String> userIds;

  @Option(
      names = "--user-segment-ids",
      paramLabel = "IDS",
      description = "Threads of a segment of users.")
  private List<String> userSegmentIds;

  @Option(names = "--model", paramLabel = "NAMES", description = "Threads with a trace of a model.")
  private List<String> model;

  @Option(names = "--app-version", paramLabel = "NAMES", description = "Of a version.")
  private List<String> appVersion;

  @Option(names = "--tags", paramLabel = "KEY:VALUE", description = "With a tag.")
  private List<String> tags;

  @Option(names = "--role", paramLabel = "ROLES", description = "With a message of a role.")
  private List<String> role;

  @Option(
      names = "--has-feedback",
      paramLabel = "true|false",
      description = "Whether there is feedback on them.")
  private String hasFeedback;

  @Option(names = "--search", paramLabel = "TEXT", description = "Where a text is found.")
  private String search;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "From a time on, such as 2026-01-31 or 2026-01-31T12:00:00Z.")
  private String after;

  @Option(names = "--before", paramLabel = "TIME", description = "Before a time.")
  private String before;

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      converter = NamedValue.Reader.class,
      description =
          "A value of any filter of GET /api/v1/threads, by its name there; may be given again.")
  private List<NamedValue> others = new ArrayList<>();

  /** The filters as the API takes them. */
  ObjectNode json() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    Map<String, List<String>> values = new LinkedHashMap<>();
    others.forEach(
        other ->
            values.computeIfAbsent(other.name(), none -> new ArrayList<>()).add(other.value()));
    values.forEach((name, given) -> putAll(filters, name, given));
    put(filters, "feedback_name", feedbackName);
    put(filters, "not_feedback_name", notFeedbackName);
    put(filters, "feedback_value", feedbackValue);
    put(filters, "polarity", polarity);
    put(filters, "signal", signal);
    put(filters, "source_type", sourceType);
    put(filters, "source_id", sourceId);
    put(filters, "ids", ids);
    put(filters, "intent_ids", intentIds);
    put(filters, "issue_ids", issueIds);
    put(filters, "user_ids", userIds);
    put(filters, "user_segment_ids", userSegmentIds);
    put(filters, "model", model);
    put(filters, "app_version", appVersion);
    put(filters, "tags", tags);
    put(filters, "role", role);
    one(filters, "has_feedback", hasFeedback);
    one(filters, "search", search);
    one(filters, "after", after);
    one(filters, "before", before);
    return filters;
  }

  private static void one(ObjectNode filters, String name, String value) {
    if (value != null) {
      filters.put(name, value);
    }
  }

  private static void put(ObjectNode filters, String name, List<String> given) {
    if (given != null) {
      List<String> values = new ArrayList<>();
      given.forEach(each -> values.addAll(CommaList.of(each)));
      putAll(filters, name, values);
    }
  }

  private static void putAll(ObjectNode filters, String name, List<String> values) {
    if (values.size() == 1) {
      filters.put(name, values.get(0)); // also of a filter that takes one value
    } else {
      values.forEach(filters.withArray(name)::add);
    }
  }
}
