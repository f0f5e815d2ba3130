package io.threadmark.gateway.project;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.FeedbackKind;
import io.threadmark.gateway.event.FeedbackReader;
import io.threadmark.gateway.event.FeedbackValue;
import io.threadmark.gateway.event.Fields;
import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.FeedbackDefinition;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.PolarityRule;
import io.threadmark.schema.Project;
import io.threadmark.schema.Scale;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.rule.RuledPolarity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the settings of a project. What they leave out has its default. */
public final class ProjectSettings {
  private static final Set<String> KNOWN =
      Set.of(
          "project_id",
          "updated_at",
          "rollup_ttl_days",
          "retention_days",
          "tag_keys",
          "accept_unknown_names",
          "feedback");

  private static final Set<String> TTLS = Set.of("minute", "hour", "day");
  private static final Set<String> DEFINITION =
      Set.of("kind", "scale", "allowed_values", "description", "polarity");
  private static final Set<String> POLARITY =
      Set.of("always", "values", "positive_from", "negative_to");

  private ProjectSettings() {}

  /**
   * The settings that a project has at the moment.
   *
   * @throws RequestRefused where they are not known yet
   */
  public static Project current(Projects projects, String project) throws RequestRefused {
    if (!projects.isKnown(project)) {
      throw new RequestRefused(
          ErrorCode.UNAVAILABLE, "the settings of the project cannot be read yet");
    }
    return projects.of(project);
  }

  /**
   * The event that puts the settings of a project.
   *
   * @param body the settings as JSON, whole
   * @param now when they are put
   * @throws RequestRefused where the body cannot be read, or a field of it is wrong
   */
  public static Event read(byte[] body, String project, Instant now) throws RequestRefused {
    if (body.length > Limits.EVENT_BYTES) {
      throw new RequestRefused(
          ErrorCode.TOO_LARGE, "settings have at most " + Limits.EVENT_BYTES + " bytes of JSON");
    }
    try {
      Json json = JsonTree.of(body, 0, body.length);
      if (!(json instanceof JsonObject object)) {
        throw InvalidEvent.field("", "the settings must be an object, not " + json.described());
      }
      Fields fields = Fields.of(object, "", KNOWN);
      refuseOtherProject(fields, project);
      Project settings = settings(fields, project);
      settings.setUpdatedAt(now.truncatedTo(ChronoUnit.MICROS));
      return new Event(0, EventType.PROJECT, Key.settings(project), settings, null);
    } catch (InvalidEvent e) {
      throw e.asRefusal();
    }
  }

  private static void refuseOtherProject(Fields fields, String project)
      throws InvalidEvent, RequestRefused {
    String given = fields.text("project_id");
    if (given != null && !given.equals(project)) {
      throw new RequestRefused(
          ErrorCode.WRONG_PROJECT, "project_id", "is not the project that this request is for");
    }
  }

  private static Project settings(Fields fields, String project) throws InvalidEvent {
    Project settings = Projects.UNSET.of(project);
    Fields ttls = fields.object("rollup_ttl_days", TTLS);
    if (ttls != null) {
      putTtls(ttls, settings);
    }
    settings.setRetentionDays(fields.whole("retention_days", 1, Limits.DAYS));
    settings.setTagKeys(tagKeys(fields));
    settings.setAcceptUnknownNames(
        fields.any("accept_unknown_names") == null || fields.isTrue("accept_unknown_names"));
    settings.setFeedback(definitions(fields));
    return settings;
  }

  /** A coarser rollup is there for what a finer one no longer tells. */
  private static void putTtls(Fields ttls, Project settings) throws InvalidEvent {
    settings.setMinuteTtlDays(ttl(ttls, "minute", settings.getMinuteTtlDays()));
    settings.setHourTtlDays(ttl(ttls, "hour", settings.getHourTtlDays()));
    settings.setDayTtlDays(ttl(ttls, "day", settings.getDayTtlDays()));
    refuseShorter(ttls, "hour", settings.getHourTtlDays(), "minute", settings.getMinuteTtlDays());
    refuseShorter(ttls, "day", settings.getDayTtlDays(), "hour", settings.getHourTtlDays());
  }

  private static int ttl(Fields ttls, String name, int usual) throws InvalidEvent {
    Integer given = ttls.whole(name, 1, Limits.DAYS);
    return given != null ? given : usual;
  }

  private static void refuseShorter(
      Fields ttls, String name, int days, String finer, int daysOfFiner) throws InvalidEvent {
    if (days < daysOfFiner) {
      throw InvalidEvent.field(
          ttls.at(name),
          "must not be less than " + finer + ": it is " + days + ", and that " + daysOfFiner);
    }
  }

