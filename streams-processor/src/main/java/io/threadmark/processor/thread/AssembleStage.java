package io.threadmark.processor.thread;

import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.rollup.RollupTimers;
import io.threadmark.processor.rollup.counting.ThreadCounting;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.ThreadHop;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps threads: their messages, traces and feedback by id and in the order of time. What it sends
 * on are labeled threads, whole.
 */
public final class AssembleStage extends Stage {
  private final Timing timing;
  private final Projects projects;
  private final SubjectHash hashes;
  private final StoreWrites writes;
  private final int rowsAtOnce;
  private Rows.Mutable threads;
  private ThreadCounting counting;
  private LabeledThreadPublishing publishing;
  private ThreadErasing erasing;
  private ErasureReports reports;

  public AssembleStage(
      Letters letters,
      Timers timers,
      Timing timing,
      Projects projects,
      SubjectHash hashes,
      StoreWrites writes) {
    this(letters, timers, timing, projects, hashes, writes, ROWS_AT_ONCE);
  }

  /** One that takes smaller steps, for tests. */
  public AssembleStage(
      Letters letters,
      Timers timers,
      Timing timing,
      Projects projects,
      SubjectHash hashes,
      int rowsAtOnce) {
    this(letters, timers, timing, projects, hashes, new StoreWrites(), rowsAtOnce);
  }

  private AssembleStage(
      Letters letters,
      Timers timers,
      Timing timing,
      Projects projects,
      SubjectHash hashes,
      StoreWrites writes,
      int rowsAtOnce) {
    super(letters, timers);
    this.writes = writes;
    this.timing = timing;
    this.projects = projects;
    this.hashes = hashes;
    this.rowsAtOnce = rowsAtOnce;
  }

  @Override
  protected void begin() {
    tellOfChanges(writes);
    threads = rows(StateStores.THREADS);
    publishing = new LabeledThreadPublishing(this, threads, timing);
    Rows.Mutable totals = rows(StateStores.PARTIALS);
    ChangeQueue changes = new ChangeQueue(totals, context().currentSystemTimeMs() * 1_000);
    counting =
        new ThreadCounting(threads, rows(StateStores.CONTRIBUTIONS), changes, projects, rowsAtOnce);
    RollupTimers.begin(this, totals, counting, projects);
    erasing = new ThreadErasing(this, threads, counting, publishing, hashes, rowsAtOnce);
    reports = new ErasureReports(this, totals, rowsAtOnce);
    keepDeadIn(StateStores.ERASED_THREADS);
    ThreadRetention.begin(
        this, threads, counting.forgetting(), publishing, erasing, timing.retention());
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    if (value instanceof EraseHop hop) {
      erasing.receive(key, hop);
      return;
    }
    ThreadReader reader = new ThreadReader(threads, key);
    boolean wasLabeled = ThreadReader.isLabeled(reader.head());
    if (change(key, value) && (wasLabeled || ThreadReader.isLabeled(reader.head()))) {
      publishing.mark(key);
    }
  }

  @Override
  public void report(byte[] erasureKey, ErasureHop done) {
    reports.tell(erasureKey, done);
  }

  private boolean change(byte[] key, SpecificRecord value) {
    if (value instanceof Message message) {
      return message(key, message);
    }
    if (value instanceof ThreadFacts facts) {
      return !erasing.isErased(key) && facts(key, facts);
    }
    if (value instanceof ThreadHop hop) {
      return item(key, hop);
    }
    throw new IllegalArgumentException("not for assemble: " + value);
  }

  private boolean message(byte[] key, Message event) {
    if (erasing.isErased(key)) {
      return false;
    }
    if (erasing.isErased(key, event)) {
      erasing.refuse(key, event);
      return false;
    }
    ThreadWriter.Merged merged = writer(key).merge(event);
    // What a statement names counts, even where other statements win.
    erasing.names(key, event, merged);
    return merged.changed();
  }

  private boolean facts(byte[] key, ThreadFacts event) {
    ThreadWriter.Merged merged = writer(key).merge(event);
    erasing.names(key, event, merged);
    return merged.changed();
  }

  private boolean item(byte[] key, ThreadHop hop) {
    if (erasing.isErased(key)) {
      erasing.refuse(key, hop);
      return false;
    }
    erasing.named(key, hop);
    boolean leaves = hop.getTrace() == null && hop.getFeedback() == null;
    ThreadWriter thread = leaves && isTooOld(key) ? forgetful(key) : writer(key);
    return hop.getIsFeedback()
        ? thread.put(hop.getItemId(), hop.getWriter(), hop.getFeedback())
        : thread.put(hop.getItemId(), hop.getWriter(), hop.getTrace());
  }

  /** Of a thread that retention takes, its refs take items too; what they added stays. */
  private boolean isTooOld(byte[] key) {
    HeadRow head = new ThreadReader(threads, key).head();
    return head != null
        && timing
            .retention()
            .isOver(Key.parse(key).project(), head.getUpdatedAt(), context().currentSystemTimeMs());
  }

  private ThreadWriter writer(byte[] key) {
    return new ThreadWriter(threads, key, counting);
  }

  private ThreadWriter forgetful(byte[] key) {
    return new ThreadWriter(threads, key, counting.forgetting());
  }
}
