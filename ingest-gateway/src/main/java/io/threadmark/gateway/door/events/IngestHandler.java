package io.threadmark.gateway.door.events;

import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.BodyIntake.Body;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.gateway.publish.Unacknowledged;
import io.threadmark.gateway.query.Passage;
import io.threadmark.gateway.query.Seen;
import io.threadmark.gateway.query.VisibilityWait;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;

/** The way of a request with events: take the body in, read it, publish, answer. */
public final class IngestHandler implements Handler<RoutingContext> {
  private static final String DOOR = "http";

  /**
   * From these sizes on a body is read by a reader, so that the event loop need not wait for it.
   */
  private static final int LARGE_BYTES = 64 * 1024;

  private static final int LARGE_PACKED_BYTES = 8 * 1024;

  /**
   * What every address that takes events needs.
   *
   * @param readers read large bodies; so few that what they hold meanwhile fits into memory
   * @param arrivals tells under which settings a request comes in
   * @param keys what requests with an idempotency key said
   */
  public record Tools(
      BodyIntake intake,
      WorkerExecutor readers,
      Ingest ingest,
      Receipts receipts,
      Readiness readiness,
      VisibilityWait visibility,
      IngestMetrics metrics,
      Arrivals arrivals,
      IdempotencyKeys keys) {}

  /** Events that are on their way to Kafka, and the answer for when they are there. */
  private record Submission(IngestAnswer answer, CompletableFuture<Void> done) {}

  private final Tools tools;
  private final EventForm form;

  public IngestHandler(Tools tools, EventForm form) {
    this.tools = tools;
    this.form = form;
  }

  @Override
  public void handle(RoutingContext context) {
    try {
      if (!tools.readiness.primed()) {
        throw new RequestRefused(ErrorCode.UNAVAILABLE, "the gateway is starting");
      }
      take(context, IngestParameters.of(context, form));
    } catch (RequestRefused e) {
      ErrorAnswer.send(context, e);
    }
  }

  private void take(RoutingContext context, IngestParameters parameters) {
    tools
        .intake
        .take(context.request())
        .compose(
            body ->
                publish(context.vertx(), body, parameters)
                    .compose(answer -> answer(context, answer, parameters, body.share()))
                    .onComplete(done -> body.share().release()))
        .onFailure(failure -> ErrorAnswer.send(context, failure));
  }

  private Future<IngestAnswer> publish(Vertx vertx, Body body, IngestParameters parameters) {
    int large = parameters.coding() == ContentCoding.IDENTITY ? LARGE_BYTES : LARGE_PACKED_BYTES;
    Future<Submission> submitted =
        body.bytes().length >= large
            ? tools.readers.executeBlocking(() -> submit(body, parameters), false)
            : submitHere(body, parameters);
    return submitted
        .compose(submission -> durable(vertx, submission))
        .onSuccess(answer -> body.share().resize(answer.heldBytes()));
  }

  private Future<Submission> submitHere(Body body, IngestParameters parameters) {
    try {
      return Future.succeededFuture(submit(body, parameters));
    } catch (RequestRefused | RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Submission submit(Body body, IngestParameters parameters) throws RequestRefused {
    byte[] unpacked = parameters.coding().unpack(body.bytes());
    if (!body.share().resize(unpacked.length)) {
      throw BodyIntake.overloaded();
    }
    Arrival arrival = tools.arrivals.now(parameters.project(), DOOR, parameters.ids());
    EventBatch batch = parameters.reading().read(unpacked, arrival);
    // Written before anything is published: what there is no room for is then refused unharmed.
    IngestAnswer answer =
        IngestAnswer.of(
            batch, parameters.project(), tools.receipts, parameters.visibleWithin() != null);
    if (!body.share().resize(unpacked.length + answer.heldBytes())) {
      throw BodyIntake.overloaded();
    }
    IdempotencyKeys.Use key =
        tools.keys.use(parameters.project(), parameters.idempotencyKey(), batch);
    tools.metrics.received(batch.count());
    answer.rejected().forEach(tools.metrics::rejected);
    return new Submission(answer, publish(batch, key));
  }

  private CompletableFuture<Void> publish(EventBatch batch, IdempotencyKeys.Use key) {
    try {
      return tools
          .ingest
          .accept(batch.events())
          .whenComplete((done, failure) -> key.end(failure == null));
    } catch (RuntimeException e) {
      key.end(false);
      throw e;
    }
  }

  private Future<IngestAnswer> durable(Vertx vertx, Submission submission) {
    return Future.fromCompletionStage(submission.done, vertx.getOrCreateContext())
        .recover(failure -> Future.failedFuture(Unacknowledged.because(failure)))
        .map(submission.answer);
  }

  private Future<Void> answer(
      RoutingContext context,
      IngestAnswer answer,
      IngestParameters parameters,
      InFlightBytes.Share share) {
    if (parameters.visibleWithin() == null || answer.receipt() == null) {
      return sent(answer.send(context.response(), null));
    }
    if (!share.resize(answer.heldBytesWaiting())) {
      return sent(
          answer.send(context.response(), Seen.UNKNOWN)); // the events are there, whoever sees them
    }
    return tools
        .visibility
        .await(
            answer.receipt(), parameters.project(), parameters.visibleWithin(), Passage.of(context))
        .compose(seen -> sent(answer.send(context.response(), seen)));
  }

  /** A client that is gone before it has read its answer is no failure of ours. */
  private static Future<Void> sent(Future<Void> answer) {
    return answer.otherwiseEmpty();
  }
}
