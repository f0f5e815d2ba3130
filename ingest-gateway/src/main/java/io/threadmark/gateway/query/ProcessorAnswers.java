package io.threadmark.gateway.query;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks streams-processor what the gateway itself wants to read, where it does not pass it on. */
public final class ProcessorAnswers {
  private static final int UNAUTHENTICATED = 401;
  private static final int OVERLOADED = 503;

  /** A page of traces with their feedback and content; a processor bounds it, too. */
  private static final int MOST_BYTES = 48 * 1024 * 1024;

  private final Processors processors;
  private final Duration timeout;

  /**
   * @param timeout of a question, beside what it waits for
   */
  public ProcessorAnswers(Processors processors, Duration timeout) {
    this.processors = processors;
    this.timeout = timeout;
  }

  /**
   * What was answered.
   *
   * @param body an object, also where the status is that of an error
   */
  public record Answer(int status, JsonObject body) {
    public boolean isFound() {
      return status == 200;
    }

    /** What a person should read of an error. */
    public String message() {
      JsonObject error = body.getJsonObject("error", new JsonObject());
      return error.getString("message", "the query cannot be answered");
    }
  }

  /**
   * Asks one of the addresses of queries.
   *
   * @param address path and parameters
   * @param wait how long the processor may wait before it answers; zero for not at all
   * @param passage of the request on whose behalf it is asked
   * @return fails with {@link RequestRefused} where no processor answers
   */
  public Future<Answer> get(String address, String project, Duration wait, Passage passage) {
    HttpClient client =
        wait.isZero() ? processors.connections().queries() : processors.connections().waits();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setURI(address)
            .putHeader(ProjectHeader.NAME, ProjectHeader.encode(project));
    return passage
        .through(processors.request(client, request))
        .compose(HttpClientRequest::send)
        .compose(
            response ->
                SmallBody.of(response, MOST_BYTES)
                    .compose(body -> answer(response.statusCode(), body)))
        .timeout(timeout.plus(wait).toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(refusal(failure)));
  }

  private static Future<Answer> answer(int status, Buffer body) {
    if (status == UNAUTHENTICATED) {
      return unavailable("streams-processor has another internal.secret");
    }
    try {
      Answer answer = new Answer(status, new JsonObject(body));
      return status >= OVERLOADED ? unavailable(answer.message()) : Future.succeededFuture(answer);
    } catch (DecodeException | ClassCastException e) {
      return unavailable("streams-processor answers what is not JSON");
    }
  }

  private static Future<Answer> unavailable(String why) {
    return Future.failedFuture(new RequestRefused(ErrorCode.UNAVAILABLE, why));
  }

  private static RequestRefused refusal(Throwable failure) {
    if (failure instanceof RequestRefused refused) {
      return refused;
    }
    if (failure instanceof ConnectionPoolTooBusyException) {
      return new RequestRefused(
          ErrorCode.OVERLOADED, "there are too many queries at the moment; ask again");
    }
    String late = failure instanceof TimeoutException ? " in time" : "";
    return new RequestRefused(ErrorCode.UNAVAILABLE, "streams-processor does not answer" + late);
  }
}
