package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Meaning;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.SpanSort;
import io.threadmark.gateway.span.SpanTurns.Placed;
import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Trace;
import java.util.List;

/**
 * Makes what a span says of its trace. A root span says all; one by which a request enters a
 * process says when and what was run too, as the root of a trace that comes from elsewhere never
 * comes here. Any other span says only what may hold for all of the trace: its end is not the end.
 */
final class SpanFacts {
  /** Of a root span, whose word stands above that of all others. */
  private static final long ROOT = -1;

  private static final String ERROR = "ERROR";

  private final Attributes attributes;
  private final List<Placed> turns;
  private final SpanData span;
  private final SpanTimes times;
  private final SpanSort sort;
  private final Trace trace = new Trace();

  private SpanFacts(Attributes attributes, List<Placed> turns, SpanTimes times) {
    this.attributes = attributes;
    this.turns = turns;
    this.span = attributes.span();
    this.times = times;
    this.sort = SpanSort.of(attributes);
  }

  static Event event(Attributes attributes, List<Placed> turns, SpanTimes times, Entry entry)
      throws InvalidEvent {
    return new SpanFacts(attributes, turns, times).event(entry);
  }

  private Event event(Entry entry) throws InvalidEvent {
    trace.setProjectId(entry.project());
    trace.setTraceId(span.traceId());
    trace.setSpanId(span.spanId());
    trace.setPrecedence(span.isRoot() ? ROOT : -times.startMicros());
    if (span.isRoot() || isEntry()) {
      setCourse();
    }
    trace.setThreadId(SpanNames.thread(attributes));
    trace.setUser(SpanNames.user(attributes));
    trace.setClientRequestId(clientRequest());
    trace.setModel(sort.answers() ? Cut.name(attributes.text(Meaning.MODEL)) : null);
    trace.setUsage(SpanUsage.of(attributes, sort));
    trace.setTags(SpanLabels.tags(attributes));
    trace.setMetadata(SpanLabels.metadata(attributes));
    trace.setClear(List.of());
    setContents();
    trace.setIngest(entry.ingest());
    trace.setStamp(entry.stamp(times.known(), null, ContentHash.of(trace)));
    return new Event(
        entry.index(),
        EventType.TRACE,
        Key.trace(entry.project(), trace.getTraceId()),
        trace,
        new Statement(EventType.TRACE.subject(), trace.getTraceId(), null, trace.getStamp()));
  }

  private boolean isEntry() {
    return "SERVER".equals(span.kind()) || "CONSUMER".equals(span.kind());
  }

  /** What was run, when, and how it went. */
  private void setCourse() {
    String name = attributes.text(Meaning.TRACE_NAME);
    trace.setName(Cut.name(name != null ? name : span.name()));
    boolean isRunning = times.end() == null && !ERROR.equals(span.status());
    trace.setStatus(isRunning ? "IN_PROGRESS" : span.status());
    trace.setStartTime(times.start());
    trace.setEndTime(times.end());
    if (ERROR.equals(span.status())) {
      String code = Cut.name(attributes.text(Meaning.ERROR_TYPE));
      String message =
          span.statusMessage() == null || span.statusMessage().isEmpty()
              ? attributes.text(Meaning.ERROR_MESSAGE)
              : span.statusMessage();
      trace.setError(
          code == null && message == null
              ? null
              : new ErrorDetail(code, Cut.text(message, Limits.ERROR_MESSAGE_BYTES)));
    }
  }

  private String clientRequest() {
    String own = SpanNames.id(attributes.text(Meaning.CLIENT_REQUEST));
    return own != null || sort != SpanSort.LLM
        ? own
        : SpanNames.id(attributes.text(Meaning.RESPONSE));
  }

  private void setContents() {
    Json input = content(Meaning.TRACE_INPUT, Meaning.INPUT);
    Json output = content(Meaning.TRACE_OUTPUT, Meaning.OUTPUT);
    trace.setInput(SharedFields.content(input));
    trace.setOutput(SharedFields.content(output));
    long left = Limits.EVENT_BYTES - SpanLabels.bytes(trace);
    if (bytes(trace.getInput()) + bytes(trace.getOutput()) > left) {
      trace.setInput(Cut.content(input, (int) left / 2));
      trace.setOutput(Cut.content(output, (int) left / 2));
    }
  }

  private static long bytes(Content content) {
    if (content == null) {
      return 0;
    }
    return Utf8.length(content.getJson() != null ? content.getJson() : content.getText());
  }

  private Json content(Meaning ofTrace, Meaning ofSpan) {
    Json told = attributes.value(ofTrace);
    if (told != null || !(span.isRoot() || sort.speaksForTheTrace())) {
      return told;
    }
    Json own = attributes.value(ofSpan);
    return ofSpan == Meaning.OUTPUT && !span.isRoot() && isOnlyCalls() ? null : own;
  }

  /** A model that asks for tools has not answered yet: a later call of it will. */
  private boolean isOnlyCalls() {
    return sort == SpanSort.LLM
        && turns.stream().anyMatch(Placed::output)
        && turns.stream()
            .filter(Placed::output)
            .allMatch(placed -> isSilent(placed.turn().content()));
  }

  private static boolean isSilent(Json content) {
    return content == null || (content instanceof JsonText text && text.value().isBlank());
  }
}
