package io.threadmark.processor.model;

import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Micros;
import io.threadmark.schema.User;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Rows as people and subscribers see them. */
public final class LabeledItems {

  private LabeledItems() {}

  /** A message as it stands. */
  public static LabeledMessage message(String messageId, FactsRow row) {
    Facts facts = Facts.of(row);
    return LabeledMessage.newBuilder()
        .setMessageId(messageId)
        .setRole(facts.get(Fields.ROLE))
        .setName(facts.get(Fields.NAME))
        .setContent(ContentText.read(facts.get(Fields.CONTENT)))
        .setTraceId(facts.get(Fields.TRACE_ID))
        .setUser(user(facts))
        .setTags(facts.map(Fields.TAGS))
        .setMetadata(facts.map(Fields.METADATA))
        .setCreatedAt(Micros.toInstant(facts.createdAt()))
        .setUpdatedAt(Micros.toInstant(facts.updatedAt()))
        .build();
  }

  /** A trace as it stands. */
  public static LabeledTrace trace(String traceId, FactsRow row) {
    Facts facts = Facts.of(row);
    return LabeledTrace.newBuilder()
        .setTraceId(traceId)
        .setClientRequestId(facts.get(Fields.CLIENT_REQUEST_ID))
        .setName(facts.get(Fields.NAME))
        .setStatus(facts.get(Fields.STATUS))
        .setError(error(facts))
        .setStartTime(time(facts.get(Fields.START_TIME)))
        .setEndTime(time(facts.get(Fields.END_TIME)))
        .setInput(ContentText.read(facts.get(Fields.INPUT)))
        .setOutput(ContentText.read(facts.get(Fields.OUTPUT)))
        .setModel(facts.get(Fields.MODEL))
        .setUsage(usage(facts))
        .setUser(user(facts))
        .setTags(facts.map(Fields.TAGS))
        .setMetadata(facts.map(Fields.METADATA))
        .setCreatedAt(Micros.toInstant(facts.createdAt()))
        .setUpdatedAt(Micros.toInstant(facts.updatedAt()))
        .build();
  }

  /**
   * A piece of feedback as it stands.
   *
   * @param messageFound whether its message is there; null where it is not about a message
   */
  public static LabeledFeedback feedback(PlacedFeedback placed, Boolean messageFound) {
    LiveFeedback live = placed.getLive();
    Feedback feedback = live.getFeedback();
    return LabeledFeedback.newBuilder()
        .setFeedbackId(feedback.getFeedbackId())
        .setTarget(feedback.getTarget())
        .setTraceId(placed.getTraceId())
        .setMessageFound(messageFound)
        .setName(feedback.getName())
        .setKind(feedback.getKind())
        .setValueJson(feedback.getValueJson())
        .setScale(feedback.getScale())
        .setPolarity(Polarity.of(feedback).name())
        .setRationale(feedback.getRationale())
        .setSource(feedback.getSource())
        .setSignal(feedback.getSignal())
        .setError(feedback.getError())
        .setMetadata(new TreeMap<>(feedback.getMetadata()))
        .setOverrides(feedback.getOverrides())
        .setCreatedAt(Micros.toInstant(live.getCreatedAt()))
        .setUpdatedAt(feedback.getStamp().getEventTime())
        .build();
  }

  /** The user that facts name; null where they name none. */
  static User user(Facts facts) {
    User user =
        new User(
            facts.get(Fields.USER_ID),
            facts.get(Fields.USER_NAME),
            facts.get(Fields.USER_EMAIL),
            facts.map(Fields.SEGMENTS));
    boolean empty =
        user.getId() == null
            && user.getName() == null
            && user.getEmail() == null
            && user.getSegments().isEmpty();
    return empty ? null : user;
  }

  private static ErrorDetail error(Facts facts) {
    String code = facts.get(Fields.ERROR_CODE);
    String message = facts.get(Fields.ERROR_MESSAGE);
    return code == null && message == null ? null : new ErrorDetail(code, message);
  }

  private static Instant time(String micros) {
    return micros == null ? null : Micros.toInstant(Long.parseLong(micros));
  }

  /** What the application itself counted; where it counted nothing, the sum over the spans. */
  static Map<String, Long> usage(Facts facts) {
    Map<String, Long> own = new TreeMap<>();
    Map<String, Long> summed = new TreeMap<>();
    facts
        .map(Fields.USAGE)
        .forEach(
            (key, count) -> {
              int slash = key.indexOf('/');
              (slash == 0 ? own : summed)
                  .merge(key.substring(slash + 1), Long.valueOf(count), Long::sum);
            });
    return own.isEmpty() ? summed : own;
  }
}
