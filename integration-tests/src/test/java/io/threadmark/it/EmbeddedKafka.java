package io.threadmark.it;

import io.threadmark.testkit.BrokerProcess;
import io.threadmark.testkit.TestKafka;
import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.server.common.MetadataVersion;

/** Real KRaft brokers in this JVM, one or more. */
final class EmbeddedKafka implements TestKafka {
  private final KafkaClusterTestKit cluster;

  EmbeddedKafka() {
    this(1);
  }

  EmbeddedKafka(int brokers) {
    this(brokers, Map.of());
  }

  /**
   * @param otherSettings of each broker
   */
  EmbeddedKafka(int brokers, Map<String, String> otherSettings) {
    try {
      KafkaClusterTestKit.Builder builder =
          new KafkaClusterTestKit.Builder(
              new TestKitNodes.Builder()
                  .setBootstrapMetadataVersion(MetadataVersion.LATEST_PRODUCTION)
                  .setCombined(false)
                  .setNumControllerNodes(1)
                  .setNumBrokerNodes(brokers)
                  .build());
      BrokerProcess.ALONE.forEach(builder::setConfigProp);
      otherSettings.forEach(builder::setConfigProp);
      cluster = builder.build();
      cluster.format();
      cluster.startup();
      cluster.waitForReadyBrokers();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker does not start", e);
    }
  }

  @Override
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** Ends one of several brokers, so that no one leads the partitions that it alone has. */
  void stopBroker(int id) {
    cluster.brokers().get(id).shutdown();
    cluster.brokers().get(id).awaitShutdown();
  }

  void startBroker(int id) {
    cluster.brokers().get(id).startup();
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker does not stop", e);
    }
  }
}
