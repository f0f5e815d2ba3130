package io.threadmark.dataset.turn;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the answer that a piece of feedback is about. */
public final class Answers {
  private final List<Turn> turns;
  private final Map<String, LabeledTrace> traces = new HashMap<>();

  /** The last answer of each trace, and each message, by place in the turns. */
  private final Map<String, Integer> placeByTrace = new HashMap<>();

  private final Map<String, Integer> placeByMessage = new HashMap<>();

  public Answers(LabeledThread thread) {
    this.turns = Turns.of(thread);
    thread.getTraces().forEach(trace -> traces.put(trace.getTraceId(), trace));
    for (int place = 0; place < turns.size(); place++) {
      Turn turn = turns.get(place);
      if (turn.messageId() != null) {
        placeByMessage.put(turn.messageId(), place);
      }
      if (turn.role() == Role.ASSISTANT && turn.traceId() != null) {
        placeByTrace.put(turn.traceId(), place);
      }
    }
  }

  public List<Turn> turns() {
    return turns;
  }

  /** The answer to a target; empty where it names none. */
  public Optional<Answer> of(LabeledFeedback feedback) {
    if (feedback.getTraceId() != null) {
      return ofTrace(feedback.getTraceId());
    }
    String messageId = feedback.getTarget().getMessageId();
    return messageId == null ? Optional.empty() : ofMessage(messageId);
  }

  /**
   * What was asked before several answers were shown: the prompt of the answer that the target has;
   * else all up to the user's last turn, of the trace or of the thread. Empty where there is none.
   */
  public List<Turn> question(LabeledFeedback feedback) {
    Optional<Answer> answer = of(feedback);
    if (answer.isPresent()) {
      return answer.get().prompt();
    }
    String traceId = feedback.getTraceId();
    for (int place = turns.size() - 1; place >= 0; place--) {
      Turn turn = turns.get(place);
      if (turn.role() == Role.USER && (traceId == null || traceId.equals(turn.traceId()))) {
        return turns.subList(0, place + 1);
      }
    }
    LabeledTrace trace = trace(traceId);
    return trace == null ? List.of() : Turns.input(trace);
  }

  /** The answer that the conversation ends with, whatever follows it. */
  public Optional<Answer> last() {
    for (int place = turns.size() - 1; place > 0; place--) {
      if (turns.get(place).role() == Role.ASSISTANT) {
        return at(place);
      }
    }
    return Optional.empty();
  }

  public Optional<Answer> ofMessage(String messageId) {
    Integer place = placeByMessage.get(messageId);
    return place == null || turns.get(place).role() != Role.ASSISTANT
        ? Optional.empty()
        : at(place);
  }

  public Optional<Answer> ofTrace(String traceId) {
    Integer place = placeByTrace.get(traceId);
    if (place != null && place > 0) {
      return at(place);
    }
    LabeledTrace trace = traces.get(traceId);
    return trace == null ? Optional.empty() : told(trace);
  }

  public LabeledTrace trace(String traceId) {
    return traceId == null ? null : traces.get(traceId);
  }

  /** A request that tells all its messages is the prompt as the model had it. */
  private Optional<Answer> at(int place) {
    Turn turn = turns.get(place);
    LabeledTrace trace = trace(turn.traceId());
    List<Turn> before = turns.subList(0, place);
    if (turn.messageId() == null && trace != null) {
      List<Turn> request = Turns.input(trace);
      before = request.size() > 1 ? request : before;
    }
    String key =
        turn.messageId() == null ? "trace:" + turn.traceId() : "message:" + turn.messageId();
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Answer(key, before, turn, Turns.tools(trace), turn.traceId(), turn.messageId()));
  }

  /** By the trace's own input and output: the thread has messages, and none is this trace's. */
  private static Optional<Answer> told(LabeledTrace trace) {
    List<Turn> prompt = Turns.input(trace);
    String id = trace.getTraceId();
    return prompt.isEmpty()
        ? Optional.empty()
        : Turns.output(trace)
            .filter(turn -> turn.role() == Role.ASSISTANT)
            .map(turn -> new Answer("trace:" + id, prompt, turn, Turns.tools(trace), id, null));
  }
}
