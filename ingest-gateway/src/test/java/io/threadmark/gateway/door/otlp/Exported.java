package io.threadmark.gateway.door.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Requests as exporters make them. */
final class Exported {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String ROOT = "00f067aa0ba902b7";
  static final String CHILD = "b7ad6b7169203331";
  static final long START = nanos("2026-01-01T00:00:00.000000001Z");
  static final long END = nanos("2026-01-01T00:00:01.5Z");

  private Exported() {}

  static ExportTraceServiceRequest spans(Span... spans) {
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(of(null, spans)).build();
  }

  /** The spans of a process that says whose they are. */
  static ResourceSpans of(String project, Span... spans) {
    Resource.Builder resource =
        Resource.newBuilder().addAttributes(attribute("service.name", "shop"));
    if (project != null) {
      resource.addAttributes(attribute("threadmark.project", project));
    }
    return ResourceSpans.newBuilder()
        .setResource(resource)
        .addScopeSpans(
            ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("1.2"))
                .addAllSpans(List.of(spans)))
        .build();
  }

  static Span.Builder root() {
    return span(TRACE, ROOT)
        .setName("chat")
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
        .addAttributes(attribute("session.id", "th-1"))
        .addAttributes(attribute("user.id", "u-1"))
        .addAttributes(attribute("input.value", "What is new?"))
        .addAttributes(attribute("output.value", "Nothing."));
  }

  static Span.Builder child() {
    return span(TRACE, CHILD).setParentSpanId(hex(ROOT)).setName("step");
  }

  static Span.Builder span(String traceId, String spanId) {
    return Span.newBuilder()
        .setTraceId(hex(traceId))
        .setSpanId(hex(spanId))
        .setStartTimeUnixNano(START)
        .setEndTimeUnixNano(END);
  }

  static ExportLogsServiceRequest records(LogRecord... records) {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(List.of(records))))
        .build();
  }

  /** The result of an evaluation of the root span. */
  static LogRecord.Builder evaluation(String name, double score) {
    return LogRecord.newBuilder()
        .setEventName("gen_ai.evaluation.result")
        .setTimeUnixNano(END)
        .setTraceId(hex(TRACE))
        .setSpanId(hex(ROOT))
        .addAttributes(attribute("gen_ai.evaluation.name", name))
        .addAttributes(attribute("gen_ai.evaluation.score.value", score));
  }

  static KeyValue attribute(String key, Object value) {
    return KeyValue.newBuilder().setKey(key).setValue(any(value)).build();
  }

  static AnyValue any(Object value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    if (value instanceof String text) {
      any.setStringValue(text);
    } else if (value instanceof Boolean bool) {
      any.setBoolValue(bool);
    } else if (value instanceof Long number) {
      any.setIntValue(number);
    } else if (value instanceof Double number) {
      any.setDoubleValue(number);
    } else if (value instanceof byte[] bytes) {
      any.setBytesValue(ByteString.copyFrom(bytes));
    } else if (value instanceof List<?> list) {
      any.getArrayValueBuilder();
      list.forEach(item -> any.getArrayValueBuilder().addValues(any(item)));
    } else if (value instanceof Map<?, ?> map) {
      any.getKvlistValueBuilder();
      map.forEach(
          (key, item) -> any.getKvlistValueBuilder().addValues(attribute((String) key, item)));
    }
    return any.build();
  }

  static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  static long nanos(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /** Ids of spans, one after the other. */
  static Stream<String> spanIds() {
    return Stream.iterate(1L, id -> id + 1).map(id -> "%016x".formatted(id));
  }
}
