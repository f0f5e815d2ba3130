package io.threadmark.gateway.door.otlp;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.Unacknowledged;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.CompletableFuture;

/** The way of what is exported, over HTTP as over gRPC: read it, publish, answer. */
final class Exports {
  /**
   * From these sizes on a body is read by a reader, so that the event loop need not wait for it.
   */
  private static final int LARGE_BYTES = 32 * 1024;

  private static final int LARGE_PACKED_BYTES = 8 * 1024;

  /** Events that are on their way to Kafka, and the answer for when they are there. */
  private record Submission(Message answer, CompletableFuture<Void> done) {}

  private final WorkerExecutor readers;
  private final Ingest ingest;
  private final IngestMetrics metrics;
  private final Counter passedOver;

  /**
   * @param readers read large bodies
   */
  Exports(WorkerExecutor readers, Ingest ingest, IngestMetrics metrics, MeterRegistry registry) {
    this.readers = readers;
    this.ingest = ingest;
    this.metrics = metrics;
    this.passedOver =
        Counter.builder("threadmark.gateway.otlp.logs.passed.over")
            .description("Log records that tell no result of an evaluation, and are kept nowhere")
            .register(registry);
  }

  /**
   * Takes a body.
   *
   * @param share holds what is in memory for it
   * @return the answer, once all that follows is durable
   */
  Future<Message> take(
      Vertx vertx,
      OtlpSignal signal,
      OtlpEncoding encoding,
      ContentCoding coding,
      byte[] body,
      InFlightBytes.Share share,
      ProjectChoice projects) {
    int large = coding == ContentCoding.IDENTITY ? LARGE_BYTES : LARGE_PACKED_BYTES;
    Future<Submission> submitted =
        body.length >= large
            ? readers.executeBlocking(
                () -> submit(signal, encoding, coding, body, share, projects), false)
            : submitHere(signal, encoding, coding, body, share, projects);
    return submitted.compose(
        submission ->
            Future.fromCompletionStage(submission.done, vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(Unacknowledged.because(failure)))
                .map(submission.answer));
  }

  private Future<Submission> submitHere(
      OtlpSignal signal,
      OtlpEncoding encoding,
      ContentCoding coding,
      byte[] body,
      InFlightBytes.Share share,
      ProjectChoice projects) {
    try {
      return Future.succeededFuture(submit(signal, encoding, coding, body, share, projects));
    } catch (RequestRefused | RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Submission submit(
      OtlpSignal signal,
      OtlpEncoding encoding,
      ContentCoding coding,
      byte[] body,
      InFlightBytes.Share share,
      ProjectChoice projects)
      throws RequestRefused {
    byte[] unpacked = coding.unpack(body);
    if (!share.resize(unpacked.length)) {
      throw BodyIntake.overloaded();
    }
    Message.Builder request = signal.request();
    encoding.read(unpacked, request);
    Export export = signal.export(request.build(), projects);
    metrics.received(export.events().size() + export.refusedItems());
    export.refused().forEach(metrics::rejected);
    passedOver.increment(export.passedOver());
    return new Submission(
        signal.answer(export.refusedItems(), export.why()), ingest.accept(export.events()));
  }
}
