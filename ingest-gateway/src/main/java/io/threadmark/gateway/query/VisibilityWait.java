package io.threadmark.gateway.query;

import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the processor whether queries show what a receipt names. */
public final class VisibilityWait {
  private static final String PATH = "/internal/v1/visible?wait_ms=";

  /** What the way to the processor and back may take beside the wait. */
  /** Of an answer, beside some for each statement of the receipt. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Processors processors;

  public VisibilityWait(Processors processors) {
    this.processors = processors;
  }

  /**
   * Waits until queries show what a receipt names, and tells what became of it. Never fails: what
   * cannot be asked is not visible.
   *
   * @param passage of the request that the wait is part of
   */
  public Future<Seen> await(String receipt, String project, Duration wait, Passage passage) {
    long most = wait.plus(MARGIN).toMillis();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI(PATH + wait.toMillis())
            .putHeader("Content-Type", "text/plain")
            .putHeader(ProjectHeader.NAME, ProjectHeader.encode(project));
    return passage
        .through(processors.request(processors.connections().waits(), request))
        .compose(open -> open.send(Buffer.buffer(receipt)))
        .compose(response -> seen(response, MOST_BYTES + 4 * receipt.length()))
        .timeout(most, TimeUnit.MILLISECONDS)
        .onFailure(given -> passage.end())
        .otherwise(Seen.UNKNOWN);
  }

  private static Future<Seen> seen(HttpClientResponse response, int mostBytes) {
    return SmallBody.of(response, mostBytes)
        .map(body -> response.statusCode() == 200 ? Seen.of(new JsonObject(body)) : Seen.UNKNOWN)
        .otherwise(Seen.UNKNOWN);
  }
}
