package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads facts about a trace. */
final class TraceReader {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "trace_id",
          "client_request_id",
          "thread_id",
          "session_id",
          "name",
          "status",
          "error",
          "start_time",
          "end_time",
          "input",
          "output",
          "model",
          "usage",
          "user",
          "user_id",
          "tags",
          "metadata",
          "clear",
          "timestamp",
          "revision");

  private static final List<String> STATUSES = List.of("OK", "ERROR", "IN_PROGRESS", "UNSET");

  private static final Clearing CLEARING =
      new Clearing(
          "client_request_id",
          "thread_id",
          "name",
          "status",
          "error",
          "start_time",
          "end_time",
          "input",
          "output",
          "model",
          "usage",
          "tags",
          "metadata");

  private TraceReader() {}

  static Event read(Entry entry) throws InvalidEvent {
    Fields fields = Fields.of(entry.object(), "", KNOWN);
    Trace trace = new Trace();
    trace.setProjectId(entry.project());
    trace.setTraceId(entry.idOr(SharedFields.traceId(fields, "trace_id")));
    trace.setPrecedence(0L);
    trace.setClientRequestId(fields.id("client_request_id"));
    trace.setThreadId(SharedFields.threadId(fields));
    trace.setName(fields.text("name", Limits.NAME_BYTES));
    trace.setStatus(fields.word("status", STATUSES));
    trace.setError(SharedFields.error(fields));
    trace.setStartTime(fields.time("start_time", entry.latest()));
    trace.setEndTime(fields.time("end_time", entry.latest()));
    trace.setInput(SharedFields.content(fields.any("input")));
    trace.setOutput(SharedFields.content(fields.any("output")));
    trace.setModel(fields.text("model", Limits.NAME_BYTES));
    trace.setUsage(Usage.read(fields));
    trace.setUser(SharedFields.user(fields));
    trace.setTags(SharedFields.tags(fields));
    trace.setMetadata(SharedFields.metadata(fields));
    trace.setClear(CLEARING.read(fields));
    trace.setIngest(entry.ingest());
    Instant time = fields.time("timestamp", entry.latest());
    trace.setStamp(entry.stamp(time, fields.count("revision"), ContentHash.of(trace)));
    return new Event(
        entry.index(),
        EventType.TRACE,
        Key.trace(entry.project(), trace.getTraceId()),
        trace,
        new Statement(EventType.TRACE.subject(), trace.getTraceId(), null, trace.getStamp()));
  }
}
