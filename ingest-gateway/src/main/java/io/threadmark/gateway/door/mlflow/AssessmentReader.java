package io.threadmark.gateway.door.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.event.Restated;
import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.rule.TimeRule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Reads an assessment as feedback. */
final class AssessmentReader {
  private static final String PREFIX = "a-";
  private static final int ID_BYTES = 16;

  private AssessmentReader() {}

  /**
   * The feedback that an assessment is.
   *
   * @param traceId the trace that it is about, in its canonical form
   * @param index its place among others of its request
   */
  static Event read(Message assessment, String traceId, int index, Arrival arrival)
      throws InvalidEvent, RequestRefused {
    AssessmentContent content = AssessmentContent.of(assessment);
    EventMembers members =
        new EventMembers()
            .put("feedback_id", id(assessment, traceId, index))
            .put("trace_id", traceId)
            .put("span_id", emptyAsNull(assessment.text("span_id")))
            .put("overrides", emptyAsNull(assessment.text("overrides")))
            .put("source", source(assessment))
            .put("timestamp", time(assessment, arrival));
    content.put(members);
    return event(members, content.family(), arrival, index);
  }

  /** The event of members that are complete. */
  static Event event(EventMembers members, Family family, Arrival arrival, int index)
      throws InvalidEvent, RequestRefused {
    Event event = members.read(EventType.FEEDBACK, arrival, index);
    return family == Family.FEEDBACK ? event : Restated.withoutPolarity(event);
  }

  /**
   * The id that the client gave. Else one that follows from all that it says, the time in
   * milliseconds among it, so that an assessment that is sent again is the same; a new one each
   * time where the client tells no time.
   */
  private static String id(Message assessment, String traceId, int index) throws InvalidEvent {
    String given = emptyAsNull(assessment.text("assessment_id"));
    if (given != null) {
      return given;
    }
    if (assessment.text("create_time") == null) {
      return PREFIX + Ids.fresh().of(0).replace("-", "");
    }
    String said = CanonicalJson.of(new JsonObject(assessment.members()));
    MessageDigest hash = sha256();
    hash.update((traceId + "\n" + index + "\n" + said).getBytes(UTF_8));
    return PREFIX + HexFormat.of().formatHex(hash.digest(), 0, ID_BYTES);
  }

  /** A clock that is too far ahead is no reason to lose what its user says. */
  private static Instant time(Message assessment, Arrival arrival) throws InvalidEvent {
    Instant time = ClientTime.instant(assessment, "create_time");
    boolean isAhead =
        time != null && time.isAfter(arrival.receivedAt().plus(TimeRule.FEEDBACK_AHEAD));
    return isAhead ? null : time;
  }

  private static EventMembers source(Message assessment) throws InvalidEvent {
    Message source = assessment.message("source");
    if (source == null) {
      return new EventMembers().put("type", SourceType.UNSPECIFIED.word());
    }
    return new EventMembers()
        .put("type", SourceType.ofClient(source.text("source_type")).word())
        .put("id", emptyAsNull(source.text("source_id")));
  }

  private static String emptyAsNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Who judged, in the words of both sides. */
  enum SourceType {
    HUMAN,
    LLM_JUDGE,
    CODE,
    UNSPECIFIED;

    private static final String CLIENTS_UNSPECIFIED = "SOURCE_TYPE_UNSPECIFIED";
    private static final Map<String, SourceType> BY_CLIENTS_WORD =
        Map.of("HUMAN", HUMAN, "LLM_JUDGE", LLM_JUDGE, "AI_JUDGE", LLM_JUDGE, "CODE", CODE);

    static SourceType ofClient(String word) {
      return word == null ? UNSPECIFIED : BY_CLIENTS_WORD.getOrDefault(word, UNSPECIFIED);
    }

    String word() {
      return name();
    }

    static String clientsWord(String word) {
      return UNSPECIFIED.word().equals(word) ? CLIENTS_UNSPECIFIED : word;
    }
  }
}
