package io.threadmark.gateway.door.otlp;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.threadmark.gateway.refusal.RequestRefused;

/** What is exported: a kind of request, and the answer to it. */
enum OtlpSignal {
  TRACES("opentelemetry.proto.collector.trace.v1.TraceService") {
    @Override
    Message.Builder request() {
      return ExportTraceServiceRequest.newBuilder();
    }

    @Override
    Export export(Message request, ProjectChoice projects) throws RequestRefused {
      return TraceExport.of((ExportTraceServiceRequest) request, projects);
    }

    @Override
    Message answer(long refused, String why) {
      ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
      if (refused > 0) {
        answer.setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(refused).setErrorMessage(why));
      }
      return answer.build();
    }
  },

  LOGS("opentelemetry.proto.collector.logs.v1.LogsService") {
    @Override
    Message.Builder request() {
      return ExportLogsServiceRequest.newBuilder();
    }

    @Override
    Export export(Message request, ProjectChoice projects) throws RequestRefused {
      return LogExport.of((ExportLogsServiceRequest) request, projects);
    }

    @Override
    Message answer(long refused, String why) {
      ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
      if (refused > 0) {
        answer.setPartialSuccess(
            ExportLogsPartialSuccess.newBuilder()
                .setRejectedLogRecords(refused)
                .setErrorMessage(why));
      }
      return answer.build();
    }
  };

  private final String service;

  OtlpSignal(String service) {
    this.service = service;
  }

  /** The name of the service of gRPC whose method {@code Export} takes it. */
  String service() {
    return service;
  }

  /** An empty request. */
  abstract Message.Builder request();

  /**
   * Reads what was exported.
   *
   * @param projects tells whose each part is
   * @throws RequestRefused where all of it must fail
   */
  abstract Export export(Message request, ProjectChoice projects) throws RequestRefused;

  /**
   * The answer to what is durable.
   *
   * @param refused items that were not taken
   * @param why for a person to read
   */
  abstract Message answer(long refused, String why);
}
