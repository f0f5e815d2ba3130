package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.schema.Project;
import io.threadmark.schema.project.Projects;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The settings of projects: as this gateway goes by them, and the way to put them. */
public final class ProjectStore implements Projects {
  private static final int SEEN_WITHIN_SECONDS = 10;

  private final Ingest ingest;
  private final Projects projects;
  private final Function<Project, CompletableFuture<Void>> seen;

  /**
   * @param projects the settings as this gateway reads them
   * @param seen done once these very settings were read
   */
  public ProjectStore(
      Ingest ingest, Projects projects, Function<Project, CompletableFuture<Void>> seen) {
    this.ingest = ingest;
    this.projects = projects;
    this.seen = seen;
  }

  @Override
  public Project of(String project) {
    return projects.of(project);
  }

  @Override
  public boolean isKnown(String project) {
    return projects.isKnown(project);
  }

  @Override
  public boolean mayForget() {
    return projects.mayForget();
  }

  /**
   * Puts settings.
   *
   * @param settings an event whose value they are
   * @return done when they are durable and this gateway goes by them; failed where Kafka did not
   *     acknowledge them, or does not tell them within 10 seconds after that
   */
  public CompletableFuture<Void> put(Event settings) {
    // Asked before they are published: other settings may follow at once.
    CompletableFuture<Void> read = seen.apply((Project) settings.value());
    return ingest
        .accept(List.of(settings))
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                read.cancel(false);
              }
            })
        .thenCompose(nothing -> read.orTimeout(SEEN_WITHIN_SECONDS, TimeUnit.SECONDS));
  }
}
