package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.query.ProcessorAnswers;
import io.threadmark.gateway.query.ProcessorAnswers.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads what a client may just have written. What this gateway published is waited for by its
 * receipt; for what may have come in at another one there is a short wait where nothing is found.
 */
final class Reads {
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
  private static final int NOT_YET_VISIBLE = 412;
  private static final int REFUSED = 422;

  /** How often, and how many milliseconds apart, is looked for what is not there. */
  private static final int LOOKS = 8;

  private static final long PAUSE_MS = 150;

  private final ProcessorAnswers processor;
  private final RecentWrites recent;

  Reads(ProcessorAnswers processor, RecentWrites recent) {
    this.processor = processor;
    this.recent = recent;
  }

  /** A trace with its feedback and its spans. */
  Future<Answer> traceWithSpans(MlflowRequest request, String project, String traceId) {
    String receipt = recent.receipt(project, RecentWrites.ofTrace(traceId));
    return find(
        request,
        project,
        Addresses.trace(traceId),
        Map.of("include_spans", List.of("true")),
        receipt,
        Answer::isFound);
  }

  /** A trace with its feedback. */
  Future<Answer> trace(MlflowRequest request, String project, String traceId) {
    return find(
        request,
        project,
        Addresses.trace(traceId),
        Map.of(),
        recent.receipt(project, RecentWrites.ofTrace(traceId)),
        Answer::isFound);
  }

  Future<Answer> feedback(MlflowRequest request, String project, String traceId, String id) {
    return find(
        request,
        project,
        Addresses.feedback(id),
        Map.of(),
        recent.receipt(project, RecentWrites.ofTrace(traceId)),
        Answer::isFound);
  }

  /** The traces of a client's own id of a request, as rows, with what was said of each of late. */
  Future<Answer> byClientRequest(MlflowRequest request, String project, String clientRequestId) {
    Map<String, List<String>> parameters = Map.of("client_request_id", List.of(clientRequestId));
    String receipt = recent.receipt(project, RecentWrites.ofClientRequest(clientRequestId));
    return find(request, project, Addresses.TRACES, parameters, receipt, Reads::hasRows)
        .compose(
            answer -> {
              String ofFound = recent.receipt(project, subjects(answer));
              return ofFound == null
                  ? Future.succeededFuture(answer)
                  : visible(request, project, Addresses.TRACES, parameters, ofFound);
            });
  }

  private static boolean hasRows(Answer answer) {
    return answer.isFound() && !answer.body().getJsonArray("rows").isEmpty();
  }

  private static List<String> subjects(Answer answer) {
    if (!answer.isFound()) {
      return List.of();
    }
    return answer.body().getJsonArray("rows").stream()
        .map(row -> RecentWrites.ofTrace(((JsonObject) row).getString("trace_id")))
        .toList();
  }

  /** A page of a list, behind what this gateway published of late in the project. */
  Future<Answer> list(MlflowRequest request, String project, Map<String, List<String>> parameters) {
    return visible(
        request,
        project,
        Addresses.TRACES,
        parameters,
        recent.receipt(project, RecentWrites.ofProject()));
  }

  private Future<Answer> find(
      MlflowRequest request,
      String project,
      String path,
      Map<String, List<String>> parameters,
      String receipt,
      Predicate<Answer> isThere) {
    return receipt != null
        ? visible(request, project, path, parameters, receipt)
        : look(request, project, Addresses.with(path, parameters), isThere, LOOKS);
  }

  /** Where the wait is over in vain, what is there is better than nothing. */
  private Future<Answer> visible(
      MlflowRequest request,
      String project,
      String path,
      Map<String, List<String>> parameters,
      String receipt) {
    String plain = Addresses.with(path, parameters);
    if (receipt == null) {
      return processor.get(plain, project, Duration.ZERO, request.passage());
    }
    Map<String, List<String>> waiting = new LinkedHashMap<>(parameters);
    waiting.put("wait_for", List.of(receipt));
    waiting.put("wait_ms", List.of(Long.toString(VISIBLE_WITHIN.toMillis())));
    return processor
        .get(Addresses.with(path, waiting), project, VISIBLE_WITHIN, request.passage())
        .compose(
            answer ->
                answer.status() == NOT_YET_VISIBLE
                    ? processor.get(plain, project, Duration.ZERO, request.passage())
                    : Future.succeededFuture(answer));
  }

  private Future<Answer> look(
      MlflowRequest request,
      String project,
      String address,
      Predicate<Answer> isThere,
      int looksLeft) {
    return processor
        .get(address, project, Duration.ZERO, request.passage())
        .compose(
            answer -> {
              boolean isOver = looksLeft <= 1 || answer.status() == REFUSED;
              return isOver || isThere.test(answer)
                  ? Future.succeededFuture(answer)
                  : request
                      .vertx()
                      .timer(PAUSE_MS)
                      .compose(paused -> look(request, project, address, isThere, looksLeft - 1));
            });
  }
}
