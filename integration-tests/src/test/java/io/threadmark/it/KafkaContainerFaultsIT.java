package io.threadmark.it;

import io.threadmark.testkit.BreakableKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The broker in a container: paused, killed and restarted by the engine. */
@EnabledIfSystemProperty(
    named = "threadmark.kafka",
    matches = "container",
    disabledReason = "needs a Docker engine: mvn -B verify -Pcontainers")
class KafkaContainerFaultsIT extends KafkaAwayContract {

  @Override
  BreakableKafka newBroker(Path folder) {
    return new ContainerKafka();
  }
}
