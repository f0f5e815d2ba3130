package io.threadmark.gateway.door.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Restated;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.rule.TextRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a client tells of a trace when it has ended. */
final class TraceInfoReader {
  /**
   * Of what the client shows of input and output, which it cuts off: less than what a root span
   * tells whole, and more than the spans within it.
   */
  private static final long PREVIEW_PRECEDENCE = -2;

  /** Ends a preview of which there is more. */
  private static final String CUT_OFF = "...";

  private static final Map<String, String> STATUSES =
      Map.of("OK", "OK", "ERROR", "ERROR", "IN_PROGRESS", "IN_PROGRESS");

  private final Message info;
  private final Arrival arrival;
  private final List<Event> events = new ArrayList<>();

  private TraceInfoReader(Message info, Arrival arrival) {
    this.info = info;
    this.arrival = arrival;
  }

  /** The events that follow from it: facts of the trace, and feedback that it brings along. */
  static List<Event> read(Message info, Arrival arrival) throws InvalidEvent, RequestRefused {
    TraceInfoReader reader = new TraceInfoReader(info, arrival);
    reader.facts();
    reader.previews();
    reader.assessments();
    return reader.events;
  }

  private EventMembers about() throws InvalidEvent {
    Instant start = ClientTime.instant(info, "request_time");
    Duration took = ClientTime.duration(info, "execution_duration");
    Instant end = start == null || took == null ? null : start.plus(took);
    boolean isOver = !"IN_PROGRESS".equals(info.text("state"));
    return new EventMembers()
        .put("trace_id", info.required("trace_id"))
        .put("start_time", start)
        .put("end_time", isOver ? end : null)
        .put("timestamp", end != null ? end : start)
        .put("revision", isOver ? 1 : 0); // of one time, what is said at the end is newer
  }

  private void facts() throws InvalidEvent, RequestRefused {
    Map<String, String> metadata = info.strings("trace_metadata");
    Map<String, String> tags = new LinkedHashMap<>(info.strings("tags"));
    tags.remove(Names.SPANS_LOCATION); // is of the server's saying
    tags.remove(Names.ARTIFACT_LOCATION);
    String user = metadata.get(Names.USER);
    EventMembers facts =
        about()
            .put("client_request_id", info.text("client_request_id"))
            .put("thread_id", thread(metadata.get(Names.SESSION)))
            .put("name", tags.get(Names.TRACE_NAME))
            .put("status", STATUSES.get(info.text("state")))
            .put("usage", json(metadata.get(Names.TOKEN_USAGE)))
            .put("tags", tags)
            .put("metadata", metadata);
    if (user != null && TextRule.ofId(user) == null) {
      facts.put("user", new EventMembers().put("id", user));
    }
    events.add(facts.read(EventType.TRACE, arrival, 0));
  }

  private void previews() throws InvalidEvent, RequestRefused {
    Map<String, String> metadata = info.strings("trace_metadata");
    Json input = content(info.text("request_preview"), metadata.get(Names.INPUTS));
    Json output = content(info.text("response_preview"), metadata.get(Names.OUTPUTS));
    if (input == null && output == null) {
      return;
    }
    Event previews =
        about().put("input", input).put("output", output).read(EventType.TRACE, arrival, 1);
    events.add(Restated.withPrecedence(previews, PREVIEW_PRECEDENCE));
  }

  private void assessments() throws InvalidEvent, RequestRefused {
    String traceId = TraceId.canonical(info.required("trace_id"));
    int index = 0;
    for (Message assessment : info.messages("assessments")) {
      events.add(AssessmentReader.read(assessment, traceId, index++, arrival));
    }
  }

  /** A session that no thread can be named by is still shown among the metadata. */
  private static String thread(String session) {
    boolean isThread =
        session != null
            && TextRule.ofId(session) == null
            && !session.startsWith(TraceId.OWN_THREAD_PREFIX);
    return isThread ? session : null;
  }

  /** The longer preview, as the JSON that it is where it was not cut off. */
  private static Json content(String preview, String shorter) {
    String text = preview != null && !preview.isEmpty() ? preview : shorter;
    if (text == null || text.isEmpty()) {
      return null;
    }
    Json json = json(text);
    return json == null ? new JsonText(beginning(text)) : json;
  }

  /** Of a text that was cut off, what is there of it, without the quote that has lost its other. */
  private static String beginning(String text) {
    boolean isCutOff = text.startsWith("\"") && text.endsWith(CUT_OFF);
    Json whole = isCutOff ? json(text.substring(0, text.length() - CUT_OFF.length()) + "\"") : null;
    return whole instanceof JsonText begun ? begun.value() + CUT_OFF : text;
  }

  /** Null where it is no JSON. */
  private static Json json(String text) {
    if (text == null) {
      return null;
    }
    try {
      byte[] bytes = text.getBytes(UTF_8);
      return JsonTree.of(bytes, 0, bytes.length);
    } catch (InvalidEvent | RequestRefused e) {
      return null;
    }
  }
}
