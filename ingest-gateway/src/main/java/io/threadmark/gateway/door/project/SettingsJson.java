package io.threadmark.gateway.door.project;

import com.fasterxml.jackson.core.JsonGenerator;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes the settings of a project, so that to put them as they are written changes nothing. */
final class SettingsJson {
  /** Up to here a whole number is written without a fraction, as people write it. */
  private static final double MOST_PLAIN = 1e15;

  private SettingsJson() {}

  static void write(JsonGenerator json, Project settings) throws IOException {
    json.writeStartObject();
    json.writeStringField("project_id", settings.getProjectId());
    boolean unset = settings.getUpdatedAt().equals(Instant.EPOCH);
    json.writeStringField("updated_at", unset ? null : settings.getUpdatedAt().toString());
    json.writeObjectFieldStart("rollup_ttl_days");
    json.writeNumberField("minute", settings.getMinuteTtlDays());
    json.writeNumberField("hour", settings.getHourTtlDays());
    json.writeNumberField("day", settings.getDayTtlDays());
    json.writeEndObject();
    json.writeFieldName("retention_days");
    if (settings.getRetentionDays() == null) {
      json.writeNull();
    } else {
      json.writeNumber(settings.getRetentionDays());
    }
    json.writeArrayFieldStart("tag_keys");
    for (String key : settings.getTagKeys()) {
      json.writeString(key);
    }
    json.writeEndArray();
    json.writeBooleanField("accept_unknown_names", settings.getAcceptUnknownNames());
    json.writeObjectFieldStart("feedback");
    for (var definition : new TreeMap<>(settings.getFeedback()).entrySet()) {
      json.writeFieldName(definition.getKey());
      write(json, definition.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FeedbackDefinition definition) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", definition.getKind());
    json.writeFieldName("scale");
    write(json, definition.getScale());
    json.writeArrayFieldStart("allowed_values");
    for (String value : definition.getAllowedValues()) {
      json.writeRawValue(value);
    }
    json.writeEndArray();
    json.writeStringField("description", definition.getDescription());
    json.writeFieldName("polarity");
    write(json, definition.getPolarity());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Scale scale) throws IOException {
    if (scale == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    write(json, "min", scale.getMin());
    write(json, "max", scale.getMax());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PolarityRule rule) throws IOException {
    if (rule == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("always", rule.getAlways());
    json.writeObjectFieldStart("values");
    for (Map.Entry<String, String> value : new TreeMap<>(rule.getValues()).entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
    write(json, "positive_from", rule.getPositiveFrom());
    write(json, "negative_to", rule.getNegativeTo());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Double number) throws IOException {
    json.writeFieldName(name);
    if (number == null) {
      json.writeNull();
    } else if (number == Math.rint(number) && Math.abs(number) < MOST_PLAIN) {
      json.writeNumber(number.longValue());
    } else {
      json.writeNumber(number);
    }
  }
}
