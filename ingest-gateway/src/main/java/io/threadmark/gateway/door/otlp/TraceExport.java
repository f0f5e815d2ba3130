package io.threadmark.gateway.door.otlp;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.SpanEvents;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.schema.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads exported spans, those of a project together: one may say of which thread another is. */
final class TraceExport {
  private final Export export = new Export();
  private final Map<Arrival, List<SpanData>> spans = new LinkedHashMap<>();
  private final ProjectChoice projects;
  private int count;

  private TraceExport(ProjectChoice projects) {
    this.projects = projects;
  }

  static Export of(ExportTraceServiceRequest request, ProjectChoice projects)
      throws RequestRefused {
    TraceExport reading = new TraceExport(projects);
    for (ResourceSpans of : request.getResourceSpansList()) {
      reading.read(of);
    }
    reading.makeEvents();
    return reading.export;
  }

  private void read(ResourceSpans of) throws RequestRefused {
    JsonObject resource = AnyValues.object(of.getResource().getAttributesList());
    for (ScopeSpans scope : of.getScopeSpansList()) {
      SpanDecoder decoder = new SpanDecoder(resource, scope.getScope());
      for (Span span : scope.getSpansList()) {
        if (++count > Limits.EVENTS) {
          throw new RequestRefused(
              ErrorCode.TOO_LARGE, "a request has at most " + Limits.EVENTS + " spans");
        }
        try {
          Arrival arrival = projects.of(of.getResource());
          spans.computeIfAbsent(arrival, first -> new ArrayList<>()).add(decoder.read(span));
        } catch (InvalidEvent e) {
          export.refuse("span " + WireIds.hex(span.getSpanId()), e.at(0));
        }
      }
    }
  }

  private void makeEvents() throws RequestRefused {
    for (Map.Entry<Arrival, List<SpanData>> ofProject : spans.entrySet()) {
      List<SpanData> read = ofProject.getValue();
      EventBatch batch = SpanEvents.of(read, ofProject.getKey());
      export.take(batch.events());
      for (Rejection rejection : batch.rejections()) {
        export.refuse("span " + read.get(rejection.index()).spanId(), rejection);
      }
    }
  }
}
