package io.threadmark.processor.topology;

import io.threadmark.processor.model.ErasedRows;
import io.threadmark.processor.model.Mentions;
import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.Subject;
import io.threadmark.processor.model.SubjectHash;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.DrainRow;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;

/**
 * Erases what a stage owns. What is erased is marked for good, so that it does not come back, and
 * whatever named it goes with it: each stage tells the owners of those. Where there is much, it
 * goes in bounded steps, and how far that is, is a row.
 */
abstract class Erasing {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int DRAINS_AT_ONCE = 4;

  // First letters of the names of what is drained.
  private static final char SUBJECT = 'k';
  private static final char USER = 'u';
  private static final char SEARCH = 's';

  private final Stage stage;
  private final ErasedRows erased;
  private final Mentions mentions;
  private final int rowsAtOnce;

  /** Where the next turn begins. */
  private String next;

  /**
   * @param store the stage's own for this
   * @param rowsAtOnce rows that one step looks at
   */
  Erasing(Stage stage, String store, SubjectHash hashes, int rowsAtOnce) {
    this.stage = stage;
    Rows.Mutable rows = stage.rows(store);
    this.erased = new ErasedRows(rows, hashes);
    this.mentions = new Mentions(rows);
    this.rowsAtOnce = rowsAtOnce;
    stage.context().schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> goOn());
  }

  /** What came of a step. */
  static final class Step {
    private final EraseHop cause;
    private long begun;
    private long threads;
    private long traces;
    private long messages;
    private long feedback;

    private Step(EraseHop cause, long begun) {
      this.cause = cause;
      this.begun = begun;
    }

    void erasedThread() {
      threads++;
    }

    void erasedTrace() {
      traces++;
    }

    void erasedMessages(int count) {
      messages += count;
    }

    void erasedFeedback() {
      feedback++;
    }
  }

  /** What is gone at once: what the stage holds of a thing, but for rows that may be many. */
  abstract void begin(Subject subject, EraseHop hop, Step step);

  /**
   * Erases some of the many rows of a thing.
   *
   * @return whether there are no more
   */
  abstract boolean drain(Subject subject, int rows, Step step);

  /** The stores whose rows begin with the keys of things that a command may name by a hash. */
  abstract List<Rows> held();

  ErasedRows erased() {
    return erased;
  }

  Mentions mentions() {
    return mentions;
  }

  /** Whether something was erased and must not come back. */
  boolean isErased(byte[] key) {
    return erased.isErased(Subject.of(key));
  }

  /** Takes in that something is erased. */
  void receive(byte[] key, EraseHop hop) {
    if (hop.getHash() == null) {
      String messageId = hop.getMessageId();
      erase(messageId == null ? Subject.of(key) : Subject.message(key, messageId), hop);
      return;
    }
    String hash = StandardCharsets.US_ASCII.decode(hop.getHash().duplicate()).toString();
    if (hop.getUpTo() != null) {
      erased.markUser(hash, hop.getUpTo());
      run(USER + hash, hop);
    } else {
      erased.mark(hash, false);
      run(SEARCH + hash, hop);
    }
  }

  /** Erases something that was found to go, for which no command waits. */
  void erase(Subject subject, boolean withThreads) {
    erase(subject, new EraseHop(null, withThreads, null, null, null, 0));
  }

  /** Tells the owner of something that it is erased with what it named. */
  void tell(Key owner, String messageId, boolean withThreads, Step step) {
    EraseHop cause = step == null ? null : step.cause;
    String erasure = cause == null ? null : cause.getErasure();
    int depth = erasure == null ? 0 : cause.getDepth() + 1;
    if (step != null) {
      step.begun++;
    }
    stage.send(owner, new EraseHop(messageId, withThreads, null, null, erasure, depth));
  }

  /** Tells the owner of something that named what is erased. */
  void tell(Subject subject, Step step) {
    tell(Key.parse(subject.key()), subject.isMessage() ? subject.messageId() : null, false, step);
  }

  /**
   * Keeps the users that a thing names, and erases it where one of them was erased.
   *
   * @param before the user that it named before a statement came; or null
   * @param said the user that the statement names; or null
   * @param now the user that it names now; or null
   * @param madeBefore when it was made, as far as was known before; {@link Long#MAX_VALUE} where
   *     nothing was
   * @param made when it was made, in microseconds
   * @return whether it goes
   */
  boolean names(Subject thing, Key before, Key said, Key now, long madeBefore, long made) {
    boolean isNew = madeBefore == Long.MAX_VALUE;
    boolean same = Objects.equals(before, now) && (said == null || said.equals(now));
    if (same && (made == madeBefore || (isNew && now == null))) {
      return false;
    }
    mentions.keep(thing, text(before), text(said), text(now));
    boolean goes = false;
    // A new thing has no former user, so there is nothing to look for.
    boolean first = isNew && now != null && now.equals(said);
    for (String user : first ? List.of(text(now)) : usersOf(thing, now)) {
      String hash = hashOf(user);
      erased.putNaming(hash, thing, made);
      goes |= made <= erased.upTo(hash);
    }
    return goes;
  }

  /** Forgets which users a thing named. */
  void forgetUsers(Subject thing, Key now) {
    usersOf(thing, now).forEach(user -> erased.deleteNaming(hashOf(user), thing));
  }

  private List<String> usersOf(Subject thing, Key now) {
    List<String> users = new ArrayList<>();
    if (now != null) {
      users.add(now.toString());
    }
    for (String key : mentions.former(thing)) {
      if (Key.parse(key).kind() == Key.Kind.USER) {
        users.add(key);
      }
    }
    return users;
  }

  private String hashOf(String userKey) {
    return erased.hash(new Subject(userKey, ""));
  }

  private void erase(Subject subject, EraseHop hop) {
    String name = SUBJECT + subject.key();
    boolean again = erased.isErased(subject);
    erased.mark(subject, hop.getWithThreads());
    if (again) {
      DrainRow going = subject.isMessage() ? null : erased.drain(name);
      if (going == null) {
        report(hop, new Step(hop, 0), 0);
      } else if (hop.getErasure() != null) {
        going.getHops().add(hop);
        erased.putDrain(name, going);
      }
      return;
    }
    begin(subject, hop);
  }

  private void begin(Subject subject, EraseHop hop) {
    Step step = new Step(hop, 0);
    begin(subject, hop, step);
    if (subject.isMessage()) {
      report(hop, step, 0);
    } else {
      run(SUBJECT + subject.key(), hop, step);
    }
  }

  private void run(String name, EraseHop hop) {
    run(name, hop, new Step(hop, 0));
  }

  private void run(String name, EraseHop hop, Step step) {
    DrainRow waiting = erased.drain(name);
    if (waiting != null) {
      waiting.getHops().add(hop);
      waiting.setCursor(null); // what came since belongs to this one, too
      erased.putDrain(name, waiting);
      return;
    }
    step(name, new DrainRow(new ArrayList<>(List.of(hop)), 0L, null, 0L, 0L, 0L, 0L), step);
  }

  /** One step for each of some things that are being erased, in turn. */
  private void goOn() {
    List<String> names = erased.drains(next, DRAINS_AT_ONCE);
    next = names.size() < DRAINS_AT_ONCE ? null : names.get(names.size() - 1);
    stage.atStreamTime();
    for (String name : names) {
      DrainRow drain = erased.drain(name);
      step(name, drain, new Step(drain.getHops().get(0), 0));
    }
  }

  private void step(String name, DrainRow drain, Step step) {
    boolean done = advance(name, drain, step);
    drain.setBegun(drain.getBegun() + step.begun);
    drain.setThreads(drain.getThreads() + step.threads);
    drain.setTraces(drain.getTraces() + step.traces);
    drain.setMessages(drain.getMessages() + step.messages);
    drain.setFeedback(drain.getFeedback() + step.feedback);
    if (!done) {
      erased.putDrain(name, drain);
      return;
    }
    erased.putDrain(name, null);
    Step all = new Step(drain.getHops().get(0), drain.getBegun());
    all.threads = drain.getThreads();
    all.traces = drain.getTraces();
    all.messages = drain.getMessages();
    all.feedback = drain.getFeedback();
    report(all.cause, all, all.begun);
    for (EraseHop other : drain.getHops().subList(1, drain.getHops().size())) {
      report(other, new Step(other, 0), 0);
    }
  }

  private boolean advance(String name, DrainRow drain, Step step) {
    String rest = name.substring(1);
    return switch (name.charAt(0)) {
      case SUBJECT -> drain(new Subject(rest, ""), rowsAtOnce, step);
      case USER -> eraseNamings(rest, drain, step);
      case SEARCH -> search(rest, drain, step);
      default -> throw new IllegalStateException("unknown drain: " + name);
    };
  }

  /** What names a user and was made before the user was erased goes. */
  private boolean eraseNamings(String hash, DrainRow drain, Step step) {
    byte[] from = drain.getCursor() == null ? null : drain.getCursor().array();
    List<ErasedRows.Naming> some = erased.namings(hash, from, rowsAtOnce);
    long upTo = erased.upTo(hash);
    for (ErasedRows.Naming naming : some) {
      if (naming.createdAt() <= upTo) {
        eraseNaming(naming.thing(), step);
      }
    }
    if (some.size() < rowsAtOnce) {
      return true;
    }
    Subject last = some.get(some.size() - 1).thing();
    drain.setCursor(ByteBuffer.wrap(erased.placeOf(hash, last)));
    return false;
  }

  /** What names an erased user goes: a thread with its message, a trace with its threads. */
  private void eraseNaming(Subject thing, Step step) {
    step.begun++;
    boolean withThreads = Key.parse(thing.key()).kind() == Key.Kind.TRACE;
    erase(new Subject(thing.key(), ""), child(step, withThreads));
  }

  /** Looks through all that the stage holds for what has a hash. */
  private boolean search(String hash, DrainRow drain, Step step) {
    Search search = new Search(held(), mentions, drain.getCursor());
    for (Subject subject : search.next(rowsAtOnce)) {
      if (erased.hash(subject).equals(hash)) {
        step.begun++;
        begin(subject, child(step, false));
      }
    }
    drain.setCursor(search.cursor());
    return search.cursor() == null;
  }

  private static EraseHop child(Step step, boolean withThreads) {
    String erasure = step.cause.getErasure();
    int depth = erasure == null ? 0 : step.cause.getDepth() + 1;
    return new EraseHop(null, withThreads, null, null, erasure, depth);
  }

  private void report(EraseHop hop, Step step, long begun) {
    if (hop.getErasure() == null) {
      return;
    }
    stage.send(
        hop.getErasure().getBytes(StandardCharsets.UTF_8),
        new ErasureHop(
            hop.getDepth(), begun, step.threads, step.traces, step.messages, step.feedback));
  }

  private static String text(Key key) {
    return Objects.toString(key, null);
  }
}
