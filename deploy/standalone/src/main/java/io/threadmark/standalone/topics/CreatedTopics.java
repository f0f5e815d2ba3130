package io.threadmark.standalone.topics;

import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.Topics;
import io.threadmark.standalone.cli.Waiting;
import java.time.Duration;
import java.util.Optional;

/** Looks whether every topic is there; a broker hears of a new one a moment after it is made. */
public final class CreatedTopics implements Waiting.Look {
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TopicProvisioner topics;

  public CreatedTopics(TopicProvisioner topics) {
    this.topics = topics;
  }

  @Override
  public Optional<String> reasonNotYet() throws InterruptedException {
    int missing = Topics.all().size() - topics.describe().size();
    return missing == 0 ? Optional.empty() : Optional.of(missing + " are missing");
  }
}
