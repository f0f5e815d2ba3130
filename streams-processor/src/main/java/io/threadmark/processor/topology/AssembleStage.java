package io.threadmark.processor.topology;

import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.ThreadReader;
import io.threadmark.processor.model.ThreadWriter;
import io.threadmark.processor.topology.FeedbackTopology.Timing;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.state.ThreadHop;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Keeps threads: their messages, traces and feedback by id and in the order of time. What it sends
 * on are labeled threads, whole.
 */
final class AssembleStage extends Stage {
  private final Timing timing;
  private Rows.Mutable threads;
  private LabeledThreadPublishing publishing;

  AssembleStage(Letters letters, Timing timing) {
    super(letters);
    this.timing = timing;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    super.init(context);
    threads = rows(StateStores.THREADS);
    publishing = new LabeledThreadPublishing(this, threads, timing.publishInterval());
    ThreadRetention.begin(this, threads, publishing, timing.retention());
  }

  @Override
  void receive(byte[] key, SpecificRecord value) {
    ThreadReader reader = new ThreadReader(threads, key);
    boolean wasLabeled = ThreadReader.isLabeled(reader.head());
    if (change(new ThreadWriter(threads, key), value)
        && (wasLabeled || ThreadReader.isLabeled(reader.head()))) {
      publishing.mark(key);
    }
  }

  private static boolean change(ThreadWriter thread, SpecificRecord value) {
    if (value instanceof Message message) {
      return thread.merge(message);
    }
    if (value instanceof ThreadFacts facts) {
      return thread.merge(facts);
    }
    if (value instanceof ThreadHop hop) {
      return hop.getIsFeedback()
          ? thread.put(hop.getItemId(), hop.getWriter(), hop.getFeedback())
          : thread.put(hop.getItemId(), hop.getWriter(), hop.getTrace());
    }
    throw new IllegalArgumentException("not for assemble: " + value);
  }
}
