package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.project.Arrivals;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.Unacknowledged;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Trace;
import io.vertx.core.Future;
import java.util.List;

/** Brings the events of a call to Kafka, and notes them for those who read right after. */
final class Publication {
  private static final String DOOR = "mlflow";

  private final Arrivals arrivals;
  private final Ingest ingest;
  private final IngestMetrics metrics;
  private final RecentWrites recent;
  private final Homes homes;

  Publication(
      Arrivals arrivals, Ingest ingest, IngestMetrics metrics, RecentWrites recent, Homes homes) {
    this.arrivals = arrivals;
    this.ingest = ingest;
    this.metrics = metrics;
    this.recent = recent;
    this.homes = homes;
  }

  /** How a call for a project comes in. */
  Arrival arrival(String project) throws RequestRefused {
    return arrivals.now(project, DOOR, Ids.fresh());
  }

  /**
   * Publishes events that are about one trace.
   *
   * @return done when all are durable
   */
  Future<Void> publish(MlflowRequest request, String project, String traceId, List<Event> events) {
    metrics.received(events.size());
    return Future.fromCompletionStage(ingest.accept(events), request.vertx().getOrCreateContext())
        .recover(failure -> Future.failedFuture(Unacknowledged.because(failure)))
        .onSuccess(durable -> note(project, traceId, events))
        .mapEmpty();
  }

  private void note(String project, String traceId, List<Event> events) {
    recent.add(project, RecentWrites.ofProject(), events);
    recent.add(project, RecentWrites.ofTrace(traceId), events);
    for (Event event : events) {
      if (event.type() == EventType.TRACE) {
        homes.remember(traceId, project);
        String clientRequestId = ((Trace) event.value()).getClientRequestId();
        if (clientRequestId != null) {
          recent.add(project, RecentWrites.ofClientRequest(clientRequestId), events);
        }
      }
    }
  }
}
