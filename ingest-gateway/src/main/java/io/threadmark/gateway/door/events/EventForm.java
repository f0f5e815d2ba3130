package io.threadmark.gateway.door.events;

import io.threadmark.gateway.body.MediaType;
import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.ErasureCommand;
import io.threadmark.gateway.event.ErasureSubject;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.EventBodies;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an address takes. */
@FunctionalInterface
public interface EventForm {

  /** Reads the events of a body. Called off the event loop where the body is large. */
  @FunctionalInterface
  interface Reading {
    EventBatch read(byte[] body, Arrival arrival) throws RequestRefused;
  }

  /**
   * Looks at headers and parameters before the body has come.
   *
   * @throws RequestRefused where no body could make them right
   */
  Reading reading(RoutingContext context) throws RequestRefused;

  /** The parameters that it knows beside those of every address that takes events. */
  default Set<String> parameters() {
    return Set.of();
  }

  private static EventForm with(Set<String> parameters, EventForm form) {
    return new EventForm() {
      @Override
      public Reading reading(RoutingContext context) throws RequestRefused {
        return form.reading(context);
      }

      @Override
      public Set<String> parameters() {
        return parameters;
      }
    };
  }

  /**
   * One event, a list of them, or one a line.
   *
   * @param only the type that the address takes; null where each event tells its own
   */
  static EventForm events(EventType only) {
    return context ->
        switch (MediaType.of(context.request().getHeader("Content-Type"))) {
          case JSON -> (body, arrival) -> EventBodies.readJson(body, only, arrival);
          case LINES -> (body, arrival) -> EventBodies.readLines(body, only, arrival);
        };
  }

  /** The thread that the path parameter {@code thread_id} names, with its messages. */
  static EventForm thread() {
    return context -> {
      MediaType.checkJson(context.request().getHeader("Content-Type"));
      String threadId = pathId(context, "thread_id");
      return (body, arrival) -> ThreadDocument.read(body, threadId, arrival);
    };
  }

  /** No body: the feedback that the path parameter {@code feedback_id} names is taken back. */
  static EventForm retraction() {
    return with(
        Set.of("timestamp", "revision"),
        context -> {
          String feedbackId = pathId(context, "feedback_id");
          String timestamp = first(context.queryParam("timestamp"));
          String revision = first(context.queryParam("revision"));
          return (body, arrival) -> Retraction.of(feedbackId, timestamp, revision, arrival);
        });
  }

  /**
   * No body: what the path names is erased. When that is done is asked of the erasure itself, so a
   * wait is refused instead of ignored: who waits must not take the answer for the end.
   */
  static EventForm erasure(ErasureSubject.Kind kind) {
    return with(
        Set.of("timestamp"),
        context -> {
          if (!context.queryParam(IngestParameters.WAIT).isEmpty()) {
            throw new RequestRefused(
                ErrorCode.INVALID_FIELD,
                IngestParameters.WAIT,
                "is not taken here; GET /api/v1/erasures/{erasure_id} tells when an erasure is done");
          }
          String id = pathId(context, kind.parameter());
          String timestamp = first(context.queryParam("timestamp"));
          return (body, arrival) -> ErasureCommand.of(kind, id, timestamp, arrival);
        });
  }

  /**
   * An id in the path. Bytes that are not UTF-8 are refused: decoded, they would all look alike.
   */
  private static String pathId(RoutingContext context, String name) throws RequestRefused {
    String id = context.pathParam(name);
    boolean replaced = id.indexOf('\uFFFD') >= 0;
    if (replaced && !context.request().path().toUpperCase(Locale.ROOT).contains("%EF%BF%BD")) {
      throw new RequestRefused(ErrorCode.INVALID_FIELD, name, "must be UTF-8");
    }
    return id;
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? null : values.get(0);
  }
}
