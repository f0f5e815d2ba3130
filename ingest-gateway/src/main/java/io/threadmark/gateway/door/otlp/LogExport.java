package io.threadmark.gateway.door.otlp;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.threadmark.gateway.event.EvaluationEvents;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads exported log records. Those that tell the result of an evaluation are feedback; the others
 * are the business of whoever keeps logs, and are passed over.
 */
final class LogExport {
  /** Where the name of an event stood before it had a field of its own. */
  private static final String EVENT_NAME = "event.name";

  private final Export export = new Export();
  private final ProjectChoice projects;
  private int count;

  private LogExport(ProjectChoice projects) {
    this.projects = projects;
  }

  static Export of(ExportLogsServiceRequest request, ProjectChoice projects) throws RequestRefused {
    LogExport reading = new LogExport(projects);
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          reading.read(record, resource.getResource());
        }
      }
    }
    return reading.export;
  }

  private void read(LogRecord record, Resource resource) throws RequestRefused {
    if (!isEvaluation(record)) {
      export.passOver();
      return;
    }
    if (count == Limits.EVENTS) {
      throw new RequestRefused(
          ErrorCode.TOO_LARGE, "a request has at most " + Limits.EVENTS + " results");
    }
    int index = count++;
    try {
      if (record.getSerializedSize() > Limits.EVENT_BYTES) {
        throw new InvalidEvent(
            ErrorCode.TOO_LARGE, "", "a record has at most " + Limits.EVENT_BYTES + " bytes");
      }
      export.take(
          List.of(
              EvaluationEvents.of(
                  AnyValues.object(attributes(record)),
                  WireIds.traceOrNull(record.getTraceId(), "trace_id"),
                  WireIds.spanOrNull(record.getSpanId(), "span_id"),
                  time(record),
                  index,
                  projects.of(resource))));
    } catch (InvalidEvent e) {
      export.refuse("record " + index, e.at(index));
    }
  }

  private static boolean isEvaluation(LogRecord record) {
    return record.getEventName().equals(EvaluationEvents.NAME)
        || record.getAttributesList().stream()
            .anyMatch(
                attribute ->
                    attribute.getKey().equals(EVENT_NAME)
                        && attribute.getValue().getStringValue().equals(EvaluationEvents.NAME));
  }

  /** Some write what an event says into its body. */
  private static List<KeyValue> attributes(LogRecord record) {
    if (record.getBody().getValueCase() != AnyValue.ValueCase.KVLIST_VALUE) {
      return record.getAttributesList();
    }
    List<KeyValue> all = new ArrayList<>(record.getBody().getKvlistValue().getValuesList());
    all.addAll(record.getAttributesList());
    return all;
  }

  private static long time(LogRecord record) {
    return record.getTimeUnixNano() != 0
        ? record.getTimeUnixNano()
        : record.getObservedTimeUnixNano();
  }
}
