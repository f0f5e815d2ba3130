package io.threadmark.processor.query;

import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses for gateways and for other instances, which ask for what is here. */
final class PeerRoutes {
  private static final int MOST_QUESTION_BYTES = 64 * 1024;
  private static final int MOST_RECEIPT_BYTES = 16 * 1024 * 1024;
  private static final Set<String> FEEDBACK_OF_PARTITION =
      Stream.concat(Stream.of("store", "partition"), FeedbackFilter.PARAMETERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Supplier<Queries> queries;
  private final Answering answering;

  PeerRoutes(Supplier<Queries> queries, Answering answering) {
    this.queries = queries;
    this.answering = answering;
  }

  void mount(Router router) {
    router
        .get(PeerClient.THREAD_PATH)
        .handler(
            request ->
                answering.query(request, Set.of("key", "page_size", "cursor"), this::thread));
    router
        .get(PeerClient.FEEDBACK_PATH)
        .handler(request -> answering.query(request, FEEDBACK_OF_PARTITION, this::feedback));
    router
        .post(PeerClient.METRICS_PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_QUESTION_BYTES))
        .handler(request -> answering.bytes(request, this::metrics));
    router
        .post(RowsProtocol.PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_QUESTION_BYTES))
        .handler(request -> answering.bytes(request, this::rows));
    router
        .post("/internal/v1/visible")
        .handler(BodyHandler.create(false).setBodyLimit(MOST_RECEIPT_BYTES))
        .handler(this::visible);
  }

  /** A page of a thread. */
  private byte[] thread(RoutingContext request, QueryParameters parameters) {
    try {
      return queries
          .get()
          .localThread(
              Key.parse(parameters.text("key")),
              parameters.whole("page_size", PublicRoutes.DEFAULT_PAGE, 1, PublicRoutes.MOST_PAGE),
              parameters.text("cursor"));
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }

  /** The part of a list that a partition has. */
  private byte[] feedback(RoutingContext request, QueryParameters parameters) {
    return Views.json(
        queries
            .get()
            .feedbackList()
            .local(
                parameters.text("store"),
                parameters.whole("partition", -1, 0, Integer.MAX_VALUE),
                FeedbackFilter.read(parameters),
                parameters.whole("page_size", PublicRoutes.DEFAULT_ROWS, 1, PublicRoutes.MOST_PAGE))
            .part());
  }

  /** Totals of some partitions. */
  private byte[] metrics(byte[] question) {
    return MetricsQuery.ANSWERS.write(
        queries.get().metricsQuery().local(MetricsQuery.QUESTIONS.read(question)));
  }

  private byte[] rows(byte[] body) {
    RowsProtocol.Question question = RowsProtocol.Question.read(body);
    return RowsProtocol.answer(
        queries.get().stores().localRows(question.store(), question.partition()), question);
  }

  /** Waits until all queries, those for metrics too, see what the receipt in the body names. */
  private void visible(RoutingContext request) {
    QueryParameters parameters = new QueryParameters(request, Set.of());
    int waitMs = parameters.whole("wait_ms", 0, 0, QueryParameters.MOST_WAIT_MS);
    byte[] secret = queries.get().receiptSecret();
    if (secret == null) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    Receipt receipt;
    try {
      receipt = Receipt.verify(request.body().asString(), secret);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("body", "is not a receipt");
    }
    queries
        .get()
        .waiting()
        .counted(receipt, waitMs)
        .onSuccess(
            behind -> Answers.send(request, 200, Views.object().put("visible", behind.isEmpty())))
        .onFailure(failure -> Answers.fail(request, failure));
  }
}
