package io.threadmark.it;

import io.threadmark.testkit.BreakableKafka;
import io.threadmark.testkit.BrokerProcess;
import java.nio.file.Path;

/** The broker as a process of this machine. */
class KafkaAwayIT extends KafkaAwayContract {

  @Override
  BreakableKafka newBroker(Path folder) {
    return new BrokerProcess(folder);
  }
}
