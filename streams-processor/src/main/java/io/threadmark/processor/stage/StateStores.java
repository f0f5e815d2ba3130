package io.threadmark.processor.stage;

import io.threadmark.schema.Topic;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state stores, by stage. All hold rows of bytes; what is in them, the model says. */
public final class StateStores {
  /** Identify: the versions of each feedback id, and who overrides it. */
  public static final String IDENTITIES = "identities";

  /** Resolve: the merged traces. */
  public static final String TRACES = "traces";

  /** Resolve: the claims of traces to client request ids. */
  public static final String CLAIMS = "claims";

  /** Resolve: the feedback that waits at a ref or was placed by it. */
  public static final String FEEDBACK = "feedback";

  /** Resolve: the waiting feedback in the order of time. */
  public static final String WAITING = "waiting";

  /** Unmatched: the feedback whose wait is over, by the ref that says so. */
  public static final String UNMATCHED = "unmatched";

  /** Resolve: refs whose feedback is still being placed anew, with how far that is. */
  public static final String PLACING = "placing";

  /** Assemble: heads, items and orders of threads. */
  public static final String THREADS = "threads";

  /** Assemble: labeled threads that are to be published. */
  public static final String DIRTY = "dirty";

  /** Assemble: what each thread, trace and piece of feedback has added to the totals. */
  public static final String CONTRIBUTIONS = "contributions";

  /** Assemble: the totals of the partition. */
  public static final String PARTIALS = "partials";

  /** Merge: the totals of each partition. */
  public static final String ROLLUPS = "rollups";

  /** Identify: what feedback named, and which of it was erased, and what Identify failed on. */
  public static final String ERASED_FEEDBACK = "erased-feedback";

  /** Resolve: what traces named, who named them, which were erased, and what it failed on. */
  public static final String ERASED_REFS = "erased-refs";

  /** Assemble: what messages named, who named threads, which were erased, what it failed on. */
  public static final String ERASED_THREADS = "erased-threads";

  /** Erase: how far the commands are. */
  public static final String ERASURES = "erasures";

  /** Spans: the spans of traces. */
  public static final String SPANS = "spans";

  /** Spans: which traces were erased, and what it failed on. */
  public static final String ERASED_SPANS = "erased-spans";

  private StateStores() {}

  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(
                "max.message.bytes",
                Integer.toString(Topic.MAX_RECORD_BYTES),
                "compression.type",
                "producer"));
  }

  /** The topic that has the changes of a store, as Kafka Streams names it. */
  public static String changelog(String applicationId, String store) {
    return applicationId + '-' + store + "-changelog";
  }
}
