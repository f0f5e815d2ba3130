package io.threadmark.processor.query.dataset;

import io.threadmark.dataset.CancelledException;
import io.threadmark.dataset.Progress;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.Cut;
import io.threadmark.processor.export.Cuts;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes datasets to whoever downloads them, each in a thread of its own, for as long as it takes.
 * One that cannot be written to its end is cut off, so that nobody takes it for whole.
 */
public final class DatasetDownloads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetDownloads.class);

  /** At a time: each reads as fast as it can. */
  public static final int MOST = 8;

  private final Semaphore free;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<ResponseStream> running = ConcurrentHashMap.newKeySet();

  public DatasetDownloads(int most) {
    free = new Semaphore(most);
  }

  /**
   * Begins to answer; returns at once.
   *
   * @throws RequestProblem where there are too many already
   */
  public void begin(RoutingContext request, DatasetRequest asked, Cuts cuts) {
    if (!free.tryAcquire()) {
      Answers.fail(
          request,
          RequestProblem.unavailable("there are too many downloads of datasets at the moment"));
      return;
    }
    ResponseStream out = new ResponseStream(request.response());
    running.add(out);
    Context context = Vertx.currentContext();
    Thread thread =
        new Thread(
            () -> {
              try {
                write(request, asked, cuts, out, context);
              } finally {
                running.remove(out);
                free.release();
              }
            },
            "threadmark-dataset-" + numbers.getAndIncrement());
    thread.setDaemon(true);
    thread.start();
  }

  /** Says what the answer is, before its body. */
  public static void describe(RoutingContext request, DatasetRequest asked) {
    request
        .response()
        .putHeader("Content-Type", asked.fileKind().mediaType())
        .putHeader("Content-Disposition", "attachment; filename=\"" + asked.fileName() + "\"")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
  }

  private static void write(
      RoutingContext request,
      DatasetRequest asked,
      Cuts cuts,
      ResponseStream out,
      Context context) {
    try (Cut cut = cuts.take(asked.selection())) {
      describe(request, asked);
      request.response().setChunked(true);
      asked.stream().write(cut, out, new UntilGone(out));
      out.end();
    } catch (CancelledException e) {
      out.breakOff();
    } catch (IOException | RuntimeException e) {
      if (out.isBegun()) {
        LOG.warn("a dataset could not be written to its end", e);
        out.breakOff();
      } else {
        context.runOnContext(nothing -> Answers.fail(request, failure(e)));
      }
    }
  }

  private static RuntimeException failure(Exception e) {
    return e instanceof RuntimeException known
        ? known
        : new NotAvailableException("the dataset cannot be written", e);
  }

  /** Cuts all of them off. */
  @Override
  public void close() {
    running.forEach(ResponseStream::breakOff);
  }

  private record UntilGone(ResponseStream out) implements Progress {
    @Override
    public boolean isCancelled() {
      return out.isGone();
    }
  }
}
