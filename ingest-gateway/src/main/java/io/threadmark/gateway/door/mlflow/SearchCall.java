package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.door.mlflow.search.Condition;
import io.threadmark.gateway.door.mlflow.search.Field;
import io.threadmark.gateway.door.mlflow.search.FilterParser;
import io.threadmark.gateway.door.mlflow.search.ListParameters;
import io.threadmark.gateway.door.mlflow.search.Operator;
import io.threadmark.gateway.door.mlflow.search.PageToken;
import io.threadmark.gateway.door.mlflow.search.TraceTest;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The call that searches traces. */
final class SearchCall {
  private static final int DEFAULT_RESULTS = 100;
  private static final int MOST_RESULTS = 500;

  /** Rows of a page of the list where not all of them are found. */
  private static final int PAGE = 100;

  /** Rows that one call looks at; the client goes on where it ended. */
  private static final int MOST_LOOKED_AT = 2_000;

  private final ExperimentCalls experiments;
  private final Reads reads;

  SearchCall(ExperimentCalls experiments, Reads reads) {
    this.experiments = experiments;
    this.reads = reads;
  }

  Future<JsonObject> search(MlflowRequest request)
      throws MlflowProblem, InvalidEvent, RequestRefused {
    Message body = request.body();
    String project = project(request);
    List<Condition> conditions = FilterParser.read(body.text("filter"));
    int most = mostResults(body);
    String sort = ListParameters.sort(body.texts("order_by"));
    PageToken token = PageToken.read(body.text("page_token"));
    String clientRequestId = clientRequestId(conditions);
    if (clientRequestId != null) {
      return byClientRequest(request, project, clientRequestId, conditions);
    }
    ListParameters parameters = ListParameters.of(conditions);
    Map<String, List<String>> list = new LinkedHashMap<>(parameters.parameters());
    int size = parameters.rest().isEmpty() ? most : Math.max(PAGE, token.skip() + 1);
    list.put("sort", List.of(sort));
    list.put("include_content", List.of("true"));
    list.put("include_feedback", List.of("true"));
    list.put("page_size", List.of(Integer.toString(Math.min(size, MOST_RESULTS))));
    return new Scan(request, project, list, parameters.rest(), most).from(token);
  }

  private String project(MlflowRequest request) throws MlflowProblem, InvalidEvent, RequestRefused {
    List<String> ids = new ArrayList<>(request.body().texts("experiment_ids"));
    for (Message location : request.body().messages("locations")) {
      Message experiment = location.message("mlflow_experiment");
      if (experiment == null) {
        throw InvalidEvent.field(location.at("mlflow_experiment"), "is required");
      }
      ids.add(experiment.text("experiment_id"));
    }
    if (ids.stream().distinct().count() > 1) {
      throw MlflowProblem.invalid("one search is of one experiment; search each by itself");
    }
    return experiments.project(request, ids.isEmpty() ? null : ids.get(0));
  }

  private static int mostResults(Message body) throws InvalidEvent {
    Long given = body.whole("max_results");
    if (given == null) {
      return DEFAULT_RESULTS;
    }
    if (given < 1 || given > MOST_RESULTS) {
      throw InvalidEvent.field("max_results", "must be from 1 to " + MOST_RESULTS);
    }
    return given.intValue();
  }

  private static String clientRequestId(List<Condition> conditions) {
    for (Condition condition : conditions) {
      boolean isKey =
          condition.field().kind() == Field.Kind.CLIENT_REQUEST_ID
              && condition.operator() == Operator.EQUAL
              && !condition.values().get(0).isEmpty();
      if (isKey) {
        return condition.values().get(0);
      }
    }
    return null;
  }

  /** By the key, without the index: a trace is found as soon as it is acknowledged. */
  private Future<JsonObject> byClientRequest(
      MlflowRequest request, String project, String clientRequestId, List<Condition> conditions)
      throws InvalidEvent {
    List<TraceTest> tests = new ArrayList<>();
    for (Condition condition : conditions) {
      tests.add(TraceTest.of(condition));
    }
    return reads
        .byClientRequest(request, project, clientRequestId)
        .compose(
            answer -> {
              if (!answer.isFound()) {
                return Future.failedFuture(MlflowProblem.invalid(answer.message()));
              }
              JsonArray found = new JsonArray();
              try {
                for (Object row : answer.body().getJsonArray("rows")) {
                  add((JsonObject) row, project, tests, found);
                }
              } catch (InvalidEvent e) {
                return Future.failedFuture(e);
              }
              return Future.succeededFuture(new JsonObject().put("traces", found));
            });
  }

  private static void add(JsonObject row, String project, List<TraceTest> tests, JsonArray found)
      throws InvalidEvent {
    JsonObject info = TraceInfoView.of(row, project);
    for (TraceTest test : tests) {
      if (!test.holds(info)) {
        return;
      }
    }
    found.add(info);
  }

  /** Goes through a list until enough is found. */
  private final class Scan {
    private final MlflowRequest request;
    private final String project;
    private final Map<String, List<String>> list;
    private final List<TraceTest> tests;
    private final int most;
    private final JsonArray found = new JsonArray();
    private int lookedAt;

    Scan(
        MlflowRequest request,
        String project,
        Map<String, List<String>> list,
        List<TraceTest> tests,
        int most) {
      this.request = request;
      this.project = project;
      this.list = list;
      this.tests = tests;
      this.most = most;
    }

    Future<JsonObject> from(PageToken token) {
      if (!token.cursor().isEmpty()) {
        list.put("cursor", List.of(token.cursor()));
      }
      return reads
          .list(request, project, list)
          .compose(
              answer ->
                  answer.isFound()
                      ? page(answer.body(), token)
                      : Future.failedFuture(MlflowProblem.invalid(answer.message())));
    }

    private Future<JsonObject> page(JsonObject page, PageToken token) {
      JsonArray rows = page.getJsonArray("rows");
      try {
        for (int i = token.skip(); i < rows.size(); i++) {
          add(rows.getJsonObject(i), project, tests, found);
          lookedAt++;
          boolean isLast = i == rows.size() - 1;
          if (found.size() == most && !isLast) {
            return done(new PageToken(token.cursor(), i + 1));
          }
        }
      } catch (InvalidEvent e) {
        return Future.failedFuture(e);
      }
      String next = page.getString("next_cursor");
      if (next == null) {
        return done(null);
      }
      PageToken behind = new PageToken(next, 0);
      return found.size() == most || lookedAt >= MOST_LOOKED_AT ? done(behind) : from(behind);
    }

    private Future<JsonObject> done(PageToken next) {
      JsonObject answer = new JsonObject().put("traces", found);
      if (next != null) {
        answer.put("next_page_token", next.written());
      }
      return Future.succeededFuture(answer);
    }
  }
}
