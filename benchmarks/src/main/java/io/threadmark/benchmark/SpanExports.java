package io.threadmark.benchmark;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Exports as OpenTelemetry's exporters send them: traces of an agent with a retriever, a model and
 * a tool below it, by the GenAI conventions, with what was asked and answered.
 */
final class SpanExports {
  /** As the batch processors of the SDKs may be set; the figures are of this size. */
  static final int SPANS = 100;

  private static final int SPANS_OF_TRACE = 4;
  private static final String QUESTION = "How do I get my money back? ".repeat(4);
  private static final String ANSWER = "An answer of the length that answers have. ".repeat(8);

  private final Random random = new Random(1);

  /** So many exports of different traces, in protobuf. */
  List<byte[]> make(int count) {
    List<byte[]> exports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ScopeSpans.Builder spans = ScopeSpans.newBuilder();
      for (int trace = 0; trace < SPANS / SPANS_OF_TRACE; trace++) {
        addTrace(spans);
      }
      Resource service = Resource.newBuilder().addAttributes(text("service.name", "shop")).build();
      exports.add(
          ExportTraceServiceRequest.newBuilder()
              .addResourceSpans(
                  ResourceSpans.newBuilder().setResource(service).addScopeSpans(spans))
              .build()
              .toByteArray());
    }
    return exports;
  }

  /** The same, packed as exporters do that are told to. */
  static byte[] gzip(byte[] export) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(export);
    }
    return packed.toByteArray();
  }

  private void addTrace(ScopeSpans.Builder spans) {
    ByteString trace = id(16);
    String conversation = "conversation-" + random.nextInt(1_000_000);
    Span.Builder agent =
        span(trace, "invoke_agent shop", "invoke_agent")
            .addAttributes(text("gen_ai.conversation.id", conversation))
            .addAttributes(text("user.id", "u" + random.nextInt(5_000)));
    said(agent, "user", QUESTION, "gen_ai.input.messages");
    said(agent, "assistant", ANSWER, "gen_ai.output.messages");
    ByteString parent = agent.getSpanId();
    spans.addSpans(agent);
    spans.addSpans(
        span(trace, "retrieval", "retrieval")
            .setParentSpanId(parent)
            .addAttributes(text("gen_ai.retrieval.query.text", QUESTION)));
    Span.Builder model =
        span(trace, "chat large", "chat")
            .setParentSpanId(parent)
            .addAttributes(text("gen_ai.request.model", "large"))
            .addAttributes(text("gen_ai.response.model", "large-2026"))
            .addAttributes(whole("gen_ai.usage.input_tokens", 100 + random.nextInt(100)))
            .addAttributes(whole("gen_ai.usage.output_tokens", 200 + random.nextInt(300)));
    said(model, "user", QUESTION, "gen_ai.input.messages");
    said(model, "assistant", ANSWER, "gen_ai.output.messages");
    spans.addSpans(model);
    spans.addSpans(
        span(trace, "execute_tool lookup", "execute_tool")
            .setParentSpanId(parent)
            .addAttributes(text("gen_ai.tool.name", "lookup"))
            .addAttributes(text("gen_ai.tool.call.id", "call-" + random.nextInt(1_000_000)))
            .addAttributes(text("gen_ai.tool.call.arguments", "{\"order\":17}")));
  }

  private Span.Builder span(ByteString trace, String name, String operation) {
    long end = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    return Span.newBuilder()
        .setTraceId(trace)
        .setSpanId(id(8))
        .setName(name)
        .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
        .setStartTimeUnixNano(end - TimeUnit.MILLISECONDS.toNanos(800))
        .setEndTimeUnixNano(end)
        .addAttributes(text("gen_ai.operation.name", operation))
        .addAttributes(text("gen_ai.provider.name", "stub"))
        .addAttributes(text("server.address", "127.0.0.1"))
        .addAttributes(whole("server.port", 8_080));
  }

  private static void said(Span.Builder span, String role, String words, String attribute) {
    span.addAttributes(
        text(
            attribute,
            "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
                .formatted(role, words)));
  }

  private ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue whole(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }
}