  private static List<String> tagKeys(Fields fields) throws InvalidEvent {
    List<Json> given = atMost(fields, "tag_keys", Limits.TAG_KEYS);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String path = fields.at("tag_keys") + "[" + i + "]";
      String key = Texts.label(Texts.of(given.get(i), path), Limits.NAME_BYTES, path);
      if (keys.contains(key)) {
        throw InvalidEvent.field(path, "is there twice");
      }
      keys.add(key);
    }
    return keys;
  }

  private static Map<String, FeedbackDefinition> definitions(Fields fields) throws InvalidEvent {
    Map<String, FeedbackDefinition> definitions = new HashMap<>();
    Fields names = fields.named("feedback", Limits.FEEDBACK_NAMES);
    for (String name : names.names()) {
      Fields definition = names.object(name, DEFINITION);
      if (definition != null) {
        definitions.put(name, definition(definition));
      }
    }
    return definitions;
  }

  private static FeedbackDefinition definition(Fields fields) throws InvalidEvent {
    String word = fields.word("kind", FeedbackKind.WORDS);
    FeedbackKind kind = FeedbackKind.named(word);
    Scale scale = FeedbackReader.scale(fields);
    if (scale != null) {
      refuseUnlessOfNumbers(kind, fields.at("scale"));
    }
    return new FeedbackDefinition(
        word,
        scale,
        allowedValues(fields, kind, scale),
        fields.text("description", Limits.DESCRIPTION_BYTES),
        polarity(fields.object("polarity", POLARITY), kind));
  }

  private static List<String> allowedValues(Fields fields, FeedbackKind kind, Scale scale)
      throws InvalidEvent {
    List<Json> given = atMost(fields, "allowed_values", Limits.ALLOWED_VALUES);
    List<String> allowed = new ArrayList<>();
    Set<String> byValue = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      Json value = given.get(i);
      String path = fields.at("allowed_values") + "[" + i + "]";
      if (value == Json.JsonNull.NULL) {
        throw InvalidEvent.field(path, "must not be null, which is no value");
      }
      boolean measured = kind == null && scale != null && value instanceof Json.JsonNumber;
      if (kind != null || measured) {
        FeedbackValue.check(measured ? FeedbackKind.NUMERIC : kind, value, scale, path);
      }
      if (!byValue.add(CanonicalJson.byValue(value))) {
        throw InvalidEvent.field(path, "is there twice");
      }
      allowed.add(CanonicalJson.of(value));
    }
    return allowed;
  }

  /** The rule; null where it says nothing, so that the common table decides. */
  private static PolarityRule polarity(Fields fields, FeedbackKind kind) throws InvalidEvent {
    if (fields == null) {
      return null;
    }
    String always = fields.word("always", RuledPolarity.WORDS);
    Map<String, String> values = new HashMap<>();
    Fields named = fields.named("values", Limits.ALLOWED_VALUES);
    for (String value : named.names()) {
      String word = named.word(value, RuledPolarity.WORDS);
      if (word != null) {
        values.put(value, word);
      }
    }
    Double positiveFrom = limit(fields, "positive_from", kind);
    Double negativeTo = limit(fields, "negative_to", kind);
    if (positiveFrom != null && negativeTo != null && positiveFrom <= negativeTo) {
      throw InvalidEvent.field(fields.at("positive_from"), "must be greater than negative_to");
    }
    boolean silent =
        always == null && values.isEmpty() && positiveFrom == null && negativeTo == null;
    return silent ? null : new PolarityRule(always, values, positiveFrom, negativeTo);
  }

  private static Double limit(Fields fields, String name, FeedbackKind kind) throws InvalidEvent {
    Json.JsonNumber limit = fields.number(name);
    if (limit == null) {
      return null;
    }
    refuseUnlessOfNumbers(kind, fields.at(name));
    return Numbers.finite(limit, fields.at(name));
  }

  private static void refuseUnlessOfNumbers(FeedbackKind kind, String path) throws InvalidEvent {
    if (kind != null && kind != FeedbackKind.NUMERIC) {
      throw InvalidEvent.field(path, "stands only beside the kind NUMERIC, or beside none");
    }
  }

  private static List<Json> atMost(Fields fields, String name, int most) throws InvalidEvent {
    List<Json> items = fields.list(name);
    if (items != null && items.size() > most) {
      throw InvalidEvent.field(fields.at(name), "has more than " + most + " entries");
    }
    return items != null ? items : List.of();
  }
}
