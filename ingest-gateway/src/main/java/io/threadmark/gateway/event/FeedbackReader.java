package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads a judgement. */
public final class FeedbackReader {
  private static final String DEFAULT_NAME = "user_feedback";

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "feedback_id",
          "trace_id",
          "data_id",
          "client_request_id",
          "thread_id",
          "session_id",
          "message_id",
          "span_id",
          "name",
          "value",
          "score",
          "kind",
          "scale",
          "rationale",
          "comment",
          "source",
          "user",
          "user_id",
          "signal",
          "error",
          "metadata",
          "overrides",
          "retracted",
          "timestamp",
          "revision");

  private static final Set<String> SCALE = Set.of("min", "max");
  private static final Set<String> SOURCE = Set.of("type", "id");
  private static final List<String> SOURCE_TYPES =
      List.of("HUMAN", "LLM_JUDGE", "CODE", "UNSPECIFIED");
  private static final List<String> SIGNALS = List.of("EXPLICIT", "IMPLICIT");

  /** What users do without being asked: feedback of these names is IMPLICIT if it does not say. */
  private static final Set<String> IMPLICIT_NAMES =
      Set.of(
          "copied",
          "saved",
          "dismissed",
          "regenerated",
          "accepted",
          "inserted",
          "shared",
          "retried");

  private FeedbackReader() {}

  public static Event read(Entry entry) throws InvalidEvent {
    Fields fields = Fields.of(entry.object(), "", KNOWN);
    Feedback feedback = new Feedback();
    feedback.setProjectId(entry.project());
    feedback.setFeedbackId(entry.idOr(fields.id("feedback_id")));
    feedback.setRetracted(fields.isTrue("retracted"));
    feedback.setTarget(FeedbackTarget.read(fields, feedback.getRetracted()));
    feedback.setName(name(fields));
    feedback.setRationale(
        SharedFields.agreeing(
            fields, "rationale", fields.text("rationale"), "comment", fields.text("comment")));
    feedback.setError(SharedFields.error(fields));
    feedback.setSource(source(fields));
    feedback.setSignal(signal(fields, feedback.getName()));
    feedback.setScale(scale(fields));
    FeedbackValue value = FeedbackValue.read(fields, feedback, rule(entry, feedback));
    feedback.setKind(value.kind().name());
    feedback.setValueJson(value.json());
    feedback.setScale(value.scale());
    feedback.setPolarity(value.polarity());
    feedback.setMetadata(metadata(fields));
    feedback.setOverrides(overrides(fields, feedback.getFeedbackId()));
    feedback.setIngest(entry.ingest());
    feedback.setStamp(
        entry.stamp(
            fields.time("timestamp", entry.latestFeedback()),
            fields.count("revision"),
            ContentHash.of(feedback)));
    String id = feedback.getFeedbackId();
    return new Event(
        entry.index(),
        EventType.FEEDBACK,
        Key.feedback(entry.project(), id),
        feedback,
        new Statement(EventType.FEEDBACK.subject(), id, null, feedback.getStamp()));
  }

  /** What was accepted under other settings must be free to be taken back. */
  private static FeedbackRule rule(Entry entry, Feedback feedback) throws InvalidEvent {
    return feedback.getRetracted() ? FeedbackRule.NONE : entry.rule(feedback.getName());
  }

  private static String name(Fields fields) throws InvalidEvent {
    String alias = fields.label("type", Limits.NAME_BYTES);
    if (EventType.FEEDBACK.word().equals(alias)) {
      alias = null; // the type of the event, not a name
    }
    String name =
        SharedFields.agreeing(
            fields, "name", fields.label("name", Limits.NAME_BYTES), "type", alias);
    return name != null ? name : DEFAULT_NAME;
  }

  private static Source source(Fields fields) throws InvalidEvent {
    Fields source = fields.object("source", SOURCE);
    String type = source == null ? null : source.word("type", SOURCE_TYPES);
    String id = source == null ? null : source.id("id");
    return new Source(
        type != null ? type : "HUMAN",
        SharedFields.agreeing(
            fields,
            "source.id",
            SharedFields.agreeing(fields, "source.id", id, "user", fields.id("user")),
            "user_id",
            fields.id("user_id")));
  }

  private static String signal(Fields fields, String name) throws InvalidEvent {
    String given = fields.word("signal", SIGNALS);
    if (given != null) {
      return given;
    }
    return IMPLICIT_NAMES.contains(name) ? "IMPLICIT" : "EXPLICIT";
  }

  /** The field {@code scale}; null where it is absent. */
  public static Scale scale(Fields fields) throws InvalidEvent {
    Fields scale = fields.object("scale", SCALE);
    if (scale == null) {
      return null;
    }
    double min = bound(scale, "min");
    double max = bound(scale, "max");
    if (min >= max) {
      throw InvalidEvent.field(scale.at("min"), "must be less than max");
    }
    return new Scale(min, max);
  }

  private static double bound(Fields scale, String name) throws InvalidEvent {
    Json.JsonNumber bound = scale.number(name);
    if (bound == null) {
      throw scale.missing(name);
    }
    return Numbers.finite(bound, scale.at(name));
  }

  /** Of feedback the newest version stands whole, so that a null has nothing to remove. */
  private static Map<String, String> metadata(Fields fields) throws InvalidEvent {
    Map<String, String> metadata = new HashMap<>(SharedFields.metadata(fields));
    metadata.values().removeIf(Objects::isNull);
    return metadata;
  }

  private static String overrides(Fields fields, String ownId) throws InvalidEvent {
    String overrides = fields.id("overrides");
    if (ownId.equals(overrides)) {
      throw InvalidEvent.field(
          fields.at("overrides"), "must be another feedback_id; an edit is sent with the same one");
    }
    return overrides;
  }
}
