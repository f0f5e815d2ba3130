package io.threadmark.it;

/** A Kafka cluster for tests. */
interface TestKafka extends AutoCloseable {

  /** Where clients bootstrap from. */
  String bootstrapServers();

  @Override
  void close();
}
