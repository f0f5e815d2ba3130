package io.threadmark.processor.query;

import io.threadmark.processor.cluster.RowsProtocol;
import io.threadmark.processor.export.CutService;
import io.threadmark.processor.query.agreement.FeedbackStatistics;
import io.threadmark.processor.query.feedback.FeedbackFilter;
import io.threadmark.processor.query.feedback.FeedbackListQuery;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.list.ListProgress;
import io.threadmark.processor.query.list.ListQuery;
import io.threadmark.processor.query.list.ProjectList;
import io.threadmark.processor.query.metrics.MetricsQuery;
import io.threadmark.processor.query.thread.ThreadPages;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses for gateways and for other instances, which ask for what is here. */
final class PeerRoutes {
  private static final String VISIBLE_PATH = "/internal/v1/visible";
  private static final int MOST_QUESTION_BYTES = 64 * 1024;

  /** Of a question about a list, with its values and its places. */
  private static final int MOST_LIST_BYTES = 1024 * 1024;

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
    get(router, ThreadPages.PATH, Set.of("key", "page_size", "cursor"), PeerRoutes::thread);
    get(router, FeedbackListQuery.PATH, FEEDBACK_OF_PARTITION, PeerRoutes::feedback);
    FeedbackStatistics.PARAMETERS_OF_PARTS.forEach(
        (path, known) ->
            get(
                router,
                path,
                known,
                (queries, request, parameters) -> queries.statistics().of(path, parameters)));
    router
        .post(MetricsQuery.PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_QUESTION_BYTES))
        .handler(request -> answering.bytes(request, PeerRoutes::metrics));
    list(router, ListQuery.PATH, (queries, asked) -> queries.lists().query().local(asked));
    list(router, ListQuery.ROWS_PATH, (queries, asked) -> queries.lists().query().localRows(asked));
    list(router, ListProgress.PATH, (queries, asked) -> queries.lists().progress().local(asked));
    list(router, ProjectList.PATH, (queries, asked) -> queries.lists().projects().local(asked));
    list(router, CutService.PATH, PeerRoutes::cut);
    router
        .post(RowsProtocol.PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_QUESTION_BYTES))
        .handler(request -> answering.bytes(request, PeerRoutes::rows));
    router.post(VISIBLE_PATH).handler(answering.receipts()::admit);
    router
        .post(VISIBLE_PATH)
        .handler(BodyHandler.create(false).setBodyLimit(Receipt.MOST_CHARS))
        .handler(this::visible);
  }

  private void list(Router router, String path, Answering.BytesAnswer answer) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(MOST_LIST_BYTES))
        .handler(request -> answering.bytes(request, answer));
  }

  private void get(Router router, String path, Set<String> known, Answering.Answer answer) {
    router.get(path).handler(request -> answering.part(request, known, answer));
  }

  /** A page of a thread. */
  private static byte[] thread(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    try {
      return queries
          .threads()
          .local(
              Key.parse(parameters.text("key")),
              parameters.whole("page_size", PublicRoutes.DEFAULT_PAGE, 1, PublicRoutes.MOST_PAGE),
              parameters.text("cursor"));
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("cursor", e.getMessage());
    }
  }

  /** The part of a list that a partition has. */
  private static byte[] feedback(
      Queries queries, RoutingContext request, QueryParameters parameters) {
    return Views.json(
        queries
            .feedbackList()
            .local(
                parameters.text("store"),
                parameters.whole("partition", -1, 0, Integer.MAX_VALUE),
                FeedbackFilter.read(parameters),
                parameters.whole("page_size", PublicRoutes.DEFAULT_ROWS, 1, PublicRoutes.MOST_PAGE))
            .part());
  }

  /** Totals of some partitions. */
  private static byte[] metrics(Queries queries, byte[] question) {
    return MetricsQuery.ANSWERS.write(
        queries.metricsQuery().local(MetricsQuery.QUESTIONS.read(question)));
  }

  private static byte[] cut(Queries queries, byte[] question) {
    try {
      return queries.cutsHere().answer(question);
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("search", e.getMessage());
    }
  }

  private static byte[] rows(Queries queries, byte[] body) {
    RowsProtocol.Question question = RowsProtocol.Question.read(body);
    return RowsProtocol.answer(
        queries.stores().localRows(question.store(), question.partition()), question);
  }

  /**
   * Waits until all queries, those for metrics too, see what the receipt in the body names; tells
   * what became of it.
   */
  private void visible(RoutingContext request) {
    QueryParameters parameters = new QueryParameters(request, Set.of());
    int waitMs = parameters.whole("wait_ms", 0, 0, QueryParameters.MOST_WAIT_MS);
    ReceiptKeys keys = queries.get().receiptKeys();
    if (keys.isEmpty()) {
      throw RequestProblem.unavailable("the processor is starting");
    }
    answering
        .waiting()
        .outcome(() -> read(keys, request), waitMs)
        .onSuccess(outcome -> Answers.send(request, 200, ReceiptView.ofEffects(outcome)))
        .onFailure(failure -> Answers.fail(request, failure));
  }

  private static Receipt read(ReceiptKeys keys, RoutingContext request) {
    try {
      return keys.verify(request.body().asString());
    } catch (IllegalArgumentException e) {
      throw RequestProblem.invalid("body", "is not a receipt");
    }
  }
}
