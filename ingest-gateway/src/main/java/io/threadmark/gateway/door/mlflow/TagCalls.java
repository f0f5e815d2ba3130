package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Calls about the tags of a trace. */
final class TagCalls {
  private final Publication publication;
  private final Homes homes;

  TagCalls(Publication publication, Homes homes) {
    this.publication = publication;
    this.homes = homes;
  }

  Future<JsonObject> set(MlflowRequest request) throws InvalidEvent {
    String value = request.body().text("value");
    return tag(request, request.body().required("key"), new JsonText(value == null ? "" : value));
  }

  Future<JsonObject> delete(MlflowRequest request) throws InvalidEvent {
    return tag(request, request.body().required("key"), JsonNull.NULL);
  }

  private Future<JsonObject> tag(MlflowRequest request, String key, Json value) {
    String traceId = request.traceId();
    return homes
        .of(request, traceId)
        .compose(
            project -> {
              try {
                Event event =
                    new EventMembers()
                        .put("trace_id", traceId)
                        .put("tags", key, value)
                        .read(EventType.TRACE, publication.arrival(project), 0);
                return publication.publish(request, project, traceId, List.of(event));
              } catch (InvalidEvent | RequestRefused e) {
                return Future.failedFuture(e);
              }
            })
        .map(durable -> new JsonObject());
  }
}
