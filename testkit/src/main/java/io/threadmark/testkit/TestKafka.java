package io.threadmark.testkit;

/** A Kafka cluster for tests. */
public interface TestKafka extends AutoCloseable {

  /** Where clients bootstrap from. */
  String bootstrapServers();

  @Override
  void close();
}
