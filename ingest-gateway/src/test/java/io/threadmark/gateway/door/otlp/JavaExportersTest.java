package io.threadmark.gateway.door.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.schema.Span;
import io.threadmark.schema.Trace;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenTelemetry's own exporters of Java, as they are. */
class JavaExportersTest {
  static Stream<Named<Function<RunningGateway, SpanExporter>>> exporters() {
    return Stream.of(
        Named.of(
            "by HTTP",
            gateway ->
                OtlpHttpSpanExporter.builder()
                    .setEndpoint("http://127.0.0.1:" + gateway.port() + "/v1/traces")
                    .setCompression("gzip")
                    .build()),
        Named.of(
            "by gRPC",
            gateway ->
                OtlpGrpcSpanExporter.builder()
                    .setEndpoint("http://127.0.0.1:" + gateway.grpcPort())
                    .setCompression("gzip")
                    .build()),
        Named.of(
            "by gRPC, not packed",
            gateway ->
                OtlpGrpcSpanExporter.builder()
                    .setEndpoint("http://127.0.0.1:" + gateway.grpcPort())
                    .build()));
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void whatTheyExportIsThere(Function<RunningGateway, SpanExporter> exporter) {
    try (RunningGateway gateway = RunningGateway.start();
        SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter.apply(gateway)))
                .build()) {
      Tracer tracer = provider.get("test", "1.0");
      io.opentelemetry.api.trace.Span span =
          tracer
              .spanBuilder("chat")
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute("gen_ai.conversation.id", "th-9")
              .setAttribute("gen_ai.request.model", "gpt-x")
              .setAttribute(AttributeKey.longKey("gen_ai.usage.input_tokens"), 12L)
              .startSpan();
      span.addEvent("first token");
      span.end();
      assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();

      assertThat(gateway.published(Span.class))
          .singleElement()
          .satisfies(
              published -> {
                assertThat(published.getTraceId()).isEqualTo(span.getSpanContext().getTraceId());
                assertThat(published.getSpanId()).isEqualTo(span.getSpanContext().getSpanId());
                assertThat(published.getEvents()).contains("first token");
              });
      assertThat(gateway.published(Trace.class).get(0).getThreadId()).isEqualTo("th-9");
      assertThat(gateway.published(Trace.class).get(0).getModel()).isEqualTo("gpt-x");
    }
  }
}
