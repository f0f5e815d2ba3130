package io.threadmark.gateway.door.project;

import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.BodyIntake.Body;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.body.MediaType;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.http.KnownParameters;
import io.threadmark.gateway.project.ProjectSettings;
import io.threadmark.gateway.publish.ProjectStore;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Project;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the settings of a project, and puts them. */
public final class SettingsHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsHandler.class);

  private static final KnownParameters PARAMETERS = new KnownParameters(Set.of());

  private final BodyIntake intake;
  private final WorkerExecutor readers;
  private final Readiness readiness;
  private final ProjectStore projects;
  private final Clock clock;

  public SettingsHandler(
      BodyIntake intake,
      WorkerExecutor readers,
      Readiness readiness,
      ProjectStore projects,
      Clock clock) {
    this.intake = intake;
    this.readers = readers;
    this.readiness = readiness;
    this.projects = projects;
    this.clock = clock;
  }

  public void get(RoutingContext context) {
    try {
      check(context);
      answer(context, ProjectSettings.current(projects, Grant.of(context).project()));
    } catch (RequestRefused e) {
      ErrorAnswer.send(context, e);
    }
  }

  public void put(RoutingContext context) {
    try {
      check(context);
      MediaType.checkJson(context.request().getHeader("Content-Type"));
      take(context, ContentCoding.of(context.request().getHeader("Content-Encoding")));
    } catch (RequestRefused e) {
      ErrorAnswer.send(context, e);
    }
  }

  private void check(RoutingContext context) throws RequestRefused {
    PARAMETERS.check(context);
    if (!readiness.primed()) {
      throw new RequestRefused(ErrorCode.UNAVAILABLE, "the gateway is starting");
    }
  }

  private void take(RoutingContext context, ContentCoding coding) {
    String project = Grant.of(context).project();
    intake
        .take(context.request())
        .compose(
            body ->
                readers
                    .executeBlocking(() -> read(body, coding, project), false)
                    .compose(settings -> durable(context, settings))
                    .onComplete(done -> body.share().release()))
        .onSuccess(settings -> answer(context, settings))
        .onFailure(failure -> ErrorAnswer.send(context, failure));
  }

  private Event read(Body body, ContentCoding coding, String project) throws RequestRefused {
    byte[] unpacked = coding.unpack(body.bytes());
    if (!body.share().resize(unpacked.length)) {
      throw BodyIntake.overloaded();
    }
    return ProjectSettings.read(unpacked, project, clock.instant());
  }

  private Future<Project> durable(RoutingContext context, Event settings) {
    return Future.fromCompletionStage(projects.put(settings), context.vertx().getOrCreateContext())
        .recover(
            failure -> {
              LOG.debug("settings were not put", failure);
              return Future.failedFuture(
                  new RequestRefused(
                      ErrorCode.UNAVAILABLE,
                      "Kafka did not acknowledge the settings, or does not tell them; send them again"));
            })
        .map((Project) settings.value());
  }

  private static void answer(RoutingContext context, Project settings) {
    JsonAnswer.send(context.response(), 200, json -> SettingsJson.write(json, settings));
  }
}
