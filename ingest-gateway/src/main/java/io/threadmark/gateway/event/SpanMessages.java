package io.threadmark.gateway.event;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.SpanTurns.Placed;
import io.threadmark.gateway.span.Turn;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Message;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.User;
import io.threadmark.schema.rule.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes messages of the turns that a span tells. Their ids follow from the thread, from what was
 * said and by whom, and from how many of the same there are up to there: so one turn that several
 * spans tell, and one that each later request repeats, is one message.
 *
 * @param traceId of the span
 * @param user whose trace it is; null where the span does not tell
 */
record SpanMessages(
    List<Placed> turns, String traceId, String spanId, SpanTimes times, User user, Entry entry) {
  /** Leaves room for calls of tools. */
  private static final int CONTENT_BYTES = 640 * 1024;

  private static final int CALLS_BYTES = 320 * 1024;

  /** The messages, in a thread. */
  List<Event> in(String threadId) throws InvalidEvent {
    List<Event> events = new ArrayList<>(turns.size());
    for (Placed placed : turns) {
      if (TextRule.ofName(placed.turn().role(), Limits.ROLE_BYTES) == null) {
        events.add(event(placed, threadId));
      }
    }
    return events;
  }

  private Event event(Placed placed, String threadId) throws InvalidEvent {
    Turn turn = placed.turn();
    Message message = new Message();
    message.setProjectId(entry.project());
    message.setThreadId(threadId);
    message.setMessageId(
        HashedId.of("turn", threadId, placed.identity(), Integer.toString(placed.occurrence())));
    // The earliest span decides, a root as any other: in later ones the turn is repeated.
    message.setPrecedence(-times.startMicros());
    message.setSpanId(spanId);
    message.setRole(turn.role());
    message.setName(Cut.name(turn.name()));
    message.setContent(
        turn.content() == null
            ? null
            : Cut.content(Cut.texts(turn.content(), CONTENT_BYTES), CONTENT_BYTES));
    message.setToolCalls(calls(turn.callsJson()));
    message.setToolCallId(Cut.name(turn.callId()));
    // What was said before is another trace's, which tells it too.
    message.setTraceId(placed.earlier() ? null : traceId);
    message.setUser(turn.role().equals(Turn.USER) && !placed.earlier() ? user : null);
    message.setTags(Map.of());
    message.setMetadata(Map.of());
    message.setClear(List.of());
    message.setPosition(placed.position());
    message.setIngest(entry.ingest());
    message.setStamp(
        entry.stamp(
            placed.output() && !placed.earlier() ? times.known() : times.start(),
            null,
            ContentHash.of(message)));
    return new Event(
        entry.index(),
        EventType.MESSAGE,
        Key.thread(entry.project(), threadId),
        message,
        new Statement(
            EventType.MESSAGE.subject(), threadId, message.getMessageId(), message.getStamp()));
  }

  private static String calls(Json calls) {
    if (calls == null) {
      return null;
    }
    String json = CanonicalJson.of(calls);
    return Cut.fits(json, CALLS_BYTES) ? json : null;
  }
}
