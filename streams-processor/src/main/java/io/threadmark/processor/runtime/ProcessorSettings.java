package io.threadmark.processor.runtime;

import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Setting;
import java.time.Duration;

/** The processor's own settings. Every Kafka setting is reachable as {@code kafka.…} besides. */
public final class ProcessorSettings {
  public static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.text(
          "kafka.bootstrap.servers", null, "brokers to begin with, host:port between commas");

  public static final Setting<String> APPLICATION_ID =
      Setting.text(
          "processor.application.id",
          "threadmark-processor",
          "names the application in Kafka; instances of one id share the work");

  public static final Setting<String> HOST =
      Setting.text(
          "processor.host",
          "127.0.0.1",
          "address to listen on; one that other hosts can reach needs internal.secret");

  public static final Setting<Long> PORT =
      Setting.whole("processor.port", 8081, 0, 65_535, "port to listen on; 0 takes a free one");

  public static final Setting<String> ADVERTISED_HOST =
      Setting.text(
          "processor.advertised.host",
          "",
          "host under which other instances reach this one; empty for the address it listens on");

  public static final Setting<String> STATE_DIR =
      Setting.text("processor.state.dir", "state", "folder of the state stores");

  public static final Setting<String> INDEX_DIR =
      Setting.text(
          "processor.index.dir",
          "",
          "folder of the search index; empty for one beside the state stores");

  public static final Setting<Long> INDEX_MEMORY_BYTES =
      Setting.whole(
          "processor.index.memory.bytes",
          64L * 1024 * 1024,
          1024 * 1024,
          64L * 1024 * 1024 * 1024,
          "memory of what the search index has not written yet, in bytes");

  public static final Setting<Long> INDEX_BYTES =
      Setting.whole(
          "processor.index.bytes",
          0,
          0,
          Long.MAX_VALUE,
          "lists are refused where the search index takes more of the disk, in bytes; 0 for no bound");

  public static final Setting<Long> THREADS =
      Setting.whole("processor.threads", 2, 1, 256, "stream threads of this instance");

  public static final Setting<Long> STANDBYS =
      Setting.whole(
          "processor.standby.replicas",
          0,
          0,
          10,
          "copies of each state store on other instances; at least 1 in production");

  public static final Setting<Long> REPLICAS =
      Setting.whole(
          "topics.replicas", -1, -1, 10, "copies of internal topics; -1 for the brokers' default");

  public static final Setting<Long> PARTITIONS =
      Setting.whole(
          "topics.partitions",
          Topics.DEFAULT_PARTITIONS,
          1,
          10_000,
          "partitions of every topic; never changes for an application id");

  public static final Setting<Long> PUBLISH_INTERVAL_MS =
      Setting.whole(
          "processor.publish.interval.ms",
          500,
          10,
          60_000,
          "a changed labeled thread is published at most once in this time, in milliseconds");

  public static final Setting<Long> PUBLISH_THREAD_BYTES =
      Setting.whole(
          "processor.publish.thread.bytes",
          512L * 1024,
          1024,
          1024L * 1024 * 1024,
          "bytes of one labeled thread that are published in a second; a larger one comes less often");

  public static final Setting<Long> ROCKSDB_BYTES =
      Setting.whole(
          "processor.rocksdb.bytes",
          256L * 1024 * 1024,
          16L * 1024 * 1024,
          Long.MAX_VALUE,
          "memory of all state stores of the process together, in bytes");

  public static final Setting<Long> MATCH_WITHIN_MS =
      Setting.whole(
          "processor.match.within.ms",
          Duration.ofDays(7).toMillis(),
          1,
          Duration.ofDays(3_650).toMillis(),
          "how long feedback waits for its trace before it counts as unmatched, in milliseconds");

  public static final Setting<Long> RETENTION_MS =
      Setting.whole(
          "retention.ms",
          0,
          0,
          Duration.ofDays(36_500).toMillis(),
          "how long what was said is kept, from its newest word on, in milliseconds; the same for all gateways and processors; 0 for ever");

  public static final Setting<String> EXPORTS_FOLDER =
      Setting.text(
          "processor.exports.folder",
          "",
          "folder of exports that are made and of packages that are kept, of this instance alone; empty for one beside the state stores");

  public static final Setting<Long> EXPORTS_RUNNING =
      Setting.whole(
          "processor.exports.running", 2, 1, 64, "exports that this instance makes at a time");

  public static final Setting<Long> EXPORTS_QUEUED =
      Setting.whole(
          "processor.exports.queued",
          100,
          0,
          10_000,
          "exports that may wait at this instance; more are refused");

  public static final Setting<Long> EXPORTS_KEEP_MS =
      Setting.whole(
          "processor.exports.keep.ms",
          Duration.ofDays(7).toMillis(),
          1,
          Duration.ofDays(3_650).toMillis(),
          "how long the package of an export is kept, in milliseconds");

  public static final Setting<Long> EXPORTS_KEEP_BYTES =
      Setting.whole(
          "processor.exports.keep.bytes",
          20L * 1024 * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "packages of this instance are kept up to so many bytes, the newest at least; the oldest go first");

  public static final Setting<Long> EXPORTS_REMEMBER_MS =
      Setting.whole(
          "processor.exports.remember.ms",
          Duration.ofDays(90).toMillis(),
          1,
          Duration.ofDays(3_650).toMillis(),
          "how long it is told what became of an export, in milliseconds");

  public static final Setting<Long> EXPORTS_TAKEOVER_MS =
      Setting.whole(
          "processor.exports.takeover.ms",
          Duration.ofMinutes(1).toMillis(),
          1_000,
          Duration.ofDays(1).toMillis(),
          "how long an instance is gone before another one begins its exports anew, in milliseconds");

  public static final Setting<String> RECEIPT_SECRET =
      Setting.text(
          "receipt.secret",
          "",
          "signs receipts, the same for all gateways and processors; empty for a key that follows from internal.secret, and without that for the Kafka cluster's id");

  public static final Setting<String> ERASURE_SECRET =
      Setting.text(
          "erasure.secret",
          "",
          "keys the hashes that name what was erased; the same for all processors, and for as long as anything must stay erased; empty for a word that everybody knows");

  private ProcessorSettings() {}
}
