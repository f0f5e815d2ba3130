package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.ContentText;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.processor.feedback.rows.Polarity;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Limits;
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
        .setRole(facts.get(Registers.ROLE))
        .setName(facts.get(Registers.NAME))
        .setContent(ContentText.read(facts.get(Registers.CONTENT)))
        .setToolCalls(facts.get(Registers.TOOL_CALLS))
        .setToolCallId(facts.get(Registers.TOOL_CALL_ID))
        .setTraceId(facts.get(Registers.TRACE_ID))
        .setUser(user(facts))
        .setTags(facts.map(Registers.TAGS))
        .setMetadata(facts.map(Registers.METADATA))
        .setCreatedAt(Micros.toInstant(facts.createdAt()))
        .setUpdatedAt(Micros.toInstant(facts.updatedAt()))
        .build();
  }

  /** A trace as it stands. */
  public static LabeledTrace trace(String traceId, FactsRow row) {
    Facts facts = Facts.of(row);
    return LabeledTrace.newBuilder()
        .setTraceId(traceId)
        .setClientRequestId(facts.get(Registers.CLIENT_REQUEST_ID))
        .setName(facts.get(Registers.NAME))
        .setStatus(facts.get(Registers.STATUS))
        .setError(error(facts))
        .setStartTime(time(facts.get(Registers.START_TIME)))
        .setEndTime(time(facts.get(Registers.END_TIME)))
        .setInput(ContentText.read(facts.get(Registers.INPUT)))
        .setOutput(ContentText.read(facts.get(Registers.OUTPUT)))
        .setModel(facts.get(Registers.MODEL))
        .setUsage(usage(facts))
        .setUser(user(facts))
        .setTags(facts.map(Registers.TAGS))
        .setMetadata(facts.map(Registers.METADATA))
        .setCreatedAt(Micros.toInstant(facts.beganAt()))
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
            facts.get(Registers.USER_ID),
            facts.get(Registers.USER_NAME),
            facts.get(Registers.USER_EMAIL),
            facts.map(Registers.SEGMENTS));
    boolean empty =
        user.getId() == null
            && user.getName() == null
            && user.getEmail() == null
            && user.getSegments().isEmpty();
    return empty ? null : user;
  }

  private static ErrorDetail error(Facts facts) {
    String code = facts.get(Registers.ERROR_CODE);
    String message = facts.get(Registers.ERROR_MESSAGE);
    return code == null && message == null ? null : new ErrorDetail(code, message);
  }

  private static Instant time(String micros) {
    return micros == null ? null : Micros.toInstant(Long.parseLong(micros));
  }

  /**
   * What the application itself counted; where it counted nothing, the sum over the spans, as far
   * as one count may go.
   */
  static Map<String, Long> usage(Facts facts) {
    Map<String, Long> own = new TreeMap<>();
    Map<String, Long> summed = new TreeMap<>();
    facts
        .map(Registers.USAGE)
        .forEach(
            (key, count) -> {
              int slash = key.indexOf('/');
              (slash == 0 ? own : summed)
                  .merge(key.substring(slash + 1), Long.valueOf(count), LabeledItems::bounded);
            });
    return own.isEmpty() ? summed : own;
  }

  private static long bounded(long some, long more) {
    return Math.min(some + more, Limits.USAGE_COUNT);
  }
}
