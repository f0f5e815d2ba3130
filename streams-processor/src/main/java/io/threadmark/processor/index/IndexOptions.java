package io.threadmark.processor.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How an index is kept.
 *
 * @param folder of all partitions; nothing else is in it
 * @param topic the changelog of the store of threads
 * @param memoryBytes of documents that are not on disk yet, of all partitions together
 * @param diskBytes it is not followed any more where it is larger; 0 for no bound
 * @param refresh how soon a change is seen
 * @param commit how often it is made to outlive a crash; what came since is read again
 * @param kafka settings of a consumer that keeps its place itself and reads what is committed
 */
public record IndexOptions(
    Path folder,
    String topic,
    long memoryBytes,
    long diskBytes,
    Duration refresh,
    Duration commit,
    Map<String, Object> kafka) {

  /**
   * At most a second after a change, with what it takes to read it; not sooner, as each look makes
   * a small file. Who waits for what he said does not wait for this.
   */
  static final Duration REFRESH = Duration.ofMillis(900);

  static final Duration COMMIT = Duration.ofSeconds(45);

  public IndexOptions(
      Path folder, String topic, long memoryBytes, long diskBytes, Map<String, Object> kafka) {
    this(folder, topic, memoryBytes, diskBytes, REFRESH, COMMIT, kafka);
  }
}
