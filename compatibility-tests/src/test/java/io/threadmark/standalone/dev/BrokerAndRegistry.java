package io.threadmark.standalone.dev;

import java.nio.file.Path;
import java.util.List;

/** The broker and the registry that {@code bin/threadmark dev} starts, without anything on them. */
public final class BrokerAndRegistry implements AutoCloseable {
  private final Broker broker;
  private final Registry registry;

  private BrokerAndRegistry(Broker broker, Registry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both and waits until they serve.
   *
   * @param home the folder of the built distribution
   * @param folder where they keep their data; it ends with this JVM
   */
  public static BrokerAndRegistry start(Path home, Path folder) throws InterruptedException {
    Distribution distribution = new Distribution(home);
    DataDirectory data = DataDirectory.open(folder, false);
    Registry registry = Registry.start(distribution, data, new HttpProbe());
    BrokerAndRegistry started = new BrokerAndRegistry(Broker.start(distribution, data), registry);
    started.broker.awaitReady();
    registry.awaitReady();
    return started;
  }

  /** Where Kafka's clients bootstrap from. */
  public String kafka() {
    return broker.address();
  }

  /** Base address of the registry's Confluent API. */
  public String registry() {
    return registry.address();
  }

  @Override
  public void close() {
    List<ChildJvm> children = List.of(registry.child(), broker.child());
    children.forEach(ChildJvm::letGo); // they would end by this alone
    try {
      for (ChildJvm child : children) {
        child.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
