package io.threadmark.processor.query.stream;

import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.filter.SelectionReader;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody listens to.
 *
 * @param selection of threads
 * @param from where to go on; null to begin with what comes
 * @param replay whether to begin with all that is there
 */
record StreamRequest(Selection selection, StreamPosition from, boolean replay) {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String REPLAY = "replay";

  /**
   * @throws RequestProblem where something is wrong
   */
  static StreamRequest read(RoutingContext request) {
    Set<String> once = new TreeSet<>(SelectionReader.once(Unit.THREADS));
    once.add(REPLAY);
    QueryParameters parameters =
        QueryParameters.ofList(request, once, SelectionReader.lists(Unit.THREADS));
    String last = request.request().getHeader(LAST_EVENT_ID);
    return new StreamRequest(
        SelectionReader.read(Unit.THREADS, parameters),
        last == null || last.isEmpty() ? null : StreamPosition.read(last),
        parameters.flag(REPLAY, false));
  }
}
