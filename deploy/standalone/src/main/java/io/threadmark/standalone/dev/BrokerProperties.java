package io.threadmark.standalone.dev;

import io.threadmark.schema.Topic;
import io.threadmark.standalone.cluster.Loopback;
import java.nio.file.Path;
import java.util.Properties;

/** Settings of a broker that is alone, on a developer's machine, and is stopped without warning. */
final class BrokerProperties {
  private static final int MEGABYTE = 1024 * 1024;

  private BrokerProperties() {}

  static Properties of(int port, int controllerPort, Path folder) {
    Properties properties = new Properties();
    address(properties, port, controllerPort);
    alone(properties);
    quickRestart(properties);
    small(properties);
    properties.put("log.dirs", folder.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("message.max.bytes", Integer.toString(Topic.MAX_RECORD_BYTES));
    properties.put("replica.fetch.max.bytes", Integer.toString(Topic.MAX_RECORD_BYTES));
    return properties;
  }

  private static void address(Properties properties, int port, int controllerPort) {
    String address = Loopback.HOST + ":" + port;
    String controller = Loopback.HOST + ":" + controllerPort;
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
    properties.put("advertised.listeners", "PLAINTEXT://" + address);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    // Named here and not kept in the storage, so that the port may be another one at every start.
    properties.put("controller.quorum.voters", "1@" + controller);
  }

  private static void alone(Properties properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
  }

  /** After a kill, the controller lets the broker in again only once its last session is over. */
  private static void quickRestart(Properties properties) {
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
    properties.put("controlled.shutdown.max.retries", "1");
  }

  private static void small(Properties properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MEGABYTE));
    properties.put("log.index.size.max.bytes", Integer.toString(MEGABYTE));
    properties.put("log.segment.bytes", Integer.toString(256 * MEGABYTE));
  }
}
